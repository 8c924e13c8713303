// WindowPrompts: questions as sheets inside the window, files through the system's own dialog.
#pragma once

#include "ui/common/prompts.h"

namespace belvedere {

class WindowPrompts final : public Prompts {
public:
    void confirm(QWidget *parent, const Question &question, std::function<void(bool)> done) override;
    void openFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done) override;
    void saveFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done) override;
};

} // namespace belvedere
