// The fields of a view.
#include "ui/records/viewsheet.h"

#include "query/describe.h"
#include "query/viewreading.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString sheetTitle(const SavedView &view)
{
    return view.id.isEmpty() ? QCoreApplication::translate("ViewSheet", "Save as view")
                             : QCoreApplication::translate("ViewSheet", "Edit “%1”").arg(view.name);
}

QString sheetHint(const SavedView &view, std::span<const Field> fields, const char *entity)
{
    if (!view.id.isEmpty())
        return QCoreApplication::translate("ViewSheet", "Shared views are for everybody who may read this list.");
    return QCoreApplication::translate(
        "ViewSheet", "Keeps the filter, the columns, the order of rows and the groups. Rows: %1")
        .arg(viewInWords(view, fields, entity));
}

} // namespace

std::vector<RecordSheet::Part> ViewSheet::parts(
    const Site &site, const SavedView &view, std::span<const Field> fields, const char *entity)
{
    EditorHints hints;
    hints[u"name"_s] = {EditorHint::Style::Usual, tr("e.g. Laptops of the sales team"), {}};
    EditorHint &query = hints[u"query"_s];
    query.style = EditorHint::Style::Query;
    query.context = entity;
    query.fields = fields;
    query.mode = QueryMode::Filter;
    QStringList shown{u"name"_s};
    if (!view.id.isEmpty() && !view.all)
        shown.append(u"query"_s);
    if (site.allowed(Permission::ViewsShare) || view.shared) {
        shown.append(u"shared"_s);
        if (view.list == QLatin1StringView(Resource<Device>::path))
            shown.append(u"smart_group"_s);
    }
    return {
        {belvedere::fields<SavedView>(), Display("SavedView", std::make_shared<SystemClock>()), shown, &view, hints}};
}

ViewSheet::ViewSheet(
    Site &site, const SavedView &view, std::span<const Field> fields, const char *entity, QWidget *window)
    : SavingSheet(site, view, sheetTitle(view), sheetHint(view, fields, entity),
        view.id.isEmpty() ? tr("Save view") : tr("Save changes"), parts(site, view, fields, entity), window)
{
    moreChecks = [this] {
        QList<FieldError> errors;
        const SavedView view = entered();
        if (view.name.trimmed().size() > maximumViewName)
            errors.append({u"name"_s, tr("At most %1 characters.").arg(maximumViewName)});
        if (view.smartGroup && !view.shared)
            errors.append({u"smart_group"_s, tr("A smart group is for everybody: share the view as well.")});
        if (!view.all && view.query.trimmed().isEmpty())
            errors.append({u"query"_s, tr("Say which rows the view shows.")});
        return errors;
    };
}

QString viewInWords(const SavedView &view, std::span<const Field> fields, const char *entity)
{
    const Result<ViewReading> reading = readView(view, fields);
    if (!reading)
        return view.query;
    return view.all ? QCoreApplication::translate("ViewSheet", "all") : sentence(reading.value().query, fields, entity);
}

} // namespace belvedere
