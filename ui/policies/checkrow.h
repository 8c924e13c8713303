// CheckRow's editor: one test of a check as field, comparison, value, and what counts when nothing is known.
#pragma once

#include "query/checkform.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace belvedere {

class CheckRowEditor final : public QWidget {
    Q_OBJECT
public:
    // `fields` outlive the editor.
    explicit CheckRowEditor(std::span<const Field> fields, QWidget *parent = nullptr);
    void setRow(const CheckRow &row);
    CheckRow row() const;
    // Names that a value may stand for, offered as "$name".
    void setParameters(const QStringList &names);
    QWidget *firstFocus() const;

Q_SIGNALS:
    void edited();
    void removeRequested();

private:
    const Field &field() const;
    void offerOperators();
    void offerValues();

    std::span<const Field> m_fields;
    QStringList m_parameters;
    QComboBox *m_field;
    QComboBox *m_op;
    QComboBox *m_value;
    QComboBox *m_missing;
    QLineEdit *m_age;
};

} // namespace belvedere
