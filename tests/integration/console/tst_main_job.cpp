// The job of the product from an empty site to a managed fleet, with the real server, console and agent.
#include "domain/device.h"
#include "integration/console/consolerun.h"
#include "support/inventoryagent.h"
#include "table/selection.h"
#include "ui/common/bulkbar.h"
#include "ui/common/copyfield.h"
#include "ui/common/emptystate.h"
#include "ui/common/propertylist.h"
#include "ui/common/querybox.h"
#include "ui/common/statestack.h"
#include "ui/common/tableview.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/partstable.h"
#include "ui/devices/tagsheet.h"
#include "ui/enrolment/arrivals.h"
#include "ui/enrolment/grantsheet.h"
#include "ui/records/createsheet.h"

#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr int simulated = 50;

// As this computer tells it itself; Debian's point release stands in a file of its own.
QString systemVersion()
{
    QFile debian(u"/etc/debian_version"_s);
    if (debian.open(QIODevice::ReadOnly)) {
        const QString text = QString::fromUtf8(debian.readAll()).trimmed();
        if (!text.isEmpty() && text.front().isDigit())
            return text;
    }
    QFile release(u"/etc/os-release"_s);
    if (release.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : release.readAll().split('\n')) {
            if (line.startsWith("VERSION_ID="))
                return QString::fromUtf8(line.mid(11)).remove(u'"').trimmed();
        }
    }
    return {};
}

} // namespace

// The steps build on each other, in this order.
class TestMainJob : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    QString m_enrolment;
    QString m_computer; // id of this computer's device

    MainWindow &window() { return m_run.window(); }
    TablePage *page() { return m_run.page(); }
    bool devices() { return m_run.go(u"Devices"_s, u"devices"_s); }
    qint64 matching() { return page()->model().isUpToDate() ? page()->model().matching() : -1; }
    DevicePage *device() { return m_run.seen<DevicePage>(); }
    bool deviceIsLoaded() { return device() && device()->isSettled(); }
    // Chooses a tab by the keyboard alone.
    bool chooseTab(const QString &text)
    {
        auto *tabs = device()->findChild<QTabWidget *>();
        tabs->tabBar()->setFocus();
        for (int i = 0; i < tabs->count() && tabs->currentIndex() > 0; ++i)
            QTest::keyClick(tabs->tabBar(), Qt::Key_Left);
        for (int i = 0; i < tabs->count() && tabs->tabText(tabs->currentIndex()) != text; ++i)
            QTest::keyClick(tabs->tabBar(), Qt::Key_Right);
        return tabs->tabText(tabs->currentIndex()) == text;
    }
    // Label and value of every property that can be seen on the device's page.
    QString properties()
    {
        QString text;
        for (const PropertyList *list : device()->findChildren<PropertyList *>()) {
            if (list->isVisible())
                text += list->asText() + u'\n';
        }
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
    }
    void cleanupTestCase() { m_run.close(); }

    void emptySiteInvitesToEnrol()
    {
        QCOMPARE(window().currentPlace()->objectName(), u"home"_s);
        const auto *states = window().currentPlace()->findChild<StateStack *>();
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateStack::State::Empty, patience);
        const auto *invitation = m_run.seen<EmptyState>();
        QVERIFY(invitation);
        QVERIFY(ConsoleRun::press(window().currentPlace(), u"Enrol the first device"_s));
        QCOMPARE(window().currentPlace()->objectName(), u"enrolment"_s);
    }

    void tokenIsMadeInTheForm()
    {
        QVERIFY(m_run.go(u"Home"_s, u"home"_s));
        QVERIFY(m_run.go(u"Enrolment"_s, u"enrolment"_s));
        QVERIFY(ConsoleRun::press(window().currentPlace(), u"New token…"_s));
        auto *sheet = m_run.seen<CreateSheet>();
        QVERIFY(sheet);
        QVERIFY(ConsoleRun::fill(sheet, u"label"_s, u"First fleet"_s));
        QVERIFY(ConsoleRun::fill(sheet, u"uses"_s, u"60"_s));
        QVERIFY(ConsoleRun::press(sheet, u"Create token"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<GrantSheet>(), patience);
        auto *grant = m_run.seen<GrantSheet>();
        for (const CopyField *field : grant->findChildren<CopyField *>()) {
            if (field->text().startsWith(QString(m_run.server().url() + u'#')))
                m_enrolment = field->text();
        }
        QVERIFY(!m_enrolment.isEmpty());
        QVERIFY(ConsoleRun::press(grant, u"Done"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), 1, patience);
    }

    void arrivalsAppearByThemselves()
    {
        const auto agent = [this](const QString &root, const QStringList &more) {
            return ConsoleRun::run(u"belvedere-agent"_s,
                QStringList{u"--enrol"_s, u"-"_s, u"--root"_s, m_run.path(root)} + more, m_enrolment.toUtf8() + '\n');
        };
        QVERIFY(QDir(m_run.path({})).mkpath(u"real"_s) && QDir(m_run.path({})).mkpath(u"played"_s));
        const ConsoleRun::Outcome real = agent(u"real"_s, {u"--once"_s});
        QVERIFY2(real.code == 0, real.errors.constData());
        auto *arrivals = window().currentPlace()->findChild<Arrivals *>();
        const auto *model = arrivals->findChild<TableModel *>();
        QTRY_COMPARE_WITH_TIMEOUT(model->total(), 1, patience);
        QVERIFY(QDir(m_run.path({})).mkpath(u"foreign"_s));
        QProcess foreign;
        QVERIFY(startInventoryAgent(
            foreign, QDir(m_run.path(u"foreign"_s)), m_run.server().url(), m_enrolment.section(u'#', 1, 1)));
        QTRY_COMPARE_WITH_TIMEOUT(foreign.state(), QProcess::NotRunning, 2 * patience); // it asks every package
        QVERIFY2(foreign.exitCode() == 0, foreign.readAll().constData());
        const ConsoleRun::Outcome played =
            agent(u"played"_s, {u"--simulate"_s, QString::number(simulated), u"--rounds"_s, u"2"_s});
        QVERIFY2(played.code == 0, played.errors.constData());
        QTRY_COMPARE_WITH_TIMEOUT(model->matching(), simulated + 1, patience);
        QVERIFY(devices());
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), simulated + 1, patience);
    }

    void queryFindsThisComputer()
    {
        m_run.type(u"platform:linux -simulated:yes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), 1, patience);
        m_computer = page()->model().idAt(0);
    }

    void wrongFieldIsExplained()
    {
        m_run.type(u"plattform:linux"_s);
        QVERIFY(page()->queryBox()->hasError());
        QTest::keyClick(page()->queryBox()->edit(), Qt::Key_Return);
        QCOMPARE(page()->model().matching(), 1); // what was shown stays
        QVERIFY(ConsoleRun::press(page()->queryBox(), u"Use “platform”"_s));
        QVERIFY(!page()->queryBox()->hasError());
        QCOMPARE(page()->queryBox()->text(), u"platform:linux"_s);
    }

    void devicePageShowsTheTruthAboutThisComputer()
    {
        m_run.type(u"platform:linux -simulated:yes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), 1, patience);
        QTest::keyClick(page()->queryBox()->edit(), Qt::Key_Down);
        QVERIFY(page()->view()->hasFocus());
        QTest::keyClick(page()->view(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(deviceIsLoaded(), patience);
        QCOMPARE(device()->id().text, m_computer);
        const belvedere::Display display("Device", std::make_shared<SystemClock>());
        const QString label = display.label(*findField(fields<Device>(), u"os.version"));
        QVERIFY(!systemVersion().isEmpty());
        QVERIFY2(properties().contains(QString(label + u": "_s + systemVersion() + u'\n')), qPrintable(properties()));
        QVERIFY(chooseTab(u"Software"_s));
        auto *packages = m_run.seen<PartsTable>();
        QVERIFY(packages);
        QVERIFY(packages->model().rowCount() > 100);
        QVERIFY(chooseTab(u"Sources"_s));
        QVERIFY2(properties().contains(u"belvedere-agent"_s), qPrintable(properties()));
        QVERIFY2(properties().contains(u"fusioninventory-agent"_s), qPrintable(properties()));
    }

    void deviceIsRenamedAndTagged()
    {
        QVERIFY(chooseTab(u"Overview"_s));
        auto *form = device()->findChild<FormSheet *>();
        QVERIFY(ConsoleRun::fill(form, u"name"_s, u"Reception desk"_s));
        QVERIFY(ConsoleRun::fill(form, u"tags"_s, u"front, kiosk"_s));
        QVERIFY(ConsoleRun::press(device(), u"Save"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!form->isDirty() && deviceIsLoaded(), patience);
        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(page()->isVisible(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_run.textOf(m_computer, u"name"_s), u"Reception desk"_s, patience);
        QVERIFY(m_run.textOf(m_computer, u"tags"_s).contains(u"kiosk"_s));
        m_run.type(u"tag:kiosk"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), 1, patience);
    }

    void allThatMatchAreTagged()
    {
        m_run.type(u"simulated:yes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), simulated, patience);
        page()->view()->setFocus();
        QTest::keyClick(page()->view(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(page()->selection().count(), simulated);
        QVERIFY(ConsoleRun::press(page()->bulkBar(), u"Tags…"_s));
        auto *sheet = m_run.seen<TagSheet>();
        QVERIFY(sheet);
        auto *add = sheet->findChild<QLineEdit *>(u"addTags"_s);
        QVERIFY(add->hasFocus());
        QTest::keyClicks(add, u"lab"_s);
        QTest::keyClick(add, Qt::Key_Return);
        m_run.type(u"tag:lab"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), simulated, patience);
        page()->selection().clear();
    }

    void removalAsksForTheCount()
    {
        const QStringList two{page()->model().idAt(0), page()->model().idAt(1)};
        page()->view()->setFocus();
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTest::keyClick(page()->view(), Qt::Key_Space);
        page()->view()->setCurrentIndex(page()->model().index(1, 0));
        QTest::keyClick(page()->view(), Qt::Key_Space);
        QCOMPARE(page()->selection().count(), 2);
        QVERIFY(ConsoleRun::press(page()->bulkBar(), u"Remove…"_s)); // nothing queued: the answer is no
        QCOMPARE(m_run.prompts().questions.size(), 1);
        QCOMPARE(m_run.prompts().questions.last().typed, u"2"_s);
        QVERIFY(m_run.prompts().questions.last().destructive);
        QCOMPARE(page()->model().total(), simulated + 1);
        m_run.prompts().answers = {true};
        QVERIFY(ConsoleRun::press(page()->bulkBar(), u"Remove…"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), simulated - 1, patience);
        for (const QString &id : two)
            QVERIFY(!page()->model().indexOfId(id).isValid());
        QCOMPARE(page()->selection().count(), 0);
    }

    void whatOthersDoIsSeen()
    {
        QVERIFY(m_run.go(u"Persons"_s, u"persons"_s));
        QCOMPARE(page()->model().total(), 0);
        const QByteArray other = m_run.server().administrator();
        const HttpReply made = m_run.server().post(u"/api/v1/persons"_s, other, {{u"name"_s, u"A visitor"_s}});
        QVERIFY(made.status == 200 || made.status == 200);
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), 1, patience);
        QCOMPARE(m_run.textOf(made.json()["id"_L1].toString(), u"name"_s), u"A visitor"_s);
    }

    void killedServerIsFoundAgain()
    {
        m_run.server().kill();
        QTRY_COMPARE_WITH_TIMEOUT(m_run.connection(), Connection::Offline, patience);
        QCOMPARE(page()->model().total(), 1); // still there to read
        QVERIFY2(m_run.restartServer(), qPrintable(m_run.server().errors()));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.connection(), Connection::Online, patience);
        QVERIFY(devices());
        m_run.type({});
        QTRY_COMPARE_WITH_TIMEOUT(matching(), simulated - 1, patience);
        const QByteArray other = m_run.server().administrator();
        const QString path = QString(u"/api/v1/devices/"_s + m_computer);
        const int version = m_run.server().get(path, other).json()["version"_L1].toInt();
        QCOMPARE(m_run.server().patch(path, other, {{u"name"_s, u"Front desk"_s}}, version).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(m_run.textOf(m_computer, u"name"_s), u"Front desk"_s, patience);
    }
};

QTEST_MAIN(TestMainJob)
#include "tst_main_job.moc"
