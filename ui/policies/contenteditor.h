// ContentEditor: a setting that is a file, read beside the window's thread.
#pragma once

#include "base/result.h"
#include "ui/policies/settingeditor.h"

class QPushButton;

namespace belvedere {

class Label;

class ContentEditor final : public SettingEditor {
    Q_OBJECT
public:
    ContentEditor(const Setting &setting, Prompts &prompts, QWidget *parent);

protected:
    void show(const QJsonValue &value) override;
    QJsonValue read() const override { return m_value; }

private:
    void choose();
    void take(const QString &name, const Result<QByteArray> &bytes);

    Prompts &m_prompts;
    QPushButton *m_choose;
    QPushButton *m_remove;
    Label *m_about;
    QJsonValue m_value{QJsonValue::Undefined};
};

} // namespace belvedere
