// A query over columns lets through exactly the rows that the matcher lets through one by one.
#include "rows.h"
#include "table/queryfilter.h"

#include "query/parser.h"
#include "query/print.h"
#include "unit/query/randomquery.h"
#include "unit/query/specimen.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 3, 10), QTime(13, 37, 42, 123), Qt::UTC);

SnapshotPointer randomSpecimens(RandomQueries &random, int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i) {
        QJsonObject object;
        for (const Field &field : fields<Specimen>()) {
            const Cell cell = random.cell(field);
            if (isKnown(cell))
                object.insert(QLatin1StringView(field.name), cellToJson(cell));
        }
        object.insert(u"id"_s, u"spe-%1"_s.arg(i));
        lines += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    SnapshotBuilder builder(fields<Specimen>());
    // Some rows have numbers that JSON cannot carry; those stay out.
    LineReader(fields<Specimen>()).read(lines, builder);
    return builder.finish();
}

RowBits oneByOne(const Matcher &matcher, const Snapshot &snapshot)
{
    RowBits result(snapshot.rowCount());
    for (quint32 row = 0; row < snapshot.rowCount(); ++row) {
        if (matcher.evaluate([&](size_t field) { return snapshot.cell(row, int(field)); }) == Truth::True)
            result.set(row);
    }
    return result;
}

QStringList shown(const SnapshotPointer &rows, const QString &text)
{
    const QueryParse parse = parseQuery(text, rows->fields());
    if (!parse)
        return {parse.error().code};
    const StopFlag stop = false;
    Tools tools;
    const RowBits wanted = QueryFilter(Matcher::compile(parse.query(), rows->fields(), now).value())
                               .matches(*rows, nullptr, tools.filter, stop);
    QStringList ids;
    wanted.forEach([&ids, &rows](quint32 row) { ids.append(rows->id(row)); });
    return ids;
}

} // namespace

class QueryFilterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomQueriesAgreeWithTheMatcher()
    {
        RandomQueries random(fields<Specimen>(), now, 4'711);
        const StopFlag stop = false;
        Tools tools;
        quint32 hits = 0;
        for (int round = 0; round < 5; ++round) {
            const SnapshotPointer rows = randomSpecimens(random, round == 0 ? 4'500 : 60 + round);
            for (int i = 0; i < (round == 0 ? 40 : 400); ++i) {
                const Query query = random.query();
                const Result<Matcher> matcher = Matcher::compile(query, fields<Specimen>(), now);
                QVERIFY(matcher);
                QVERIFY(rows->rowCount() > 20);
                const auto expected = oneByOne(matcher.value(), *rows);
                const auto actual = QueryFilter(matcher.value()).matches(*rows, nullptr, tools.filter, stop);
                QVERIFY2(actual == expected, qPrintable(printed(query, fields<Specimen>())));
                hits += actual.count();
            }
        }
        QVERIFY(hits > 1'000);
    }

    void wordsAreFoundInsideOneText()
    {
        const SnapshotPointer rows = snapshotOf(fields<Device>(),
            "{\"id\":\"dev-1\",\"name\":\"Alpha\",\"tags\":[\"red\",\"wine\"]}\n"
            "{\"id\":\"dev-2\",\"name\":\"BETA\",\"serial\":\"Alp-7\"}\n"
            "{\"id\":\"dev-3\",\"name\":\"gamma\",\"tags\":[\"redwine\"]}\n");
        QCOMPARE(shown(rows, u"alp"_s), (QStringList{u"dev-1"_s, u"dev-2"_s}));
        QCOMPARE(shown(rows, u"redw"_s), QStringList{u"dev-3"_s});
        QCOMPARE(shown(rows, u"\"abe\""_s), QStringList()); // the end of one text and the start of the next
        QCOMPARE(shown(rows, u"-alp"_s), QStringList{u"dev-3"_s});
        QCOMPARE(shown(rows, u"serial:unknown"_s), (QStringList{u"dev-1"_s, u"dev-3"_s}));
        QCOMPARE(shown(rows, u""_s).size(), 3);
    }

    void nothingIsShownOfNothing() { QCOMPARE(shown(snapshotOf(fields<Device>(), {}), u"alp"_s), QStringList()); }
};

QTEST_GUILESS_MAIN(QueryFilterTest)
#include "tst_queryfilter.moc"
