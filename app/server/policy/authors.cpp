// Authors as the audit log has them.
#include "server/policy/authors.h"

#include "api/rules.h"
#include "server/policy/approval.h"
#include "server/policy/devicerecords.h"
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
    qint64 place = 0; // in the log
    QString action;
    QString actor; // id of the account; empty: the server itself
    QJsonArray changes;

    bool touches(QLatin1StringView field) const
    {
        return std::any_of(changes.begin(), changes.end(),
            [field](const QJsonValue &change) { return change["field"_L1].toString() == field; });
    }
    // What the field became ("new") or had been ("old"); nothing when it is not among the changes.
    std::optional<qint64> number(QLatin1StringView field, QLatin1StringView side) const
    {
        for (const QJsonValue change : changes) {
            if (change["field"_L1].toString() == field)
                return change[side].toInteger();
        }
        return std::nullopt;
    }
};

// Who had a hand in what a step does.
struct Hand {
    qint64 place = 0; // of the deed in the log; 0: it decided nothing
    QString person;
};

// How a rule came to be what it is, or who put a policy in force; oldest first. The list of actions is that of the
// index.
Result<QList<Deed>> deedsAt(Database &database, const QString &target)
{
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT a.seq, a.action, a.actor_id, l.line FROM audit a JOIN audit_lines l ON l.seq = a.seq "
        "WHERE a.target_id = ? AND a.action IN ('policy.activated', 'rule.created', 'rule.edited') ORDER BY a.seq"_s,
        {target});
    if (!rows)
        return rows.error();
    QList<Deed> deeds;
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        const QJsonObject line = QJsonDocument::fromJson(row.value(3).toString().toUtf8()).object();
        deeds.append({row.value(0).toLongLong(), row.value(1).toString(), row.value(2).toString(),
            line.value("changes"_L1).toArray()});
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
Result<Done> addWriters(Database &database, const Id<ComplianceRule> &rule, qint64 newest, std::vector<Hand> &hands)
{
    const Result<QList<Deed>> deeds = deedsAt(database, rule.text);
    if (!deeds)
        return deeds.error();
    for (const Deed &deed : deeds.value()) {
        // an older server did not note which revision an edit made: it counts
        if (decides(deed) && deed.number("revision"_L1, "new"_L1).value_or(0) <= newest)
            hands.push_back({deed.place, deed.actor});
    }
    return Done{};
}

// Nothing when there is none of this number, or it cannot be read: then it brings nothing.
Result<std::optional<PolicyVersion>> readable(Database &database, const Id<BusinessPolicy> &policy, qint64 number)
{
    const Result<PolicyVersion> version = versionOf(database, policy, number);
    if (!version && version.error().kind != ApiError::Kind::NotFound)
        return version.error();
    if (!version || contentHash(version.value().content) != version.value().hash)
        return std::optional<PolicyVersion>();
    return std::optional(version.value());
}

// How a version names the rule; empty: it does not.
QJsonObject pinOf(const PolicyVersion &version, const Id<ComplianceRule> &rule)
{
    for (const QJsonValue pin : version.content.value("rule_pins"_L1).toArray()) {
        if (pin["rule"_L1].toString() == rule.text)
            return pin.toObject();
    }
    return {};
}

// Whether both say the same about which devices have the rule, and what it tests there.
bool agree(const PolicyVersion &one, const PolicyVersion &other, const Id<ComplianceRule> &rule)
{
    static constexpr QLatin1StringView names[] = {"scope"_L1, "all_devices"_L1, "mode"_L1, "rollout.waves"_L1};
    return pinOf(one, rule) == pinOf(other, rule)
        && std::all_of(std::begin(names), std::end(names),
            [&one, &other](QLatin1StringView name) { return one.content.value(name) == other.content.value(name); });
}

// Who edited and activated a version that the device has, and those before it that said the same: nobody gets rid of
// having written it by a later edit of something else, which decides nothing. Who took the policy up again after a
// pause decided nothing either. `newest` becomes the highest revision of the rule.
Result<Done> addPolicy(Database &database, const Id<BusinessPolicy> &policy, qint64 number,
    const Id<ComplianceRule> &rule, qint64 &newest, std::vector<Hand> &hands)
{
    Result<std::optional<PolicyVersion>> version = readable(database, policy, number);
    const Result<QList<Deed>> deeds = deedsAt(database, policy.text);
    if (!version || !deeds)
        return version ? deeds.error() : version.error();
    if (!version.value() || pinOf(*version.value(), rule).isEmpty())
        return Done{};
    newest = std::max(newest, pinOf(*version.value(), rule).value("revision"_L1).toInteger());
    while (version.value()) {
        const PolicyVersion here = *version.value();
        const auto activation = std::find_if(deeds.value().rbegin(), deeds.value().rend(),
            [&here](const Deed &deed) { return deed.number("in_force"_L1, "new"_L1) == here.number; });
        if (activation == deeds.value().rend()) { // an older server did not note which version it was
            for (const Deed &deed : deeds.value())
                hands.push_back({deed.place, deed.actor});
            for (const QString &editor : here.editors)
                hands.push_back({0, editor});
            return Done{};
        }
        const qint64 earlier = activation->number("in_force"_L1, "old"_L1).value_or(0);
        version = earlier < here.number ? readable(database, policy, earlier) : std::optional<PolicyVersion>();
        if (!version)
            return version.error();
        const bool carriesOn = version.value() && agree(*version.value(), here, rule);
        const qint64 place = carriesOn ? 0 : activation->place;
        for (const QString &editor : here.editors)
            hands.push_back({place, editor});
        hands.push_back({place, activation->actor});
        if (!carriesOn)
            break;
    }
    return Done{};
}

// Numbers of the versions that the device has of a policy that holds it.
Result<QList<qint64>> numbersOf(Database &database, const Id<BusinessPolicy> &policy, const Membership &membership)
{
    static const Table<BusinessPolicy> policies;
    if (membership.number > 0)
        return QList<qint64>{membership.number};
    const Result<BusinessPolicy> stored = policies.get(database, policy);
    if (!stored && stored.error().kind != ApiError::Kind::NotFound)
        return stored.error();
    if (!stored)
        return QList<qint64>();
    QList<qint64> numbers{stored.value().inForce, stored.value().base};
    for (const ReplacedRollout &stage : stored.value().replaced)
        numbers.append(stage.number);
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

// Everybody's, what was decided last at the end.
Result<std::vector<Hand>> handsOf(Database &database, const RuleStep &step)
{
    const Result<QHash<QString, DeviceRecords>> records = readRecords(database, {step.device.text});
    if (!records)
        return records.error();
    const Memberships memberships = records.value().value(step.device.text).memberships;
    std::vector<Hand> hands;
    qint64 newest = step.revision;
    for (auto it = memberships.begin(); it != memberships.end(); ++it) {
        const Id<BusinessPolicy> policy{it.key()};
        const Result<QList<qint64>> numbers = numbersOf(database, policy, it.value());
        if (!numbers)
            return numbers.error();
        for (const qint64 number : numbers.value()) {
            const Result<Done> added = addPolicy(database, policy, number, step.rule, newest, hands);
            if (!added)
                return added.error();
        }
    }
    const Result<Done> added = addWriters(database, step.rule, newest, hands);
    if (!added)
        return added.error();
    std::stable_sort(hands.begin(), hands.end(), [](const Hand &a, const Hand &b) { return a.place < b.place; });
    return hands;
}

} // namespace

Result<bool> hasSecondPerson(Database &database)
{
    return approvers(database).map([](const QSet<QString> &persons) { return persons.size() > 1; });
}

Result<Done> refuseAuthor(Database &database, const RuleStep &step, const Id<Account> &account)
{
    const Result<std::vector<Hand>> hands = handsOf(database, step);
    if (!hands)
        return hands.error();
    QSet<QString> authors;
    for (const Hand &hand : hands.value())
        authors.insert(hand.person);
    if (!authors.contains(account.text))
        return Done{};
    const Result<PolicySettings> settings = policySettings(database);
    if (!settings)
        return settings.error();
    const Result<QSet<QString>> everybody = approvers(database);
    if (!everybody)
        return everybody.error();
    const QSet<QString> &persons = everybody.value();
    const QSet<QString> others = persons - QSet<QString>{account.text};
    const bool needsOther = step.secondPerson || settings.value().approval.value() == ApprovalRule::Always;
    const bool hasOther = !(others - authors).isEmpty();
    // where everybody is an author, it is for the others to look at what was decided last
    const auto last = std::find_if(hands.value().rbegin(), hands.value().rend(),
        [&persons](const Hand &hand) { return persons.contains(hand.person); });
    const bool isLast = last != hands.value().rend() && last->person == account.text;
    if (hasOther || (others.isEmpty() ? needsOther : isLast))
        return conflict(u"step.same-person"_s,
            u"Who wrote the rule, or edited or activated its policy, cannot approve what it destroys."_s);
    return Done{};
}

} // namespace belvedere::server
