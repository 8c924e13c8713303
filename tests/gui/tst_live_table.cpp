// A table that a person is looking at stays where it is while a thousand changes a second arrive, and while the query
// and the order change.
#include "ui/common/scrollanchor.h"
#include "unit/table/fixedclock.h"
#include "unit/table/rows.h"

#include "table/selection.h"

#include <QElapsedTimer>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int deviceCount = 20'000;

class CountingView final : public QTableView {
public:
    int repaints = 0;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        ++repaints;
        QTableView::paintEvent(event);
    }
};

QByteArray device(int id, int name, int updates)
{
    return "{\"id\":\"dev-" + QByteArray::number(id) + "\",\"name\":\"pc-"
        + QByteArray::number(name).rightJustified(6, '0') + "\",\"platform\":\"" + (name % 3 == 0 ? "linux" : "windows")
        + "\",\"updates.security\":" + QByteArray::number(updates) + "}\n";
}

struct Fixture {
    TableStore store{fields<Device>()};
    TableModel model{store, belvedere::Display("Device", std::make_shared<FixedClock>(), QLocale(QLocale::English))};
    Selection selection{store};
    CountingView view;

    Fixture()
    {
        view.setModel(&model);
        view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        new ScrollAnchor(view, model);
        view.resize(900, 600);
        view.show();
        QByteArray lines;
        for (int i = 0; i < deviceCount; ++i)
            lines += device(i, 2 * i, 0);
        store.load(lines);
        model.setSort({{store.snapshot()->columnOf(u"name"), false}});
        settle();
    }
    void settle()
    {
        QVERIFY(QTest::qWaitFor([this] { return model.isUpToDate(); }, 20'000));
    }
    QString topId() const { return model.idAt(view.rowAt(0)); }
    QString currentId() const { return model.idAt(view.currentIndex().row()); }
    // Reads from the middle on, with a current row in sight.
    void browse(int row)
    {
        QTRY_VERIFY(view.verticalScrollBar()->maximum() >= row);
        view.verticalScrollBar()->setValue(row);
        view.selectionModel()->setCurrentIndex(model.index(row + 3, 1), QItemSelectionModel::ClearAndSelect);
    }
};

} // namespace

class LiveTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandChangesASecondAreFewRepaints()
    {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowExposed(&f.view));
        f.browse(9'000);
        const QString top = f.topId();
        const QString current = f.currentId();
        f.selection.set(u"dev-7"_s, true);
        f.selection.set(u"dev-9000"_s, true);
        DeviceMaker maker(4);
        QSignalSpy views(&f.model, &TableModel::viewReplaced);
        int changes = 0;
        int added = 0;
        QTimer source;
        source.setInterval(20);
        QObject::connect(&source, &QTimer::timeout, &source, [&] {
            QByteArray lines;
            for (int i = 0; i < 20; ++i, ++changes) {
                const int id = int(maker.number(deviceCount));
                lines += device(id, 2 * id, changes);
            }
            // one more above what is being read
            lines += device(deviceCount + added, 2 * int(maker.number(8'000)) + 1, 0);
            ++added;
            f.store.merge(lines);
        });
        QElapsedTimer clock;
        clock.start();
        f.view.repaints = 0;
        source.start();
        QTRY_VERIFY_WITH_TIMEOUT(changes >= 3'000, 30'000);
        source.stop();
        const double seconds = double(clock.elapsed()) / 1e3;
        QVERIFY2(double(views.size()) <= 10 * seconds + 1, qPrintable(QString::number(views.size())));
        QVERIFY2(double(f.view.repaints) <= 10 * seconds + 5, qPrintable(QString::number(f.view.repaints)));
        QVERIFY(views.size() >= int(seconds)); // and it does go on
        f.settle();
        QCOMPARE(f.model.total(), qint64(deviceCount + added));
        QCOMPARE(f.topId(), top);
        QCOMPARE(f.currentId(), current);
        QVERIFY(f.view.selectionModel()->isSelected(f.model.indexOfId(current, 1)));
        QCOMPARE(f.selection.count(), 2);
        QVERIFY(f.selection.contains(u"dev-9000"_s));
    }

    void theReaderKeepsThePlace()
    {
        Fixture f;
        f.browse(6'000);
        const QString top = f.topId();
        const QString current = f.currentId();
        const auto isKept = [&] { return f.topId() == top && f.currentId() == current; };
        f.store.merge(device(deviceCount + 1, 1, 0) + device(deviceCount + 2, 11'001, 0) + removalOf(u"dev-5"_s));
        f.settle();
        QVERIFY(isKept());
        f.model.setQuery(u"platform:linux"_s); // dev-6000 and dev-6003 are
        f.settle();
        QVERIFY(f.model.rowCount() < 7'000);
        QVERIFY(isKept());
        f.model.setQuery({});
        f.settle();
        QVERIFY(isKept());
        f.model.setSort({{f.store.snapshot()->columnOf(u"name"), true}});
        f.settle();
        QVERIFY(isKept());
        QVERIFY(f.model.setGroup(u"platform"_s));
        f.settle();
        QVERIFY(isKept());
        f.model.setCollapsed(0, true); // Linux, of which both are
        QVERIFY(f.model.setGroup({}));
        f.settle();
        // a whole load
        QByteArray lines;
        for (int i = deviceCount; i > 0; --i)
            lines += device(i, 2 * i, 7);
        f.browse(f.model.indexOfId(u"dev-6000"_s).row());
        const QString newTop = f.topId();
        const QString newCurrent = f.currentId();
        f.store.load(lines);
        f.settle();
        QCOMPARE(f.topId(), newTop);
        QCOMPARE(f.currentId(), newCurrent);
    }

    void whatArrivesAtTheTopIsSeen()
    {
        Fixture f;
        f.store.merge("{\"id\":\"dev-20001\",\"name\":\"a\"}\n");
        f.settle();
        QCOMPARE(f.view.verticalScrollBar()->value(), 0);
        QCOMPARE(f.topId(), u"dev-20001"_s);
    }

    // Instead of a current row that is gone Qt makes another one current, and says so while the rows are being
    // exchanged: even then the row that is told must be the one that is shown there afterwards.
    void aCurrentRowThatGoesIsReported()
    {
        Fixture f;
        QStringList told;
        QObject::connect(f.view.selectionModel(), &QItemSelectionModel::currentChanged, &f.model,
            [&](const QModelIndex &now) { told.append(f.model.idAt(now.row())); });
        const auto leave = [&](const QString &query) {
            const QString current = f.currentId();
            told.clear();
            f.model.setQuery(query);
            f.settle();
            return !f.model.indexOfId(current).isValid() && !told.isEmpty() && told.last() == f.currentId();
        };
        f.browse(6'001);
        QVERIFY(leave(u"name:000008"_s));
        QCOMPARE(f.currentId(), u"dev-4"_s);
        f.model.setQuery({});
        f.settle();
        f.browse(6'001);
        f.model.setSort({{f.store.snapshot()->columnOf(u"name"), true}});
        QVERIFY(leave(u"-name:012008"_s)); // most stay, in another order
        // from a single row to groups, the first of which is a heading
        QVERIFY(leave(u"name:000008"_s));
        QVERIFY(f.model.setGroup(u"platform"_s));
        QVERIFY(leave(u"name:00001"_s));
        QCOMPARE(told.last(), QString());
        QVERIFY(f.model.isHeader(0));
    }

    void beyondTheLastRowThereIsNothing()
    {
        Fixture f;
        for (const int row : {-1, deviceCount, deviceCount + 1}) {
            QCOMPARE(f.model.idAt(row), QString());
            QVERIFY(!f.model.snapshotRow(row));
            QVERIFY(!f.model.isHeader(row));
        }
    }
};

QTEST_MAIN(LiveTableTest)
#include "tst_live_table.moc"
