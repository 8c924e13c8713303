// Audiences as conditions.
#include "server/store/audience.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

SqlCondition both(const SqlCondition &a, const SqlCondition &b)
{
    if (a.where.isEmpty() || b.where.isEmpty())
        return a.where.isEmpty() ? b : a;
    return {u"(%1) AND (%2)"_s.arg(a.where, b.where), a.values + b.values};
}

bool Reader::sees(const QString &audience) const
{
    return account.isEmpty() || audience.isEmpty() || audience == account || permissionNames(role).contains(audience);
}

SqlCondition Reader::rows() const
{
    if (account.isEmpty())
        return {};
    SqlCondition condition;
    condition.values << u""_s << account;
    for (const QString &name : permissionNames(role))
        condition.values << name;
    condition.where = u"audience IN (%1)"_s.arg(QStringList(condition.values.size(), u"?"_s).join(u", "_s));
    return condition;
}

SqlCondition Reader::removals(const QString &table) const
{
    if (account.isEmpty())
        return {};
    const SqlCondition seen = rows();
    // what was withdrawn and given back is a row like any other
    return {u"%1 AND spared <> ? AND id NOT IN (SELECT id FROM %2 WHERE %1)"_s.arg(seen.where, table),
        seen.values + QVariantList{account} + seen.values};
}

} // namespace belvedere::server
