// Authors as the audit log has them.
#include "server/policy/authors.h"

#include "api/rules.h"
#include "server/policy/approval.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"

#include <algorithm>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

struct Deed {
    QString action;
    QString actor; // id of the account; empty: the server itself
    QJsonArray changes;

    bool touches(QLatin1StringView field) const
    {
        return std::any_of(changes.begin(), changes.end(),
            [field](const QJsonValue &change) { return change["field"_L1].toString() == field; });
    }
    // What the field became; nothing when it is not among the changes.
    std::optional<qint64> became(QLatin1StringView field) const
    {
        for (const QJsonValue change : changes) {
            if (change["field"_L1].toString() == field)
                return change["new"_L1].toInteger();
        }
        return std::nullopt;
    }
};

// How a rule came to be what it is, or who put a policy in force. The list of actions is that of the index.
Result<QList<Deed>> deedsAt(Database &database, const QString &target)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT a.action, a.actor_id, l.line FROM audit a JOIN audit_lines l ON l.seq = a.seq "
                     "WHERE a.target_id = ? AND a.action IN ('policy.activated', 'rule.created', 'rule.edited')"_s,
            {target});
    if (!rows)
        return rows.error();
    QList<Deed> deeds;
    while (rows.value()->next()) {
        const QJsonObject line = QJsonDocument::fromJson(rows.value()->value(2).toString().toUtf8()).object();
        deeds.append(
            {rows.value()->value(0).toString(), rows.value()->value(1).toString(), line.value("changes"_L1).toArray()});
    }
    rows.value()->finish();
    return deeds;
}

// What devices it is about, when they fail, and what is done then. Whoever changes a grace or a severity does not
// thereby write the rule anew, and its author stays its author.
bool decides(const Deed &deed)
{
    static constexpr QLatin1StringView names[] = {"check"_L1, "params"_L1, "actions"_L1, "platforms"_L1, "forms"_L1,
        "ownership"_L1, "supervised"_L1, "os_min"_L1, "os_max"_L1};
    return deed.action == "rule.created"_L1
        || std::any_of(
            std::begin(names), std::end(names), [&deed](QLatin1StringView name) { return deed.touches(name); });
}

// Of the revisions up to `newest`.
Result<QSet<QString>> writersOf(Database &database, const Id<ComplianceRule> &rule, qint64 newest)
{
    const Result<QList<Deed>> deeds = deedsAt(database, rule.text);
    if (!deeds)
        return deeds.error();
    QSet<QString> writers;
    for (const Deed &deed : deeds.value()) {
        // an older server did not note which revision an edit made: it counts
        if (decides(deed) && deed.became("revision"_L1).value_or(0) <= newest)
            writers.insert(deed.actor);
    }
    return writers;
}

// Who put these versions in force. Who took the policy up again after a pause decided nothing about what it says.
Result<QSet<QString>> activatorsOf(Database &database, const Id<BusinessPolicy> &policy, QSet<qint64> versions)
{
    const Result<QList<Deed>> deeds = deedsAt(database, policy.text);
    if (!deeds)
        return deeds.error();
    QSet<QString> activators;
    QSet<QString> everybody;
    const QSet<qint64> wanted = versions;
    for (const Deed &deed : deeds.value()) {
        everybody.insert(deed.actor);
        const std::optional<qint64> inForce = deed.became("in_force"_L1);
        if (inForce && wanted.contains(*inForce)) {
            activators.insert(deed.actor);
            versions.remove(*inForce);
        }
    }
    // an older server did not note which version it was
    return versions.isEmpty() ? activators : everybody;
}

// Numbers of the policy's versions that devices have and that name the rule; their revisions of it go to `revisions`.
Result<QSet<qint64>> versionsWith(
    Database &database, const BusinessPolicy &policy, const Id<ComplianceRule> &rule, QSet<qint64> &revisions)
{
    QSet<qint64> numbers;
    for (const qint64 number : {policy.inForce, policy.base}) {
        if (number == 0)
            continue;
        const Result<BusinessPolicy> version = withVersion(database, policy, number);
        if (!version && version.error().code != "policy.corrupt"_L1)
            return version.error();
        if (!version)
            continue; // it brings nothing
        for (const PolicyRule &pin : version.value().rulePins) {
            if (pin.rule == rule.text) {
                numbers.insert(number);
                revisions.insert(pin.revision);
            }
        }
    }
    return numbers;
}

// Enabled accounts that may approve steps.
Result<QSet<QString>> approvers(Database &database)
{
    const Result<QSqlQuery *> rows = database.run(u"SELECT id, role FROM accounts WHERE disabled = 0"_s);
    if (!rows)
        return rows.error();
    QSet<QString> ids;
    while (rows.value()->next()) {
        const Coded<Role> role = Coded<Role>::fromToken(rows.value()->value(1).toString());
        if (allows(role.value(), ApproveStep::spec.permission))
            ids.insert(rows.value()->value(0).toString());
    }
    rows.value()->finish();
    return ids;
}

Result<QSet<QString>> authorsOf(Database &database, const RuleStep &step)
{
    static const Table<BusinessPolicy> policies;
    const Result<std::vector<BusinessPolicy>> active =
        policies.list(database, {u"state IN (?, ?)"_s, {u"active"_s, u"paused"_s}});
    if (!active)
        return active.error();
    QSet<QString> authors;
    QSet<qint64> revisions{step.revision};
    for (const BusinessPolicy &policy : active.value()) {
        const Result<QSet<qint64>> versions = versionsWith(database, policy, step.rule, revisions);
        if (!versions)
            return versions.error();
        if (versions.value().isEmpty())
            continue;
        const Result<QSet<QString>> activators = activatorsOf(database, policy.id, versions.value());
        if (!activators)
            return activators;
        authors += activators.value();
    }
    const qint64 newest = *std::max_element(revisions.begin(), revisions.end());
    const Result<QSet<QString>> writers = writersOf(database, step.rule, newest);
    if (!writers)
        return writers;
    return authors + writers.value();
}

} // namespace

Result<bool> hasSecondPerson(Database &database)
{
    return approvers(database).map([](const QSet<QString> &persons) { return persons.size() > 1; });
}

Result<Done> refuseAuthor(Database &database, const RuleStep &step, const Id<Account> &account)
{
    const Result<QSet<QString>> authors = authorsOf(database, step);
    if (!authors)
        return authors.error();
    if (!authors.value().contains(account.text))
        return Done{};
    const Result<PolicySettings> settings = policySettings(database);
    if (!settings)
        return settings.error();
    Result<QSet<QString>> others = approvers(database);
    if (!others)
        return others.error();
    others.value().remove(account.text);
    const bool needsOther = step.secondPerson || settings.value().approval.value() == ApprovalRule::Always;
    const bool isAlone = others.value().isEmpty();
    // where everybody is an author, more than one person has decided already, and nobody would be left to approve
    const bool hasOther = !(others.value() - authors.value()).isEmpty();
    if (hasOther || (needsOther && isAlone))
        return conflict(
            u"step.same-person"_s, u"Who wrote the rule or activated its policy cannot approve what it destroys."_s);
    return Done{};
}

} // namespace belvedere::server
