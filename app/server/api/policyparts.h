// What the handlers of profiles, rules and policies check alike.
#pragma once

#include "server/api/router.h"
#include "server/policy/deployments.h"
#include "server/store/entitytable.h"

namespace belvedere::server {

struct NamedText {
    QString field;
    QString text;
};
// A name of 1 to 200 characters and texts of at most 4,000.
QList<FieldError> textProblems(const QString &name, const QList<NamedText> &texts);
// An error with this code (409) that names the policies whose newest version, or the one in force, names the id.
Result<Done> notUsed(Database &database, const QString &id, const QString &code);
// The same for rules whose actions bring the item, as they are now or in a revision that is in force.
Result<Done> notBrought(Database &database, const QString &item, const QString &code, const QDateTime &now);

// An item that may go: it is the version that was asked about, and no policy or rule uses it, else the error has this
// code. What was left of it on devices is not on record any more.
template<class E> Result<E> takeOut(WriteCall &call, const Id<E> &id, const QString &code)
{
    static const Table<E> table;
    const Result<E> item = table.get(call.database(), id);
    if (!item)
        return item;
    Result<Done> done = call.info.match(item.value().version);
    if (done)
        done = notUsed(call.database(), id.text, code);
    if (done)
        done = notBrought(call.database(), id.text, code, call.now());
    if (done)
        done = forgetLeft(call.transaction, id.text);
    return done ? item : done.error();
}

} // namespace belvedere::server
