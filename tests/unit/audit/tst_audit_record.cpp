// Sealing writes exactly the documented record, refuses events that say too little, and makes chains that verify.
#include "audit/canonical.h"
#include "audit/chain.h"
#include "auditdata.h"
#include "domain/json.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

AuditEvent policyEdited()
{
    AuditEvent event{.action = "policy.edited"};
    event.actor = {AuditActorType::User, u"u-2"_s,
        u"0b2ba9dad5a98d08e6bcc0793efabe52f0f7c08e2f3b2c0a044bb3ab2259a136"_s, u"security_admin"_s, true};
    event.client = {
        u"belvedere"_s, u"1.0.0"_s, u"linux"_s, u"5cc8ee016cd000fd7c5bf418cb980b745ceda4186df1c5f901fb0923d20a693b"_s};
    event.target = {u"policy_set"_s, u"baseline"_s, {}};
    event.reason = u"Longer passcode"_s;
    event.changes = {{u"rules/passcode.min_length/params/min"_s, 4, 6}};
    event.requestId = u"req-0106"_s;
    return event;
}

const QDateTime noon = QDateTime(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
const AuditPosition begin{u"site-1/audit"_s, 0, QByteArray(64, '0')};

} // namespace

class RecordTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sealsTheSampleRecord();
    void sealedRecordsMakeAChain();
    void refusesEventsThatSayTooLittle();
    void refusesValuesWithoutExactForm();
    void timesAreWrittenInUtc();
    void everyEventHasAnIdOfItsOwn();
    void namesOfTheCatalogueAreSound();
    void rowsShowTheRecord();
};

void RecordTest::sealsTheSampleRecord()
{
    const QList<QByteArray> lines = auditLines(u"valid.jsonl"_s);
    const QByteArray prev = QJsonDocument::fromJson(lines[5]).object().value("hash"_L1).toString().toLatin1();
    const Result<SealedRecord> sealed = seal(policyEdited(), {u"site-1/audit"_s, 6, prev},
        QDateTime(QDate(2026, 11, 22), QTime(1, 0, 42), Qt::UTC), u"1643d00d-60f9-59b9-93dc-15a66b902db2"_s);
    QVERIFY(sealed);
    QCOMPARE(sealed.value().line, lines[6]);
    QCOMPARE(sealed.value().next().seq, 7);
    QCOMPARE(sealed.value().next().prev, sealed.value().hash);
}

void RecordTest::sealedRecordsMakeAChain()
{
    AuditPosition place = begin;
    QList<QByteArray> lines;
    for (const AuditAction &action : auditActions()) {
        AuditEvent event = policyEdited();
        event.action = AuditActionName::find(action.name);
        event.reason = u"Line\nbreak, \"quote\", \u20ac and \U0001F600"_s;
        event.outcome = AuditOutcome::Denied;
        event.error = u"approval.required"_s;
        event.approvedBy = u"acc-2"_s;
        event.approvedAt = noon;
        const Result<SealedRecord> sealed = seal(event, place, noon);
        QVERIFY(sealed);
        place = sealed.value().next();
        lines.append(sealed.value().line);
    }
    const ChainReport report = verifyChain(lines);
    QVERIFY2(!report.broken, qPrintable(report.broken ? report.broken->detail : QString()));
    QCOMPARE(report.records, qint64(auditActions().size()));
    QCOMPARE(report.end.prev, place.prev);
}

void RecordTest::refusesEventsThatSayTooLittle()
{
    const auto code = [](const AuditEvent &event, const AuditPosition &place, const QDateTime &ts) {
        const Result<SealedRecord> sealed = seal(event, place, ts);
        return sealed ? QString() : sealed.error().code;
    };
    QCOMPARE(code(policyEdited(), begin, noon), QString());

    AuditEvent wipe = policyEdited();
    wipe.action = "device.wipe.requested";
    wipe.reason = u"  "_s;
    QCOMPARE(code(wipe, begin, noon), u"audit.reason"_s);

    AuditEvent foreign = policyEdited();
    foreign.action = AuditActionName::find("policy.admired");
    QCOMPARE(code(foreign, begin, noon), u"audit.action"_s);

    AuditEvent open = policyEdited();
    open.outcome = AuditOutcome::Unknown;
    QCOMPARE(code(open, begin, noon), u"audit.outcome"_s);

    AuditEvent approved = policyEdited();
    approved.approvedBy = u"acc-2"_s;
    QCOMPARE(code(approved, begin, noon), u"audit.time"_s);

    QCOMPARE(code(policyEdited(), begin, QDateTime()), u"audit.time"_s);
    QCOMPARE(code(policyEdited(), {}, noon), u"audit.position"_s);
    QCOMPARE(code(policyEdited(), {u"site-1/audit"_s, 1, "abc"}, noon), u"audit.position"_s);
}

void RecordTest::refusesValuesWithoutExactForm()
{
    AuditEvent event = policyEdited();
    event.changes = {{u"ratio"_s, 0.5, 1}};
    QCOMPARE(seal(event, begin, noon).error().code, u"audit.number"_s);
    event.changes = {{u"nested"_s, QJsonObject{{u"Not A Key"_s, 1}}, 1}};
    QCOMPARE(seal(event, begin, noon).error().code, u"audit.key"_s);
    event.changes = {{u"long"_s, QString(maximumAuditRecord, u'x'), 1}};
    QCOMPARE(seal(event, begin, noon).error().code, u"audit.too-large"_s);
}

void RecordTest::timesAreWrittenInUtc()
{
    const QDateTime local = noon.toOffsetFromUtc(2 * 3600);
    QCOMPARE(local.time().hour(), 14);
    const SealedRecord sealed = seal(policyEdited(), begin, local).value();
    QCOMPARE(sealed.record.value("ts"_L1).toString(), u"2026-11-22T12:00:00.000Z"_s);
}

void RecordTest::everyEventHasAnIdOfItsOwn()
{
    const SealedRecord first = seal(policyEdited(), begin, noon).value();
    const SealedRecord second = seal(policyEdited(), begin, noon).value();
    QVERIFY(first.record.value("event_id"_L1) != second.record.value("event_id"_L1));
    QVERIFY(first.hash != second.hash);
}

void RecordTest::namesOfTheCatalogueAreSound()
{
    const QRegularExpression shape(u"^[a-z_]+(\\.[a-z_]+)+$"_s);
    QSet<QString> seen;
    for (const AuditAction &action : auditActions()) {
        const QString name = QString::fromLatin1(action.name.data(), qsizetype(action.name.size()));
        QVERIFY2(shape.match(name).hasMatch(), qPrintable(name));
        QVERIFY2(!seen.contains(name), qPrintable(name));
        QVERIFY(action.category != AuditCategory::Unknown);
        QVERIFY(action.label && *action.label);
        seen.insert(name);
    }
    for (const char *name : {"device.wipe.requested", "device.location.viewed", "bundle.exported", "list.exported",
             "support.access.started"})
        QVERIFY2(AuditActionName::find(name).action().needsReason, name);
}

void RecordTest::rowsShowTheRecord()
{
    const QList<QByteArray> lines = auditLines(u"valid.jsonl"_s);
    const AuditRecord row = auditRow(QJsonDocument::fromJson(lines[7]).object());
    QCOMPARE(row.id.text, u"aud-8"_s);
    QCOMPARE(row.seq, 7);
    QCOMPARE(row.ts, QDateTime(QDate(2026, 11, 22), QTime(1, 0, 49), Qt::UTC));
    QCOMPARE(row.category.value(), AuditCategory::Command);
    QCOMPARE(row.actorType.value(), AuditActorType::User);
    QCOMPARE(row.outcome.value(), AuditOutcome::Denied);
    QCOMPARE(row.error, u"approval_required"_s);
    QCOMPARE(row.correlationId, u"cmd-9002"_s);
    QVERIFY(row.actorName.isEmpty());

    const Result<AuditRecord> again = fromJson<AuditRecord>(toJson(row));
    QVERIFY(again);
    QCOMPARE(toJson(again.value()), toJson(row));
    QCOMPARE(toJson(row).value("target.id"_L1).toString(), u"DEV-001"_s);
}

QTEST_GUILESS_MAIN(RecordTest)
#include "tst_audit_record.moc"
