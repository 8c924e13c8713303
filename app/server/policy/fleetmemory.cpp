// Looking at the whole fleet.
#include "server/policy/fleetmemory.h"

#include "api/operations.h"
#include "compliance/plan.h"
#include "server/lists/readsnapshot.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int attempts = 20; // until list and database are of one moment
constexpr auto pause = std::chrono::milliseconds(1); // between them

// What planning looks at in what a device read back: whether it did, and the revision.
QString provenText(const QString &proof)
{
    Deployment deployment;
    deployment.proof = QJsonDocument::fromJson(proof.toUtf8()).object();
    return deployment.proof.isEmpty() ? QString() : QString::number(provenRevision(deployment));
}

enum DeploymentColumn { Item, ItemName, Revision, Policies, BroughtBy, State, Code, Attempts, After, Place, Proof };
const FleetSource &deploymentSource()
{
    static const FleetSource source{"deployments", "deployment", Deployment::idPrefix, "device_id", "due",
        {"item", "item_name", "revision", "policies", "rule_id", "state", "code", "attempts", "\"after\"", "place",
            "proof"},
        &provenText, "1 = 1"};
    return source;
}

QStringList members(const QString &set)
{
    QStringList list;
    const QJsonArray array = QJsonDocument::fromJson(set.toUtf8()).array();
    for (const QJsonValue member : array)
        list.append(member.toString());
    return list;
}

enum FailureColumn { Rule, RuleRevision, ResultState };
const FleetSource &failureSource()
{
    static const FleetSource source{"results", "result", RuleResult::idPrefix, "device_id", "failing_since",
        {"rule_id", "revision", "state"}, nullptr, "failing_since IS NOT NULL"};
    return source;
}

} // namespace

Deployment FleetMemory::deploymentOf(const QStringList &kind)
{
    Deployment deployment;
    deployment.item = kind[Item];
    deployment.itemName = kind[ItemName];
    deployment.kind = itemKind(deployment.item);
    deployment.revision = kind[Revision].toLongLong();
    deployment.policies = members(kind[Policies]);
    deployment.rule = kind[BroughtBy];
    deployment.state = Coded<DeploymentState>::fromToken(kind[State]);
    deployment.code = kind[Code];
    deployment.attempts = kind[Attempts].toLongLong();
    deployment.after = members(kind[After]);
    deployment.place = kind[Place];
    if (!kind[Proof].isEmpty())
        deployment.proof.insert(u"revision"_s, kind[Proof].toLongLong());
    return deployment;
}

FleetMemory::Failure FleetMemory::failureOf(const QStringList &kind)
{
    const RuleState state = Coded<RuleState>::fromToken(kind[ResultState]).value();
    return {kind[Rule], kind[RuleRevision].toLongLong(), state == RuleState::Fail || state == RuleState::Excepted};
}

void FleetMemory::keep(const FleetMoment &moment)
{
    const std::lock_guard lock(m_mutex);
    if (!m_deployments || m_deployments->token() < moment.deployments->token())
        m_deployments = moment.deployments;
    if (!m_failures || m_failures->token() < moment.failures->token())
        m_failures = moment.failures;
}

qsizetype FleetMemory::bytes()
{
    const std::lock_guard lock(m_mutex);
    return (m_deployments ? m_deployments->bytes() : 0) + (m_failures ? m_failures->bytes() : 0);
}

Result<FleetMemory::Match> FleetMemory::lookOnce(
    Database &database, bool isLast, const std::function<Result<Done>(const FleetMoment &)> &work)
{
    FleetMoment moment;
    {
        // before the transaction begins: what is kept must not be newer than what that sees
        const std::lock_guard lock(m_mutex);
        moment.deployments = m_deployments;
        moment.failures = m_failures;
    }
    return database.look([&]() -> Result<Match> {
        const Result<QVariant> token = database.value(u"SELECT token FROM change_counter WHERE one = 1"_s);
        if (!token)
            return token.error();
        const ListState list = m_devices ? m_devices->now() : ListState();
        moment.devices = list.snapshot;
        if (list && list.token != token.value().toLongLong()) {
            if (!isLast)
                return Match::Other; // a commit came in between
            moment.devices.reset();
        }
        if (!moment.devices) {
            const Result<SnapshotPointer> read =
                readSnapshot(database, QString::fromLatin1(Resource<Device>::path), fields<Device>());
            if (!read)
                return read.error();
            moment.devices = read.value();
        }
        const auto deployments = FleetTable::read(database, deploymentSource(), moment.deployments);
        if (!deployments)
            return deployments.error();
        const auto failures = FleetTable::read(database, failureSource(), moment.failures);
        if (!failures)
            return failures.error();
        moment.deployments = deployments.value();
        moment.failures = failures.value();
        keep(moment);
        const Result<Done> done = work(moment);
        return done ? Result<Match>(Match::Good) : done.error();
    });
}

Result<Done> FleetMemory::look(Database &database, const std::function<Result<Done>(const FleetMoment &)> &work)
{
    for (int attempt = 1;; ++attempt) {
        const Result<Match> match = lookOnce(database, attempt == attempts, work);
        if (!match)
            return match.error();
        if (match.value() == Match::Good)
            return Done{};
        std::this_thread::sleep_for(pause);
    }
}

} // namespace belvedere::server
