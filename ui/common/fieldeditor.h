// FieldEditor: the widget that edits one declared field, chosen by its kind.
#pragma once

#include "query/ast.h"
#include "table/display.h"

#include <QHash>
#include <QWidget>

namespace belvedere {

// How a field is edited where its kind alone does not say.
struct EditorHint {
    enum class Style : quint8 {
        Usual,
        Lines, // several lines of text; of a set: one member a line
        Boxes, // of a set: a box for each choice
        Query, // a query, with its sentence beneath
        Secret, // of text: what is typed is not shown
    };
    Style style = Style::Usual;
    QString placeholder; // Time: stands for no moment, in place of "Not known"
    QStringList answers; // Bool: instead of "Not known", "Yes", "No". Enum: one, for no choice. Translated
    std::span<const Choice> choices = {}; // Boxes
    const char *context = nullptr; // Boxes, Query: the entity that the choices or fields belong to
    std::span<const Field> fields = {}; // Query: what it asks about
    QueryMode mode = QueryMode::Filter; // Query
    QString note = {}; // behind an editor of one line: what its value is counted in. Boxes: a line beneath them
};
using EditorHints = QHash<QString, EditorHint>; // by field name

// Text for Text and Version, a box with three answers for Bool, a list for Enum, words with commas for Set,
// digits for Int and Bytes, a number with its unit for Duration, date and time for Time.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    // The editor for `field`, or nothing where people cannot edit the kind (Object, List).
    static FieldEditor *make(const Field &field, const Display &display, QWidget *parent, const EditorHint &hint = {});

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
