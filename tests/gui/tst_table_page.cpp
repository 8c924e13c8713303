// A table page over real rows: filtering, sorting, ticking by keyboard, copying, states, the inspector.
#include "gui/tablefixture.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "table/selection.h"
#include "ui/common/bulkbar.h"
#include "ui/common/buttons.h"
#include "ui/common/pageheader.h"
#include "ui/common/propertylist.h"
#include "ui/common/querybox.h"
#include "ui/common/sidepanel.h"
#include "ui/common/statestack.h"
#include "ui/common/tableview.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestTablePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<TableStore>(fields<Device>());
        m_page = std::make_unique<TablePage>(
            test::tableTexts(), *m_store, belvedere::Display("Device", std::make_shared<SystemClock>(), QLocale::c()));
        m_page->setUsualColumns(
            {u"name"_s, u"platform"_s, u"os.version"_s, u"manufacturer"_s, u"compliance"_s, u"enrolled"_s});
        m_page->setBadges(u"compliance"_s, [](const QString &token) -> std::optional<BadgeLook> {
            return BadgeLook{token == u"noncompliant" ? Severity::Danger : Severity::Ok, {}};
        });
        m_page->bulkBar()->addAction(new QAction(u"Restart"_s, m_page.get()));
        m_page->resize(1240, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup()
    {
        m_page.reset();
        m_store.reset();
    }

    void showsLoadingThenRows()
    {
        QCOMPARE(m_page->states()->state(), StateStack::State::Loading);
        test::picture(m_page.get(), u"table-loading"_s);
        fill(200);
        QCOMPARE(m_page->states()->state(), StateStack::State::Content);
        QCOMPARE(m_page->view()->model()->rowCount(), 200);
    }

    void saysThatThereIsNothing()
    {
        QSignalSpy acted(m_page.get(), &TablePage::emptyActionTriggered);
        fill(0);
        QCOMPARE(m_page->states()->state(), StateStack::State::Empty);
        m_page->states()->findChild<QPushButton *>()->click();
        QCOMPARE(acted.size(), 1);
    }

    void filtersAsTyped()
    {
        fill(300);
        QSignalSpy changed(m_page.get(), &TablePage::queryChanged);
        QTest::keyClicks(m_page->queryBox()->edit(), u"platform:windows"_s);
        QTRY_COMPARE(m_page->model().matching(), 100);
        QCOMPARE(m_page->model().total(), 300);
        QCOMPARE(changed.last().first().toString(), u"platform:windows"_s);
        m_page->setQuery(u"name:nowhere"_s);
        QTRY_COMPARE(m_page->states()->state(), StateStack::State::Empty);
        test::picture(m_page.get(), u"table-nothing"_s);
        m_page->states()->findChild<QPushButton *>()->click();
        QTRY_COMPARE(m_page->model().matching(), 300);
        QVERIFY(m_page->queryBox()->text().isEmpty());
    }

    void pointsAtAnError()
    {
        fill(30);
        QTest::keyClicks(m_page->queryBox()->edit(), u"platfrom:linux"_s);
        QVERIFY(m_page->queryBox()->hasError());
        QCOMPARE(m_page->model().matching(), 30);
        QTest::keyClick(m_page->queryBox()->edit(), Qt::Key_Return);
        auto *suggestion = m_page->queryBox()->findChild<QPushButton *>();
        QVERIFY(suggestion->isVisible());
        test::picture(m_page.get(), u"table-error"_s);
        suggestion->click();
        QCOMPARE(m_page->queryBox()->text(), u"platform:linux"_s);
        QVERIFY(!m_page->queryBox()->hasError());
    }

    void ticksByKeyboard()
    {
        fill(300);
        m_page->setQuery(u"platform:windows"_s);
        QTRY_COMPARE(m_page->model().matching(), 100);
        TableView *view = m_page->view();
        m_page->queryBox()->edit()->setFocus();
        QTest::keyClick(m_page->queryBox()->edit(), Qt::Key_Down);
        QVERIFY(view->hasFocus());
        QTest::keyClick(view, Qt::Key_Space);
        QCOMPARE(m_page->selection().count(), 1);
        QVERIFY(m_page->bulkBar()->isVisible());
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_page->selection().count(), 2);
        QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_page->selection().count(), 100);
        m_page->setQuery({});
        QTRY_COMPARE(m_page->model().matching(), 300);
        QCOMPARE(m_page->selection().count(), 100);
        m_page->panel()->setOpen(true);
        settle();
        test::picture(m_page.get(), u"table"_s);
        QTest::keyClick(view, Qt::Key_Escape);
        QCOMPARE(m_page->selection().count(), 0);
        QVERIFY(m_page->bulkBar()->isHidden());
        QSignalSpy opened(m_page.get(), &TablePage::opened);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.first().first().toString(), view->currentId());
    }

    void ticksByPointer()
    {
        fill(50);
        TableView *view = m_page->view();
        const auto at = [view](int row, int x) {
            return QPoint(view->columnViewportPosition(0) + x, view->rowViewportPosition(row) + 5);
        };
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at(2, 80));
        QCOMPARE(m_page->selection().count(), 0);
        QVERIFY(!view->currentId().isEmpty());
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at(2, 8));
        QCOMPARE(m_page->selection().count(), 1);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(6, 80));
        QCOMPARE(m_page->selection().count(), 5);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, at(3, 80));
        QCOMPARE(m_page->selection().count(), 4);
    }

    // A range begins at the row that was clicked, wherever that is now, and not at the place where it was.
    void ticksARangeAfterTheRowsMoved()
    {
        fill(300);
        TableView *view = m_page->view();
        const auto clickRow = [view](int row, Qt::KeyboardModifiers modifiers = {}) {
            const QPoint at(view->columnViewportPosition(0) + 80, view->rowViewportPosition(row) + 5);
            QTest::mouseClick(view->viewport(), Qt::LeftButton, modifiers, at);
        };
        m_page->model().sort(0, Qt::AscendingOrder);
        QTRY_VERIFY(m_page->isSettled());
        clickRow(3); // LT-0004
        m_page->setQuery(u"platform:windows"_s); // LT-0001, LT-0004, LT-0007 …
        QTRY_COMPARE(m_page->model().matching(), 100);
        QSignalSpy changed(&m_page->selection(), &Selection::changed);
        clickRow(4, Qt::ShiftModifier);
        QCOMPARE(m_page->selection().count(), 4);
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_page->selection().contains(m_page->model().idAt(1)));
        QVERIFY(!m_page->selection().contains(m_page->model().idAt(0)));
        // a row that is gone does not count any more, only what is current now
        m_page->selection().clear();
        view->scrollToBottom();
        clickRow(99);
        m_page->setQuery(u"name:LT-000"_s);
        QTRY_COMPARE(m_page->model().matching(), 9);
        const int current = view->currentIndex().row();
        clickRow(2, Qt::ShiftModifier);
        QCOMPARE(m_page->selection().count(), std::abs(current - 2) + 1);
        QCOMPARE(m_page->selection().countIn(*m_page->model().view()), m_page->selection().count());
    }

    void sortsByHeader()
    {
        fill(40);
        click(2);
        QTRY_VERIFY(m_page->isSettled());
        QCOMPARE(m_page->model().sortKeys().front().descending, false);
        click(2);
        QCOMPARE(m_page->model().sortKeys().front().descending, true);
        QTRY_COMPARE(m_page->model().index(0, 2).data().toString(), u"12.7"_s);
    }

    void sortsByFurtherColumns()
    {
        fill(40);
        const auto order = [this] {
            QStringList names;
            for (const SortKey &key : m_page->model().sortKeys())
                names.append((key.descending ? u"-"_s : QString())
                    + QString::fromLatin1(fields<Device>()[size_t(key.column)].name));
            return names;
        };
        click(1);
        click(2, Qt::ShiftModifier);
        click(0, Qt::ShiftModifier);
        QCOMPARE(order(), (QStringList{u"platform"_s, u"os.version"_s, u"name"_s}));
        click(0, Qt::ShiftModifier);
        click(1, Qt::ShiftModifier);
        QCOMPARE(order(), (QStringList{u"-platform"_s, u"os.version"_s, u"-name"_s}));
        QTRY_VERIFY(m_page->isSettled());
        QHeaderView *header = m_page->view()->horizontalHeader();
        QCOMPARE(header->sortIndicatorSection(), 1);
        QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
        std::vector<std::tuple<QString, QString, QString>> rows;
        for (int row = 0; row < 40; ++row) {
            const auto text = [this, row](int column) { return m_page->model().index(row, column).data().toString(); };
            rows.emplace_back(text(1), text(2), text(0));
        }
        auto sorted = rows;
        std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
            if (std::get<0>(a) != std::get<0>(b))
                return std::get<0>(a) > std::get<0>(b); // Windows before Linux, in their declared order too
            return std::get<1>(a) != std::get<1>(b) ? std::get<1>(a) < std::get<1>(b) : std::get<2>(a) > std::get<2>(b);
        });
        QCOMPARE(rows, sorted);
        // no more columns than the server takes; the last one makes room
        click(3, Qt::ShiftModifier);
        click(4, Qt::ShiftModifier);
        QCOMPARE(order().size(), qsizetype(TableView::mostSortKeys));
        QCOMPARE(order().last(), u"compliance"_s);
        click(3);
        QCOMPARE(order(), (QStringList{u"manufacturer"_s, u"-platform"_s}));
    }

    void sortsWithoutAPointer()
    {
        fill(40);
        QVERIFY(test::chooseInMenu(*m_page, u"sort"_s, u"OS version"_s));
        QVERIFY(!test::chooseInMenu(*m_page, u"sort-further"_s, u"OS version, ascending"_s)); // it decides already
        QVERIFY(test::chooseInMenu(*m_page, u"sort-further"_s, u"Name"_s));
        QVERIFY(test::chooseInMenu(*m_page, u"sort-further"_s, u"Name, ascending"_s)); // the other way round
        QTRY_VERIFY(m_page->isSettled());
        QCOMPARE(m_page->model().index(0, 0).data().toString(), u"LT-0033"_s);
        QVERIFY(test::chooseInMenu(*m_page, u"sort"_s, u"OS version, ascending"_s));
        QTRY_COMPARE(m_page->model().index(0, 2).data().toString(), u"12.7"_s);
    }

    void ticksLongRanges()
    {
        fill(300);
        TableView *view = m_page->view();
        view->setFocus();
        view->setCurrentIndex(m_page->model().index(10, 0));
        QTest::keyClick(view, Qt::Key_PageDown, Qt::ShiftModifier);
        const int page = view->currentIndex().row() - 10;
        QVERIFY(page > 5);
        QCOMPARE(m_page->selection().count(), page + 1);
        QTest::keyClick(view, Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(m_page->selection().count(), 290);
        QTest::keyClick(view, Qt::Key_Home, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(m_page->selection().count(), 300);
    }

    void ticksRangesOverGroups()
    {
        fill(30); // ten Windows, twenty Linux
        m_page->model().setGroup(u"platform"_s);
        QTRY_COMPARE(m_page->model().rowCount(), 32);
        QTRY_VERIFY(m_page->isSettled());
        TableView *view = m_page->view();
        const int first = m_page->model().index(0, 0).data(TableModel::GroupCountRole).toInt();
        const auto at = [view](int row) { return QPoint(100, view->rowViewportPosition(row) + 5); };
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at(first - 1));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(first + 3));
        // two rows above the second heading, two below
        QCOMPARE(m_page->selection().count(), 4);
        for (const int row : {first - 1, first, first + 2, first + 3})
            QVERIFY(m_page->selection().contains(m_page->model().idAt(row)));
        m_page->selection().clear();
        // what is folded away is not meant
        m_page->model().setCollapsed(0, true);
        view->setCurrentIndex(m_page->model().index(0, 0));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_page->selection().count(), 1);
    }

    void ticksAllByPointer()
    {
        fill(300);
        m_page->setQuery(u"platform:windows"_s);
        QTRY_COMPARE(m_page->model().matching(), 100);
        TableView *view = m_page->view();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(8, view->rowViewportPosition(2) + 5));
        QPushButton *all = nullptr;
        for (QPushButton *button : m_page->bulkBar()->findChildren<QPushButton *>()) {
            if (button->text() == u"Select all 100"_s)
                all = button;
        }
        QVERIFY(all && all->isVisible());
        test::picture(m_page.get(), u"table-ticked"_s);
        QTest::mouseClick(all, Qt::LeftButton);
        QCOMPARE(m_page->selection().count(), 100);
        QVERIFY(!all->isVisible());
        m_page->setQuery({}); // there are more now
        QTRY_COMPARE(m_page->model().matching(), 300);
        QVERIFY(all->isVisible());
        QCOMPARE(all->text(), u"Select all 300"_s);
    }

    void copiesWhatIsTicked()
    {
        fill(5);
        TableView *view = m_page->view();
        view->setFocus();
        view->setCurrentIndex(m_page->model().index(0, 0));
        QTest::keyClick(view, Qt::Key_Space);
        QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_Space);
        QSignalSpy copied(view, &TableView::copied);
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(copied.first().first().toLongLong(), 2);
        const QStringList rows = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(rows.size(), 3);
        QVERIFY(rows.first().startsWith(u"Name\tPlatform\tOS version"_s));
        QVERIFY(rows.at(1).startsWith(u"LT-0001\tWindows"_s));
    }

    void keepsRowsThroughTrouble()
    {
        ApiError error;
        error.kind = ApiError::Kind::Transport;
        m_page->setProblem(error);
        QCOMPARE(m_page->states()->state(), StateStack::State::Error);
        fill(10);
        QCOMPARE(m_page->states()->state(), StateStack::State::Content);
        m_page->setProblem({});
        m_page->setOffline(u"Offline. You see the state of 14:05."_s);
        QCOMPARE(m_page->states()->state(), StateStack::State::Content);
        test::picture(m_page.get(), u"table-offline"_s);
    }

    void givesLongTextsTheRoomThatIsThere()
    {
        const QFontMetrics metrics = m_page->view()->fontMetrics();
        const int usual = m_page->view()->columnWidth(0);
        name(u"A device whose name needs more than is usual"_s);
        const int fitting = m_page->view()->columnWidth(0);
        QVERIFY(fitting > usual);
        QVERIFY(fitting > metrics.horizontalAdvance(u"A device whose name needs more than is usual"_s));
        name(QString(200, u'm')); // what somebody reads does not move: only the first rows count
        QCOMPARE(m_page->view()->columnWidth(0), fitting);
        m_page->view()->resetWidths();
        QVERIFY(m_page->view()->columnWidth(0) < metrics.averageCharWidth() * 50);
    }

    void columnThatComesBackIsAsWideAsItWas()
    {
        fill(20);
        const QStringList columns = m_page->model().columns();
        m_page->view()->setColumnWidth(1, 234);
        m_page->model().setColumns({columns[0], columns[2]});
        m_page->model().setColumns(columns);
        QCOMPARE(m_page->view()->columnWidth(1), 234);
    }

    void orderByAColumnThatIsGoneIsLeftAlone()
    {
        fill(20);
        m_page->view()->sortBy(-1, false);
        m_page->view()->sortBy(m_page->model().columnCount(), true);
        QVERIFY(m_page->model().sortKeys().empty());
    }

    void remembersItsLook()
    {
        fill(20);
        click(2);
        m_page->model().setColumns({u"serial"_s, u"name"_s});
        m_page->view()->setColumnWidth(0, 321);
        m_page->setQuery(u"platform:linux"_s);
        const QVariantMap state = m_page->state();
        TablePage other(test::tableTexts(), *m_store, belvedere::Display("Device", std::make_shared<SystemClock>()));
        other.restore(state);
        QCOMPARE(other.model().columns(), (QStringList{u"serial"_s, u"name"_s}));
        QCOMPARE(other.view()->columnWidth(0), 321);
        QCOMPARE(other.model().sortKeys(), m_page->model().sortKeys());
        QCOMPARE(other.queryBox()->text(), u"platform:linux"_s);
        other.setUsualColumns({u"name"_s}); // a place says so behind its base, which restores
        QCOMPARE(other.model().columns(), (QStringList{u"serial"_s, u"name"_s}));
        other.view()->resize(600, 300);
        QTRY_VERIFY(other.isSettled());
        // os.version is no column now, so nothing is marked; with it, it is
        QCOMPARE(other.view()->horizontalHeader()->sortIndicatorSection(), -1);
        other.model().setColumns({u"name"_s, u"os.version"_s});
        QCOMPARE(other.view()->horizontalHeader()->sortIndicatorSection(), 1);
    }

    void isNamedAndSurvivesLargeText()
    {
        fill(30);
        m_page->panel()->setOpen(true);
        m_page->view()->setCurrentIndex(m_page->model().index(1, 0));
        settle();
        QCOMPARE(test::unnamedWidgets(m_page.get()), QStringList());
        QCOMPARE(test::richLabels(m_page.get()), QStringList());
        m_theme.setTextScale(2);
        settle();
        QCOMPARE(test::clippedTexts(m_page.get()), QStringList());
        test::picture(m_page.get(), u"table-large"_s);
        m_theme.setTextScale(1);
    }

private:
    void fill(int count) { load(test::deviceLines(count), count); }
    // One device of this name is all there is.
    void name(const QString &name)
    {
        load(QByteArray(test::deviceLines(1)).replace("LT-0001", name.toUtf8()), 1);
        QTRY_COMPARE(m_page->model().index(0, 0).data().toString(), name);
    }
    void load(const QByteArray &rows, int count)
    {
        QSignalSpy loaded(m_store.get(), &TableStore::loaded);
        m_store->load(rows);
        QVERIFY(loaded.wait(10'000));
        QTRY_COMPARE(m_page->model().total(), count);
        QTRY_VERIFY(m_page->isSettled());
    }
    void click(int column, Qt::KeyboardModifiers modifiers = {})
    {
        QHeaderView *header = m_page->view()->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, modifiers,
            QPoint(header->sectionViewportPosition(column) + 20, header->height() / 2));
    }
    // new widgets are shown and laid out by posted events
    static void settle()
    {
        for (int i = 0; i < 3; ++i) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        }
    }
    Theme m_theme;
    std::unique_ptr<TableStore> m_store;
    std::unique_ptr<TablePage> m_page;
};

QTEST_MAIN(TestTablePage)
#include "tst_table_page.moc"
