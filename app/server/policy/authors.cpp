// Authors as the audit log has them.
#include "server/policy/authors.h"

#include "api/policies.h"
#include "server/policy/approval.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"

#include <functional>
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

// What was done to the record, newest first, for as long as `take` wants more.
Result<Done> eachDeed(Database &database, const QString &target, const QString &action, const QString &other,
    const std::function<bool(const Deed &)> &take)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT a.action, a.actor_id, l.line FROM audit a JOIN audit_lines l ON l.seq = a.seq "
                     "WHERE a.target_id = ? AND a.action IN (?, ?) ORDER BY a.n DESC"_s,
            {target, action, other});
    if (!rows)
        return rows.error();
    bool isOpen = true;
    while (isOpen && rows.value()->next()) {
        const QJsonObject line = QJsonDocument::fromJson(rows.value()->value(2).toString().toUtf8()).object();
        isOpen = take(
            {rows.value()->value(0).toString(), rows.value()->value(1).toString(), line.value("changes"_L1).toArray()});
    }
    rows.value()->finish();
    return Done{};
}

Result<QSet<QString>> writersOf(Database &database, const Id<ComplianceRule> &rule, QSet<qint64> revisions)
{
    QSet<QString> writers;
    QSet<QString> everybody;
    const Result<Done> read = eachDeed(database, rule.text, u"rule.edited"_s, u"rule.created"_s, [&](const Deed &deed) {
        everybody.insert(deed.actor);
        const std::optional<qint64> made =
            deed.action == "rule.created"_L1 ? std::optional<qint64>(1) : deed.became("revision"_L1);
        if (made && revisions.remove(*made))
            writers.insert(deed.actor);
        return !revisions.isEmpty();
    });
    if (!read)
        return read.error();
    // an older server did not note which edit made which revision
    return revisions.isEmpty() ? writers : everybody;
}

// Since a version was put in force that names the rule: also whoever took the policy up again after a pause.
Result<QSet<QString>> activatorsOf(Database &database, const Id<BusinessPolicy> &policy, QSet<qint64> versions)
{
    QSet<QString> activators;
    return eachDeed(database, policy.text, u"policy.activated"_s, u"policy.activated"_s, [&](const Deed &deed) {
        activators.insert(deed.actor);
        if (const std::optional<qint64> inForce = deed.became("in_force"_L1))
            versions.remove(*inForce);
        return !versions.isEmpty();
    }).map([&activators](Done) { return activators; });
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
    const Result<QSet<QString>> writers = writersOf(database, step.rule, revisions);
    if (!writers)
        return writers;
    return authors + writers.value();
}

} // namespace

Result<Done> refuseAuthor(Database &database, const RuleStep &step, const Id<Account> &account)
{
    const Result<PolicySettings> settings = policySettings(database);
    if (!settings)
        return settings.error();
    if (!settings.value().isRequired && settings.value().administrators < 2)
        return Done{};
    const Result<QSet<QString>> authors = authorsOf(database, step);
    if (!authors)
        return authors.error();
    if (authors.value().contains(account.text))
        return conflict(
            u"step.same-person"_s, u"Who wrote the rule or activated its policy cannot approve what it destroys."_s);
    return Done{};
}

} // namespace belvedere::server
