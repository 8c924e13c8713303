// The store decodes in the background, in order, and hands out whole snapshots.
#include "rows.h"
#include "table/tablestore.h"

#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray device(int id, const char *name = "x")
{
    return QByteArray("{\"id\":\"dev-") + QByteArray::number(id) + "\",\"name\":\"" + name + "\"}\n";
}

} // namespace

class TableStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingBlocksAndAllComesInOrder()
    {
        TableStore store(fields<Device>());
        QVERIFY(store.snapshot());
        QSignalSpy loaded(&store, &TableStore::loaded);
        QSignalSpy changed(&store, &TableStore::changed);
        store.load(device(1) + device(2) + endLine(u"t1"_s, 2));
        store.merge(device(3) + removalOf(u"dev-1"_s) + device(2, "y") + endLine(u"t2"_s, 2));
        QVERIFY(store.isBusy());
        QCOMPARE(store.total(), 0);
        QVERIFY(QTest::qWaitFor([&] { return !store.isBusy(); }));
        QCOMPARE(loaded.size(), 1);
        QCOMPARE(changed.size(), 1);
        const auto changes = changed[0][0].value<RowChanges>();
        QCOMPARE(changes.inserted, QStringList{u"dev-3"_s});
        QCOMPARE(changes.updated, QStringList{u"dev-2"_s});
        QCOMPARE(changes.removed, QStringList{u"dev-1"_s});
        QCOMPARE(store.token(), u"t2"_s);
        QCOMPARE(store.total(), 2);
    }

    void aStreamThatWasCutKeepsTheOldToken()
    {
        TableStore store(fields<Device>());
        QSignalSpy changed(&store, &TableStore::changed);
        store.load(device(1) + endLine(u"t1"_s, 1));
        store.merge(device(2));
        QVERIFY(changed.wait());
        QCOMPARE(store.token(), u"t1"_s);
        QCOMPARE(store.total(), 2);
        QVERIFY(!changed[0][1].value<LineReport>().isComplete());
    }

    void aDeltaThatSaysNothingNewKeepsTheSnapshot()
    {
        TableStore store(fields<Device>());
        QSignalSpy changed(&store, &TableStore::changed);
        store.load(device(1));
        store.merge(device(2));
        QVERIFY(changed.wait());
        const SnapshotPointer before = store.snapshot();
        store.merge(device(1) + endLine(u"t3"_s, 2));
        QVERIFY(changed.wait());
        QCOMPARE(store.snapshot(), before);
        QCOMPARE(store.token(), u"t3"_s);
    }

    void partsAreHeldBackUntilOneIsToBeShown()
    {
        using Showing = TableStore::Showing;
        TableStore store(fields<Device>());
        QSignalSpy loaded(&store, &TableStore::loaded);
        QSignalSpy held(&store, &TableStore::held);
        store.load(device(1));
        store.append(device(2), Showing::Later);
        QVERIFY(held.wait());
        QCOMPARE(held[0][0].value<LineReport>().rows, 1);
        QCOMPARE(store.total(), 1);
        QVERIFY(store.takeRoom().capacity() > 0);
        store.append(device(3));
        QTRY_COMPARE(store.total(), 3);
        const SnapshotPointer before = store.snapshot();
        store.append({}); // nothing that was not shown
        QTRY_COMPARE(held.size(), 2);
        QCOMPARE(store.snapshot(), before);
        store.append(device(4), Showing::Later);
        store.append({});
        QTRY_COMPARE(store.total(), 4);
        store.append(device(5) + endLine(u"t1"_s, 5), Showing::Later); // all is there: nothing to wait for
        QTRY_COMPARE(store.total(), 5);
        QCOMPARE(store.token(), u"t1"_s);
        QCOMPARE(loaded.size(), 4);
        QVERIFY(!store.isBusy());
    }

    void whatWasHandedOutStays()
    {
        TableStore store(fields<Device>());
        QSignalSpy loaded(&store, &TableStore::loaded);
        store.load(device(1));
        QVERIFY(loaded.wait());
        const SnapshotPointer first = store.snapshot();
        store.load(device(2));
        QVERIFY(loaded.wait());
        QVERIFY(first->rowOf(u"dev-1"_s));
        QVERIFY(!store.snapshot()->rowOf(u"dev-1"_s));
        QVERIFY(first->lineage() != store.snapshot()->lineage());
    }
};

QTEST_GUILESS_MAIN(TableStoreTest)
#include "tst_tablestore.moc"
