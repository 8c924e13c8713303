// Saved views at the real window: saved, changed, updated, shared, seen by another account or not, and without a
// server.
#include "integration/console/consolerun.h"
#include "support/accessibility.h"
#include "ui/common/querybox.h"
#include "ui/records/placeviews.h"
#include "ui/records/viewsheet.h"
#include "ui/shell/navdelegate.h"
#include "ui/shell/navpanel.h"

#include <QAction>
#include <QCheckBox>
#include <QJsonDocument>
#include <QMenu>
#include <QToolButton>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr char password[] = "a password for tests";

} // namespace

// The steps build on each other, in this order.
class TestSavedViews : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    QString m_group; // id of a group that was made over the API

    TablePage *page() { return m_run.page(); }
    QToolButton *button() { return page()->findChild<QToolButton *>(u"views"_s); }
    // The entry of that text, as the menu would show it now.
    QAction *entry(const QString &text)
    {
        QMenu *menu = button()->menu();
        Q_EMIT menu->aboutToShow();
        QAction *found = nullptr;
        for (QAction *action : menu->actions()) {
            if (action->text() == text && action->isVisible())
                found = action;
        }
        return found;
    }
    bool choose(const QString &text)
    {
        QAction *action = entry(text);
        if (!action || !action->isEnabled())
            return false;
        action->trigger();
        return true;
    }
    // The count beside a smart group in the navigation; -1: it is not there.
    qint64 countOf(const QString &name)
    {
        NavPanel *nav = m_run.window().navigation();
        for (int row = 0; row < nav->count(); ++row) {
            const QListWidgetItem *item = nav->item(row);
            if (item->text() == name && !item->data(NavDelegate::BranchRole).toString().isEmpty())
                return QLocale().toLongLong(item->data(NavDelegate::DetailRole).toString());
        }
        return -1;
    }
    qint64 plain(const QString &query) const
    {
        ServerProcess &server = const_cast<ConsoleRun &>(m_run).server();
        const QString path = u"/api/v1/devices?limit=1&query="_s + QString::fromLatin1(QUrl::toPercentEncoding(query));
        return server.get(path, server.administrator()).json()["total"_L1].toInteger();
    }
    void openAs(const QString &email, const QString &secret)
    {
        m_run.close();
        QVERIFY(m_run.open(email, secret));
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), 60, patience);
    }
    void openAsAdmin()
    {
        openAs(QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.server().start({u"--seed-demo"_s, u"60"_s}), qPrintable(m_run.server().errors()));
        QVERIFY(
            !m_run.server().account(m_run.server().administrator(), u"audit@example.org"_s, u"auditor"_s).isEmpty());
        openAsAdmin();
    }
    void cleanupTestCase() { m_run.close(); }

    void whatIsShownIsSaved()
    {
        m_run.type(u"platform:linux"_s);
        page()->arrange({{u"name"_s, u"seen"_s, u"platform"_s},
            {{int(findField(fields<Device>(), u"seen") - fields<Device>().data()), true}}, {}});
        QTest::keyClick(page()->queryBox()->edit(), Qt::Key_V, Qt::AltModifier);
        QTRY_VERIFY(button()->menu()->isVisible());
        button()->menu()->close();
        m_run.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_run.window()));
        QVERIFY(choose(u"Save as view…"_s));
        auto *sheet = m_run.seen<ViewSheet>();
        QVERIFY(sheet);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(&m_run.window()), QStringList());
        QCOMPARE(clippedTexts(&m_run.window()), QStringList());
        QVERIFY(ConsoleRun::fill(sheet, u"name"_s, u"Penguins"_s));
        QVERIFY(ConsoleRun::press(sheet, u"Save view"_s));
        QTRY_COMPARE_WITH_TIMEOUT(button()->text(), u"Penguins"_s, patience);
        QTRY_VERIFY_WITH_TIMEOUT(entry(u"Penguins"_s), patience);
        QVERIFY(entry(u"Penguins"_s)->isChecked());
    }

    void changeIsMarkedAndUpdated()
    {
        m_run.type(u"platform:linux seen<90d"_s);
        QTRY_COMPARE(button()->text(), u"Penguins •"_s);
        m_run.type(u"platform:linux"_s);
        QTRY_COMPARE(button()->text(), u"Penguins"_s);
        page()->model().setColumns({u"name"_s, u"platform"_s});
        QTRY_COMPARE(button()->text(), u"Penguins •"_s);
        QVERIFY(choose(u"Update “Penguins”"_s));
        QTRY_COMPARE_WITH_TIMEOUT(button()->text(), u"Penguins"_s, patience);
        // leaving brings back one's own columns, opening those of the view
        QVERIFY(choose(u"Leave view"_s));
        QCOMPARE(button()->text(), u"Views"_s);
        QCOMPARE(page()->model().columns(), (QStringList{u"name"_s, u"seen"_s, u"platform"_s}));
        QVERIFY(page()->queryBox()->text().isEmpty());
        QVERIFY(choose(u"Penguins"_s));
        // which the list may be told of a moment later
        QTRY_COMPARE(page()->model().columns(), (QStringList{u"name"_s, u"platform"_s}));
        QCOMPARE(page()->queryBox()->text(), u"platform:linux"_s);
        // and so does coming back
        m_run.window().navigator().back();
        m_run.window().navigator().forward();
        QCOMPARE(button()->text(), u"Penguins"_s);
    }

    void groupCountsLive()
    {
        const qint64 silent = plain(u"seen>7d"_s);
        QTRY_COMPARE_WITH_TIMEOUT(countOf(u"Silent for a week"_s), silent, patience);
        // a change of the fleet
        const HttpReply made = m_run.server().post(u"/api/v1/views"_s, m_run.server().administrator(),
            {{u"name"_s, u"Marked"_s}, {u"list"_s, u"devices"_s}, {u"query"_s, u"tag:marked"_s}, {u"shared"_s, true},
                {u"smart_group"_s, true}});
        QCOMPARE(made.status, 200);
        m_group = made.json()["id"_L1].toString();
        QTRY_COMPARE_WITH_TIMEOUT(countOf(u"Marked"_s), 0, patience);
        m_run.server().post(u"/api/v1/devices/change"_s, m_run.server().administrator(),
            {{u"devices"_s, QJsonArray{u"dev-1"_s, u"dev-2"_s, u"dev-3"_s}}, {u"add_tags"_s, QJsonArray{u"marked"_s}}});
        QTRY_COMPARE_WITH_TIMEOUT(countOf(u"Marked"_s), 3, patience);
    }

    void paletteAndNavigationOpenViews()
    {
        QVERIFY(m_run.go(u"Persons"_s, u"persons"_s));
        QVERIFY(m_run.command(u"Marked"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.window().currentPlace()->objectName(), u"devices"_s, patience);
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().matching(), 3, patience);
        QCOMPARE(button()->text(), u"Marked"_s);
        QVERIFY(m_run.go(u"Persons"_s, u"persons"_s));
        QVERIFY(choose(u"People with devices"_s));
        QCOMPARE(page()->queryBox()->text(), u"devices>0"_s);
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QCOMPARE(button()->text(), u"Views"_s);
    }

    void otherAccountSeesWhatIsShared()
    {
        openAs(u"audit@example.org"_s, QString::fromLatin1(password));
        QTRY_VERIFY_WITH_TIMEOUT(entry(u"Marked"_s), patience);
        QVERIFY(!entry(u"Penguins"_s));
        QVERIFY(choose(u"Marked"_s));
        // the auditor may not change what is everybody's
        for (const QString &text : {u"Update “Marked”"_s, u"Edit view…"_s, u"Delete view…"_s})
            QVERIFY(!entry(text));
        QVERIFY(choose(u"Save as view…"_s));
        auto *sheet = m_run.seen<ViewSheet>();
        QVERIFY(sheet);
        QVERIFY(!sheet->form()->has(u"shared"));
        sheet->dismiss();
        // shared now, at once
        const QByteArray admin = m_run.server().administrator();
        const QJsonArray found =
            m_run.server().get(u"/api/v1/views?query=penguins"_s, admin).json()["items"_L1].toArray();
        const QString path = u"/api/v1/views/"_s + found[0]["id"_L1].toString();
        const int version = found[0]["version"_L1].toInt();
        QCOMPARE(m_run.server().patch(path, admin, {{u"shared"_s, true}}, version).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(entry(u"Penguins"_s), patience);
        QVERIFY(choose(u"Penguins"_s));
        QCOMPARE(m_run.server().patch(path, admin, {{u"shared"_s, false}}, version + 1).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(!entry(u"Penguins"_s), patience);
        QTRY_COMPARE(button()->text(), u"Views"_s);
    }

    void deletingAsks()
    {
        openAsAdmin();
        QTRY_VERIFY_WITH_TIMEOUT(entry(u"Penguins"_s), patience);
        const QStringList own = page()->model().columns();
        QVERIFY(choose(u"Penguins"_s));
        QTRY_VERIFY(page()->model().columns() != own);
        m_run.type(u"platform:linux seen<80d"_s);
        QTRY_COMPARE(button()->text(), u"Penguins •"_s);
        QVERIFY(choose(u"Edit view…"_s));
        auto *sheet = m_run.seen<ViewSheet>();
        QVERIFY(sheet);
        QVERIFY(ConsoleRun::fill(sheet, u"name"_s, u"Marked"_s));
        QVERIFY(ConsoleRun::press(sheet, u"Save changes"_s));
        // one's own may have the name of a shared one, and what was changed in the table stays changed
        QTRY_COMPARE_WITH_TIMEOUT(button()->text(), u"Marked •"_s, patience);
        QCOMPARE(page()->queryBox()->text(), u"platform:linux seen<80d"_s);
        m_run.prompts().answers.append(true);
        QVERIFY(choose(u"Delete view…"_s));
        QTRY_COMPARE_WITH_TIMEOUT(button()->text(), u"Views"_s, patience);
        QVERIFY(entry(u"Marked"_s)); // the shared one
        QCOMPARE(page()->model().columns(), own);
        QCOMPARE(page()->queryBox()->text(), u"platform:linux seen<80d"_s);
    }

    void commandLineCounts()
    {
        const ConsoleRun::Outcome listed = ConsoleRun::run(u"belvedere-cli"_s,
            {u"--site"_s, m_run.server().url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_run.passwordFile(QString::fromLatin1(ServerProcess::adminPassword)), u"views"_s,
                u"list"_s, u"--query"_s, u"smart_group:yes"_s, u"--json"_s});
        QVERIFY2(listed.code == 0, listed.errors.constData());
        const QJsonArray views = QJsonDocument::fromJson(listed.out).array();
        QVERIFY(views.size() >= 4);
        for (const QJsonValue view : views)
            QCOMPARE(view["matching"_L1].toInteger(-1), plain(view["query"_L1].toString()));
    }

    void withoutAServerViewsOpenAndGroupsCount()
    {
        QTRY_COMPARE_WITH_TIMEOUT(countOf(u"Marked"_s), 3, patience);
        m_run.server().kill();
        QTRY_COMPARE_WITH_TIMEOUT(m_run.connection(), Connection::Offline, patience);
        QVERIFY(choose(u"Marked"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().matching(), 3, patience);
        QCOMPARE(countOf(u"Marked"_s), 3);
        QVERIFY(!entry(u"Save as view…"_s)->isEnabled());
    }
};

QTEST_MAIN(TestSavedViews)
#include "tst_saved_views.moc"
