// The real window without its server: it opens with what was kept, says how old that is, and goes on when the server is
// back; signing out can take it all away.
#include "integration/console/consolerun.h"
#include "support/keptsecrets.h"
#include "support/relay.h"
#include "support/workbook.h"
#include "table/selection.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/tableview.h"
#include "ui/places.h"
#include "ui/shell/signinpage.h"

#include <QAction>
#include <QCheckBox>
#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr int devicesInAll = 400;

// One keychain for several windows.
class SharedSecrets final : public SecretStore {
public:
    explicit SharedSecrets(std::shared_ptr<KeptSecrets> all)
        : m_all(std::move(all))
    {
    }
    void read(const QString &key, QObject *owner, Read read) override { m_all->read(key, owner, std::move(read)); }
    void write(const QString &key, Secret secret) override { m_all->write(key, std::move(secret)); }
    void remove(const QString &key) override { m_all->remove(key); }
    bool isLasting() const override { return true; }

private:
    std::shared_ptr<KeptSecrets> m_all;
};

} // namespace

class TestOffline : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ServerProcess m_server;
    std::unique_ptr<Relay> m_network;
    std::shared_ptr<KeptSecrets> m_secrets = std::make_shared<KeptSecrets>();
    std::unique_ptr<Console> m_console;
    FakePrompts m_prompts;

    void open()
    {
        m_console = std::make_unique<Console>(ConsoleOptions(), places(), std::make_unique<SharedSecrets>(m_secrets));
        window().setPrompts(m_prompts);
        m_console->start();
        window().resize(1'440, 900);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->site(), patience);
    }
    void goOnline() { QTRY_COMPARE_WITH_TIMEOUT(connection().state(), Connection::Online, patience); }
    TablePage *devices()
    {
        window().navigator().go(u"devices"_s);
        return window().currentPlace()->findChild<TablePage *>();
    }
    // Exactly the rows that are shown, though no server is there.
    void exportBothWays(TablePage *page)
    {
        page->setQuery(u"platform:linux"_s);
        page->model().setColumns({u"name"_s, u"os.version"_s});
        page->model().sort(0, Qt::DescendingOrder);
        QTRY_VERIFY(page->isSettled() && page->model().matching() < devicesInAll);
        QStringList shown;
        for (int row = 0; row < page->model().rowCount(); ++row)
            shown.append(page->model().index(row, 0).data().toString());
        const QTemporaryDir dir;
        QSignalSpy done(page, &TablePage::exported);
        for (const auto &[entry, file] :
            {std::pair{"export-csv", u"kept.csv"_s}, std::pair{"export-xlsx", u"kept.xlsx"_s}}) {
            m_prompts.files = {dir.filePath(file)};
            Q_EMIT page->menu()->aboutToShow();
            page->menu()->findChild<QAction *>(QString::fromLatin1(entry))->trigger();
            QVERIFY(done.wait(patience));
            QCOMPARE(done.takeFirst().at(1).toString(), dir.filePath(file));
        }
        QFile csv(dir.filePath(u"kept.csv"_s));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(csv.readAll()).split(u"\r\n"_s, Qt::SkipEmptyParts);
        const QJsonArray sheet = sheetsOf(dir.filePath(u"kept.xlsx"_s)).at(0).toArray();
        QCOMPARE(lines.size(), shown.size() + 1);
        QCOMPARE(sheet.size(), shown.size() + 1);
        for (int row = 0; row < shown.size(); ++row) {
            QCOMPARE(lines[row + 1].section(u',', 0, 0), shown[row]);
            QCOMPARE(cellOf(sheet, row + 1, 0), QString(u"s "_s + shown[row]));
        }
        page->setQuery({});
        QTRY_COMPARE(page->model().matching(), devicesInAll);
    }
    static QString notice(TablePage *page)
    {
        const auto *message = page->findChild<InlineMessage *>();
        return message && message->isVisible() ? message->text() : QString();
    }
    QAction *command(const QString &text)
    {
        for (QAction *action : window().currentPlace()->actions()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    }
    MainWindow &window() { return m_console->window(); }
    ConnectionLabel &connection() { return *window().topBar()->connection(); }
    static int keptFiles()
    {
        int count = 0;
        for (QDirIterator i(CacheFolder::defaultPath(), QDir::Files, QDirIterator::Subdirectories); i.hasNext();
             i.next())
            ++count;
        return count;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(u"belvedere"_s);
        QVERIFY(m_server.start({u"--seed-demo"_s, QString::number(devicesInAll)}));
        m_network = std::make_unique<Relay>(quint16(QUrl(m_server.url()).port()));
        SiteRecord record = newSite(QUrl(m_network->url()), u"Head office"_s);
        record.remember = true;
        SiteBook book(SiteBook::defaultFile());
        QVERIFY(book.put(record));
        const QJsonObject session = m_server.signIn(
            QLatin1StringView(ServerProcess::adminEmail), QLatin1StringView(ServerProcess::adminPassword));
        m_secrets->write(record.id, Secret(session.value("refresh_token"_L1).toString().toLatin1()));
    }
    void cleanup()
    {
        m_console.reset();
        m_network->heal();
    }
    void cleanupTestCase() { QCOMPARE(m_server.stop(), 0); }

    void aKeptSessionOpens()
    {
        open();
        goOnline();
        TablePage *page = devices();
        QTRY_COMPARE_WITH_TIMEOUT(page->model().total(), devicesInAll, patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->site()->list<Device>().state() == LiveList::State::Ready, patience);
        QTRY_COMPARE(connection().text(), u"Connected"_s);
        QVERIFY(notice(page).isEmpty());
        m_console.reset();
        QVERIFY(keptFiles() >= 2);
    }

    void withoutTheServerItOpensAllTheSame()
    {
        m_network->cut();
        open();
        QVERIFY(!window().findChild<SignInPage *>());
        TablePage *page = devices();
        QTRY_COMPARE_WITH_TIMEOUT(page->model().total(), devicesInAll, patience);
        QTRY_COMPARE_WITH_TIMEOUT(connection().state(), Connection::Offline, patience);
        QVERIFY2(connection().text().startsWith(u"Offline, as of "_s), qPrintable(connection().text()));
        QVERIFY(connection().accessibleName().startsWith(connection().text()));
        QTRY_VERIFY_WITH_TIMEOUT(notice(page).startsWith(u"As of "_s), patience);
        QVERIFY2(notice(page).endsWith(u"; not connected"_s), qPrintable(notice(page)));

        // searchable
        page->setQuery(u"platform:linux"_s);
        QTRY_VERIFY(page->isSettled() && page->model().matching() < devicesInAll);
        QVERIFY(page->model().matching() > 0);
        page->setQuery({});
        QTRY_COMPARE(page->model().matching(), devicesInAll);

        exportBothWays(page);

        // nothing that could not arrive is offered
        for (const QString &text : {u"Tags…"_s, u"Synchronise…"_s}) {
            QAction *action = command(text);
            QVERIFY2(action, qPrintable(text));
            QVERIFY(!action->isEnabled());
            QCOMPARE(action->toolTip(), u"Not possible without a connection to the server"_s);
        }

        // where the person is
        page->view()->setCurrentIndex(page->model().index(200, 0));
        page->view()->scrollTo(page->model().index(200, 0), QAbstractItemView::PositionAtTop);
        page->selection().set(page->model().idAt(200), true);
        const QString id = page->view()->currentId();
        const int scroll = page->view()->verticalScrollBar()->value();
        QVERIFY(scroll > 0);

        m_network->heal();
        m_console->site()->reconnect();
        goOnline();
        QTRY_COMPARE_WITH_TIMEOUT(m_console->site()->list<Device>().state(), LiveList::State::Ready, patience);
        QTRY_VERIFY(notice(page).isEmpty());
        QCOMPARE(page->view()->currentId(), id);
        QCOMPARE(page->view()->verticalScrollBar()->value(), scroll);
        QVERIFY(page->selection().contains(id));
        QVERIFY(command(u"Tags…"_s)->isEnabled());
        QVERIFY(command(u"Tags…"_s)->toolTip() != u"Not possible without a connection to the server"_s);
    }

    void settingsSayHowMuchIsKeptAndEraseIt()
    {
        open();
        goOnline();
        window().navigator().go(u"settings"_s);
        auto *size = window().currentPlace()->findChild<QLabel *>(u"kept-size"_s);
        QVERIFY(size);
        QTRY_VERIFY2(size->text().contains(u"B"_s), qPrintable(size->text()));
        QVERIFY(keptFiles() > 0);
        QVERIFY(ConsoleRun::press(window().currentPlace(), u"Erase"_s));
        QTRY_VERIFY2(size->text().startsWith(u"Erased"_s), qPrintable(size->text()));
        QCOMPARE(keptFiles(), 0);
        auto *button = window().currentPlace()->findChild<QPushButton *>(u"erase-kept-now"_s);
        QVERIFY(!button->isEnabled());
        QVERIFY(!button->accessibleName().isEmpty());
    }

    void signingOutErasesWhenAsked()
    {
        open();
        goOnline();
        TablePage *page = devices();
        QTRY_COMPARE_WITH_TIMEOUT(page->model().total(), devicesInAll, patience);
        auto *choice = window().topBar()->findChild<QCheckBox *>(u"erase-kept"_s);
        QVERIFY(choice && !choice->isChecked());
        QCOMPARE(choice->accessibleName(), u"Also erase what is kept on this computer"_s);
        choice->click();
        for (QAction *action : window().topBar()->commands()) {
            if (action->text() == u"Sign out"_s)
                action->trigger();
        }
        QTRY_VERIFY_WITH_TIMEOUT(window().findChild<SignInPage *>(), patience);
        QVERIFY(!choice->isChecked());
        m_console.reset();
        QCOMPARE(keptFiles(), 0);
    }
};

QTEST_MAIN(TestOffline)
#include "tst_offline.moc"
