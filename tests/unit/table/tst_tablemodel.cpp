// The item model keeps Qt's rules and the reader's place under any sequence of loads, deltas, filters and sortings.
#include "fixedclock.h"
#include "rows.h"
#include "table/tablemodel.h"

#include "base/fold.h"

#include <map>
#include <QAbstractItemModelTester>
#include <QCollator>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

struct Fixture {
    TableStore store{fields<Device>()};
    TableModel model{store, Display("Device", std::make_shared<FixedClock>(), QLocale(QLocale::English))};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    bool settled()
    {
        return QTest::qWaitFor([this] { return model.isUpToDate(); }, 20'000);
    }
    QStringList shown() const
    {
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids.append(model.index(row, 0).data(TableModel::IdRole).toString());
        return ids;
    }
};

QByteArray device(int id, const char *name, const char *more = "")
{
    return QByteArray("{\"id\":\"dev-") + QByteArray::number(id) + "\",\"name\":\"" + name + '"' + more + "}\n";
}

} // namespace

class TableModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomEditsAgreeWithAPlainList()
    {
        DeviceMaker maker(21);
        Fixture f;
        std::map<QString, Device> rows;
        QString query;
        QStringList columns = f.model.columns();
        int sortColumn = -1;
        bool descending = false;
        QPersistentModelIndex kept;
        QString keptId;
        QItemSelectionModel selection(&f.model);
        int survived = 0;
        for (int round = 0; round < 120; ++round) {
            const quint32 action = maker.number(10);
            QByteArray lines;
            if (action == 0)
                rows.clear();
            if (action < 5) {
                for (quint32 i = maker.number(action < 2 ? 200 : 6); i > 0; --i) {
                    const Device d = maker.device(maker.number(250));
                    if (maker.chance(30)) {
                        lines += removalOf(d.id.text);
                        rows.erase(d.id.text);
                    } else {
                        lines += lineOf(d);
                        rows[d.id.text] = d;
                    }
                }
                if (action == 0)
                    f.store.load(lines);
                else
                    f.store.merge(lines);
            } else if (action < 7) {
                query = maker.pick({u""_s, u"name:pc"_s, u"zebra"_s, u"platform:linux"_s, u"-name:pc"_s});
                QVERIFY(f.model.setQuery(query));
            } else if (action < 9) {
                sortColumn = int(maker.number(2));
                descending = maker.chance(50);
                f.model.setSort({{sortColumn, descending}});
            } else {
                columns = QStringList{u"name"_s, u"seen"_s, u"platform"_s, u"tags"_s}.mid(maker.number(4));
                QVERIFY(f.model.setColumns(columns));
            }
            if (maker.chance(70))
                QVERIFY(f.settled());
            else
                QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
            if (!f.model.isUpToDate())
                continue;

            QCOMPARE(f.model.columns(), columns);
            std::vector<Device> expected;
            for (const auto &[id, d] : rows) {
                const bool zebra = folded(d.name).contains(u"zebra"_s);
                const bool pc = d.name.startsWith(u"pc"_s);
                const bool in = query.isEmpty() || (query == u"zebra"_s && zebra) || (query == u"name:pc"_s && pc)
                    || (query == u"-name:pc"_s && !pc)
                    || (query == u"platform:linux"_s && d.platform.value() == Platform::Linux);
                if (in)
                    expected.push_back(d);
            }
            QCollator collator{QLocale(QLocale::English)};
            collator.setNumericMode(true);
            std::sort(expected.begin(), expected.end(), [&](const Device &a, const Device &b) {
                const int byName = collator.compare(a.name, b.name);
                if (sortColumn == 1 && byName != 0)
                    return descending ? byName > 0 : byName < 0;
                return sortColumn == 0 && descending ? b.id < a.id : a.id < b.id;
            });
            QStringList ids;
            for (const Device &d : expected)
                ids.append(d.id.text);
            QStringList shown = f.shown();
            if (sortColumn < 0)
                shown.sort();
            QCOMPARE(shown, ids);
            QCOMPARE(f.model.matching(), qint64(ids.size()));
            QCOMPARE(f.model.total(), qint64(rows.size()));
            for (int row = 0; row < f.model.rowCount(); ++row) {
                const QModelIndex first = f.model.index(row, 0);
                const Device &d = rows[first.data(TableModel::IdRole).toString()];
                const Field &field = f.model.fieldAt(0);
                QVERIFY(first.data(TableModel::CellRole).value<Cell>() == field.get(&d));
            }

            if (!keptId.isEmpty()) {
                const bool stillThere = ids.contains(keptId);
                // A row that was filtered out and came back is a new row to Qt.
                if (kept.isValid()) {
                    QCOMPARE(kept.data(TableModel::IdRole).toString(), keptId);
                    QVERIFY(selection.isSelected(kept));
                    ++survived;
                }
                if (!stillThere)
                    QVERIFY(!kept.isValid());
            }
            if (!kept.isValid() && f.model.rowCount() > 0) {
                kept = f.model.index(int(maker.number(quint32(f.model.rowCount()))), 0);
                keptId = kept.data(TableModel::IdRole).toString();
                selection.select(kept, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            }
        }
        QVERIFY(survived > 10);
    }

    void oneRowMoreIsOneRowMore()
    {
        Fixture f;
        f.store.load(device(1, "a") + device(3, "c") + device(4, "d"));
        f.model.setSort({{1, false}});
        QVERIFY(f.settled());
        QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);
        QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);
        f.store.merge(device(2, "b"));
        QVERIFY(f.settled());
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted[0][1].toInt(), 1);
        QCOMPARE(inserted[0][2].toInt(), 1);
        f.store.merge(removalOf(u"dev-3"_s) + removalOf(u"dev-4"_s));
        QVERIFY(f.settled());
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][1].toInt(), 2);
        QCOMPARE(removed[0][2].toInt(), 3);
        QCOMPARE(layout.size() + reset.size(), 0);
    }

    void aChangedValueIsAnnouncedForItsRowOnly()
    {
        Fixture f;
        f.store.load(device(1, "a") + device(2, "b") + device(3, "c"));
        f.model.setSort({{1, false}});
        QVERIFY(f.settled());
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        f.store.merge(device(2, "b", ",\"serial\":\"s\"") + device(3, "c"));
        QVERIFY(f.settled());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 1);
        QCOMPARE(changed[0][1].toModelIndex().row(), 1);
    }

    void liveChangesAreShownTenTimesASecondAtMost()
    {
        Fixture f;
        f.store.load(device(1, "a"));
        QVERIFY(f.settled());
        QSignalSpy views(&f.model, &TableModel::viewReplaced);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; timer.elapsed() < 500; ++i) {
            f.store.merge(device(1, i % 2 ? "a" : "b"));
            QVERIFY(QTest::qWaitFor([&] { return !f.store.isBusy(); }));
        }
        QVERIFY(f.settled());
        QVERIFY2(views.size() <= timer.elapsed() / 100 + 1, qPrintable(QString::number(views.size())));
        QVERIFY(views.size() >= 2);
    }

    // What was shown before was nothing, however lately: a table that is being arranged has its rows at once.
    void theFirstRowsWaitForNothing()
    {
        bool isAtOnce = false;
        for (int attempt = 0; attempt < 20 && !isAtOnce; ++attempt) { // the machine may be busy, but not every time
            Fixture f;
            f.model.setSort({{1, false}});
            QVERIFY(f.settled());
            QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
            QElapsedTimer timer;
            timer.start();
            f.store.load(device(1, "a"));
            QVERIFY(inserted.wait());
            isAtOnce = timer.elapsed() < 50; // changes of what is shown would wait for 100 ms
        }
        QVERIFY(isAtOnce);
    }

    void aWrongQueryIsRefusedAndChangesNothing()
    {
        Fixture f;
        f.store.load(device(1, "a") + device(2, "b"));
        QVERIFY(f.model.setQuery(u"name:a"_s));
        QVERIFY(f.settled());
        QSignalSpy refused(&f.model, &TableModel::queryRefused);
        QVERIFY(!f.model.setQuery(u"name:a (nmae:b)"_s));
        QCOMPARE(refused.size(), 1);
        const auto error = refused[0][0].value<QueryError>();
        QCOMPARE(error.column, 8);
        QVERIFY(f.settled());
        QCOMPARE(f.shown(), QStringList{u"dev-1"_s});
    }

    void aNewerQuerySupersedes()
    {
        Fixture f;
        QByteArray lines;
        for (int i = 0; i < 3'000; ++i)
            lines += device(i, i % 2 ? "odd" : "even");
        f.store.load(lines);
        QVERIFY(f.settled());
        QSignalSpy views(&f.model, &TableModel::viewReplaced);
        for (const char *text : {"n", "na", "name:o", "name:od", "name:odd"})
            f.model.setQuery(QString::fromLatin1(text));
        QVERIFY(f.settled());
        QCOMPARE(views.size(), 1);
        QCOMPARE(f.model.matching(), 1'500);
        QCOMPARE(f.model.property("total").toLongLong(), 3'000);
    }

    void rolesSayWhatTheyPromise()
    {
        Fixture f;
        f.store.load(device(1, "a", ",\"memory\":16000000000,\"seen\":\"2026-03-10T11:55:00Z\",\"platform\":\"ios\""));
        QVERIFY(f.model.setColumns({u"name"_s, u"ram"_s, u"seen"_s, u"platform"_s, u"encrypted"_s, u"nonsense"_s}));
        QVERIFY(!f.model.setColumns({u"nonsense"_s}));
        QVERIFY(f.settled());
        const auto at = [&f](int column, int role) { return f.model.index(0, column).data(role); };
        QCOMPARE(f.model.columnCount(), 5);
        QCOMPARE(at(0, Qt::DisplayRole).toString(), u"a"_s);
        QCOMPARE(at(1, Qt::DisplayRole).toString(), u"15 GiB"_s);
        QCOMPARE(at(1, TableModel::SortRole).toLongLong(), 16'000'000'000);
        QCOMPARE(at(2, Qt::DisplayRole).toString(), u"5 minutes ago"_s);
        QVERIFY(at(2, Qt::ToolTipRole).toString().contains(u"2026"_s));
        QCOMPARE(at(3, Qt::DisplayRole).toString(), u"iOS"_s);
        QCOMPARE(at(4, Qt::DisplayRole).toString(), u"–"_s);
        QCOMPARE(at(4, Qt::AccessibleTextRole).toString(), u"not known"_s);
        QVERIFY(!at(4, TableModel::SortRole).isValid());
        QVERIFY(!at(4, Qt::ToolTipRole).isValid());
        QVERIFY(at(1, Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignRight));
        QVERIFY(at(0, Qt::TextAlignmentRole).value<Qt::Alignment>().testFlag(Qt::AlignLeft));
        QCOMPARE(f.model.headerData(1, Qt::Horizontal).toString(), u"Memory"_s);
        QCOMPARE(f.model.indexOfId(u"dev-1"_s).row(), 0);
        QVERIFY(!f.model.indexOfId(u"dev-2"_s).isValid());
    }

    void aHeaderClickKeepsTheFormerOrderAmongEquals()
    {
        Fixture f;
        f.store.load(device(1, "b", ",\"platform\":\"ios\"") + device(2, "a", ",\"platform\":\"ios\"")
            + device(3, "c", ",\"platform\":\"linux\""));
        f.model.setColumns({u"name"_s, u"platform"_s});
        f.model.sort(0, Qt::DescendingOrder);
        f.model.sort(1, Qt::AscendingOrder);
        QVERIFY(f.settled());
        QCOMPARE(f.shown(), (QStringList{u"dev-3"_s, u"dev-1"_s, u"dev-2"_s}));
    }

    void goingAwayInTheMiddleIsHarmless()
    {
        QByteArray lines;
        for (int i = 0; i < 5'000; ++i)
            lines += device(i, "x");
        for (int i = 0; i < 20; ++i) {
            Fixture f;
            f.store.load(lines);
            f.store.merge(lines);
            f.model.setQuery(u"x"_s);
            QElapsedTimer timer;
            for (timer.start(); timer.elapsed() < i;)
                QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        }
    }
};

QTEST_GUILESS_MAIN(TableModelTest)
#include "tst_tablemodel.moc"
