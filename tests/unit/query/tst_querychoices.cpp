// Ticking values changes what a query asks for one field, and nothing else about it.
#include "domain/device.h"
#include "query/choices.h"
#include "query/print.h"

#include <QtTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const Field &fieldOf(const QString &name) { return *findField(fields<Device>(), name); }

Query queryOf(const QString &text)
{
    const QueryParse parsed = parseQuery(text, fields<Device>());
    return parsed ? parsed.query() : Query();
}

QString ticked(const QString &text, const QString &field, const Cell &value, bool chosen)
{
    const Query query = withChoice(queryOf(text), fields<Device>(), fieldOf(field), value, chosen);
    return printed(query, fields<Device>());
}

} // namespace

class QueryChoicesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticking_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("field");
        QTest::addColumn<Cell>("value");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *name, const QString &before, const QString &field, const Cell &value,
                             const QString &after) { QTest::newRow(name) << before << field << value << after; };
        row("first", {}, u"platform"_s, Cell(u"linux"_s), u"platform:linux"_s);
        row("second", u"platform:linux"_s, u"platform"_s, Cell(u"macos"_s), u"platform:linux,macos"_s);
        row("beside others", u"willow seen>7d"_s, u"platform"_s, Cell(u"linux"_s), u"willow seen>7d platform:linux"_s);
        row("in its place", u"platform:linux willow"_s, u"platform"_s, Cell(u"ios"_s), u"platform:linux,ios willow"_s);
        row("text is exact", {}, u"model"_s, Cell(u"ThinkPad \"T14\" (Gen, 3)"_s),
            u"model=\"ThinkPad \\\"T14\\\" (Gen, 3)\""_s);
        row("a text that is a keyword", {}, u"model"_s, Cell(u"unknown"_s), u"model=\"unknown\""_s);
        row("unknown", {}, u"platform"_s, Cell(), u"platform:unknown"_s);
        row("truth", {}, u"storage.encrypted"_s, Cell(false), u"storage.encrypted:no"_s);
        row("version", {}, u"os.version"_s, Cell(Version(u"17.4.1"_s)), u"os.version:17.4.1"_s);
        row("member", u"tags:field"_s, u"tags"_s, Cell(u"a b"_s), u"tags:field,\"a b\""_s);
        row("an alternative stays one", u"platform:ios or seen>7d"_s, u"platform"_s, Cell(u"linux"_s),
            u"(platform:ios or seen>7d) platform:linux"_s);
    }
    void ticking()
    {
        QFETCH(QString, before);
        QFETCH(QString, field);
        QFETCH(Cell, value);
        QFETCH(QString, after);
        const QString with = ticked(before, field, value, true);
        QCOMPARE(with, after);
        QVERIFY(chosenValues(queryOf(with), fieldOf(field)).contains(value));
        QCOMPARE(ticked(with, field, value, true), with); // once is enough
        // and back again
        QCOMPARE(queryOf(ticked(with, field, value, false)), queryOf(before));
    }

    void whatIsAskedInAnotherWayIsNotTicked()
    {
        for (const QString &text : {u"-platform:linux"_s, u"platform!=linux"_s, u"model:think"_s,
                 u"platform:linux or model=x"_s, u"os.version>=17"_s, u"linux"_s})
            QVERIFY2(chosenValues(queryOf(text), fieldOf(u"platform"_s)).isEmpty()
                    && chosenValues(queryOf(text), fieldOf(u"model"_s)).isEmpty()
                    && chosenValues(queryOf(text), fieldOf(u"os.version"_s)).isEmpty(),
                qPrintable(text));
    }

    void aQueryThatWouldBeTooLongStays()
    {
        QString text;
        for (int i = 0; i < 250; ++i)
            text += u"w%1 "_s.arg(i);
        Query query = queryOf(text);
        for (int i = 0; i < 20; ++i)
            query = withChoice(query, fields<Device>(), fieldOf(u"model"_s), Cell(u"m%1"_s.arg(i)), true);
        QVERIFY(parseQuery(printed(query, fields<Device>()), fields<Device>()));
        QCOMPARE(chosenValues(query, fieldOf(u"model"_s)).size(), 6);
    }
};

QTEST_GUILESS_MAIN(QueryChoicesTest)
#include "tst_querychoices.moc"
