// Hostile queries: nothing crashes, hangs or slips through, and time stays in proportion to length.
#include "domain/device.h"
#include "query/describe.h"
#include "query/evaluate.h"
#include "query/parser.h"
#include "query/print.h"
#include "query/sql.h"
#include "query/suggest.h"

#include <QElapsedTimer>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

std::span<const Field> device() { return fields<Device>(); }

QString codeOf(const QString &text, QueryMode mode = QueryMode::Filter)
{
    const QueryParse parse = parseQuery(text, device(), mode);
    return parse ? QString() : parse.error().code;
}

} // namespace

class TestQueryHostile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusesWhatIsNoText()
    {
        const QString syntax = u"query.syntax"_s;
        QCOMPARE(codeOf(u"a"_s + QChar(0) + u'b'), syntax);
        QCOMPARE(codeOf(u"name:\"a"_s + QChar(0) + u'"'), syntax);
        QCOMPARE(codeOf(QString(QChar(0xD800))), syntax);
        QCOMPARE(codeOf(u"x"_s + QChar(0xDC00)), syntax);
        QCOMPARE(codeOf(QString(QChar(0xDC00)) + QChar(0xD800)), syntax);
        QCOMPARE(codeOf(u"\U0001F600"_s), QString());
        const QueryParse parse = parseQuery(u"ab"_s + QChar(0xD800), device());
        QCOMPARE(parse.error().column, 2);
    }

    void refusesHugeNumbers_data()
    {
        QTest::addColumn<QString>("text");
        const QString nines(400, u'9');
        for (const QString &field : {u"updates"_s, u"ram"_s, u"seen"_s}) {
            for (const QString &unit : {u""_s, u"TB"_s, u"PiB"_s, u"w"_s})
                QTest::addRow("%s %s", qPrintable(field), qPrintable(unit)) << QString(field + u">" + nines + unit);
        }
        QTest::newRow("63 bits and a unit") << u"ram>9223372036854775807kB"_s;
        QTest::newRow("weeks") << u"seen>9223372036854775807w"_s;
        QTest::newRow("beyond 63 bits") << u"updates>9223372036854775808"_s;
        QTest::newRow("year 10000") << u"seen<10000-01-01"_s;
        QTest::newRow("year 0") << u"seen<0000-01-01"_s;
        QTest::newRow("year 10000 by the zone") << u"seen<9999-12-31T23:59:00-14:00"_s;
    }
    void refusesHugeNumbers()
    {
        QFETCH(QString, text);
        QCOMPARE(codeOf(text), u"query.type"_s);
    }

    void takesTheEndsOfTheNumberLine()
    {
        const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC);
        for (const QString &op : {u":"_s, u"!="_s, u"<"_s, u"<="_s, u">"_s, u">="_s}) {
            for (const QString &number : {u"9223372036854775807"_s, u"-9223372036854775808"_s}) {
                const QueryParse parse = parseQuery(u"updates"_s + op + number, device());
                QVERIFY(parse);
                const auto matcher = Matcher::compile(parse.query(), device(), now);
                QVERIFY(matcher);
                const bool top = number.front() == u'9';
                const bool greater = top ? op == u":"_s || op == u">="_s || op == u"<="_s
                                         : op == u"!="_s || op == u">"_s || op == u">="_s;
                const Truth truth =
                    matcher.value().evaluate([](size_t) { return Cell(std::numeric_limits<qint64>::max()); });
                QCOMPARE(truth, greater ? Truth::True : Truth::False);
            }
        }
        QCOMPARE(codeOf(u"seen>1000000000000s"_s), QString());
        QCOMPARE(codeOf(u"seen<9999-12-31"_s), QString());
    }

    void surviveEveryCutOfAnHonestQuery()
    {
        const QString text =
            u"platform:ios,\"x\" os<17.4 -(tag:a or seen>7d..9d) \"anna \\\" l\" storage.encrypted!=unknown ram>=1.5GB"_s;
        for (qsizetype i = 0; i <= text.size(); ++i) {
            for (qsizetype j = i; j <= text.size(); ++j) {
                const QString cut = text.sliced(i, j - i);
                const QueryParse parse = parseQuery(cut, device());
                if (parse) {
                    QVERIFY(!printed(parse.query(), device()).isNull() || parse.query().isEmpty());
                    QVERIFY(!sentence(parse.query(), device(), "Device").isEmpty());
                } else {
                    QVERIFY(parse.error().column <= cut.size());
                }
            }
        }
    }

    void suggestSurvivesEveryCursor()
    {
        const QString text = u"-(platform:\"io or tag:a, b\"\\ seen> (x<=\U0001F600"_s;
        for (int cursor = -2; cursor <= text.size() + 2; ++cursor) {
            for (const QueryMode mode : {QueryMode::Filter, QueryMode::Check}) {
                const QuerySuggestions result = suggest(text, cursor, device(), mode);
                QVERIFY(result.start >= 0 && result.length >= 0 && result.start + result.length <= text.size());
                QVERIFY(result.items.size() <= maximumSuggestions);
            }
        }
        QVERIFY(suggest(QString(1'000'000, u'a'), 5, device()).items.isEmpty());
    }

    void timeIsLinear_data()
    {
        QTest::addColumn<QString>("piece");
        for (const char *piece : {"(", "a ", "\"", "\\", "-", "a or ", "tag:a,", "os:1..", "..", "{", "<", "((a)",
                 "x:y ", "\"\\\"", "os in ", "a\t"})
            QTest::newRow(piece) << QString::fromLatin1(piece);
    }
    void timeIsLinear()
    {
        QFETCH(QString, piece);
        const QString text = piece.repeated(4'096 / piece.size());
        QElapsedTimer timer;
        timer.start();
        for (const QueryMode mode : {QueryMode::Filter, QueryMode::Check}) {
            const QueryParse parse = parseQuery(text, device(), mode);
            QVERIFY(parse || !parse.error().code.isEmpty());
        }
        // Two 4 KB queries take well under 10 ms; anything quadratic in nesting or values would take minutes.
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    }

    void hugeInputIsRefusedAtOnce()
    {
        const QString text(50'000'000, u'(');
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(codeOf(text), u"query.too-long"_s);
        QVERIFY(timer.elapsed() < 1'000);
    }

    void sqlHoldsNothingOfTheQuery()
    {
        const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC);
        const QueryParse parse = parseQuery(
            u"name:\"'; drop\" platform:\"\\\"; --\" tag:\"' or 1=1\" \"robert'\" os:\"1'); x\""_s, device());
        QVERIFY(parse);
        const auto matcher = Matcher::compile(parse.query(), device(), now);
        QVERIFY(matcher);
        for (const SqlDialect dialect : {SqlDialect::Sqlite, SqlDialect::Postgres}) {
            const SqlFilter filter = sqlFilter(matcher.value(), device(), dialect);
            QVERIFY(!filter.where.contains(u'\'') && !filter.where.contains(u';') && !filter.where.contains(u"--"_s));
            QCOMPARE(filter.where.count(u'?'), filter.binds.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestQueryHostile)
#include "tst_queryhostile.moc"
