// The queue of what targets are to be told.
#include "server/policy/deliveries.h"

#include "api/operations.h"
#include "base/digest.h"
#include "compliance/ladder.h"
#include "compliance/plan.h"
#include "server/auth/sealed.h"
#include "server/policy/deliverybody.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 minute = 60'000; // milliseconds
constexpr QLatin1StringView testPrefix("test-");

const Table<OutsideTarget> &targetTable()
{
    static const Table<OutsideTarget> targets;
    return targets;
}

const Table<RuleStep> &stepTable()
{
    static const Table<RuleStep> steps;
    return steps;
}

QByteArray placeOfSecret(const QString &target) { return QString(u"target secret\n"_s + target).toUtf8(); }

QByteArray compact(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

Result<Done> enqueue(
    Transaction &transaction, const QString &id, const Id<OutsideTarget> &target, const QJsonObject &body)
{
    return execute(transaction.database(),
        u"INSERT INTO deliveries (id, target, body, due, attempts, claimed) VALUES (?, ?, ?, ?, 0, 0) "
        "ON CONFLICT DO NOTHING"_s,
        {id, target.text, QString::fromUtf8(compact(body)), transaction.now().toMSecsSinceEpoch()});
}

Result<Done> drop(Transaction &transaction, const QString &id)
{
    return execute(transaction.database(), u"DELETE FROM deliveries WHERE id = ?"_s, {id});
}

// From where deliveries come that may be sent now, with three places for the time and one for the minute. `busy` is how
// many are on their way to the same target.
QString sendable()
{
    return u"FROM deliveries d JOIN targets t ON t.id = d.target LEFT JOIN target_secrets s ON s.target = d.target "
           "LEFT JOIN (SELECT target, COUNT(*) AS busy FROM deliveries WHERE claimed > ? GROUP BY target) b "
           "ON b.target = d.target WHERE d.due <= ? AND d.claimed <= ? AND (t.enabled = 1 OR d.id LIKE 'test-%') "
           "AND (s.target IS NULL OR s.minute <> ? OR s.sent < "_s
        + QString::number(deliveriesPerMinute) + u')';
}

QVariantList sendableAt(const QDateTime &now)
{
    const qint64 time = now.toMSecsSinceEpoch();
    return {time, time, time, time / minute};
}

struct Claim {
    QString id;
    QString target;
    QString url;
    QByteArray body;
    QString sealedSecret;
    qint64 sent = 0; // in the minute
};

Result<std::vector<Claim>> listSendable(Transaction &transaction, int most)
{
    const Result<QSqlQuery *> rows = transaction.database().run(
        QString(u"SELECT d.id, d.target, t.url, d.body, s.secret, s.minute, s.sent "_s + sendable()
            + u" ORDER BY COALESCE(b.busy, 0), d.due, d.id LIMIT "_s + QString::number(most)),
        sendableAt(transaction.now()));
    if (!rows)
        return rows.error();
    std::vector<Claim> claims;
    const qint64 thisMinute = transaction.now().toMSecsSinceEpoch() / minute;
    while (rows.value()->next()) {
        const QSqlQuery &row = *rows.value();
        Claim claim{row.value(0).toString(), row.value(1).toString(), row.value(2).toString(),
            row.value(3).toString().toUtf8(), row.value(4).toString()};
        if (row.value(5).toLongLong() == thisMinute)
            claim.sent = row.value(6).toLongLong();
        claims.push_back(std::move(claim));
    }
    rows.value()->finish();
    return claims;
}

Result<Secret> openedSecret(Database &database, const SiteKey &key, const Claim &claim)
{
    const Result<Secret> siteKey = key.inUse(database);
    if (!siteKey)
        return siteKey.error();
    std::optional<QByteArray> plain =
        unsealed(claim.sealedSecret, siteKey.value().bytes(), placeOfSecret(claim.target));
    if (!plain)
        return storeError(
            u"secret.corrupt"_s, u"The secret of %1 cannot be opened: it is not what was stored."_s.arg(claim.target));
    return Secret(std::move(*plain));
}

Result<Done> noteFailure(Transaction &transaction, const RuleStep &step)
{
    AuditNote note{.action = "rule.step.failed"};
    note.targetType = QString::fromLatin1(Resource<Device>::singular);
    note.targetId = step.device.text;
    note.targetName = step.deviceName;
    note.reason = step.ruleName;
    note.outcome = AuditOutcome::Failure;
    note.error = step.code;
    note.changes = {{u"step"_s, QJsonValue::Null, step.kind.token()}, {u"rule"_s, QJsonValue::Null, step.rule.text},
        {u"revision"_s, QJsonValue::Null, step.revision}, {u"target"_s, QJsonValue::Null, step.target}};
    return appendAudit(transaction, AuditContext(), note);
}

Result<Done> fail(Transaction &transaction, RuleStep step, const QString &code)
{
    step.state = StepState::Failed;
    step.code = code;
    step.taken = transaction.now();
    const Result<RuleStep> stored = stepTable().refresh(transaction, step);
    return stored ? noteFailure(transaction, step) : stored.error();
}

// What came of an attempt, on the target's record.
Result<Done> noteOnTarget(
    Transaction &transaction, const Id<OutsideTarget> &id, const DeliveryOutcome &outcome, bool isTest)
{
    const Result<OutsideTarget> stored = targetTable().get(transaction.database(), id);
    if (!stored)
        return stored.error().kind == ApiError::Kind::NotFound ? Result<Done>(Done{}) : stored.error();
    OutsideTarget target = stored.value();
    target.tried = transaction.now();
    target.code = outcome.code;
    if (outcome.code.isEmpty())
        target.told = transaction.now();
    if (isTest)
        target.tested = transaction.now();
    return targetTable().refresh(transaction, target).map([](const OutsideTarget &) { return Done{}; });
}

// Whether the delivery is over, be it for good or not.
Result<bool> settle(Transaction &transaction, RuleStep step, const DeliveryOutcome &outcome, qint64 attempts)
{
    if (outcome.code.isEmpty()) {
        step.state = StepState::Done;
        step.code.clear();
        step.taken = transaction.now();
        if (step.kind.value() == RuleActionKind::CreateTicket) {
            const TicketFacts facts = ticketFacts(outcome.answer);
            step.reference = facts.reference;
            step.link = facts.link;
        }
    } else if (step.ended.isValid()) { // the failure is over, nobody has to hear of it any more
        step.state = StepState::Withdrawn;
        step.taken = transaction.now();
    } else if (attempts >= deliveryAttempts) {
        return fail(transaction, step, outcome.code).map([](Done) { return true; });
    } else {
        step.code = outcome.code; // so far
    }
    return stepTable().refresh(transaction, step).map([](const RuleStep &after) {
        return after.state.value() != StepState::Ordered;
    });
}

} // namespace

Result<Done> queueDelivery(Transaction &transaction, const RuleResult &result, const Device &device, RuleStep &step)
{
    const Id<OutsideTarget> id{subjectOf(step.kind.value(), step.parameters)};
    const Result<OutsideTarget> target = targetTable().get(transaction.database(), id);
    if (!target && target.error().kind != ApiError::Kind::NotFound)
        return target.error();
    if (!target) { // an earlier revision of the rule names it
        step.state = StepState::Failed;
        step.code = u"target.missing"_s;
        step.taken = transaction.now();
        return Done{};
    }
    step.state = StepState::Ordered;
    step.taken = transaction.now();
    step.target = target.value().name;
    return enqueue(transaction, step.id.text, id, deliveryBody(step, result, device, target.value().kind.value()));
}

Result<Done> queueTest(Transaction &transaction, const OutsideTarget &target)
{
    return enqueue(transaction, testPrefix + target.id.text, target.id,
        testBody(testPrefix + randomToken(12), target, transaction.now()));
}

Result<bool> withdrawDelivery(Transaction &transaction, const Id<RuleStep> &step)
{
    return transaction.database()
        .run(u"DELETE FROM deliveries WHERE id = ? AND claimed <= ?"_s,
            {step.text, transaction.now().toMSecsSinceEpoch()})
        .map([](QSqlQuery *query) { return query->numRowsAffected() > 0; });
}

Result<Done> forgetTarget(Transaction &transaction, const Id<OutsideTarget> &target)
{
    const Result<QStringList> waiting =
        textsOf(transaction.database(), u"SELECT id FROM deliveries WHERE target = ?"_s, {target.text});
    if (!waiting)
        return waiting.error();
    for (const QString &id : waiting.value()) {
        const Result<RuleStep> step = stepTable().get(transaction.database(), Id<RuleStep>{id});
        if (!step && step.error().kind != ApiError::Kind::NotFound)
            return step.error();
        const Result<Done> failed = step ? fail(transaction, step.value(), u"target.missing"_s) : Result<Done>(Done{});
        if (!failed)
            return failed;
    }
    const Result<Done> dropped =
        execute(transaction.database(), u"DELETE FROM deliveries WHERE target = ?"_s, {target.text});
    return dropped ? execute(transaction.database(), u"DELETE FROM target_secrets WHERE target = ?"_s, {target.text})
                   : dropped;
}

Result<Done> keepTargetSecret(
    Transaction &transaction, const SiteKey &key, const Id<OutsideTarget> &target, const QString &secret)
{
    const Result<Secret> siteKey = key.forSealing(transaction);
    if (!siteKey)
        return siteKey.error();
    return execute(transaction.database(),
        u"INSERT INTO target_secrets (target, secret, minute, sent) VALUES (?, ?, 0, 0) "
        "ON CONFLICT (target) DO UPDATE SET secret = excluded.secret"_s,
        {target.text, sealed(secret.toUtf8(), siteKey.value().bytes(), placeOfSecret(target.text))});
}

Result<bool> hasDeliveries(Database &database, const QDateTime &now)
{
    return database.value(QString(u"SELECT EXISTS (SELECT 1 "_s + sendable() + u')'), sendableAt(now))
        .map([](const QVariant &any) { return any.toBool(); });
}

Result<Done> claimDeliveries(
    Transaction &transaction, const SiteKey &key, const QString &site, int most, std::vector<Outgoing> &claimed)
{
    claimed.clear(); // the job may run again
    const Result<std::vector<Claim>> claims = listSendable(transaction, most);
    if (!claims)
        return claims.error();
    const qint64 now = transaction.now().toMSecsSinceEpoch();
    QHash<QString, qint64> sent; // in this minute, by target
    claimed.reserve(claims.value().size());
    for (const Claim &claim : claims.value()) {
        qint64 &count = sent.insert(claim.target, sent.value(claim.target, claim.sent)).value();
        if (count >= deliveriesPerMinute)
            continue;
        ++count;
        Result<Done> noted = execute(
            transaction.database(), u"UPDATE deliveries SET claimed = ? WHERE id = ?"_s, {now + minute, claim.id});
        if (noted)
            noted =
                execute(transaction.database(), u"UPDATE target_secrets SET minute = ?, sent = ? WHERE target = ?"_s,
                    {now / minute, count, claim.target});
        if (!noted)
            return noted;
        QJsonObject body = QJsonDocument::fromJson(claim.body).object();
        body.insert("site"_L1, site);
        Outgoing outgoing{claim.id, claim.url, body.value("id"_L1).toString().toUtf8(), compact(body), Secret(), {}};
        Result<Secret> secret = openedSecret(transaction.database(), key, claim);
        if (secret)
            outgoing.secret = std::move(secret).value();
        else
            outgoing.problem = secret.error().code;
        claimed.push_back(std::move(outgoing));
    }
    return Done{};
}

Result<Done> finishDelivery(Transaction &transaction, const QString &id, const DeliveryOutcome &outcome)
{
    Database &database = transaction.database();
    const Result<QVariant> target = database.value(u"SELECT target FROM deliveries WHERE id = ?"_s, {id});
    const Result<QVariant> before = database.value(u"SELECT attempts FROM deliveries WHERE id = ?"_s, {id});
    if (!target || !before)
        return target ? before.error() : target.error();
    if (!target.value().isValid())
        return Done{};
    const bool isTest = id.startsWith(testPrefix);
    const Result<Done> noted = noteOnTarget(transaction, Id<OutsideTarget>{target.value().toString()}, outcome, isTest);
    if (!noted)
        return noted;
    if (isTest)
        return drop(transaction, id);
    const Result<RuleStep> step = stepTable().get(database, Id<RuleStep>{id});
    if (!step)
        return step.error().kind == ApiError::Kind::NotFound ? drop(transaction, id) : step.error();
    // without the secret nothing was sent: another server may have the key, or somebody gives the one or the other anew
    const bool isTried = !outcome.code.startsWith("secret."_L1);
    const qint64 attempts = before.value().toLongLong() + (isTried ? 1 : 0);
    const Result<bool> isOver = settle(transaction, step.value(), outcome, attempts);
    if (!isOver)
        return isOver.error();
    if (isOver.value())
        return drop(transaction, id);
    const QDateTime due = nextAttempt(Id<Deployment>{id}, attempts, transaction.now()); // the draw goes by the id alone
    return execute(database, u"UPDATE deliveries SET attempts = ?, due = ?, claimed = 0 WHERE id = ?"_s,
        {attempts, due.toMSecsSinceEpoch(), id});
}

} // namespace belvedere::server
