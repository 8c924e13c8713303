// A table page over real rows: filtering, sorting, ticking by keyboard, copying, states, the inspector.
#include "domain/device.h"
#include "domain/json.h"
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
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

QByteArray lines(int count)
{
    QByteArray result;
    for (int i = 0; i < count; ++i) {
        Device device;
        device.id = makeId<Device>(i + 1);
        device.name = u"LT-%1"_s.arg(i + 1, 4, 10, QChar(u'0'));
        device.platform = i % 3 == 0 ? Platform::Windows : Platform::Linux;
        device.osVersion = Version(u"12.%1"_s.arg(i % 8));
        device.manufacturer = u"Maker"_s;
        device.compliance = i % 5 == 0 ? Compliance::Noncompliant : Compliance::Compliant;
        device.enrolled = QDateTime(QDate(2026, 1, 1), QTime(8, 0), Qt::UTC);
        result += QJsonDocument(toJson(fields<Device>(), &device, true)).toJson(QJsonDocument::Compact) + '\n';
    }
    return result + "{\"token\":\"t1\"}\n";
}

TablePageTexts texts()
{
    return {u"Devices"_s, u"Loading devices…"_s, u"Filter, e.g. platform:linux seen>7d"_s, Icon::Devices,
        u"No devices yet"_s, u"Enrol a computer to see it here."_s, u"Enrol a device"_s};
}

} // namespace

class TestTablePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<TableStore>(fields<Device>());
        m_page = std::make_unique<TablePage>(
            texts(), *m_store, belvedere::Display("Device", std::make_shared<SystemClock>(), QLocale::c()));
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

    void remembersItsLook()
    {
        fill(20);
        click(2);
        m_page->model().setColumns({u"serial"_s, u"name"_s});
        m_page->view()->setColumnWidth(0, 321);
        m_page->setQuery(u"platform:linux"_s);
        const QVariantMap state = m_page->state();
        TablePage other(texts(), *m_store, belvedere::Display("Device", std::make_shared<SystemClock>()));
        other.restore(state);
        QCOMPARE(other.model().columns(), (QStringList{u"serial"_s, u"name"_s}));
        QCOMPARE(other.view()->columnWidth(0), 321);
        QCOMPARE(other.model().sortKeys(), m_page->model().sortKeys());
        QCOMPARE(other.queryBox()->text(), u"platform:linux"_s);
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
    void fill(int count) { load(lines(count), count); }
    // One device of this name is all there is.
    void name(const QString &name)
    {
        load(QByteArray(lines(1)).replace("LT-0001", name.toUtf8()), 1);
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
    void click(int column)
    {
        QHeaderView *header = m_page->view()->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
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
