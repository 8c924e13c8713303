// SettingsForm: the settings of a profile type as a form that checks while one types.
#pragma once

#include "profiles/settings.h"

#include <QWidget>
#include <vector>

class QGridLayout;

namespace belvedere {

class InlineMessage;
class Label;
class Prompts;
class SettingEditor;

class SettingsForm : public QWidget {
    Q_OBJECT
public:
    // `type` and `prompts` outlive it.
    SettingsForm(const ProfileType &type, Prompts &prompts, QWidget *parent = nullptr);

    void load(const QJsonObject &settings);
    // What is entered; a secret that was not touched stays the mask.
    QJsonObject settings() const;
    // `base` with what was changed here since load().
    QJsonObject changedOn(const QJsonObject &base) const;
    bool isDirty() const;
    // Marks everything that is wrong, not only what was touched; true when nothing is.
    bool check();
    // What the server refused, by keys of settings; the first one gets the keyboard.
    void setErrors(const QList<FieldError> &errors);

Q_SIGNALS:
    void edited();

private:
    struct Row {
        const Setting *setting;
        Label *name;
        SettingEditor *editor;
        Label *help;
        Label *error;
    };
    void addRow(const Setting &setting);
    void refresh();
    void mark(bool everything);
    QString helpText(const Setting &setting, bool withHint) const;
    void showError(const Row &row, const QString &text) const;

    const ProfileType &m_type;
    Prompts &m_prompts;
    InlineMessage *m_message;
    QGridLayout *m_grid;
    std::vector<Row> m_rows;
    QJsonObject m_loaded;
    bool m_checked = false; // by check(): from now on everything is marked
};

} // namespace belvedere
