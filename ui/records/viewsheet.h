// ViewSheet: the form under which the state of a table is saved as a view, or a view gets another name.
#pragma once

#include "api/views.h"
#include "ui/records/savingsheet.h"

#include <QCoreApplication>

namespace belvedere {

class ViewSheet final : public SavingSheet<SavedView> {
    Q_DECLARE_TR_FUNCTIONS(ViewSheet)
public:
    // A view without an id is new. `entity` is the translation context of the list's fields.
    ViewSheet(Site &site, const SavedView &view, std::span<const Field> fields, const char *entity, QWidget *window);

private:
    static std::vector<Part> parts(
        const Site &site, const SavedView &view, std::span<const Field> fields, const char *entity);
};

// What a view shows, in words; its filter as it is written when it cannot be read here.
QString viewInWords(const SavedView &view, std::span<const Field> fields, const char *entity);

} // namespace belvedere
