// FormSheet: the detail form of an entity, made from its field list.
#pragma once

#include "base/apierror.h"
#include "domain/json.h"
#include "ui/common/fieldeditor.h"

#include <QWidget>
#include <vector>

class QGridLayout;

namespace belvedere {

class InlineMessage;
class Label;

class FormSheet : public QWidget {
    Q_OBJECT
public:
    // Shows `list` without Hidden fields, in its order. ReadOnly fields are
    // plain text always, the others when the form is not editable. With `only`, just these fields and in this order.
    FormSheet(std::span<const Field> list, Display display, const QStringList &only = {}, QWidget *parent = nullptr,
        EditorHints hints = {});

    // Reads every value; the entity need not live on. Forgets changes and errors.
    void load(const void *entity);
    void setEditable(bool editable);
    bool isEditable() const { return m_editable; }

    bool has(QStringView field) const;
    bool isAcceptable(QStringView field) const; // what is entered can be a value of the field
    // As if it had been typed.
    void enter(QStringView field, const Cell &value);
    QString labelOf(const Field &field) const { return m_display.label(field); }
    bool isDirty() const;
    // The changed fields as a merge patch: a key each, null where a value was taken away.
    QJsonObject changes() const;
    // The values of all editable fields that are known, for a new entity.
    QJsonObject values() const;
    // Marks required fields that are empty and texts that are no value; true when there are none.
    bool check();
    // Errors are shown beside their fields, those of other fields above the form; the first one gets the focus.
    void setErrors(const QList<FieldError> &errors);
    // The same, but the focus stays where it is: for errors that nobody has asked for, while somebody may be typing.
    void markErrors(const QList<FieldError> &errors) { mark(errors); }

Q_SIGNALS:
    void dirtyChanged(bool dirty);
    void edited();

private:
    struct Row {
        const Field *field;
        Label *name;
        Label *text;
        FieldEditor *editor; // nullptr: never editable
        Label *error;
        Cell loaded;
    };
    void addRow(const Field &field);
    void showRow(const Row &row);
    FieldEditor *mark(const QList<FieldError> &errors); // the first that is refused, or nothing
    void onEdited(size_t row);

    Display m_display;
    EditorHints m_hints;
    bool m_editable = false;
    bool m_dirty = false;
    InlineMessage *m_message;
    QGridLayout *m_grid;
    std::vector<Row> m_rows;
};

} // namespace belvedere
