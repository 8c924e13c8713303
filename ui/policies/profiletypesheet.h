// ProfileTypeSheet: what a new profile is to be: its platform and type, or a file that another tool has made.
#pragma once

#include "domain/profile.h"
#include "ui/common/overlay.h"

class QComboBox;
class QPushButton;
class QTreeWidget;

namespace belvedere {

class InlineMessage;
class Label;
class Prompts;
struct ProfileType;

class ProfileTypeSheet final : public Overlay {
    Q_OBJECT
public:
    // `prompts` outlives it.
    ProfileTypeSheet(Prompts &prompts, QWidget *window);
    void choose(Platform platform, const QString &type = {});

Q_SIGNALS:
    // A profile to be edited and saved; the sheet goes.
    void chosen(const belvedere::ConfigurationProfile &profile);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    Platform platform() const;
    const ProfileType *current() const;
    void fill();
    void showCurrent();
    void proceed();
    void importFile();
    void takeFile(const QString &name, const QByteArray &bytes);

    Prompts &m_prompts;
    QComboBox *m_platform;
    QTreeWidget *m_types;
    Label *m_about;
    InlineMessage *m_message;
    QPushButton *m_import;
    QPushButton *m_continue;
};

} // namespace belvedere
