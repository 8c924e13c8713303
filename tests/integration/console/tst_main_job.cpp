// The job of the product from an empty site to a managed fleet, with the real server, console and agent.
#include "domain/device.h"
#include "integration/console/consolerun.h"
#include "support/inventoryagent.h"
#include "table/selection.h"
#include "ui/actions/actionsheet.h"
#include "ui/actions/runlist.h"
#include "ui/actions/words.h"
#include "ui/common/bulkbar.h"
#include "ui/common/copyfield.h"
#include "ui/common/emptystate.h"
#include "ui/common/propertylist.h"
#include "ui/common/querybox.h"
#include "ui/common/statestack.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/partstable.h"
#include "ui/devices/tagsheet.h"
#include "ui/enrolment/arrivals.h"
#include "ui/enrolment/grantsheet.h"
#include "ui/policies/checklist.h"
#include "ui/policies/policypanel.h"
#include "ui/policies/policywizard.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/rulesheet.h"
#include "ui/records/createsheet.h"

#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTabBar>
#include <QTabWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr int simulated = 50;
constexpr char homepage[] = "https://intranet.example.org/";

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

    // The agent on this computer, once more, while the window goes on.
    void checkIn()
    {
        const ConsoleRun::Outcome agent =
            ConsoleRun::run(u"belvedere-agent"_s, {u"--root"_s, m_run.path(u"real"_s), u"--once"_s});
        QVERIFY2(agent.code == 0, agent.errors.constData());
    }
    QString policyFile() const { return m_run.path(u"real/etc/chromium/policies/managed/belvedere.json"_s); }
    // A number out of the server's database.
    int stored(const QString &sql)
    {
        QSqlDatabase database = QSqlDatabase::database(u"site"_s);
        QSqlQuery query(sql, database);
        return query.next() ? query.value(0).toInt() : -1;
    }
    void openComputer()
    {
        QVERIFY(devices());
        m_run.type(u"platform:linux -simulated:yes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), 1, patience);
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTest::keyClick(page()->view(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(deviceIsLoaded(), patience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"site"_s);
        database.setDatabaseName(QDir(m_run.server().data()).filePath(u"site.db"_s));
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        QVERIFY(database.open());
    }
    void cleanupTestCase()
    {
        m_run.close();
        QSqlDatabase::removeDatabase(u"site"_s);
    }

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

    void policyIsMadeInTheWizard()
    {
        QVERIFY(m_run.go(u"Business policies"_s, u"policies"_s));
        QVERIFY(ConsoleRun::press(window().currentPlace(), u"New policy…"_s));
        auto *wizard = m_run.seen<PolicyWizard>();
        QVERIFY(wizard);
        QVERIFY(ConsoleRun::fill(wizard, u"name"_s, u"Reception"_s));
        QVERIFY(ConsoleRun::press(wizard, u"Next"_s));
        QTest::keyClicks(window().focusWidget(), u"platform:linux -simulated:yes"_s);
        QVERIFY(ConsoleRun::press(wizard, u"Next"_s));
        QVERIFY(ConsoleRun::press(wizard, u"New profile…"_s));
        auto *type = m_run.seen<ProfileTypeSheet>();
        QVERIFY(type);
        type->choose(Platform::Linux, u"browser"_s);
        QVERIFY(ConsoleRun::press(type, u"Continue"_s));
        auto *profile = m_run.seen<RecordSheet>();
        QVERIFY(profile);
        QVERIFY(ConsoleRun::fill(profile, u"name"_s, u"Front desk browser"_s));
        QVERIFY(ConsoleRun::fill(profile, u"homepage"_s, QString::fromLatin1(homepage)));
        QVERIFY(ConsoleRun::press(profile, u"Create profile"_s));
        auto *profiles = wizard->findChild<CheckList *>(u"ConfigurationProfile"_s);
        auto *rules = wizard->findChild<CheckList *>(u"ComplianceRule"_s);
        QTRY_COMPARE_WITH_TIMEOUT(profiles->model().ticked().size(), 1, patience);
        // one that this computer passes whatever its state, and one that depends on it
        const QList<std::pair<QString, QString>> checks{
            {u"Updates within reason"_s, u"updates.security<100000"_s}, {u"Firewall on"_s, u"firewall.enabled:yes"_s}};
        for (const auto &[name, check] : checks) {
            QVERIFY(ConsoleRun::press(wizard, u"New rule…"_s));
            auto *rule = m_run.seen<RecordSheet>();
            QVERIFY(rule);
            QVERIFY(ConsoleRun::fill(rule, u"name"_s, name));
            QTest::keyClicks(rule->findChild<QWidget *>(u"query"_s), check);
            QVERIFY(ConsoleRun::press(rule, u"Create rule"_s));
            QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<RecordSheet>() != rule, patience);
        }
        QTRY_COMPARE_WITH_TIMEOUT(rules->model().ticked().size(), 2, patience);
        QTRY_VERIFY_WITH_TIMEOUT(wizard->isSettled(), patience); // it is known that they ask for no values
    }

    void previewNamesTheOneComputer()
    {
        auto *wizard = m_run.seen<PolicyWizard>();
        QVERIFY(ConsoleRun::press(wizard, u"Next"_s)); // the roll-out lies between
        QVERIFY(ConsoleRun::press(wizard, u"Preview"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wizard->preview(), patience);
        QCOMPARE(wizard->preview()->enter, 1);
        QCOMPARE(wizard->preview()->items.front().install, 1);
        QCOMPARE(wizard->preview()->devices.front().device, m_computer);
        QVERIFY(!QFile::exists(policyFile())); // nothing was done yet
    }

    void policyReachesTheComputer()
    {
        auto *wizard = m_run.seen<PolicyWizard>();
        QVERIFY(ConsoleRun::press(wizard, u"Next"_s));
        QVERIFY(ConsoleRun::press(wizard, u"Activate policy"_s));
        auto *panel = window().currentPlace()->findChild<PolicyPanel *>();
        QTRY_COMPARE_WITH_TIMEOUT(panel->deployments(), 1, patience);
        QCOMPARE(panel->installed(), 0);
        checkIn();
        checkIn();
        QTRY_COMPARE_WITH_TIMEOUT(panel->installed(), 1, patience);
        QFile file(policyFile());
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
        const QJsonObject policy = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(policy["HomepageLocation"_L1].toString(), QString::fromLatin1(homepage));
    }

    void rulesSayWhatTheComputerReported()
    {
        const QJsonObject facts =
            m_run.server().get(u"/api/v1/devices/"_s + m_computer, m_run.server().administrator()).json();
        const QJsonValue firewall = facts["firewall.enabled"_L1];
        QVERIFY2(facts["updates.security"_L1].isDouble(), "this computer does not tell its pending updates");
        QVERIFY(m_run.go(u"Rule results"_s, u"results"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), 2, patience);
        const auto stateOf = [this](const QString &rule) {
            m_run.type(u"rule:\"%1\""_s.arg(rule));
            const bool one = QTest::qWaitFor([this] { return matching() == 1; }, patience);
            return one ? m_run.textOf(page()->model().idAt(0), u"state"_s) : QString();
        };
        QCOMPARE(stateOf(u"Updates within reason"_s), u"Pass"_s);
        // without the right or the means to look, the agent does not guess
        QCOMPARE(stateOf(u"Firewall on"_s),
            !firewall.isBool()      ? u"Not determined"_s
                : firewall.toBool() ? u"Pass"_s
                                    : u"Fail"_s);
        m_run.type({});
    }

    void messageIsShownAndProven()
    {
        QVERIFY(devices());
        m_run.type(u"platform:linux -simulated:yes"_s);
        QTRY_COMPARE_WITH_TIMEOUT(matching(), 1, patience);
        page()->selection().set(m_computer, true);
        QVERIFY(m_run.command(u"Message…"_s));
        auto *sheet = m_run.seen<ActionSheet>();
        QVERIFY(sheet);
        QTRY_VERIFY_WITH_TIMEOUT(sheet->isSettled(), patience);
        QTest::keyClicks(sheet->findChild<QPlainTextEdit *>(u"messageText"_s), u"The lift is out of order."_s);
        QVERIFY(ConsoleRun::press(sheet, orderText(ActionKind::Message, 1)));
        auto *toasts = window().findChild<Toasts *>();
        const auto isOrdered = [toasts] {
            const QList<QAbstractButton *> buttons = toasts->findChildren<QAbstractButton *>();
            return std::any_of(buttons.begin(), buttons.end(), [](const QAbstractButton *button) {
                return button->isVisible() && button->text() == "Show the action"_L1;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOrdered(), patience);
        QVERIFY(ConsoleRun::press(toasts, u"Show the action"_s));
        auto *runs = window().currentPlace()->findChild<RunList *>();
        QTRY_COMPARE_WITH_TIMEOUT(runs->model().rowCount(), 1, patience);
        checkIn();
        checkIn();
        QTRY_COMPARE_WITH_TIMEOUT(runs->model().index(0, 1).data(TableModel::SortRole).toString(), u"done"_s, patience);
        const QByteArray other = m_run.server().administrator();
        const QJsonArray all = m_run.server().get(u"/api/v1/runs"_s, other).json()["items"_L1].toArray();
        QCOMPARE(all.size(), 1);
        const QString run = QString(u"/api/v1/runs/"_s + all[0]["id"_L1].toString());
        QVERIFY(!m_run.server().get(run, other).json()["proof"_L1].toObject().isEmpty());
        QVERIFY(devices());
        page()->selection().clear();
    }

    void reportIsWhatTheDatabaseSays()
    {
        QVERIFY(m_run.go(u"Compliance report"_s, u"compliance"_s));
        const auto *states = window().currentPlace()->findChild<StateStack *>();
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateStack::State::Content, patience);
        QTRY_VERIFY_WITH_TIMEOUT(window().currentPlace()->isSettled(), patience);
        const QString file = m_run.path(u"report.json"_s);
        m_run.prompts().files = {file};
        QVERIFY(ConsoleRun::press(window().currentPlace(), u"Export JSON…"_s));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
        QFile exported(file);
        QVERIFY(exported.open(QIODevice::ReadOnly));
        const QJsonObject report = QJsonDocument::fromJson(exported.readAll()).object();
        QCOMPARE(stored(u"SELECT COUNT(*) FROM devices"_s), simulated + 1);
        QCOMPARE(report["devices"_L1].toInt(), simulated + 1);
        for (const QString &state : {u"compliant"_s, u"in_grace"_s, u"noncompliant"_s, u"error"_s, u"not_assigned"_s}) {
            QCOMPARE(
                report[state].toInt(), stored(u"SELECT COUNT(*) FROM devices WHERE compliance = '%1'"_s.arg(state)));
        }
        QCOMPARE(report["undetermined"_L1].toInt(),
            stored(u"SELECT COUNT(*) FROM devices WHERE compliance IN ('unknown', 'undetermined')"_s));
        const QJsonArray rules = report["rules"_L1].toArray();
        QCOMPARE(rules.size(), 2);
        for (const QJsonValue rule : rules) {
            for (const QString &state : {u"pass"_s, u"fail"_s, u"undetermined"_s})
                QCOMPARE(rule[state].toInt(),
                    stored(u"SELECT COUNT(*) FROM results WHERE rule_id = '%1' AND state = '%2'"_s.arg(
                        rule["rule"_L1].toString(), state)));
        }
    }

    void deviceIsRenamedAndTagged()
    {
        openComputer();
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
