// SettingEditor: the widget that edits one setting of a profile, chosen by its kind.
#pragma once

#include "profiles/settings.h"

#include <QWidget>

class QHBoxLayout;

namespace belvedere {

class Prompts;

class SettingEditor : public QWidget {
    Q_OBJECT
public:
    // Its object name is the key. `setting` and `prompts` outlive it.
    static SettingEditor *make(const Setting &setting, Prompts &prompts, QWidget *parent);

    // Undefined: undecided. Forgets that anything was typed.
    void load(const QJsonValue &value);
    // What was loaded until somebody types; undefined: undecided.
    QJsonValue value() const { return m_touched ? read() : m_loaded; }
    bool isTouched() const { return m_touched; }
    // Empty: nothing is wrong.
    void setProblem(const QString &text);

Q_SIGNALS:
    void edited();

protected:
    SettingEditor(const Setting &setting, QWidget *parent);
    const Setting &setting() const { return m_setting; }
    // Takes the widget that has the keyboard; others may stand behind it.
    void setInput(QWidget *input);
    QHBoxLayout *row() const { return m_row; }
    void touch();
    virtual void show(const QJsonValue &value) = 0;
    virtual QJsonValue read() const = 0;

private:
    const Setting &m_setting;
    QHBoxLayout *m_row;
    QWidget *m_input = nullptr;
    QJsonValue m_loaded{QJsonValue::Undefined};
    bool m_touched = false;
};

} // namespace belvedere
