// What filters mean, value by value, and that what is not known is neither shown nor denied.
#include "query/evaluate.h"
#include "query/order.h"
#include "query/parser.h"
#include "specimen.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(belvedere::Truth)

namespace {

const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC);

std::span<const Field> specimen() { return fields<Specimen>(); }

Truth match(const QString &text, const Specimen &entity)
{
    const QueryParse parse = parseQuery(text, specimen());
    if (!parse)
        qFatal("%s: %s", qPrintable(text), qPrintable(parse.error().message));
    const auto matcher = Matcher::compile(parse.query(), specimen(), now);
    if (!matcher)
        qFatal("%s", qPrintable(matcher.error().detail));
    return matcher.value().evaluate([&entity](size_t field) { return specimen()[field].get(&entity); });
}

Specimen known()
{
    Specimen entity;
    entity.id = makeId<Specimen>(1);
    entity.name = u"Zoë Müller"_s;
    entity.count = 5;
    entity.sealed = false;
    entity.found = QDateTime(QDate(2026, 3, 3), QTime(0, 0), Qt::UTC);
    entity.shade = Shade::Medium;
    entity.release = Version(u"17.10"_s);
    entity.marks = QStringList{u"Field"_s, u"sales team"_s};
    entity.size = 2'000'000;
    entity.lasting = 300;
    return entity;
}

} // namespace

class TestMatcher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void meaning_data()
    {
        QTest::addColumn<bool>("expected");
        const auto yes = [](const char *text) { QTest::newRow(text) << true; };
        const auto no = [](const char *text) { QTest::newRow(text) << false; };
        // text: contains, folded; `=` exactly
        yes("name:mull");
        yes("name:ZOE");
        no("name:anna");
        yes("name:anna,muller");
        no("name=muller");
        yes("name=\"zoe muller\"");
        yes("name!=muller");
        no("name!=muller,\"ZOE MULLER\"");
        // numbers
        yes("count:5");
        yes("count=4,5");
        yes("count:1..5");
        yes("count:5..9");
        no("count:6..9");
        yes("count!=6..9");
        no("count<5");
        yes("count<=5");
        no("count>5");
        yes("count>=5");
        // words for bool
        yes("sealed:no");
        yes("sealed:false");
        no("sealed:yes");
        yes("sealed:yes,no");
        // sizes and durations
        yes("size:2MB");
        no("size:2MiB");
        yes("size<2MiB");
        yes("size>1.9MB");
        yes("lasting:5m");
        yes("lasting:300");
        yes("lasting<1h");
        // ages: older than
        yes("found>7d");
        no("found>8d");
        yes("found<8d");
        yes("found>=180h");
        yes("found<=180h");
        no("found<180h");
        yes("found:1d..2w");
        no("found:8d..2w");
        // dates: within the day
        yes("found:2026-03-03");
        no("found:2026-03-02");
        no("found<2026-03-03");
        yes("found<=2026-03-03");
        no("found>2026-03-03");
        yes("found>=2026-03-03");
        yes("found>2026-03-02");
        yes("found!=2026-03-02");
        yes("found:2026-03-01..2026-03-03");
        yes("found:2026-03-03T00:00Z");
        no("found:2026-03-03T00:00:01Z");
        // enumerations
        yes("shade:MEDIUM");
        yes("shade:light,medium");
        no("shade:\"mauve\"");
        yes("shade!=light");
        yes("shade>light");
        no("shade>=dark");
        yes("shade<=medium");
        // versions
        yes("rel>17.9.1");
        yes("rel:17.10.0");
        no("rel:17.1");
        yes("rel:17..18");
        no("rel<17.10");
        yes("rel!=17");
        // sets: whole members, folded
        yes("mark:field");
        no("mark:sales");
        yes("mark:\"SALES TEAM\"");
        yes("mark:x,field");
        no("mark=field");
        yes("mark=field,\"sales team\"");
        yes("mark=\"sales team\",FIELD");
        yes("mark!=field");
        no("mark:\"\"");
        // words
        yes("muller");
        yes("\"s team\"");
        no("\"field sales\"");
        yes("-loaner");
        // combination
        yes("muller count:5 (sealed:yes or shade:medium)");
        no("muller -(count:5)");
        yes("remark.text:unknown");
        yes("-name:unknown");
        yes("name!=unknown");
        yes("remark.text:x,unknown");
        yes("");
    }
    void meaning()
    {
        QFETCH(bool, expected);
        QCOMPARE(match(QString::fromUtf8(QTest::currentDataTag()), known()), expected ? Truth::True : Truth::False);
    }

    void whatIsNotKnownIsNeitherTrueNorFalse_data()
    {
        QTest::addColumn<Truth>("expected");
        QTest::newRow("sealed:yes") << Truth::Unknown;
        QTest::newRow("-sealed:yes") << Truth::Unknown;
        QTest::newRow("sealed!=yes") << Truth::Unknown;
        QTest::newRow("-(-sealed:yes)") << Truth::Unknown;
        QTest::newRow("count<5") << Truth::Unknown;
        QTest::newRow("mark:a") << Truth::Unknown;
        QTest::newRow("mark=\"\"") << Truth::Unknown;
        QTest::newRow("name:a") << Truth::Unknown;
        QTest::newRow("found>7d") << Truth::Unknown;
        QTest::newRow("sealed:unknown") << Truth::True;
        QTest::newRow("sealed!=unknown") << Truth::False;
        QTest::newRow("sealed:yes,unknown") << Truth::True;
        QTest::newRow("sealed!=yes,unknown") << Truth::False;
        QTest::newRow("sealed:yes or count:unknown") << Truth::True;
        QTest::newRow("sealed:yes count!=unknown") << Truth::False;
        QTest::newRow("sealed:yes count:unknown") << Truth::Unknown;
        QTest::newRow("extra:unknown") << Truth::False;
        QTest::newRow("word") << Truth::False;
        QTest::newRow("-word") << Truth::True;
    }
    void whatIsNotKnownIsNeitherTrueNorFalse()
    {
        QFETCH(Truth, expected);
        QCOMPARE(match(QString::fromUtf8(QTest::currentDataTag()), Specimen()), expected);
    }

    void anEmptySetIsKnown()
    {
        Specimen entity;
        entity.marks = QStringList();
        QCOMPARE(match(u"mark:unknown"_s, entity), Truth::False);
        QCOMPARE(match(u"mark=\"\""_s, entity), Truth::True);
        QCOMPARE(match(u"-mark:a"_s, entity), Truth::True);
    }

    void anUndeclaredTokenHasNoPlaceInTheOrder()
    {
        Specimen entity;
        entity.shade = Coded<Shade>::fromToken(u"mauve"_s);
        QCOMPARE(match(u"shade:\"mauve\""_s, entity), Truth::True);
        QCOMPARE(match(u"shade!=dark"_s, entity), Truth::True);
        QCOMPARE(match(u"shade<=dark"_s, entity), Truth::Unknown);
    }

    void compilingAgainstOtherFieldsIsAnError()
    {
        const QueryParse parse = parseQuery(u"count:5"_s, specimen());
        QVERIFY(parse);
        Field other = specimen()[3];
        other.name = "other";
        QCOMPARE(Matcher::compile(parse.query(), {&other, 1}, now).error().code, u"query.unknown-field"_s);
        other.name = "count";
        other.kind = Kind::Bool;
        QCOMPARE(Matcher::compile(parse.query(), {&other, 1}, now).error().code, u"query.type"_s);
        const QueryParse check = parseQuery(u"count:5"_s, specimen(), QueryMode::Check);
        QCOMPARE(Matcher::compile(check.query(), specimen(), now).error().code, u"query.mode"_s);
    }

    void leavesCanBeAnsweredFromColumns()
    {
        const QueryParse parse = parseQuery(u"count:5 (sealed:yes or muller) -shade:dark"_s, specimen());
        const auto matcher = Matcher::compile(parse.query(), specimen(), now);
        QVERIFY(matcher);
        QCOMPARE(matcher.value().leaves().size(), size_t(3));
        QCOMPARE(matcher.value().words(), QStringList{u"muller"_s});
        QVERIFY(matcher.value().leaves()[0].testNumber(5));
        QVERIFY(!matcher.value().leaves()[0].testNumber(6));
        const Truth leaves[] = {Truth::True, Truth::Unknown, Truth::False};
        const auto leaf = [&leaves](size_t i) { return leaves[i]; };
        QCOMPARE(matcher.value().combine(leaf, [](size_t) { return Truth::True; }), Truth::True);
        QCOMPARE(matcher.value().combine(leaf, [](size_t) { return Truth::False; }), Truth::Unknown);
    }

    void orderPutsTheUnknownLastBothWays()
    {
        QVERIFY(compareCells(Kind::Int, Cell(qint64(1)), Cell(qint64(2))) < 0);
        QVERIFY(compareCells(Kind::Int, Cell(qint64(1)), Cell(qint64(2)), true) > 0);
        QVERIFY(compareCells(Kind::Int, Cell(), Cell(qint64(2))) > 0);
        QVERIFY(compareCells(Kind::Int, Cell(), Cell(qint64(2)), true) > 0);
        QCOMPARE(compareCells(Kind::Text, Cell(), Cell(QString())), 0);
        QCOMPARE(compareCells(Kind::Text, Cell(u"MÜLLER"_s), Cell(u"muller"_s)), 0);
        // by code point, not by UTF-16 unit
        QVERIFY(compareCells(Kind::Text, Cell(u"\uE000"_s), Cell(u"\U00010000"_s)) < 0);
    }
};

QTEST_GUILESS_MAIN(TestMatcher)
#include "tst_matcher.moc"
