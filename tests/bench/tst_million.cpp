// A million devices are loaded, typed at, cleared, sorted, grouped, selected and changed live; every answer is that of
// a plain list, and the window is never held up.
#include "bench/watchdog.h"
#include "domain/device.h"
#include "query/parser.h"
#include "table/queryfilter.h"
#include "table/selection.h"
#include "table/tablemodel.h"
#include "unit/table/fixedclock.h"

#include <array>
#include <ctime>
#include <functional>
#include <map>
#include <QCollator>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>
#include <random>
#include <thread>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int deviceCount = 1'000'000;
constexpr int wait = 60'000; // ms
// Bounds that only work on the wrong thread, or work that is not given up, would break: whatever grows with the rows
// takes seconds here. belvedere-bench says how far the real figures are from what is promised.
constexpr double mostBlocked = 250; // ms of the GUI thread's own time in one step
constexpr double mostSuperseded = 25; // ms of processor until the older computation has stopped, median

struct Plain {
    QByteArray id;
    QByteArray name;
    QByteArray platform; // empty: not known
    int updates = 0; // -1: not known
    int rank = 0; // of the name, by the platform's collation; equal names equal
};

const QByteArrayList platforms = {"linux", "windows", "macos", "ios", "ipados", "android", "chromeos"}; // as declared
const QByteArrayList sites = {"ber", "HAM", "muc", "OSL", "sto"};

Plain madeUp(int number, std::mt19937 &random)
{
    Plain p;
    p.id = "dev-" + QByteArray::number(number);
    p.name = sites[qsizetype(random() % 5)] + '-' + QByteArray::number(random() % 4'000'000);
    p.platform = random() % 10 == 0 ? QByteArray() : platforms[qsizetype(random() % 7)];
    p.updates = int(random() % 40) - 1;
    return p;
}

void write(QByteArray &lines, const Plain &p)
{
    lines += "{\"id\":\"" + p.id + "\",\"name\":\"" + p.name + '"';
    if (!p.platform.isEmpty())
        lines += ",\"platform\":\"" + p.platform + '"';
    if (p.updates >= 0)
        lines += ",\"updates.security\":" + QByteArray::number(p.updates);
    lines += "}\n";
}

using Wanted = std::function<bool(const Plain &)>;
using Keys = std::array<int, 2>;
using KeysOf = std::function<Keys(const Plain &)>;

bool all(const Plain &) { return true; }

} // namespace

class MillionTest : public QObject {
    Q_OBJECT

private:
    std::vector<Plain> m_rows;
    TableStore m_store{fields<Device>()};
    TableModel m_model{m_store, belvedere::Display("Device", std::make_shared<FixedClock>(), QLocale(QLocale::German))};
    Selection m_selection{m_store};
    std::unique_ptr<QTableView> m_view;
    std::unique_ptr<bench::Watchdog> m_watchdog;

    void settle()
    {
        QVERIFY(QTest::qWaitFor([this] { return m_model.isUpToDate(); }, wait));
    }

    // Ranks names with the platform's collation alone.
    void rankNames()
    {
        QCollator collator{QLocale(QLocale::German)};
        collator.setNumericMode(true);
        std::vector<std::pair<QCollatorSortKey, Plain *>> keys;
        keys.reserve(m_rows.size());
        for (Plain &p : m_rows)
            keys.emplace_back(collator.sortKey(QString::fromLatin1(p.name)), &p);
        std::sort(keys.begin(), keys.end(), [](const auto &a, const auto &b) { return a.first.compare(b.first) < 0; });
        int rank = 0;
        for (size_t i = 0; i < keys.size(); ++i) {
            rank += i > 0 && keys[i].first.compare(keys[i - 1].first) != 0 ? 1 : 0;
            keys[i].second->rank = rank;
        }
    }

    // A stable sort by the keys of the rows wanted, the ids deciding among equals.
    bool isShown(const Wanted &wanted, const KeysOf &keysOf)
    {
        std::vector<std::pair<Keys, const Plain *>> expected;
        for (const Plain &p : m_rows) {
            if (wanted(p))
                expected.emplace_back(keysOf(p), &p);
        }
        std::stable_sort(expected.begin(), expected.end(), [](const auto &a, const auto &b) {
            return a.first != b.first ? a.first < b.first : a.second->id < b.second->id;
        });
        if (m_model.matching() != qint64(expected.size()) || m_model.rowCount() != int(expected.size()))
            return false;
        const View &view = *m_model.view();
        for (size_t i = 0; i < expected.size(); ++i) {
            const QByteArray &id = expected[i].second->id;
            if (view.snapshot->idUtf8(view.rows[i]) != std::string_view(id.constData(), size_t(id.size())))
                return false;
        }
        return true;
    }
    bool isByName(const Wanted &wanted)
    {
        return isShown(wanted, [](const Plain &p) { return Keys{p.rank, 0}; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        std::mt19937 random(7);
        QByteArray lines;
        lines.reserve(qsizetype(deviceCount) * 90);
        m_rows.reserve(deviceCount);
        for (int i = 0; i < deviceCount; ++i) {
            m_rows.push_back(madeUp(i, random));
            write(lines, m_rows.back());
        }
        rankNames();
        m_view = std::make_unique<QTableView>();
        m_view->setModel(&m_model);
        m_view->setSelectionMode(QAbstractItemView::NoSelection);
        m_view->verticalHeader()->hide();
        m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        m_view->resize(1'200, 800);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_store.load(lines);
        m_model.setSort({{m_store.snapshot()->columnOf(u"name"), false}});
        QVERIFY(QTest::qWaitFor([this] { return m_model.total() == deviceCount && m_model.isUpToDate(); }, wait));
        m_watchdog = std::make_unique<bench::Watchdog>();
    }
    void cleanupTestCase() { m_view.reset(); }
    void init() { m_watchdog->reset(); }
    void cleanup()
    {
        QVERIFY2(
            m_watchdog->worstOfProcessor() <= mostBlocked, qPrintable(QString::number(m_watchdog->worstOfProcessor())));
    }

    void everythingIsShownInOrder()
    {
        const bool same = isByName(all);
        m_watchdog->reset();
        QVERIFY(same);
    }

    void typingAndClearing()
    {
        for (const char *text : {"b", "be", "ber", "ber-1", "ber-12", "ber-1", "m", ""}) {
            QVERIFY(m_model.setQuery(QString::fromLatin1(text)));
            settle();
            QCoreApplication::processEvents(); // UNAVOIDABLE: paints
            const double blocked = m_watchdog->worstOfProcessor();
            const QByteArray word(text);
            const bool same = isByName([&word](const Plain &p) { return p.name.toLower().contains(word); });
            m_watchdog->reset();
            QVERIFY2(same, text);
            QVERIFY2(blocked <= mostBlocked, qPrintable(QString::number(blocked)));
        }
        QVERIFY(m_model.setQuery(u"platform:ios,linux updates>30 -muc"_s));
        settle();
        const bool same = isByName([](const Plain &p) {
            return (p.platform == "ios" || p.platform == "linux") && p.updates > 30 && !p.name.contains("muc");
        });
        m_watchdog->reset();
        QVERIFY(same);
        QVERIFY(m_model.setQuery({}));
        settle();
    }

    void sorting()
    {
        const int updates = m_store.snapshot()->columnOf(u"updates");
        const int name = m_store.snapshot()->columnOf(u"name");
        m_model.setSort({{updates, true}, {name, false}});
        settle();
        bool same = isShown(all, [](const Plain &p) { return Keys{-p.updates, p.rank}; });
        m_watchdog->reset();
        QVERIFY(same);
        m_model.setSort({{updates, false}});
        settle();
        // what is not known comes last both ways
        same = isShown(all, [](const Plain &p) { return Keys{p.updates < 0 ? 1000 : p.updates, 0}; });
        m_watchdog->reset();
        QVERIFY(same);
        m_model.setSort({{name, false}});
        settle();
    }

    void grouping()
    {
        QVERIFY(m_model.setGroup(u"platform"_s));
        settle();
        std::map<QByteArray, int> counts;
        for (const Plain &p : m_rows)
            ++counts[p.platform];
        QCOMPARE(m_model.groupCount(), int(counts.size()));
        QCOMPARE(m_model.rowCount(), deviceCount + int(counts.size()));
        int line = 0;
        for (int group = 0; group < m_model.groupCount(); ++group) {
            const QByteArray platform = group < int(platforms.size()) ? platforms[group] : QByteArray();
            const QModelIndex header = m_model.index(line, 0);
            QVERIFY(header.data(TableModel::GroupRole).toBool());
            QCOMPARE(header.data(TableModel::GroupCountRole).toInt(), counts[platform]);
            const Cell value = header.data(TableModel::CellRole).value<Cell>();
            QCOMPARE(isKnown(value) ? std::get<QString>(value).toLatin1() : QByteArray(), platform);
            line += 1 + counts[platform];
        }
        m_watchdog->reset();
        m_model.setCollapsed(0, true);
        QCOMPARE(m_model.rowCount(), deviceCount + int(counts.size()) - counts["linux"]);
        m_model.setAllCollapsed(true);
        settle();
        QCOMPARE(m_model.rowCount(), int(counts.size()));
        m_model.setAllCollapsed(false);
        settle();
        QVERIFY(m_model.setGroup({}));
        settle();
    }

    void selectingAll()
    {
        QVERIFY(m_model.setQuery(u"ber"_s));
        settle();
        m_watchdog->reset();
        m_selection.selectAll(*m_model.view());
        QCOMPARE(m_selection.count(), m_model.matching());
        QVERIFY(m_model.setQuery({}));
        settle();
        QCOMPARE(m_selection.countIn(*m_model.view()), m_selection.count());
        m_selection.selectAll(*m_model.view());
        QCOMPARE(m_selection.count(), qint64(deviceCount));
        m_selection.clear();
    }

    void liveChanges()
    {
        QVERIFY(m_model.setQuery(u"muc"_s));
        settle();
        std::mt19937 random(11);
        QSignalSpy views(&m_model, &TableModel::viewReplaced);
        int changes = 0;
        QTimer source;
        source.setInterval(20);
        QObject::connect(&source, &QTimer::timeout, &source, [&] {
            QByteArray lines;
            for (int i = 0; i < 20; ++i, ++changes) {
                Plain &p = m_rows[random() % deviceCount];
                const Plain &other = m_rows[random() % deviceCount]; // so that every name has its rank
                const Plain changed = madeUp(0, random);
                p = {p.id, other.name, changed.platform, changed.updates, other.rank};
                write(lines, p);
            }
            m_store.merge(lines);
        });
        QElapsedTimer clock;
        clock.start();
        source.start();
        QTRY_VERIFY_WITH_TIMEOUT(changes >= 3'000, wait);
        source.stop();
        const double seconds = double(clock.elapsed()) / 1e3;
        settle();
        const double blocked = m_watchdog->worstOfProcessor();
        QVERIFY2(double(views.size()) <= 10 * seconds + 2, qPrintable(QString::number(views.size())));
        QVERIFY(views.size() >= 3);
        bool same = isByName([](const Plain &p) { return p.name.contains("muc"); });
        QVERIFY(same);
        QVERIFY(m_model.setQuery({}));
        settle();
        same = isByName(all);
        m_watchdog->reset();
        QVERIFY(same);
        QVERIFY2(blocked <= mostBlocked, qPrintable(QString::number(blocked)));
    }

    // What is under way gives up as soon as something newer is asked for.
    void aNewerRequestNeedNotWait()
    {
        const auto spec = [this](const QString &query, const QString &sort) {
            ViewSpec result{
                m_store.snapshot(), {}, {{m_store.snapshot()->columnOf(sort), false}}, QLocale(QLocale::German)};
            if (!query.isEmpty()) {
                const Query parsed = parseQuery(query, m_store.fields()).query();
                result.filter = std::make_shared<QueryFilter>(
                    Matcher::compile(parsed, m_store.fields(), FixedClock().now()).value());
            }
            for (const char *column : {"platform", "os.version"})
                result.facets.push_back({m_store.snapshot()->columnOf(QString::fromLatin1(column)), false, {}});
            return result;
        };
        std::vector<double> waits; // by the clock, ms
        std::vector<double> used; // of the processors in that time, which a busy computer does not disturb
        const QByteArray one = "{\"id\":\"dev-1\",\"name\":\"a\"}\n";
        SnapshotBuilder small(fields<Device>());
        LineReader(fields<Device>()).read(one, small);
        const SnapshotPointer oneRow = small.finish();
        std::mt19937 random(3);
        for (int round = 0; round < 60; ++round) {
            ViewBuilder builder;
            // what a language's order is like has been found out before
            builder.build(
                {oneRow, {}, {{oneRow->columnOf(u"name"), false}}, QLocale(QLocale::German)}, StopFlag(false));
            StopFlag stop = false;
            qint64 returned = 0;
            QElapsedTimer clock;
            clock.start();
            const ViewSpec asked =
                spec(round % 2 == 0 ? u"b or 7"_s : QString(), round % 3 == 0 ? u"updates"_s : u"name"_s);
            std::thread worker([&] {
                if (const ViewPointer view = builder.build(asked, stop))
                    builder.countFacets(asked, *view, stop);
                returned = clock.nsecsElapsed();
            });
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 250));
            const qint64 stopped = clock.nsecsElapsed();
            const std::clock_t before = std::clock();
            stop = true;
            worker.join();
            if (returned <= stopped)
                continue;
            used.push_back(double(std::clock() - before) * 1e3 / CLOCKS_PER_SEC);
            waits.push_back(double(returned - stopped) / 1e6);
        }
        QVERIFY(waits.size() > 10);
        std::sort(waits.begin(), waits.end());
        std::sort(used.begin(), used.end());
        qInfo("superseded within %.2f ms (median of %d; %.2f of processor), %.2f at worst (%.2f)",
            waits[waits.size() / 2], int(waits.size()), used[used.size() / 2], waits.back(), used.back());
        QVERIFY2(used[used.size() / 2] <= mostSuperseded, qPrintable(QString::number(used[used.size() / 2])));
        m_watchdog->reset();
    }
};

QTEST_MAIN(MillionTest)
#include "tst_million.moc"
