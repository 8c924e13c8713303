// Who sees a saved view.
#include "api/views.h"

#include "api/operations.h"

namespace belvedere {

template<> std::span<const Field> fields<ViewCount>()
{
    static const Field list[] = {field<&ViewCount::matching>("matching", "Rows that match", Required),
        field<&ViewCount::total>("total", "Rows of the list", Required)};
    return list;
}

QString Resource<SavedView>::audience(const SavedView &view)
{
    const ListInfo *list = view.shared ? findList(view.list) : nullptr;
    return list ? QString::fromLatin1(permissionName(list->read)) : view.owner.text;
}

} // namespace belvedere
