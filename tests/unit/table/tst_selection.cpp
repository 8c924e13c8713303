// A selection is of ids: it outlives filters, orders, deltas and whole loads, but not the rows themselves.
#include "rows.h"
#include "table/selection.h"
#include "table/viewbuilder.h"

#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray devices(std::initializer_list<int> ids)
{
    QByteArray lines;
    for (const int id : ids)
        lines += "{\"id\":\"dev-" + QByteArray::number(id) + "\",\"name\":\"x\"}\n";
    return lines;
}

class OddRows final : public RowFilter {
public:
    RowBits matches(const Snapshot &snapshot, const RowBits *, FilterTools &, const StopFlag &) const override
    {
        RowBits result(snapshot.rowCount());
        for (quint32 row = 0; row < snapshot.rowCount(); ++row) {
            if (snapshot.id(row).mid(4).toUInt() % 2 != 0)
                result.set(row);
        }
        return result;
    }
};

struct Fixture {
    TableStore store{fields<Device>()};
    Selection selection{store};

    void load(const QByteArray &lines)
    {
        store.load(lines);
        QVERIFY(QTest::qWaitFor([this] { return !store.isBusy(); }));
    }
    void merge(const QByteArray &lines)
    {
        store.merge(lines);
        QVERIFY(QTest::qWaitFor([this] { return !store.isBusy(); }));
    }
    ViewPointer view(const RowFilterPointer &filter = {}) const
    {
        return ViewBuilder().build({store.snapshot(), filter, {}, QLocale::c()}, StopFlag(false));
    }
    QStringList ids() const
    {
        QStringList list = selection.ids();
        list.sort();
        return list;
    }
};

} // namespace

class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void togglingAndCounting()
    {
        Fixture f;
        f.load(devices({1, 2, 3}));
        QSignalSpy changed(&f.selection, &Selection::changed);
        f.selection.toggle(u"dev-2"_s);
        QVERIFY(f.selection.contains(u"dev-2"_s));
        f.selection.set(u"dev-2"_s, true);
        f.selection.set(u"dev-9"_s, true); // not there
        QCOMPARE(changed.size(), 1);
        QCOMPARE(f.selection.count(), 1);
        f.selection.toggle(u"dev-2"_s);
        QCOMPARE(f.selection.count(), 0);
        f.selection.clear();
        QCOMPARE(changed.size(), 2);
    }

    void selectingAllTakesWhatTheViewShows()
    {
        Fixture f;
        f.load(devices({1, 2, 3, 4, 5}));
        f.selection.set(u"dev-2"_s, true);
        f.selection.selectAll(*f.view(std::make_shared<OddRows>()));
        QCOMPARE(f.ids(), (QStringList{u"dev-1"_s, u"dev-2"_s, u"dev-3"_s, u"dev-5"_s}));
        QCOMPARE(f.selection.countIn(*f.view(std::make_shared<OddRows>())), 3);
        QCOMPARE(f.selection.countIn(*f.view()), 4);
    }

    void aRangeOfLinesLeavesHeadersOut()
    {
        Fixture f;
        QByteArray lines;
        for (int i = 1; i <= 6; ++i)
            lines += "{\"id\":\"dev-" + QByteArray::number(i) + "\",\"name\":\"x\",\"platform\":\""
                + (i % 2 == 0 ? "linux" : "windows") + "\"}\n";
        f.load(lines);
        QSignalSpy changed(&f.selection, &Selection::changed);
        f.selection.selectLines(*f.view(), 1, 3);
        QCOMPARE(f.ids(), (QStringList{u"dev-2"_s, u"dev-3"_s, u"dev-4"_s}));
        QCOMPARE(changed.size(), 1);
        f.selection.selectLines(*f.view(), 1, 2);
        f.selection.selectLines(*f.view(), 6, 9);
        QCOMPARE(changed.size(), 1);
        f.selection.selectLines(*f.view(), 5, 9);
        QVERIFY(f.selection.contains(u"dev-6"_s));
        f.selection.clear();
        // lines: Linux, 2, 4, 6, Windows, 1, 3, 5
        ViewSpec spec{f.store.snapshot(), {}, {}, QLocale::c()};
        spec.group = SortKey{f.store.snapshot()->columnOf(u"platform"), false};
        const ViewPointer groups = ViewBuilder().build(spec, StopFlag(false));
        f.selection.selectLines(*groups, 3, 5);
        QCOMPARE(f.ids(), (QStringList{u"dev-1"_s, u"dev-6"_s}));
    }

    void aViewFromBeforeCanStillBeSelected()
    {
        Fixture f;
        f.load(devices({1, 2, 3}));
        const ViewPointer old = f.view();
        f.merge(removalOf(u"dev-1"_s) + devices({4}));
        f.selection.selectAll(*old);
        QCOMPARE(f.ids(), (QStringList{u"dev-2"_s, u"dev-3"_s}));
        f.selection.clear();
        f.load(devices({3, 2, 8}));
        f.selection.selectAll(*old);
        QCOMPARE(f.ids(), (QStringList{u"dev-2"_s, u"dev-3"_s}));
        QCOMPARE(f.selection.countIn(*old), 2);
    }

    void deltasKeepItAndRemovalsLeaveIt()
    {
        Fixture f;
        f.load(devices({1, 2, 3}));
        f.selection.selectAll(*f.view());
        f.merge(removalOf(u"dev-1"_s) + devices({4}));
        QCOMPARE(f.ids(), (QStringList{u"dev-2"_s, u"dev-3"_s}));
        f.merge(devices({1}));
        QVERIFY(!f.selection.contains(u"dev-1"_s)); // a new row under an old id is not what was ticked
        QCOMPARE(f.selection.count(), 2);
    }

    void manyRemovalsAreOneChange()
    {
        Fixture f;
        f.load(devices({1, 2, 3, 4}));
        f.selection.selectAll(*f.view());
        QSignalSpy changed(&f.selection, &Selection::changed);
        f.merge(removalOf(u"dev-1"_s) + removalOf(u"dev-2"_s) + removalOf(u"dev-3"_s));
        QCOMPARE(f.selection.count(), 1);
        QCOMPARE(changed.size(), 1);
    }

    void aWholeLoadKeepsWhatIsStillThere()
    {
        Fixture f;
        f.load(devices({1, 2, 3}));
        f.selection.selectAll(*f.view());
        QSignalSpy changed(&f.selection, &Selection::changed);
        f.load(devices({7, 3, 2}));
        QCOMPARE(f.ids(), (QStringList{u"dev-2"_s, u"dev-3"_s}));
        QCOMPARE(f.selection.count(), 2);
        QCOMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "tst_selection.moc"
