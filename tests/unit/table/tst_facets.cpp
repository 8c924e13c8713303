// Counts follow the query as it is typed, and say what another choice would give.
#include "fixedclock.h"
#include "rows.h"
#include "table/queryfilter.h"
#include "table/tablemodel.h"
#include "table/values.h"

#include "query/parser.h"

#include <map>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>
#include <thread>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QStringList facetNames = {u"platform"_s, u"os.version"_s, u"tags"_s, u"storage.encrypted"_s, u"person"_s};

using Tally = std::map<QString, quint32>; // by text; what is not known has none

QString textOf(const Cell &cell)
{
    if (const auto *text = std::get_if<QString>(&cell))
        return *text;
    if (const auto *version = std::get_if<Version>(&cell))
        return version->text();
    const auto *value = std::get_if<bool>(&cell);
    return value ? QString::number(int(*value)) : QString();
}

// Row by row, for the rows that pass.
Tally plainTally(const Snapshot &rows, int column, const QString &query)
{
    const Matcher matcher =
        Matcher::compile(parseQuery(query, rows.fields()).query(), rows.fields(), FixedClock().now()).value();
    Tally tally;
    for (quint32 row = 0; row < rows.rowCount(); ++row) {
        if (matcher.evaluate([&](size_t field) { return rows.cell(row, int(field)); }) != Truth::True)
            continue;
        const Cell cell = rows.cell(row, column);
        if (const auto *set = std::get_if<QStringList>(&cell)) {
            for (const QString &member : *set)
                ++tally[member];
        } else {
            ++tally[textOf(cell)];
        }
    }
    return tally;
}

Tally tallyOf(const ColumnCounts &counts)
{
    Tally tally;
    for (const ColumnCounts::Value &value : counts.values)
        tally[textOf(value.value)] = value.count;
    if (counts.unknown > 0)
        tally[QString()] = counts.unknown;
    return tally;
}

struct Fixture {
    TableStore store{fields<Device>()};
    TableModel model{store, Display("Device", std::make_shared<FixedClock>(), QLocale(QLocale::English))};
    QSignalSpy counted{&model, &TableModel::facetsCounted};

    void load(int count)
    {
        DeviceMaker maker(3);
        QByteArray lines;
        for (int i = 1; i <= count; ++i)
            lines += lineOf(maker.device(i));
        store.load(lines);
        QVERIFY(QTest::qWaitFor([this] { return model.isUpToDate(); }));
    }
};

} // namespace

class FacetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsFollowTheQuery_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("withoutPlatform"); // what the platform's own counts are of
        const auto row = [](const QString &query, const QString &rest) {
            QTest::newRow(query.isEmpty() ? "everything" : qPrintable(query)) << query << rest;
        };
        row(u""_s, u""_s);
        row(u"zebra"_s, u"zebra"_s);
        row(u"platform:linux"_s, u""_s);
        row(u"-platform:linux"_s, u""_s);
        row(u"platform:linux,ios zebra"_s, u"zebra"_s);
        row(u"platform:linux platform:ios tag:sales"_s, u"tag:sales"_s);
        row(u"(platform:linux or zebra) encrypted:yes"_s, u"(platform:linux or zebra) encrypted:yes"_s);
        row(u"os>10 platform:unknown"_s, u"os>10"_s);
        row(u"nothing-has-this-name"_s, u"nothing-has-this-name"_s);
    }

    void countsFollowTheQuery()
    {
        QFETCH(QString, query);
        QFETCH(QString, withoutPlatform);
        Fixture f;
        f.load(3'000);
        f.model.setFacets(facetNames);
        QVERIFY(f.counted.wait());
        if (!query.isEmpty()) {
            QVERIFY(f.model.setQuery(query));
            QVERIFY(f.counted.wait());
        }
        const FacetCounts &counts = f.model.facets();
        QCOMPARE(counts.columns.size(), size_t(facetNames.size()));
        const Snapshot &rows = *f.store.snapshot();
        const int platform = rows.columnOf(u"platform");
        QCOMPARE(tallyOf(counts.columns[0]), plainTally(rows, platform, withoutPlatform));
        for (size_t i = 1; i < counts.columns.size(); ++i) {
            const int column = counts.columns[i].column;
            QCOMPARE(column, rows.columnOf(facetNames[qsizetype(i)]));
            const Field &field = rows.fields()[size_t(column)];
            // these are named in the queries above only at the top level
            QString rest = query;
            for (const QString &own : {u"tag:sales"_s, u"encrypted:yes"_s, u"os>10"_s}) {
                const bool isOwn = (own[0] == u't' && field.kind == Kind::Set)
                    || (own[0] == u'e' && field.kind == Kind::Bool) || (own[0] == u'o' && field.kind == Kind::Version);
                if (isOwn)
                    rest.remove(own);
            }
            ColumnCounts one = counts.columns[i];
            Tally expected = plainTally(rows, column, rest.trimmed());
            if (field.kind == Kind::Set)
                one.unknown = 0; // members are told apart from sets that are not known
            QCOMPARE(tallyOf(one), expected);
            for (size_t n = 1; n < one.values.size(); ++n)
                QVERIFY(one.values[n - 1].count >= one.values[n].count);
        }
    }

    void onlyTheLastQueryIsCounted()
    {
        Fixture f;
        f.load(20'000);
        f.model.setFacets({u"platform"_s});
        QVERIFY(f.counted.wait());
        f.counted.clear();
        for (const QString &text : {u"z"_s, u"ze"_s, u"zeb"_s, u"zebra"_s})
            QVERIFY(f.model.setQuery(text));
        QVERIFY(f.counted.wait());
        QCOMPARE(f.counted.size(), 1);
        QCOMPARE(tallyOf(f.model.facets().columns[0]),
            plainTally(*f.store.snapshot(), f.store.snapshot()->columnOf(u"platform"), u"zebra"_s));
    }

    void whatCannotBeCountedIsLeftOut()
    {
        Fixture f;
        f.load(50);
        f.model.setFacets({u"nonsense"_s, u"seen"_s, u"memory"_s, u"platform"_s});
        QVERIFY(f.counted.wait());
        QCOMPARE(f.model.facets().columns.size(), size_t(1));
        f.model.setFacets({});
        QVERIFY(f.model.facets().columns.empty());
    }

    void tooManyValuesAreNotCounted()
    {
        QByteArray lines;
        for (int i = 0; i <= int(ColumnCounts::mostDistinct); ++i)
            lines += "{\"id\":\"dev-" + QByteArray::number(i) + "\",\"name\":\"n" + QByteArray::number(i) + "\"}\n";
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        Crew crew;
        const StopFlag stop = false;
        const ColumnCounts names = countFacet(*rows, rows->columnOf(u"name"), nullptr, crew, stop);
        QVERIFY(names.isTooVaried);
        QVERIFY(names.values.empty());
        const ColumnCounts platforms = countFacet(*rows, rows->columnOf(u"platform"), nullptr, crew, stop);
        QCOMPARE(platforms.unknown, rows->rowCount());
        QVERIFY(platforms.values.empty());
    }

    // A page that is left, or the next keystroke, does not wait for sets to be taken apart.
    void countingSetsCanBeStopped()
    {
        QByteArray lines;
        for (int i = 0; i < 40'000; ++i) {
            lines += "{\"id\":\"dev-" + QByteArray::number(i) + "\",\"name\":\"x\",\"tags\":[\"only-"
                + QByteArray::number(i);
            for (int tag = 0; tag < 60; ++tag)
                lines += "\",\"tag-" + QByteArray::number((i * 61 + tag * 7) % 5'000);
            lines += "\"]}\n";
        }
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        const int column = rows->columnOf(u"tags"_s);
        Tools tools;
        StopFlag stop = false;
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(countFacet(*rows, column, nullptr, tools.crew, stop).distinct, 45'000U);
        const qint64 whole = clock.elapsed();
        std::thread stopper([&stop, whole] {
            std::this_thread::sleep_for(std::chrono::milliseconds(whole / 8));
            stop = true;
        });
        clock.restart();
        countFacet(*rows, column, nullptr, tools.crew, stop);
        const qint64 stopped = clock.elapsed();
        stopper.join();
        QVERIFY2(
            stopped < whole * 2 / 3, qPrintable(QString(QString::number(stopped) + u" of " + QString::number(whole))));
    }

    // What completes a word waits for nobody, however alike the sets are.
    void completionLooksAtABoundedNumberOfMembers()
    {
        const auto device = [](int id, const QByteArray &tags) -> QByteArray {
            return "{\"id\":\"dev-" + QByteArray::number(id) + "\",\"name\":\"x\",\"tags\":[" + tags + "]}\n";
        };
        QByteArray lines;
        lines += device(-1, "\"loaned\"");
        for (int i = 0; i < 12'000; ++i)
            lines += device(i, "\"loaner\",\"n" + QByteArray::number(i) + '"');
        lines += device(12'000, "\"loan shark\"");
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        const Field &tags = rows->fields()[size_t(rows->columnOf(u"tags"_s))];
        QCOMPARE(valuesIn(*rows, tags, u"LOAN"_s, 50), (QStringList{u"loaned"_s, u"loaner"_s}));
        QCOMPARE(valuesIn(*rows, tags, u"shark"_s, 50), QStringList{u"loan shark"_s});
        QCOMPARE(valuesIn(*rows, tags, u"n1"_s, 3).size(), 3);
    }
};

QTEST_GUILESS_MAIN(FacetsTest)
#include "tst_facets.moc"
