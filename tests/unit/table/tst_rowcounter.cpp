// Counts of several queries agree with the rows one by one, whatever changes, and are told now and then, not always.
#include "rows.h"
#include "table/rowcounter.h"

#include "query/evaluate.h"
#include "query/parser.h"

#include <map>
#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

Query queryOf(const QString &text) { return parseQuery(text, fields<Device>()).query(); }

qint64 plainCount(const std::map<QString, Device> &devices, const Query &query)
{
    const std::span<const Field> list = fields<Device>();
    const Matcher matcher = Matcher::compile(query, list, QDateTime::currentDateTimeUtc()).value();
    qint64 count = 0;
    for (const auto &entry : devices) {
        const Device &device = entry.second;
        if (matcher.evaluate([&](size_t field) { return list[field].get(&device); }) == Truth::True)
            ++count;
    }
    return count;
}

} // namespace

class TestRowCounter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAgreeUnderRandomEdits()
    {
        const QStringList texts{{}, u"platform:linux"_s, u"-platform:linux,windows"_s, u"apfel"_s, u"tag:sales"_s,
            u"seen>30d os>=10"_s, u"encrypted:unknown or updates>1"_s, u"platform:android"_s};
        std::vector<Query> queries;
        for (const QString &text : texts)
            queries.push_back(queryOf(text));
        TableStore store(fields<Device>());
        RowCounter counter(store);
        counter.setQueries(queries);
        DeviceMaker maker(7);
        std::map<QString, Device> devices;
        for (int round = 0; round < 15; ++round) {
            QByteArray lines;
            const int edits = round == 0 ? 5'000 : int(maker.number(400));
            for (int i = 0; i < edits; ++i) {
                const Device device = maker.device(1 + qint64(maker.number(6'000)));
                if (round > 0 && maker.chance(30)) {
                    lines += removalOf(device.id.text);
                    devices.erase(device.id.text);
                } else {
                    lines += lineOf(device);
                    devices[device.id.text] = device;
                }
            }
            lines += endLine(QString::number(round + 1), qint64(devices.size()));
            if (round == 0)
                store.load(lines);
            else
                store.merge(lines);
            QTRY_VERIFY(counter.isUpToDate());
            for (size_t i = 0; i < queries.size(); ++i) {
                QCOMPARE(counter.counts()[i].matching, plainCount(devices, queries[i]));
                QCOMPARE(size_t(counter.counts()[i].firstIds.size()),
                    std::min<size_t>(RowCounter::mostFirst, size_t(counter.counts()[i].matching)));
            }
            // what is asked for changes as well
            std::shuffle(queries.begin(), queries.end(), std::mt19937(quint32(round)));
            counter.setQueries(queries);
        }
    }

    void newerQueriesSupersede()
    {
        TableStore store(fields<Device>());
        fill(store, 5'000);
        RowCounter counter(store);
        for (int i = 0; i < 100; ++i)
            counter.setQueries({queryOf(u"pc-%1"_s.arg(i))});
        counter.setQueries({queryOf({})});
        QTRY_VERIFY(counter.isUpToDate());
        QCOMPARE(counter.counts().size(), size_t(1));
        QCOMPARE(counter.counts()[0].matching, store.total());
        counter.setQueries({});
        QVERIFY(counter.isUpToDate());
        QVERIFY(counter.counts().empty());
    }

    void steadyChangesAreToldAFewTimesASecond()
    {
        TableStore store(fields<Device>());
        fill(store, 2'000);
        RowCounter counter(store);
        counter.setQueries({queryOf(u"platform:linux"_s)});
        QTRY_VERIFY(counter.isUpToDate());
        QSignalSpy told(&counter, &RowCounter::counted);
        DeviceMaker maker(3);
        QElapsedTimer clock;
        clock.start();
        int merges = 0;
        while (clock.elapsed() < 1'500) {
            store.merge(lineOf(maker.device(1 + qint64(maker.number(2'000)))) + endLine(u"2"_s, 2'000));
            QTRY_VERIFY(!store.isBusy());
            ++merges;
        }
        QTRY_VERIFY(counter.isUpToDate());
        QVERIFY2(told.size() >= 2, qPrintable(QString::number(told.size())));
        QVERIFY2(told.size() <= clock.elapsed() / RowCounter::interval + 2, qPrintable(QString::number(told.size())));
        QVERIFY(merges > told.size());
    }

    void slowCountsAreToldAllTheSame()
    {
        TableStore store(fields<Device>());
        fill(store, 20'000);
        std::vector<Query> queries;
        queries.reserve(400);
        for (int i = 0; i < 400; ++i)
            queries.push_back(queryOf(u"a%1 or b%1 or platform:linux c%1"_s.arg(i)));
        RowCounter counter(store);
        QSignalSpy told(&counter, &RowCounter::counted);
        DeviceMaker maker(3);
        QElapsedTimer clock;
        clock.start();
        counter.setQueries(queries);
        // whatever a count takes, it is longer than the pause between two of them here, and changes go on meanwhile
        while (told.isEmpty() && clock.elapsed() < 60'000) {
            store.merge(lineOf(maker.device(1 + qint64(maker.number(20'000)))) + endLine(u"2"_s, 20'000));
            QTRY_VERIFY(!store.isBusy());
        }
        QVERIFY(!told.isEmpty());
        QVERIFY2(clock.elapsed() > RowCounter::interval, "the counts were not slow");
    }

    void endsWhileItCounts()
    {
        TableStore store(fields<Device>());
        fill(store, 5'000);
        for (int i = 0; i < 20; ++i) {
            RowCounter counter(store);
            counter.setQueries({queryOf(u"a"_s), queryOf(u"b"_s)});
        }
    }

private:
    static void fill(TableStore &store, int rows)
    {
        DeviceMaker maker(1);
        QByteArray lines;
        for (int i = 1; i <= rows; ++i)
            lines += lineOf(maker.device(i));
        store.load(lines + endLine(u"1"_s, rows));
        QTRY_COMPARE(store.total(), rows);
    }
};

QTEST_GUILESS_MAIN(TestRowCounter)
#include "tst_rowcounter.moc"
