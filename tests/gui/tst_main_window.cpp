// The frame: places by role, navigation and its history, the palette by keyboard, names, large text.
#include "gui/samplesite.h"
#include "support/accessibility.h"
#include "support/fakeprompts.h"
#include "support/pictures.h"
#include "ui/common/theme.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/navdelegate.h"
#include "ui/shell/navpanel.h"

#include <QListWidget>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>();
        m_theme->setMode(Theme::Mode::Light);
        m_window = std::make_unique<MainWindow>(test::samplePlaces(), *m_theme);
        m_window->setPrompts(m_prompts);
        m_window->topBar()->setSites({{u"s1"_s, u"Head office"_s, u"https://mdm.example.org"_s}}, u"s1"_s);
        m_window->topBar()->connection()->set(Connection::Online);
        m_window->resize(1440, 900);
        m_window->enter(m_site, Role::Administrator, u"Anna Lindqvist"_s);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
    }

    void listsOnlyWhatTheRoleMayRead()
    {
        QVERIFY(m_window->navigation()->placeIds().contains(u"audit"_s));
        m_window->enter(m_site, Role::Helpdesk, u"Helpdesk"_s);
        QVERIFY(!m_window->navigation()->placeIds().contains(u"audit"_s));
        QVERIFY(!m_window->navigation()->placeIds().contains(u"accounts"_s));
        QVERIFY(m_window->navigation()->placeIds().contains(u"devices"_s));
        m_window->navigator().go(u"audit"_s);
        QCOMPARE(m_window->currentPlace()->objectName(), u"home"_s);
    }

    void hidesWhatWouldBeRefused()
    {
        m_window->enter(m_site, Role::Auditor, u"Auditor"_s);
        m_window->navigator().go(u"devices"_s);
        for (const PaletteCommand &command : m_window->commands({}))
            QVERIFY2(command.title != u"Enrol devices", "an auditor may not enrol");
    }

    void makesPlacesWhenTheyAreFirstVisited()
    {
        QVERIFY(!m_window->findChild<Place *>(u"devices"_s));
        m_window->navigator().go(u"devices"_s);
        QPointer<Place> place = m_window->findChild<Place *>(u"devices"_s);
        QVERIFY(place);
        m_window->navigator().go(u"home"_s);
        m_window->navigator().go(u"devices"_s);
        QCOMPARE(m_window->currentPlace(), place.data());
        m_window->enter(m_site, Role::Auditor, u"Auditor"_s);
        QVERIFY2(!place, "places of an earlier stay are gone");
    }

    void goesBackAndForwardByKeyboard()
    {
        m_window->navigator().go(u"devices"_s, {{u"query"_s, u"seen>7d"_s}});
        m_window->navigator().go(u"rules"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPlace()->objectName(), u"devices"_s);
        QCOMPARE(m_window->navigator().current().arguments.value(u"query"_s).toString(), u"seen>7d"_s);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->currentPlace()->objectName(), u"rules"_s);
        QVERIFY(!m_window->navigator().canGoForward());
        QVERIFY(m_window->windowTitle().startsWith(u"Rules"));
    }

    void navigatesByKeyboard()
    {
        NavPanel *nav = m_window->navigation();
        nav->setFocus();
        QTest::keyClick(nav, Qt::Key_Down);
        QTest::keyClick(nav, Qt::Key_Down);
        QTest::keyClick(nav, Qt::Key_Return);
        QCOMPARE(m_window->currentPlace()->objectName(), u"devices"_s);
    }

    void countsLeaveTheKeyboardWhereItIs()
    {
        NavPanel *nav = m_window->navigation();
        Branch branch{u"viw-1"_s, u"Silent"_s, u"3"_s, {}, true, {}};
        nav->setBranches(u"devices"_s, u"Smart groups"_s, {branch});
        nav->setFocus();
        QTest::keyClick(nav, Qt::Key_Down);
        const int row = nav->currentRow();
        QVERIFY(!nav->item(row)->data(NavDelegate::CurrentRole).toBool());
        branch.detail = u"4"_s;
        nav->setBranches(u"devices"_s, u"Smart groups"_s, {branch});
        QCOMPARE(nav->currentRow(), row);
        nav->setBranches(u"devices"_s, {}, {});
    }

    void runsCommandsFromThePalette()
    {
        CommandPalette *palette = m_window->topBar()->commandPalette();
        m_window->navigation()->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette->isOpen());
        QVERIFY(palette->hasFocus());
        QTest::keyClicks(palette, u"confprof"_s);
        QCOMPARE(palette->list()->currentItem()->text(), u"Configuration profiles"_s);
        test::picture(m_window.get(), u"palette"_s);
        QTest::keyClick(palette, Qt::Key_Return);
        QVERIFY(!palette->isOpen());
        QCOMPARE(m_window->currentPlace()->objectName(), u"profiles"_s);
        QVERIFY(m_window->navigation()->hasFocus());

        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(palette, u"anna l"_s);
        QVERIFY(palette->list()->count() >= 2);
        QCOMPARE(palette->list()->currentItem()->text(), u"Find “anna l” in devices"_s);
        QTest::keyClick(palette, Qt::Key_Return);
        QCOMPARE(m_window->navigator().current().arguments.value(u"query"_s).toString(), u"anna l"_s);

        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(palette, Qt::Key_Escape);
        QVERIFY(!palette->isOpen());
    }

    void switchesTheThemeFromThePalette()
    {
        CommandPalette *palette = m_window->topBar()->commandPalette();
        palette->open();
        QTest::keyClicks(palette, u"dark"_s);
        QTest::keyClick(palette, Qt::Key_Return);
        QVERIFY(m_theme->isDark());
    }

    void collapsesWhenNarrow()
    {
        QVERIFY(!m_window->navigation()->isCollapsed());
        m_window->resize(900, 700);
        QTRY_VERIFY(m_window->navigation()->isCollapsed());
        QTest::mouseClick(m_window->findChild<QWidget *>(u"toggle-navigation"_s), Qt::LeftButton);
        QVERIFY(!m_window->navigation()->isCollapsed());
        m_window->resize(1440, 900);
        m_window->resize(900, 700);
        QTRY_VERIFY(m_window->navigation()->isCollapsed());
    }

    void namesEverythingThatTakesTheKeyboard()
    {
        for (const QString &id : m_window->navigation()->placeIds()) {
            m_window->navigator().go(id);
            QCOMPARE(test::unnamedWidgets(m_window.get()), QStringList());
            QCOMPARE(test::richLabels(m_window.get()), QStringList());
        }
    }

    void survivesLargeText()
    {
        m_window->resize(1280, 800);
        m_theme->setTextScale(2);
        for (const QString &id : m_window->navigation()->placeIds()) {
            m_window->navigator().go(id);
            QCoreApplication::sendPostedEvents();
            QCOMPARE(test::clippedTexts(m_window.get()), QStringList());
            if (id == u"devices" || id == u"persons")
                test::picture(m_window.get(), u"large-"_s + id);
        }
    }

    void remembersItsLook()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"window.ini"_s), QSettings::IniFormat);
        m_theme->setMode(Theme::Mode::Dark);
        m_theme->setTextScale(1.25);
        m_window->save(settings);
        Theme theme;
        MainWindow other(test::samplePlaces(), theme);
        other.restore(settings);
        QCOMPARE(theme.mode(), Theme::Mode::Dark);
        QCOMPARE(theme.textScale(), 1.25);
    }

private:
    Site m_site;
    test::FakePrompts m_prompts;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
