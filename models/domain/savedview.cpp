// The declaration of SavedView.
#include "domain/savedview.h"

namespace belvedere {

template<> std::span<const Field> fields<SavedView>()
{
    using V = SavedView;
    static const Field list[] = {field<&V::id>("id", QT_TRANSLATE_NOOP("SavedView", "Id"), Required | ReadOnly),
        field<&V::name>("name", QT_TRANSLATE_NOOP("SavedView", "Name"), Required | Searchable),
        field<&V::list>("list", QT_TRANSLATE_NOOP("SavedView", "List"), Required | Facet),
        field<&V::query>("query", QT_TRANSLATE_NOOP("SavedView", "Filter"), Searchable),
        field<&V::all>("all", QT_TRANSLATE_NOOP("SavedView", "All rows")),
        field<&V::columns>("columns", QT_TRANSLATE_NOOP("SavedView", "Columns")),
        field<&V::sort>("sort", QT_TRANSLATE_NOOP("SavedView", "Order")),
        field<&V::group>("group", QT_TRANSLATE_NOOP("SavedView", "Grouped by")),
        field<&V::shared>("shared", QT_TRANSLATE_NOOP("SavedView", "Shared"), Facet),
        field<&V::smartGroup>("smart_group", QT_TRANSLATE_NOOP("SavedView", "Smart group"), Facet),
        field<&V::owner>("owner_id", QT_TRANSLATE_NOOP("SavedView", "Owner id"), ReadOnly | Hidden),
        field<&V::ownerName>(
            "owner", QT_TRANSLATE_NOOP("SavedView", "Owner"), ReadOnly | Searchable, Personal::Identity),
        field<&V::created>("created", QT_TRANSLATE_NOOP("SavedView", "Created"), ReadOnly),
        field<&V::edited>("edited", QT_TRANSLATE_NOOP("SavedView", "Edited"), ReadOnly),
        field<&V::version>("version", QT_TRANSLATE_NOOP("SavedView", "Version"), ReadOnly | Hidden)};
    return list;
}

QStringList nameList(const QString &text) { return text.split(u',', Qt::SkipEmptyParts); }

} // namespace belvedere
