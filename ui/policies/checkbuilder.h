// CheckBuilder: a check in a form of rows and groups, beside its text; each shows what was done in the other.
#pragma once

#include "query/checkform.h"

#include <QFrame>
#include <QPointer>

class QComboBox;
class QVBoxLayout;

namespace belvedere {

class CheckRowEditor;
class InlineMessage;
class Label;

// One group with what is in it.
class CheckGroupEditor final : public QFrame {
    Q_OBJECT
public:
    // `depth` counts from 1; the innermost offers no groups.
    CheckGroupEditor(std::span<const Field> fields, int depth, QWidget *parent = nullptr);
    void setGroup(const CheckGroup &group, const QStringList &parameters);
    CheckGroup group() const;
    void setParameters(const QStringList &names);

Q_SIGNALS:
    void edited();
    void removeRequested();

private:
    CheckRowEditor *addRow();
    CheckGroupEditor *addGroup();
    void drop(QWidget *part);
    void clear();

    std::span<const Field> m_fields;
    int m_depth;
    QStringList m_parameters;
    QComboBox *m_kind;
    QVBoxLayout *m_parts;
};

class CheckBuilder final : public QWidget {
    Q_OBJECT
public:
    // `fields` outlive the widget.
    explicit CheckBuilder(std::span<const Field> fields, QWidget *parent = nullptr);
    // Shows the check, as far as a form can; otherwise a sentence says so, and the text is left alone.
    void setCheck(const QString &text);
    void setParameters(const QStringList &names);

Q_SIGNALS:
    // The canonical text of what the form says now; not while a row is incomplete.
    void checkEdited(const QString &text);

private:
    void tell();

    std::span<const Field> m_fields;
    QStringList m_parameters;
    Label *m_state;
    CheckGroupEditor *m_group;
};

} // namespace belvedere
