// Saved views: everybody's own, and those that are shared.
#include "base/fold.h"
#include "query/viewreading.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 mostOwn = 200; // of one account
constexpr qint64 mostShared = 500; // of one list

constexpr TableSpec specOf(const ListInfo &list) { return {list.kind, list.path, list.idPrefix, list.fields}; }

// The refusal is kept on record.
template<class T> Result<T> refuse(WriteCall &call, const T &unused, const char *operation)
{
    const ApiError error =
        forbidden(u"Your role may not do this (%1)."_s.arg(QLatin1StringView(permissionName(Permission::ViewsShare))));
    AuditNote note{.action = "permission.denied"};
    note.targetType = u"operation"_s;
    note.targetId = QLatin1StringView(operation);
    note.outcome = AuditOutcome::Denied;
    note.error = error.code;
    const Result<Done> noted = call.audit(note);
    if (!noted)
        return noted.error();
    call.answerInstead = error;
    return unused;
}

bool mayShare(const WriteCall &call) { return allows(call.info.actor.role, Permission::ViewsShare); }
bool isOwn(const WriteCall &call, const SavedView &view) { return view.owner.text == call.info.actor.account.text; }

// What is kept has the bounds of what was understood: empty names and blanks are not counted by those.
void tidy(SavedView &view)
{
    view.name = view.name.trimmed();
    view.columns = nameList(view.columns).join(u',');
    view.sort = nameList(view.sort).join(u',');
    if (view.query.trimmed().isEmpty())
        view.query.clear();
}

Result<Done> examine(const WriteCall &call, const SavedView &view)
{
    const ListInfo *list = findList(view.list);
    QList<FieldError> errors = textProblems(view.name, {});
    if (!list)
        errors.append({u"list"_s, u"no such list: "_s + view.list.left(64)});
    if (view.smartGroup && !(view.shared && view.list == QLatin1StringView(Resource<Device>::path)))
        errors.append({u"smart_group"_s, u"only a shared view of devices"_s});
    if (!list || !errors.isEmpty())
        return validationError(errors);
    if (!allows(call.info.actor.role, list->read))
        return forbidden(
            u"Your role may not read this list (%1)."_s.arg(QLatin1StringView(permissionName(list->read))));
    const Result<ViewReading> reading = readView(view, list->fields());
    return reading ? Result<Done>(Done{}) : reading.error();
}

// There is room for it beside the others of its audience, and its name is free there.
Result<Done> fits(Database &database, const SavedView &view)
{
    const QString audience = Resource<SavedView>::audience(view);
    const QString self = view.id.isEmpty() ? u""_s : view.id.text; // NULL would be unlike everything
    const Result<QVariant> same =
        database.value(u"SELECT COUNT(*) FROM views WHERE \"list\" = ? AND audience = ? AND name_f = ? AND id <> ?"_s,
            {view.list, audience, folded(view.name), self});
    if (!same)
        return same.error();
    if (same.value().toInt() > 0)
        return conflict(u"view.name-taken"_s,
            view.shared ? u"A shared view of this list has that name."_s
                        : u"You have a view of this list with that name."_s);
    const Result<QVariant> others = view.shared
        ? database.value(
            u"SELECT COUNT(*) FROM views WHERE \"list\" = ? AND shared = 1 AND id <> ?"_s, {view.list, self})
        : database.value(
            u"SELECT COUNT(*) FROM views WHERE owner_id = ? AND shared = 0 AND id <> ?"_s, {view.owner.text, self});
    if (!others)
        return others.error();
    const qint64 most = view.shared ? mostShared : mostOwn;
    if (others.value().toLongLong() >= most)
        return conflict(u"view.too-many"_s,
            view.shared ? u"A list has at most %1 shared views."_s.arg(most)
                        : u"An account has at most %1 views of its own."_s.arg(most));
    return Done{};
}

Result<SavedView> create(WriteCall &call, const Create<SavedView> &operation)
{
    static const Table<SavedView> table;
    SavedView view = operation.body;
    tidy(view);
    view.owner = call.info.actor.account;
    view.ownerName = call.info.actor.name;
    view.created = view.edited = call.now();
    if (view.shared && !mayShare(call))
        return refuse(call, view, "createViews");
    Result<Done> good = examine(call, view);
    if (good)
        good = fits(call.database(), view);
    if (!good)
        return good.error();
    // what only its owner sees is nobody else's business, also not in the log
    return view.shared ? createRecord(call, view, "view.created", view.name) : table.insert(call.transaction, view);
}

// What the log says of a change, if others are concerned by it.
Result<Done> note(WriteCall &call, const SavedView &before, const SavedView &after)
{
    if (!before.shared && !after.shared)
        return Done{};
    const bool isShared = !before.shared;
    const bool isWithdrawn = !after.shared;
    AuditNote note = recordNote(isShared ? AuditActionName("view.shared")
            : isWithdrawn                ? AuditActionName("view.withdrawn")
                                         : AuditActionName("view.edited"),
        Resource<SavedView>::singular, after.id.text, isWithdrawn ? before.name : after.name);
    SavedView first = isShared ? SavedView() : before;
    SavedView second = after;
    if (isWithdrawn) {
        // what became of it is its owner's alone
        second = before;
        second.shared = false;
    }
    note.changes = auditChanges(fields<SavedView>(), &first, &second);
    return call.audit(note);
}

Result<SavedView> update(WriteCall &call, const Update<SavedView> &operation)
{
    static const Table<SavedView> table;
    const Result<std::pair<SavedView, SavedView>> both = patched(call, operation);
    if (!both)
        return both.error();
    const SavedView &before = both.value().first;
    SavedView after = both.value().second;
    tidy(after);
    // whoever may not share any more can still take back what is shared
    if ((!isOwn(call, before) || after.shared) && !mayShare(call))
        return refuse(call, before, "updateViews");
    if (after.list != before.list)
        return validationError({{u"list"_s, u"stays as it was made"_s}});
    if (!after.shared && !isOwn(call, before))
        return conflict(u"view.not-yours"_s, u"Only its owner can take a view back; others can delete it."_s);
    Result<Done> good = examine(call, after);
    if (good)
        good = fits(call.database(), after);
    if (!good)
        return good.error();
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    if (isOwn(call, before))
        after.ownerName = call.info.actor.name; // which may be another one by now
    const Result<SavedView> changed = table.update(call.transaction, after);
    if (!changed)
        return changed;
    const Result<Done> noted = note(call, before, changed.value());
    return noted ? changed : noted.error();
}

Result<None> remove(WriteCall &call, const Remove<SavedView> &operation)
{
    static const Table<SavedView> table;
    const Result<SavedView> view = table.get(call.database(), operation.id, call.info.actor.reader());
    if (!view)
        return view.error();
    const Result<Done> matches = call.info.match(view.value().version);
    if (!matches)
        return matches.error();
    if (!isOwn(call, view.value()) && !mayShare(call))
        return refuse(call, None{}, "removeViews");
    if (view.value().shared)
        return removeRecord(call, operation.id, "view.deleted", view.value().name);
    return table.remove(call.transaction, operation.id).map([](Done) { return None{}; });
}

Result<ViewCount> count(Router &router, ReadCall &call, ListPages &devicePages, const CountView &operation)
{
    static const Table<SavedView> table;
    const Result<Done> isCurrent = catchUp(router, call);
    if (!isCurrent)
        return isCurrent.error();
    const Result<SavedView> view = table.get(call.database, operation.id, call.info.actor.reader());
    if (!view)
        return view.error();
    const ListInfo *list = findList(view.value().list);
    if (!list || !allows(call.info.actor.role, list->read))
        return forbidden(u"Your role may not read this list (%1)."_s.arg(view.value().list));
    // read anew: a field may have gone since the view was saved
    const Result<ViewReading> reading = readView(view.value(), list->fields());
    if (!reading)
        return reading.error();
    ListParameters parameters;
    parameters.query = view.value().query;
    if (view.value().list == QLatin1StringView(Resource<Device>::path)) {
        if (const std::optional<Result<ViewCount>> counted = devicePages.count(parameters, call.now))
            return *counted;
    }
    return call.database.look([&]() -> Result<ViewCount> {
        const EntityTable rows(specOf(*list));
        const Result<qint64> matching = countList(call.database, rows, parameters, call.now);
        const Result<qint64> total = countList(call.database, rows, ListParameters(), call.now);
        if (!matching || !total)
            return matching ? total.error() : matching.error();
        return ViewCount{matching.value(), total.value()};
    });
}

} // namespace

void serveViews(Router &router, Site &site)
{
    serveReading<SavedView>(router);
    router.write<Create<SavedView>>(create);
    router.write<Update<SavedView>>(update);
    router.write<Remove<SavedView>>(remove);
    router.read<CountView>([&router, &pages = site.devicePages](ReadCall &call, const CountView &operation) {
        return count(router, call, pages, operation);
    });
}

} // namespace belvedere::server
