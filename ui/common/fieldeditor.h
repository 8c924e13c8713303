// FieldEditor: the widget that edits one declared field, chosen by its kind.
#pragma once

#include "table/display.h"

#include <QWidget>

namespace belvedere {

// Text for Text and Version, a box with three answers for Bool, a list for Enum, words with commas for Set,
// digits for Int, Bytes and Duration, date and time for Time.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    // The editor for `field`, or nothing where people cannot edit the kind (Object, List).
    static FieldEditor *make(const Field &field, const Display &display, QWidget *parent);

    virtual void setCell(const Cell &cell) = 0;
    virtual Cell cell() const = 0; // monostate: left empty
    // What is entered cannot be a value of the field; such a cell must not be sent.
    virtual bool isAcceptable() const { return true; }
    virtual void setInvalid(bool invalid);

Q_SIGNALS:
    void edited();

protected:
    explicit FieldEditor(QWidget *inner, QWidget *parent);
    QWidget *inner() const { return m_inner; }

private:
    QWidget *m_inner;
};

} // namespace belvedere
