// What a table page offers besides filtering: completion, conditions to take away, files, heights, a column that stays.
#include "gui/tablefixture.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "table/selection.h"
#include "ui/common/columnchooser.h"
#include "ui/common/exportbar.h"
#include "ui/common/facetpanel.h"
#include "ui/common/querybox.h"
#include "ui/common/querychips.h"
#include "ui/common/querycompletion.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestTableTools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = std::make_unique<TableStore>(fields<Device>());
        m_page = std::make_unique<TablePage>(
            test::tableTexts(), *m_store, belvedere::Display("Device", std::make_shared<SystemClock>(), QLocale::c()));
        m_page->setUsualColumns({u"name"_s, u"platform"_s, u"os.version"_s, u"manufacturer"_s, u"enrolled"_s});
        m_page->resize(1000, 600);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        QSignalSpy loaded(m_store.get(), &TableStore::loaded);
        m_store->load(test::deviceLines(300));
        QVERIFY(loaded.wait(10'000));
        QTRY_VERIFY(m_page->isSettled());
        edit()->setFocus();
    }
    void cleanup()
    {
        m_page.reset();
        m_store.reset();
    }

    void completesFieldThenValue()
    {
        QTest::keyClicks(edit(), u"plat"_s);
        QVERIFY(completion()->isOpen());
        QCOMPARE(completion()->list()->item(0)->text(), u"platform:   Platform"_s);
        test::picture(m_page.get(), u"table-completion"_s);
        QTest::keyClick(edit(), Qt::Key_Tab);
        QCOMPARE(edit()->text(), u"platform:"_s);
        QVERIFY(completion()->isOpen()); // the values come next
        QTest::keyClicks(edit(), u"wi"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(edit()->text(), u"platform:windows"_s);
        QVERIFY(!completion()->isOpen());
        QTRY_COMPARE(m_page->model().matching(), 100);
        QVERIFY(edit()->hasFocus());
    }

    void completesFromTheData()
    {
        QTest::keyClicks(edit(), u"name:lt-029"_s);
        QVERIFY(completion()->isOpen());
        QCOMPARE(completion()->list()->count(), 10);
        QCOMPARE(completion()->list()->item(0)->text(), u"LT-0290"_s);
        QTest::mouseClick(completion()->list()->viewport(), Qt::LeftButton, {},
            completion()->list()->visualItemRect(completion()->list()->item(3)).center());
        QCOMPARE(edit()->text(), u"name:LT-0293"_s);
        QTRY_COMPARE(m_page->model().matching(), 1);
    }

    void enterTakesOnlyWhatWasChosen()
    {
        QTest::keyClicks(edit(), u"man"_s); // a word, though fields begin with it
        QVERIFY(completion()->isOpen());
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(edit()->text(), u"man"_s);
        QVERIFY(!completion()->isOpen());
    }

    void escapeClosesBeforeItClears()
    {
        QTest::keyClicks(edit(), u"plat"_s);
        QTest::keyClick(edit(), Qt::Key_Escape);
        QVERIFY(!completion()->isOpen());
        QCOMPARE(edit()->text(), u"plat"_s);
        QTest::keyClick(edit(), Qt::Key_Escape);
        QVERIFY(edit()->text().isEmpty());
    }

    void downLeavesForTheTableWhenNothingIsOffered()
    {
        QTest::keyClicks(edit(), u"qqq"_s);
        QVERIFY(!completion()->isOpen());
        QTest::keyClick(edit(), Qt::Key_Down);
        QVERIFY(m_page->view()->hasFocus());
    }

    void theSuggestionsGoWithThePage()
    {
        QWidget window;
        m_page->setParent(&window);
        window.resize(1000, 600);
        m_page->show();
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        edit()->setFocus();
        QTest::keyClicks(edit(), u"plat"_s);
        QVERIFY(completion()->isOpen());
        QVERIFY(window.findChild<QListWidget *>(u"completion"_s, Qt::FindDirectChildrenOnly));
        m_page.reset();
        QVERIFY(!window.findChild<QListWidget *>(u"completion"_s));
    }

    void conditionsCanBeTakenAway()
    {
        auto *chips = m_page->findChild<QueryChips *>();
        m_page->setQuery(u"lt"_s);
        QVERIFY(chips->isHidden()); // words say it themselves
        m_page->setQuery(u"platform:windows os.version=12.0"_s);
        QVERIFY(chips->isVisible());
        QTRY_VERIFY(m_page->isSettled());
        test::picture(m_page.get(), u"table-chips"_s);
        const QList<QPushButton *> buttons = chips->findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        QVERIFY(buttons[0]->accessibleName().contains(u"Platform"_s));
        buttons[0]->click();
        QCOMPARE(edit()->text(), u"os.version:12.0"_s);
        QTRY_COMPARE(m_page->model().matching(), 38);
        m_page->setQuery({});
        QVERIFY(chips->isHidden());
    }

    void offersWhatWasUsedLast()
    {
        for (const QString &query : {u"platform:linux"_s, u"platform:windows"_s, u"platfrom:x"_s}) {
            edit()->clear();
            QTest::keyClicks(edit(), query);
            completion()->close();
            QTest::keyClick(edit(), Qt::Key_Return);
        }
        edit()->clear();
        QTest::keyClick(edit(), Qt::Key_Down, Qt::AltModifier);
        QVERIFY(completion()->isOpen());
        // newest first, without what could not be read
        QCOMPARE(completion()->list()->count(), 2);
        QCOMPARE(completion()->list()->item(0)->text(), u"platform:windows"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Return);
        QCOMPARE(edit()->text(), u"platform:linux"_s);
        TablePage other(test::tableTexts(), *m_store, m_page->model().display());
        other.restore(m_page->state());
        QCOMPARE(other.queryBox()->recent(), (QStringList{u"platform:windows"_s, u"platform:linux"_s}));
    }

    void exportsExactlyWhatIsShown()
    {
        QTemporaryDir dir;
        m_page->setQuery(u"os.version:12.0"_s);
        QTRY_COMPARE(m_page->model().matching(), 38);
        m_page->model().setColumns({u"name"_s, u"platform"_s});
        m_page->model().sort(0, Qt::DescendingOrder);
        QTRY_VERIFY(m_page->isSettled());
        const QString path = dir.filePath(u"shown.csv"_s);
        QSignalSpy asked(m_page.get(), &TablePage::exportRequested);
        m_page->menu()->findChild<QAction *>(u"export-csv"_s)->trigger();
        QCOMPARE(asked.size(), 1);
        QSignalSpy done(m_page.get(), &TablePage::exported);
        m_page->startExport(m_page->exportRequest(ExportFormat::Csv, path));
        QVERIFY(m_page->findChild<ExportBar *>()->isVisible());
        QVERIFY(done.wait());
        QVERIFY(m_page->findChild<ExportBar *>()->isHidden());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList rows = QString::fromUtf8(file.readAll()).split(u"\r\n"_s, Qt::SkipEmptyParts);
        QCOMPARE(rows.size(), 39);
        QVERIFY(rows[0].endsWith(u"Name,Platform"_s));
        QCOMPARE(rows[1], u"LT-0297,Linux"_s);

        m_page->selection().set(makeId<Device>(1).text, true);
        m_page->selection().set(makeId<Device>(2).text, true); // ticked, but not shown
        QCOMPARE(m_page->exportRequest(ExportFormat::Csv, path).view->count(), 1u);
        m_page->menu()->findChild<QAction *>(u"copy-csv"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"Name,Platform\r\nLT-0001,Windows\r\n"_s);
    }

    void aCancelledExportLeavesNothing_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("csv") << ExportFormat::Csv;
        QTest::newRow("xlsx") << ExportFormat::Xlsx;
    }
    void aCancelledExportLeavesNothing()
    {
        QFETCH(const ExportFormat, format);
        QSignalSpy loaded(m_store.get(), &TableStore::loaded);
        m_store->load(test::deviceLines(60'000));
        QVERIFY(loaded.wait(30'000));
        QTRY_VERIFY(m_page->isSettled());
        QTemporaryDir dir;
        auto *bar = m_page->findChild<ExportBar *>();
        auto *progress = bar->findChild<QProgressBar *>();
        auto *stop = bar->findChild<QPushButton *>();
        int reached = 0;
        connect(progress, &QProgressBar::valueChanged, bar, [&](int value) {
            if (value > 0 && reached == 0) {
                reached = value;
                QVERIFY(bar->isVisible() && m_page->isExporting());
                QTest::mouseClick(stop, Qt::LeftButton);
            }
        });
        QSignalSpy done(m_page.get(), &TablePage::exported);
        m_page->startExport(m_page->exportRequest(format, dir.filePath(u"half"_s)));
        QTRY_VERIFY2_WITH_TIMEOUT(!m_page->isExporting(),
            qPrintable(u"stopped at %1, %2"_s.arg(reached).arg(progress->accessibleName())), 30'000);
        QVERIFY(reached > 0 && reached < 1'000);
        QVERIFY(bar->isHidden());
        QCOMPARE(done.size(), 0);
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden | QDir::System), QStringList());
        // and the next one works
        m_page->setQuery(u"name:LT-0001"_s);
        QTRY_VERIFY(m_page->isSettled());
        m_page->startExport(m_page->exportRequest(format, dir.filePath(u"whole"_s)));
        QVERIFY(done.wait());
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden | QDir::System), QStringList{u"whole"_s});
    }

    void rowsCanBeLower()
    {
        const int usual = m_page->view()->rowHeight(0);
        m_page->view()->setDensity(TableView::Density::Compact);
        QVERIFY(m_page->view()->rowHeight(0) < usual);
        QVERIFY(m_page->view()->rowHeight(0) >= m_page->view()->fontMetrics().height());
        TablePage other(test::tableTexts(), *m_store, m_page->model().display());
        other.restore(m_page->state());
        QCOMPARE(other.view()->density(), TableView::Density::Compact);
    }

    void heightsAndColumnsAreInTheMenu()
    {
        m_page->setColumnSets({{u"Short"_s, {u"name"_s, u"platform"_s}}});
        QVERIFY(test::chooseInMenu(*m_page, u"column-sets"_s, u"Short"_s));
        QCOMPARE(m_page->model().columns(), (QStringList{u"name"_s, u"platform"_s}));
        QVERIFY(test::chooseInMenu(*m_page, u"column-sets"_s, u"Usual"_s));
        QCOMPARE(m_page->model().columns().size(), 5);
        QVERIFY(test::chooseInMenu(*m_page, u"column-sets"_s, u"Choose…"_s));
        auto *chooser = m_page->findChild<ColumnChooser *>();
        QTRY_VERIFY(chooser->isVisible());
        QTest::keyClick(chooser, Qt::Key_Escape);
        QTRY_VERIFY(!chooser->isVisible());
        QVERIFY(test::chooseInMenu(*m_page, u"heights"_s, u"Compact"_s));
        QCOMPARE(m_page->view()->density(), TableView::Density::Compact);
        QVERIFY(test::chooseInMenu(*m_page, u"heights"_s, u"Comfortable"_s));
        QCOMPARE(m_page->view()->density(), TableView::Density::Comfortable);
    }

    void theMenuOpensByKeyboard()
    {
        auto *button = named(u"More"_s);
        button->setFocus();
        QTimer::singleShot(0, m_page->menu(), [this] {
            QVERIFY(m_page->menu()->isVisible());
            QVERIFY(m_page->menu()->values()->isVisible());
            m_page->menu()->close();
        });
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(!m_page->menu()->isVisible());
        m_page->menu()->values()->trigger();
        QVERIFY(m_page->facets()->isVisible());
        m_page->menu()->inspector()->trigger();
        QVERIFY(m_page->panel()->isOpen());
    }

    void firstColumnStaysInSight()
    {
        TableView *view = m_page->view();
        for (int column = 0; column < 5; ++column)
            view->setColumnWidth(column, 400);
        const QPoint tick(8, view->rowViewportPosition(2) + 5);
        const QImage before = view->viewport()->grab(QRect(0, 0, 200, 200)).toImage();
        view->horizontalScrollBar()->setValue(view->horizontalScrollBar()->maximum());
        test::picture(m_page.get(), u"table-sticky"_s);
        // the same names stand at the left, whatever was scrolled away
        const QPoint corner = view->viewport()->pos();
        const QImage after = view->grab(QRect(corner, QSize(200, 200))).toImage();
        QCOMPARE(after, before);

        const int scrolled = view->horizontalScrollBar()->value();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, tick);
        QVERIFY(m_page->selection().contains(m_page->model().idAt(2)));
        QCOMPARE(view->currentIndex().row(), 2);
        QCOMPARE(view->horizontalScrollBar()->value(), scrolled);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, tick + QPoint(150, 0));
        QCOMPARE(m_page->selection().count(), 1);

        QWidget *heading = view->childAt(view->horizontalHeader()->geometry().topLeft() + QPoint(60, 8));
        QTest::mouseClick(heading, Qt::RightButton, {}, QPoint(60, 8));
        QCOMPARE(m_page->model().sortKeys().size(), 0u);
        QTest::mouseClick(heading, Qt::LeftButton, {}, QPoint(60, 8));
        QCOMPARE(m_page->model().sortKeys().size(), 1u);
        QCOMPARE(QByteArray(fields<Device>()[size_t(m_page->model().sortKeys()[0].column)].name), "name");
    }

    void firstColumnStaysInSightOfTheKeyboard()
    {
        TableView *view = m_page->view();
        for (int column = 0; column < 5; ++column)
            view->setColumnWidth(column, 400);
        view->setFocus();
        view->setCurrentIndex(m_page->model().index(2, 0));
        const QPoint corner = view->viewport()->pos();
        const QImage before = view->grab(QRect(corner, QSize(200, 200))).toImage();
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(view->horizontalScrollBar()->value() > 0);
        QCOMPARE(view->grab(QRect(corner, QSize(200, 200))).toImage(), before);
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(m_page->selection().contains(m_page->model().idAt(2)));
    }

    void valuesAreCountedAndTicked()
    {
        auto *button = named(u"Values and how often they occur"_s);
        QVERIFY(button->isVisible());
        button->click();
        FacetPanel *panel = m_page->facets();
        // the usual columns first; what no device has said is left out
        const auto headings = [panel] {
            QStringList texts;
            for (int i = 0; i < panel->topLevelItemCount(); ++i)
                texts.append(panel->topLevelItem(i)->text(0));
            return texts;
        };
        QTRY_COMPARE(headings(),
            (QStringList{u"Platform"_s, u"OS version"_s, u"Manufacturer"_s, u"Compliance"_s, u"Simulated"_s}));
        QTreeWidgetItem *platform = panel->topLevelItem(0);
        QCOMPARE(platform->childCount(), 2);
        QCOMPARE(platform->child(0)->text(0), u"Linux"_s);
        QCOMPARE(platform->child(0)->text(1), u"200"_s);
        // eight versions: six, and the way to the others
        QTreeWidgetItem *version = panel->topLevelItem(1);
        QCOMPARE(version->childCount(), 7);
        test::picture(m_page.get(), u"table-values"_s);
        panel->setFocus();
        panel->setCurrentItem(version->child(6));
        QTest::keyClick(panel, Qt::Key_Space);
        QCOMPARE(version->childCount(), 8);

        panel->setCurrentItem(platform->child(1));
        QTest::keyClick(panel, Qt::Key_Space);
        QCOMPARE(edit()->text(), u"platform:windows"_s);
        QTRY_COMPARE(m_page->model().matching(), 100);
        QTRY_COMPARE(panel->topLevelItem(3)->child(0)->text(1), u"80"_s); // compliant ones among them
        // its own values are counted as if nothing of them were ticked, so that a choice can be widened
        QCOMPARE(platform->child(0)->text(0), u"Windows"_s); // ticked ones first
        QCOMPARE(platform->child(0)->checkState(0), Qt::Checked);
        QCOMPARE(platform->child(1)->text(1), u"200"_s);
        QTest::keyClicks(edit(), u" lt-000"_s);
        QTRY_COMPARE(platform->child(1)->text(1), u"6"_s); // follows what is typed
        QTest::mouseClick(panel->viewport(), Qt::LeftButton, {}, panel->visualItemRect(platform->child(0)).center());
        QCOMPARE(edit()->text(), u"lt-000"_s);
        button->click();
        QVERIFY(panel->isHidden());
    }

    // What is ticked says how many rows it stands for, or nothing; never that there are none while there are some.
    void tickedValuesAreCountedAsTheQueryReadsThem()
    {
        m_page->facets()->setFields({u"manufacturer"_s, u"name"_s});
        named(u"Values and how often they occur"_s)->click();
        FacetPanel *panel = m_page->facets();
        QTRY_COMPARE(panel->topLevelItemCount(), 2);
        m_page->setQuery(u"manufacturer=MAKER"_s);
        const auto first = [panel](
                               int field, int column) { return panel->topLevelItem(field)->child(0)->text(column); };
        QTRY_COMPARE(first(0, 0), u"MAKER"_s);
        QCOMPARE(first(0, 1), u"300"_s);
        QCOMPARE(panel->topLevelItem(0)->childCount(), 1);
        m_page->setQuery(u"name=LT-0290"_s); // of 300 names 200 are counted
        QTRY_COMPARE(first(1, 0), u"LT-0290"_s);
        QCOMPARE(first(1, 1), QString());
        m_page->setQuery(u"manufacturer=nobody"_s);
        QTRY_COMPARE(first(0, 0), u"nobody"_s);
        QCOMPARE(first(0, 1), u"0"_s);
    }

    void groupsFoldByKeyboardAndPointer()
    {
        TableView *view = m_page->view();
        QVERIFY(test::chooseInMenu(*m_page, u"groups"_s, u"Platform"_s));
        QTRY_COMPARE(m_page->model().rowCount(), 302);
        QCOMPARE(m_page->model().matching(), 300);
        QTRY_VERIFY(m_page->isSettled());
        test::picture(m_page.get(), u"table-groups"_s);
        view->setFocus();
        view->setCurrentIndex(m_page->model().index(0, 0));
        QVERIFY(m_page->model().isHeader(0));
        QCOMPARE(view->currentId(), QString());
        QSignalSpy opened(m_page.get(), &TablePage::opened);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.size(), 0);
        const int folded = m_page->model().rowCount();
        QVERIFY(folded == 102 || folded == 202);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(60, view->rowViewportPosition(0) + 5));
        QCOMPARE(m_page->model().rowCount(), 302);
        QTest::keyClick(view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_page->selection().count(), 300);
        QCOMPARE(m_page->exportRequest(ExportFormat::Csv, {}).view->count(), 300u);
        TablePage other(test::tableTexts(), *m_store, m_page->model().display());
        other.restore(m_page->state());
        QTRY_COMPARE(other.model().groupCount(), 2);
    }

    void timesAreGroupedByTheCalendar()
    {
        QVERIFY(test::chooseInMenu(*m_page, u"groups"_s, u"Enrolled"_s));
        QTRY_COMPARE(m_page->model().groupCount(), 1);
        QTRY_VERIFY(m_page->isSettled());
        const Bands bands =
            timeBands(QDateTime::currentDateTimeUtc(), QTimeZone::systemTimeZone(), QLocale::c().firstDayOfWeek());
        const QDateTime enrolled(QDate(2026, 1, 1), QTime(8, 0), Qt::UTC); // all of them
        const Field &field = *findField(fields<Device>(), u"enrolled");
        QCOMPARE(m_page->model().index(0, 0).data().toString(),
            m_page->model().display().group(qint64(bands.indexOf(enrolled.toMSecsSinceEpoch())), &bands, field));
        // newest first, and so again the next time
        QVERIFY(m_page->model().groupKey()->descending);
        TablePage other(test::tableTexts(), *m_store, m_page->model().display());
        other.restore(m_page->state());
        QVERIFY(other.model().groupKey() == m_page->model().groupKey());
    }

    void everythingHasAName()
    {
        m_page->setQuery(u"platform:windows"_s);
        QTest::keyClick(edit(), Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(test::unnamedWidgets(m_page.get()), QStringList());
        QCOMPARE(test::richLabels(m_page.get()), QStringList());
    }

private:
    QToolButton *named(const QString &name)
    {
        for (QToolButton *button : m_page->findChildren<QToolButton *>()) {
            if (button->accessibleName() == name)
                return button;
        }
        return nullptr;
    }
    QueryEdit *edit() { return m_page->queryBox()->edit(); }
    QueryCompletion *completion() { return m_page->queryBox()->completion(); }

    Theme m_theme;
    std::unique_ptr<TableStore> m_store;
    std::unique_ptr<TablePage> m_page;
};

QTEST_MAIN(TestTableTools)
#include "tst_table_tools.moc"
