// Common checks of profiles, rules and policies.
#include "server/api/policyparts.h"

#include "server/policy/currentset.h"
#include "server/policy/versions.h"
#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumName = 200; // characters
constexpr qsizetype maximumText = 4'000;

} // namespace

QList<FieldError> textProblems(const QString &name, const QList<NamedText> &texts)
{
    QList<FieldError> errors;
    if (name.trimmed().isEmpty() || name.size() > maximumName)
        errors.append({u"name"_s, u"1 to %1 characters"_s.arg(maximumName)});
    for (const NamedText &text : texts) {
        if (text.text.size() > maximumText)
            errors.append({text.field, u"at most %1 characters"_s.arg(maximumText)});
    }
    return errors;
}

Result<Done> notUsed(Database &database, const QString &id, const QString &code)
{
    // contents are stored as JSON, and ids hold no quotes
    const QString quoted = u'"' + id + u'"';
    const Result<QStringList> found = textsOf(database,
        u"SELECT name FROM policies WHERE state <> 'retired' AND (%1 OR %2 OR id IN "
        "(SELECT v.policy_id FROM versions v WHERE %4 AND %3)) ORDER BY n"_s.arg(database.contains("items"),
            database.contains("rule_pins"), database.contains("content"), isInForceOrKept()),
        {quoted, quoted, quoted});
    if (!found)
        return found.error();
    if (found.value().isEmpty())
        return Done{};
    return conflict(code, u"Policies use it: %1."_s.arg(found.value().mid(0, 5).join(u", "_s)));
}

Result<Done> notBrought(Database &database, const QString &item, const QString &code, const QDateTime &now)
{
    const Result<QStringList> found =
        textsOf(database, u"SELECT name FROM rules WHERE %1 ORDER BY n"_s.arg(database.contains("actions")),
            {QString(u'"' + item + u'"')});
    const Result<std::shared_ptr<const PolicySet>> set = currentPolicySet(database, now);
    if (!found || !set)
        return found ? set.error() : found.error();
    QStringList names = found.value();
    for (const CompiledRule &inForce : set.value()->rules) {
        const ComplianceRule &rule = inForce.rule();
        const bool isBringing = std::any_of(rule.actions.begin(), rule.actions.end(),
            [&item](const RuleAction &action) { return action.item == item; });
        if (isBringing && !names.contains(rule.name))
            names.append(rule.name);
    }
    if (names.isEmpty())
        return Done{};
    return conflict(code, u"Rules bring it: %1."_s.arg(names.mid(0, 5).join(u", "_s)));
}

} // namespace belvedere::server
