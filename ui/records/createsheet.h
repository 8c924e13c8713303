// CreateSheet: the form for a new record that is one flat list of fields.
#pragma once

#include "ui/records/recordsheet.h"

namespace belvedere {

class CreateSheet : public RecordSheet {
    Q_OBJECT
public:
    // `accept` is the button's text: "Create person". `only` as in FormSheet. `initial` fills the form.
    CreateSheet(const QString &title, const QString &hint, const QString &accept, std::span<const Field> fields,
        const Display &display, const QStringList &only, const void *initial, QWidget *window)
        : RecordSheet(title, hint, accept, {Part{fields, display, only, initial}}, window)
    {
    }
};

} // namespace belvedere
