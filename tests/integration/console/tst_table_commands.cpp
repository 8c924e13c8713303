// A table's own commands by the keyboard alone, and a copied command that prints in a shell what the window shows.
#include "integration/console/consolerun.h"
#include "support/places.h"
#include "ui/common/facetpanel.h"
#include "ui/common/querybox.h"
#include "ui/common/tableview.h"
#include "ui/shell/commandpalette.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QListWidget>
#include <QProcess>
#include <QSignalSpy>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestTableCommands : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    static constexpr int patience = ConsoleRun::patience;
    ConsoleRun m_run;

    TablePage *devices()
    {
        TablePage *page = m_run.page();
        return m_run.window().currentPlace()->objectName() == u"devices"_s ? page : nullptr;
    }
    // What the palette lists for that text.
    QStringList offered(const QString &typed)
    {
        CommandPalette *palette = m_run.window().topBar()->commandPalette();
        QTest::keyClick(&m_run.window(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(palette, typed);
        QStringList titles;
        for (int i = 0; i < palette->list()->count(); ++i)
            titles.append(palette->list()->item(i)->text());
        QTest::keyClick(palette, Qt::Key_Escape);
        return titles;
    }
    // The copied command in a real shell, as JSON; the program and the password are where this test has them.
    QJsonArray printed(const QString &command)
    {
        QString line = command;
        line.replace(u"belvedere-cli"_s, QString(u'\'' + programPath(u"belvedere-cli") + u'\''));
        line.replace(u"--password-file password"_s,
            QString(u"--password-file '"_s + m_run.passwordFile(QString::fromLatin1(ServerProcess::adminPassword))
                + u'\''));
        QProcess shell;
        shell.start(u"/bin/sh"_s, {u"-c"_s, QString(line + u" --json"_s)});
        if (!QTest::qWaitFor([&shell] { return shell.state() == QProcess::NotRunning; }, patience))
            shell.kill();
        const QByteArray errors = shell.readAllStandardError();
        if (!errors.isEmpty())
            qWarning("%s", errors.constData());
        return QJsonDocument::fromJson(shell.readAllStandardOutput()).array();
    }
    void printsWhatIsShown(const QStringList &sameFields)
    {
        TablePage *page = m_run.page();
        QTRY_VERIFY_WITH_TIMEOUT(page->isSettled(), patience);
        QGuiApplication::clipboard()->clear();
        QVERIFY(m_run.command(u"Copy as command"_s));
        const QJsonArray rows = printed(QGuiApplication::clipboard()->text());
        QCOMPARE(rows.size(), page->model().matching());
        QVERIFY(!rows.isEmpty());
        int at = 0;
        for (int line = 0; line < page->model().rowCount(); ++line) {
            if (page->model().isHeader(line))
                continue;
            const QJsonObject row = rows[at++].toObject();
            for (const QString &name : sameFields) {
                const qsizetype column = page->model().columns().indexOf(name);
                const Cell cell = page->model().index(line, int(column)).data(TableModel::CellRole).value<Cell>();
                const auto *text = std::get_if<QString>(&cell);
                const auto *version = std::get_if<Version>(&cell);
                QCOMPARE(row.value(name).toString(), text ? *text : version ? version->text() : QString());
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer({u"--seed-demo"_s, u"150"_s}), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.page()->model().total(), 150, patience);
    }
    void cleanupTestCase() { m_run.close(); }

    void aCopiedCommandPrintsTheSameRowsInTheSameOrder()
    {
        TablePage *page = devices();
        QVERIFY(page);
        page->model().setColumns({u"id"_s, u"name"_s, u"os.version"_s, u"memory"_s});
        page->setQuery(u"platform:linux,windows -name:\"it's $(no) `file`\""_s);
        page->model().setSort({{page->model().view()->snapshot->columnOf(u"os.version"), true},
            {page->model().view()->snapshot->columnOf(u"memory"), false}});
        printsWhatIsShown({u"id"_s, u"name"_s, u"os.version"_s});
        QVERIFY(QGuiApplication::clipboard()->text().contains(u" --sort -os.version,memory "_s));
        // the group comes first there too
        page->model().setGroup(u"simulated"_s);
        QTRY_VERIFY_WITH_TIMEOUT(page->isSettled(), patience);
        printsWhatIsShown({u"id"_s, u"os.version"_s});
        page->model().setGroup({});
        page->setQuery({});
    }

    void everyEntryOfTheMenuIsInThePalette()
    {
        TablePage *page = devices();
        QVERIFY(page);
        page->model().setColumns({u"name"_s, u"platform"_s, u"seen"_s});
        QTRY_VERIFY_WITH_TIMEOUT(page->isSettled(), patience);
        QVERIFY(m_run.command(u"Group by: Platform"_s));
        QTRY_VERIFY(page->model().groupCount() > 1);
        QVERIFY(m_run.command(u"Group by: Fold all groups"_s));
        QTRY_COMPARE(page->model().rowCount(), page->model().groupCount());
        QVERIFY(m_run.command(u"Group by: Nothing"_s));
        QTRY_COMPARE(page->model().groupCount(), 0);
        QVERIFY(m_run.command(u"Columns: Hardware"_s));
        QTRY_VERIFY(page->model().columns().contains(u"serial"_s));
        QVERIFY(m_run.command(u"Height of rows: Compact"_s));
        QCOMPARE(page->view()->density(), TableView::Density::Compact);
        QVERIFY(m_run.command(u"Height of rows: Comfortable"_s));
        QVERIFY(m_run.command(u"Values panel"_s));
        QVERIFY(page->facets()->isVisible());
        QVERIFY(m_run.command(u"Values panel"_s));
        QVERIFY(m_run.command(u"Sort by: Memory"_s));
        QVERIFY(m_run.command(u"Copy as CSV"_s));
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"Name,"_s));
        QVERIFY(m_run.command(u"Copy as address of the API"_s));
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"/devices?"_s));
        m_run.prompts().files = {m_run.path(u"all.csv"_s)};
        QSignalSpy done(page, &TablePage::exported);
        QVERIFY(m_run.command(u"Export as CSV…"_s));
        QVERIFY(done.wait(patience));
        QVERIFY(QFile::exists(m_run.path(u"all.csv"_s)));
    }

    void onlyWhereTheyWork()
    {
        TablePage *page = devices();
        QVERIFY(page);
        QVERIFY(offered(u"Export as CSV"_s).contains(u"Export as CSV…"_s));
        page->setQuery(u"name:nowhere"_s);
        QTRY_VERIFY_WITH_TIMEOUT(page->isSettled() && page->model().matching() == 0, patience);
        QVERIFY(!offered(u"Export as CSV"_s).contains(u"Export as CSV…"_s)); // nothing to export
        page->setQuery({});
        QTRY_VERIFY_WITH_TIMEOUT(page->isSettled() && page->model().matching() == 150, patience);
        // nobody who just opens the palette has to look through them
        for (const QString &title : offered({}))
            QVERIFY2(!title.startsWith(u"Export"_s) && !title.startsWith(u"Group by"_s), qPrintable(title));
        m_run.window().navigator().go(u"devices"_s, {{u"device"_s, u"dev-1"_s}});
        QVERIFY(!offered(u"Export as CSV"_s).contains(u"Export as CSV…"_s)); // one device is shown, no table
        QVERIFY(m_run.go(u"Home"_s, u"home"_s));
        QVERIFY(!offered(u"Export as CSV"_s).contains(u"Export as CSV…"_s));
        QVERIFY(m_run.go(u"Audit"_s, u"audit"_s));
        QVERIFY(offered(u"Copy as CSV"_s).contains(u"Copy as CSV"_s));
        QVERIFY(!offered(u"Copy as command"_s).contains(u"Copy as command"_s)); // which has no such list
    }
};

QTEST_MAIN(TestTableCommands)
#include "tst_table_commands.moc"
