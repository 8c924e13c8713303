// A policy at the real console, from an empty site to profiles installed on simulated devices, live.
#include "integration/console/consolerun.h"
#include "support/accessibility.h"
#include "ui/common/badge.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/partstable.h"
#include "ui/devices/policiestab.h"
#include "ui/policies/checklist.h"
#include "ui/policies/deploymentmatrix.h"
#include "ui/policies/differencelist.h"
#include "ui/policies/policypage.h"
#include "ui/policies/policypanel.h"
#include "ui/policies/policywizard.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/stepsheet.h"
#include "ui/policies/versionstab.h"

#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr int simulated = 30;

} // namespace

// The steps build on each other, in this order.
class TestPolicyConsole : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    int m_linux = 0; // devices that the policy is for

    TablePage *page() { return m_run.page(); }
    PolicyWizard *wizard() { return m_run.seen<PolicyWizard>(); }
    CheckList *list(const QString &entity) { return wizard()->findChild<CheckList *>(entity); }
    PolicyPage *detail() { return m_run.seen<PolicyPage>(); }
    // From the preview that is shown next.
    void putInForce()
    {
        QTRY_VERIFY_WITH_TIMEOUT(wizard() && wizard()->preview(), patience);
        QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        QVERIFY(ConsoleRun::press(wizard(), u"Put in force"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!wizard(), patience);
    }
    // The simulated devices check in so many times, while the window goes on.
    void fleet(int rounds)
    {
        const HttpReply grant = m_run.server().post(u"/api/v1/enrolments"_s, m_run.server().administrator(),
            {{u"label"_s, u"Fleet"_s}, {u"uses"_s, 100},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}});
        const ConsoleRun::Outcome agent = ConsoleRun::run(u"belvedere-agent"_s,
            {u"--enrol"_s, grant.json()["enrolment"_L1].toString(), u"--state"_s, m_run.path(u"fleet"_s),
                u"--simulate"_s, QString::number(simulated), u"--rounds"_s, QString::number(rounds)});
        QVERIFY2(agent.code == 0, agent.errors.constData());
    }
    void accessible()
    {
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(&m_run.window()), QStringList());
        QCOMPARE(clippedTexts(&m_run.window()), QStringList());
        QCOMPARE(richLabels(&m_run.window()), QStringList());
    }
    // Devices of `query` in the list of that place.
    qint64 count(const QString &query)
    {
        m_run.type(query);
        return QTest::qWaitFor([this] { return page()->isSettled(); }, patience) ? page()->model().matching() : -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        fleet(1);
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), simulated, patience);
        m_linux = int(count(u"platform:linux"_s));
        QVERIFY(m_linux > 0);
    }
    void cleanupTestCase() { m_run.close(); }

    void wizardBeginsInAnEmptySite()
    {
        QVERIFY(m_run.go(u"Business policies"_s, u"policies"_s));
        QVERIFY(ConsoleRun::press(m_run.window().currentPlace(), u"New policy…"_s));
        QVERIFY(wizard());
        accessible();
        QVERIFY(ConsoleRun::fill(wizard(), u"name"_s, u"Linux browsers"_s));
        QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        QTest::keyClicks(m_run.window().focusWidget(), u"platform:linux"_s);
        QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        QCOMPARE(wizard()->step(), PolicyWizard::Items);
    }

    void profileAndRuleAreMadeInside()
    {
        QVERIFY(ConsoleRun::press(wizard(), u"New profile…"_s));
        auto *type = m_run.seen<ProfileTypeSheet>();
        QVERIFY(type);
        accessible();
        type->choose(Platform::Linux, u"browser"_s);
        QVERIFY(ConsoleRun::press(type, u"Continue"_s));
        auto *profile = m_run.seen<RecordSheet>();
        QVERIFY(profile);
        accessible();
        QVERIFY(ConsoleRun::fill(profile, u"name"_s, u"Safe browsing"_s));
        QVERIFY(ConsoleRun::fill(profile, u"homepage"_s, u"https://intranet.example.org/"_s));
        QVERIFY(ConsoleRun::press(profile, u"Create profile"_s));
        QTRY_COMPARE_WITH_TIMEOUT(list(u"ConfigurationProfile"_s)->model().rowCount(), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"ConfigurationProfile"_s)->model().ticked().size(), 1, patience);
        QVERIFY(ConsoleRun::press(wizard(), u"New rule…"_s));
        auto *rule = m_run.seen<RecordSheet>();
        QVERIFY(rule);
        QVERIFY(ConsoleRun::fill(rule, u"name"_s, u"Seen lately"_s));
        auto *check = rule->findChild<QWidget *>(u"query"_s);
        QVERIFY(check);
        QTest::keyClicks(check, u"seen<30d"_s);
        QVERIFY(ConsoleRun::press(rule, u"Try on the fleet"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!rule->findChildren<Badge *>().isEmpty(), patience);
        accessible();
        QVERIFY(ConsoleRun::press(rule, u"Create rule"_s));
        QTRY_COMPARE_WITH_TIMEOUT(list(u"ComplianceRule"_s)->model().ticked().size(), 1, patience);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"ComplianceRule"_s)->model().rowCount(), 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(wizard()->isSettled(), patience); // it is known that the rule asks for no values
    }

    void previewCountsTheDevices()
    {
        QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        accessible();
        QVERIFY(ConsoleRun::press(wizard(), u"Preview"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wizard()->preview(), patience);
        QCOMPARE(wizard()->preview()->enter, m_linux);
        QCOMPARE(wizard()->preview()->items.size(), size_t(1));
        QCOMPARE(wizard()->preview()->items.front().install + wizard()->preview()->items.front().impossible, m_linux);
        QCOMPARE(wizard()->findChild<PartsTable *>()->model().rowCount(), m_linux);
        accessible();
    }

    void deploymentsArriveLive()
    {
        QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        accessible();
        QVERIFY(ConsoleRun::press(wizard(), u"Activate policy"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!wizard(), patience);
        auto *panel = m_run.window().currentPlace()->findChild<PolicyPanel *>();
        QTRY_COMPARE_WITH_TIMEOUT(panel->deployments(), m_linux, patience);
        QVERIFY(panel->isVisible());
        QCOMPARE(panel->installed(), 0);
        fleet(3); // some are away or fail now and then; most install
        QTRY_VERIFY_WITH_TIMEOUT(panel->installed() > m_linux / 2, patience);
        accessible();
        QVERIFY(ConsoleRun::press(panel, u"Show deployments"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.window().currentPlace()->objectName(), u"deployments"_s, patience);
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().matching(), m_linux, patience);
        accessible();
    }

    void deviceShowsItsPolicy()
    {
        m_run.type(u"state:installed"_s);
        QTRY_VERIFY_WITH_TIMEOUT(page()->isSettled() && page()->model().rowCount() > 0, patience);
        page()->view()->setFocus();
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTest::keyClick(page()->view(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<PoliciesTab>(), patience);
        auto *tab = m_run.seen<PoliciesTab>();
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<DevicePage>()->isSettled(), patience);
        const auto tables = tab->findChildren<PartsTable *>();
        QTRY_COMPARE_WITH_TIMEOUT(tables[0]->model().rowCount(), 1, patience);
        QCOMPARE(tables[0]->model().index(0, 1).data(PartsModel::TokenRole).toString(), u"installed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tables[1]->model().rowCount(), 1, patience);
        QCOMPARE(tables[1]->model().index(0, 1).data(PartsModel::TokenRole).toString(), u"pass"_s);
        QVERIFY(tab->findChild<PropertyList *>()->asText().contains(u"Linux browsers"_s));
        accessible();
        auto *tabs = m_run.seen<DevicePage>()->findChild<QTabWidget *>();
        tabs->setCurrentIndex(tabs->count() - 1);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_run.seen<PartsTable>() && m_run.seen<PartsTable>()->model().rowCount() > 0, patience);
        accessible();
    }

    void resultsAreListed()
    {
        QVERIFY(m_run.go(u"Rule results"_s, u"results"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), m_linux, patience);
        accessible();
    }

    void usedProfileStays()
    {
        QVERIFY(m_run.go(u"Configuration profiles"_s, u"profiles"_s));
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.window().currentPlace()->isSettled(), patience);
        QVERIFY(ConsoleRun::press(m_run.window().currentPlace(), u"Remove…"_s));
        QVERIFY(m_run.prompts().questions.isEmpty());
    }

    void anEditIsADraftBesideWhatIsInForce()
    {
        QVERIFY(m_run.go(u"Business policies"_s, u"policies"_s));
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QVERIFY(ConsoleRun::press(m_run.window().currentPlace(), u"Edit…"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wizard(), patience);
        QVERIFY(ConsoleRun::fill(wizard(), u"name"_s, u"Browsers, renamed"_s));
        for (int step = 0; step < 3; ++step)
            QVERIFY(ConsoleRun::press(wizard(), u"Next"_s));
        QVERIFY(ConsoleRun::press(wizard(), u"Preview"_s));
        QTRY_VERIFY_WITH_TIMEOUT(wizard()->preview(), patience);
        QCOMPARE(wizard()->preview()->enter, 0);
        QCOMPARE(wizard()->preview()->stay, m_linux);
        QVERIFY(ConsoleRun::press(wizard(), u"Close"_s));
        page()->view()->setFocus();
        QTest::keyClick(page()->view(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<PolicyPage>() && m_run.seen<PolicyPage>()->policy(), patience);
        QCOMPARE(detail()->policy()->number, 2);
        QCOMPARE(detail()->policy()->inForce, 1);
        QTRY_COMPARE_WITH_TIMEOUT(detail()->versions()->differences()->rowCount(), 1, patience);
        accessible();
        QVERIFY(ConsoleRun::press(detail(), u"Preview and activate…"_s));
        putInForce();
        QTRY_COMPARE_WITH_TIMEOUT(detail()->policy()->inForce, 2, patience);
        QCOMPARE(detail()->policy()->name, u"Browsers, renamed"_s);
    }

    void theMatrixShowsEveryItem()
    {
        detail()->showTab(PolicyPage::Deployments);
        QTRY_COMPARE_WITH_TIMEOUT(detail()->matrix()->total(), m_linux, patience);
        QTRY_VERIFY_WITH_TIMEOUT(detail()->matrix()->count(0, DeploymentState::Installed) > 0, patience);
        accessible();
    }

    void anEarlierVersionComesBackThroughItsPreview()
    {
        detail()->showTab(PolicyPage::Versions);
        detail()->versions()->table()->setCurrentRow(1); // version 1, behind the newest
        QVERIFY(ConsoleRun::press(detail(), u"Roll back to version 1…"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<StepSheet>(), patience);
        accessible();
        QVERIFY(ConsoleRun::press(m_run.seen<StepSheet>(), u"Make the draft"_s));
        putInForce();
        QTRY_COMPARE_WITH_TIMEOUT(detail()->policy()->inForce, 3, patience);
        QCOMPARE(detail()->policy()->name, u"Linux browsers"_s);
    }

    void policyIsPausedAndRemoved()
    {
        QVERIFY(m_run.go(u"Business policies"_s, u"policies"_s));
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QVERIFY(ConsoleRun::press(m_run.window().currentPlace(), u"Pause…"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<StepSheet>(), patience);
        QVERIFY(ConsoleRun::press(m_run.seen<StepSheet>(), u"Pause policy"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.textOf(page()->model().idAt(0), u"state"_s), u"Paused"_s, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_run.seen<StepSheet>(), patience);
        QVERIFY(ConsoleRun::press(m_run.window().currentPlace(), u"Remove…"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<StepSheet>(), patience);
        accessible();
        QVERIFY(!ConsoleRun::press(m_run.seen<StepSheet>(), u"Remove policy"_s)); // it is not said what becomes of it
        m_run.seen<StepSheet>()->findChildren<QRadioButton *>().first()->click();
        QVERIFY(ConsoleRun::press(m_run.seen<StepSheet>(), u"Remove policy"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().total(), 0, patience);
    }
};

QTEST_MAIN(TestPolicyConsole)
#include "tst_policy_console.moc"
