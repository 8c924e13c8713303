// Verification accepts a whole log and names the first place and the reason where a damaged one breaks.
#include "audit/canonical.h"
#include "audit/chain.h"
#include "auditdata.h"

#include <QBuffer>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class ChainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsTheSample();
    void findsDamage_data();
    void findsDamage();
    void aloneItCannotSee_data();
    void aloneItCannotSee();
    void anyChangedByteIsFound();
    void aSegmentContinuesALog();
    void streamsAndCancels();
    void refusesARecordThatLacksAPart();
    void refusesAnotherLog();
};

void ChainTest::acceptsTheSample()
{
    const ChainReport report = verifyChain(auditLines(u"valid.jsonl"_s));
    QVERIFY(!report.broken);
    QCOMPARE(report.records, 11);
    QCOMPARE(report.end.seq, 11);
    QCOMPARE(report.end.log, u"site-1/audit"_s);
    QCOMPARE(report.end.prev, QByteArray("f636aaaad1484ad8754870df348578d420bc66cc9f3eaef883eb0db601d4c020"));
    QCOMPARE(report.root.toBase64(), QByteArray("gIZppAHtVZ0EoZZHmyph/jxGxhZTlQkR3hkvcaRoEkI="));
}

void ChainTest::findsDamage_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<qint64>("line");
    QTest::addColumn<QString>("code");
    QTest::newRow("edited") << u"edited_field.jsonl"_s << qint64(4) << u"audit.hash"_s;
    QTest::newRow("removed") << u"record_removed.jsonl"_s << qint64(4) << u"audit.sequence"_s;
    QTest::newRow("swapped") << u"records_swapped.jsonl"_s << qint64(4) << u"audit.sequence"_s;
    QTest::newRow("floating") << u"floating_number.jsonl"_s << qint64(7) << u"audit.number"_s;
    QTest::newRow("duplicate") << u"duplicate_key.jsonl"_s << qint64(6) << u"audit.duplicate-key"_s;
}

void ChainTest::findsDamage()
{
    QFETCH(QString, file);
    QFETCH(qint64, line);
    QFETCH(QString, code);
    const ChainReport report = verifyChain(auditLines(file));
    QVERIFY(report.broken);
    QCOMPARE(report.broken->code, code);
    QCOMPARE(report.broken->line, line);
    QCOMPARE(report.broken->seq, line - 1);
    QVERIFY(!report.broken->detail.isEmpty());
    QCOMPARE(report.records, line - 1);
}

void ChainTest::aloneItCannotSee_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("tail") << u"tail_cut.jsonl"_s;
    QTest::newRow("rewritten") << u"rewritten_and_rechained.jsonl"_s;
}

void ChainTest::aloneItCannotSee()
{
    QFETCH(QString, file);
    const ChainReport whole = verifyChain(auditLines(u"valid.jsonl"_s));
    const ChainReport report = verifyChain(auditLines(file));
    QVERIFY(!report.broken);
    QVERIFY(report.root != whole.root); // a checkpoint over the root finds it
}

void ChainTest::anyChangedByteIsFound()
{
    const QList<QByteArray> lines = auditLines(u"valid.jsonl"_s);
    QVERIFY(lines.size() > 6);
    for (qsizetype at = 0; at < lines[6].size(); ++at) {
        QList<QByteArray> damaged = lines;
        damaged[6][at] = char(damaged[6][at] ^ 1);
        const ChainReport report = verifyChain(damaged);
        QVERIFY2(report.broken, qPrintable(u"byte %1"_s.arg(at)));
        QVERIFY2(report.broken->line == 7, qPrintable(u"byte %1"_s.arg(at)));
    }
}

void ChainTest::aSegmentContinuesALog()
{
    const QList<QByteArray> all = auditLines(u"valid.jsonl"_s);
    const QList<QByteArray> segment = auditLines(u"segment.jsonl"_s);
    QCOMPARE(segment.size(), 3);
    QList<QByteArray> leaves;
    ChainVerifier first;
    for (qsizetype i = 0; i < 8; ++i) {
        QVERIFY(first.add(all[i]));
        leaves.append(merkleLeaf(hashedBytes(QJsonDocument::fromJson(all[i]).object()).value()));
    }
    ChainVerifier second(first.report().end, leaves);
    for (const QByteArray &line : segment)
        QVERIFY(second.add(line));
    QCOMPARE(second.report().root, verifyChain(all).root);
    QCOMPARE(second.report().records, 3);

    const ChainReport wrongStart = verifyChain(segment, {u"site-1/audit"_s, 8, QByteArray(64, '0')});
    QCOMPARE(wrongStart.broken.value_or(ChainBreak{}).code, u"audit.prev"_s);
    QCOMPARE(verifyChain(segment).broken.value_or(ChainBreak{}).code, u"audit.sequence"_s);
}

void ChainTest::streamsAndCancels()
{
    QByteArray bytes = auditFile(u"valid.jsonl"_s);
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    qint64 seen = 0;
    const Result<ChainReport> whole = verifyChain(buffer, {}, [&seen](qint64 count) {
        seen = count;
        return true;
    });
    QVERIFY(whole);
    QVERIFY(!whole.value().broken);
    QCOMPARE(seen, 11);

    buffer.seek(0);
    const Result<ChainReport> cancelled = verifyChain(buffer, {}, [](qint64 count) { return count < 3; });
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, u"audit.cancelled"_s);

    QByteArray endless(maximumAuditRecord * 2, 'x');
    QBuffer hostile(&endless);
    QVERIFY(hostile.open(QIODevice::ReadOnly));
    const Result<ChainReport> refused = verifyChain(hostile);
    QVERIFY(refused);
    QCOMPARE(refused.value().broken.value_or(ChainBreak{}).code, u"audit.too-large"_s);
}

void ChainTest::refusesARecordThatLacksAPart()
{
    const QJsonObject whole = QJsonDocument::fromJson(auditLines(u"valid.jsonl"_s).first()).object();
    for (const QString &key : {u"v"_s, u"log"_s, u"seq"_s, u"ts"_s, u"event_id"_s, u"category"_s, u"action"_s,
             u"actor"_s, u"result"_s, u"prev"_s, u"hash"_s}) {
        QJsonObject record = whole;
        record.remove(key);
        ChainVerifier verifier;
        QVERIFY(!verifier.add(canonical(record).value()));
        QCOMPARE(verifier.report().broken.value_or(ChainBreak{}).code, u"audit.field"_s);
        QVERIFY(verifier.report().broken->detail.contains(key));
    }
}

void ChainTest::refusesAnotherLog()
{
    const QList<QByteArray> lines = auditLines(u"valid.jsonl"_s);
    const ChainReport report = verifyChain(lines, {u"site-2/audit"_s, 0, QByteArray(64, '0')});
    QCOMPARE(report.broken.value_or(ChainBreak{}).code, u"audit.log"_s);
}

QTEST_GUILESS_MAIN(ChainTest)
#include "tst_audit_chain.moc"
