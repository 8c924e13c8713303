// The page of one policy: versions beside each other, differences, approval, roll-outs, the matrix, and the end.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/common/inlinemessage.h"
#include "ui/devices/partstable.h"
#include "ui/policies/deploymentmatrix.h"
#include "ui/policies/differencelist.h"
#include "ui/policies/policiesplace.h"
#include "ui/policies/policypage.h"
#include "ui/policies/policywizard.h"
#include "ui/policies/rolloutstrip.h"
#include "ui/policies/stepsheet.h"
#include "ui/policies/versionstab.h"

#include <QAction>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableWidget>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPolicyPage : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QString hash(int number) { return u"%1"_s.arg(number, 64, 10, QLatin1Char('0')); }
    static QJsonArray items(const QStringList &names)
    {
        QJsonArray items;
        for (const QString &name : names)
            items.append(QJsonObject{{u"item"_s, u"prf-%1"_s.arg(items.size() + 1)}, {u"name"_s, name},
                {u"revision"_s, 1}, {u"hash"_s, hash(9)}});
        return items;
    }
    // Version 2 is in force, version 3 a draft with another item and another scope.
    static QJsonObject policy()
    {
        return {{u"id"_s, u"pol-1"_s}, {u"name"_s, u"Browsers"_s}, {u"scope"_s, u"platform:linux,windows"_s},
            {u"all_devices"_s, false}, {u"items"_s, items({u"Safe browsing"_s, u"Kiosk"_s})},
            {u"profiles"_s, QJsonArray{u"prf-1"_s, u"prf-2"_s}}, {u"mode"_s, u"enforce"_s}, {u"state"_s, u"active"_s},
            {u"devices"_s, 5}, {u"number"_s, 3}, {u"in_force"_s, 2}, {u"hash"_s, hash(3)}, {u"version"_s, 7},
            {u"activated"_s, u"2026-01-02T03:04:05Z"_s}};
    }
    static QJsonObject version(int number, const QString &state, const QString &scope, const QStringList &names)
    {
        return {{u"id"_s, u"pov-%1"_s.arg(number)}, {u"policy_id"_s, u"pol-1"_s}, {u"number"_s, number},
            {u"state"_s, state}, {u"made"_s, u"2026-01-02T03:04:05Z"_s}, {u"made_by"_s, u"First Admin"_s},
            {u"editors"_s, QJsonArray{u"acc-77"_s}}, {u"reason"_s, u"Because of %1"_s.arg(number)},
            {u"hash"_s, hash(number)},
            {u"content"_s,
                QJsonObject{{u"name"_s, u"Browsers"_s}, {u"scope"_s, scope}, {u"all_devices"_s, false},
                    {u"items"_s, items(names)},
                    {u"rule_pins"_s,
                        QJsonArray{QJsonObject{{u"rule"_s, u"rul-1"_s}, {u"revision"_s, number},
                            {u"name"_s, u"Long passcodes"_s}, {u"params"_s, QJsonObject{{u"min"_s, u"8"_s}}}}}},
                    {u"mode"_s, u"enforce"_s},
                    {u"rollout.waves"_s, QJsonArray{QJsonObject{{u"percent"_s, 10}}, QJsonObject{{u"percent"_s, 50}}}},
                    {u"rollout.threshold"_s, 20}, {u"rollout.minimum"_s, 2}}},
            {u"version"_s, 1}};
    }
    static QJsonObject deployment(int number, const QString &item, const QString &state)
    {
        return {{u"id"_s, u"dep-%1"_s.arg(number)}, {u"item"_s, item}, {u"item_name"_s, u"Safe browsing"_s},
            {u"device_id"_s, u"dev-%1"_s.arg(number)}, {u"device"_s, u"Device %1"_s.arg(number)},
            {u"policies"_s, QJsonArray{u"pol-1"_s}}, {u"state"_s, state}, {u"version"_s, 1}};
    }
    static QJsonArray threeVersions()
    {
        return {version(3, u"draft"_s, u"platform:linux,windows"_s, {u"Safe browsing"_s, u"Kiosk"_s}),
            version(2, u"active"_s, u"platform:linux"_s, {u"Safe browsing"_s}),
            version(1, u"superseded"_s, u"platform:linux"_s, {})};
    }
    static QList<QJsonObject> threeDeployments()
    {
        return {deployment(1, u"prf-1"_s, u"installed"_s), deployment(2, u"prf-1"_s, u"failed"_s),
            deployment(3, u"prf-1"_s, u"queued"_s)};
    }
    // And one of an item that no version tells of.
    static QList<QJsonObject> fourDeployments()
    {
        return threeDeployments() + QList<QJsonObject>{deployment(4, u"prf-10"_s, u"failed"_s)};
    }
    void serve(const QJsonObject &policy, const QJsonArray &versions = threeVersions(),
        const QList<QJsonObject> &deployments = fourDeployments())
    {
        m_fixture.fillList(u"policies"_s, {policy});
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(policy));
        m_fixture.answer(
            u"GET /policies/pol-1/versions"_s, jsonReply({{u"total"_s, versions.size()}, {u"items"_s, versions}}));
        m_fixture.answer(u"GET /policies/pol-1/diff"_s,
            jsonReply({{u"policy"_s, u"pol-1"_s}, {u"from"_s, 2}, {u"to"_s, 3},
                {u"differences"_s,
                    QJsonArray{QJsonObject{{u"field"_s, u"scope"_s}, {u"kind"_s, u"changed"_s},
                                   {u"before"_s, u"platform:linux"_s}, {u"after"_s, u"platform:linux,windows"_s}},
                        QJsonObject{{u"field"_s, u"items"_s}, {u"kind"_s, u"added"_s}, {u"item"_s, u"prf-2"_s},
                            {u"name"_s, u"Kiosk"_s}, {u"after"_s, u"1"_s}}}}}));
        m_fixture.fillList(u"deployments"_s, deployments);
        m_place.reset(m_fixture.enter(policiesPlace, {{u"policy"_s, u"pol-1"_s}}));
        QTRY_VERIFY(page() && page()->policy() && page()->isSettled());
        QTRY_COMPARE(page()->matrix()->total(), 3);
    }
    PolicyPage *page() { return m_place->findChild<PolicyPage *>(); }
    StepSheet *sheet() { return m_fixture.window->findChild<StepSheet *>(); }
    QPushButton *button(const QString &text) { return PlaceFixture::button(m_place.get(), text); }
    static QString textsOf(const QWidget *root)
    {
        QStringList all;
        for (const QLabel *label : root->findChildren<QLabel *>())
            all.append(label->isHidden() ? QString() : label->text());
        return all.join(u'\n');
    }
    void looksWell(const char *where)
    {
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(m_fixture.window.get()), QStringList());
        QCOMPARE(clippedTexts(m_fixture.window.get()), QStringList());
        QVERIFY(richLabels(m_fixture.window.get()).isEmpty());
        picture(m_fixture.window.get(), u"policy-"_s + QLatin1StringView(where));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_policy_page"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void theDraftStandsBesideWhatIsInForce()
    {
        serve(policy());
        const QString texts = textsOf(page());
        QVERIFY2(texts.contains("In force: version 2"_L1), qPrintable(texts));
        QVERIFY2(texts.contains("Draft: version 3"_L1), qPrintable(texts));
        QVERIFY2(texts.contains("Devices keep version 2"_L1), qPrintable(texts));
        QVERIFY2(texts.contains("Long passcodes, revision 2, with min = 8"_L1), qPrintable(texts));
        QVERIFY2(texts.contains("Because of 2"_L1) && texts.contains("Because of 3"_L1), qPrintable(texts));
        looksWell("overview");
    }

    void versionsAreComparedAndTakenUpAgain()
    {
        serve(policy());
        page()->showTab(PolicyPage::Versions);
        QTRY_COMPARE(page()->versions()->differences()->rowCount(), 2);
        QVERIFY2(textsOf(page()->versions()).contains("from version 2 to version 3"_L1),
            qPrintable(textsOf(page()->versions())));
        looksWell("versions");
        Q_EMIT page()->rollBackRequested(1);
        QTRY_VERIFY(sheet());
        looksWell("rollback");
        auto *reason = sheet()->findChild<QLineEdit *>();
        PlaceFixture::type(reason, u"It was better"_s);
        QCOMPARE(m_fixture.window->focusWidget(), reason);
        QTest::keyClick(reason, Qt::Key_Tab);
        QCOMPARE(m_fixture.window->focusWidget(), PlaceFixture::button(sheet(), u"Cancel"_s));
        QTest::keyClick(m_fixture.window->focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_fixture.window->focusWidget(), PlaceFixture::button(sheet(), u"Make the draft"_s));
        QJsonObject draft = policy();
        draft.insert(u"number"_s, 4);
        m_fixture.answer(u"POST /policies/pol-1/rollback"_s, jsonReply(draft));
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, problemReply(500, u"internal"_s));
        PlaceFixture::button(sheet(), u"Make the draft"_s)->click();
        QTRY_VERIFY(m_fixture.window->findChild<PolicyWizard *>()); // nothing changes without its preview
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /policies/pol-1/rollback"_s).first());
        QCOMPARE(body.value("number"_L1).toInt(), 1);
        QCOMPARE(body.value("version"_L1).toInt(), 7);
        QCOMPARE(body.value("reason"_L1).toString(), u"It was better"_s);
        m_place->hidden();
        QTRY_VERIFY(!m_fixture.window->findChild<PolicyWizard *>());
    }

    void aChosenVersionStaysChosenWhileDevicesAnswer()
    {
        serve(policy());
        page()->showTab(PolicyPage::Versions);
        auto *table = page()->versions()->table();
        table->setCurrentRow(2);
        QVERIFY(button(u"Roll back to version 1…"_s));
        const QSignalSpy shownAgain(&table->model(), &QAbstractItemModel::modelReset);
        QJsonObject counted = policy();
        counted.insert(u"devices"_s, 4);
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(counted));
        m_fixture.changeList(u"policies"_s, u"policy"_s, {counted});
        QTRY_VERIFY((m_fixture.time->advance(std::chrono::milliseconds(200)), !shownAgain.isEmpty()));
        QVERIFY(button(u"Roll back to version 1…"_s));
    }

    void aSecondPersonApprovesWhatWasSeen()
    {
        QJsonObject waiting = policy();
        waiting.insert(u"needs_approval"_s, true);
        serve(waiting);
        QVERIFY2(textsOf(page()).contains("You have not edited it"_L1), qPrintable(textsOf(page())));
        button(u"Approve…"_s)->click();
        QTRY_VERIFY(sheet());
        m_fixture.answer(u"POST /policies/pol-1/approve"_s, jsonReply(policy()));
        PlaceFixture::button(sheet(), u"Approve version 3"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /policies/pol-1/approve"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /policies/pol-1/approve"_s).first());
        QCOMPARE(body.value("hash"_L1).toString(), hash(3));
        QCOMPARE(body.value("version"_L1).toInt(), 7);
    }

    void theMatrixLeadsToItsDeploymentsAndRetries()
    {
        serve(policy());
        page()->showTab(PolicyPage::Deployments);
        DeploymentMatrix *matrix = page()->matrix();
        QCOMPARE(matrix->count(0, DeploymentState::Installed), 1);
        QCOMPARE(matrix->count(DeploymentState::Failed), 1); // not that of prf-10
        looksWell("matrix");
        m_fixture.answer(u"POST /deployments/dep-2/retry"_s, jsonReply(deployment(2, u"prf-1"_s, u"queued"_s)));
        button(u"Try 1 failed again"_s)->click();
        QTRY_VERIFY(m_fixture.changes(u"POST /deployments/dep-2/retry"_s).size() == 1);
        m_fixture.changeList(u"deployments"_s, u"deployment"_s, {deployment(2, u"prf-1"_s, u"installed"_s)});
        QTRY_COMPARE(
            (m_fixture.time->advance(std::chrono::milliseconds(200)), matrix->count(0, DeploymentState::Installed)), 2);
        matrix->table()->setFocus();
        matrix->table()->setCurrentCell(0, 5);
        QTest::keyClick(matrix->table(), Qt::Key_Return);
        QCOMPARE(m_fixture.navigator.current().place, u"deployments"_s);
        QCOMPARE(m_fixture.navigator.current().arguments.value(u"query"_s).toString(),
            u"(policies:pol-1 or former_policies:pol-1) item=prf-1 state:installed"_s);
    }

    // Of a policy with many versions behind it what devices no longer have costs next to nothing.
    void whatNoDeviceHasIsNotCounted()
    {
        constexpr int before = 30;
        constexpr int ofOneInForce = 13;
        QJsonArray versions{version(100, u"active"_s, u"platform:linux"_s, {u"Safe browsing"_s})};
        for (int number = before; number > 0; --number) {
            QJsonObject old = version(number, u"superseded"_s, u"platform:linux"_s, {});
            QJsonObject content = old.value("content"_L1).toObject();
            content.insert(u"items"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-%1"_s.arg(100 + number)}, {u"name"_s, u"Old"_s},
                    {u"revision"_s, 1}, {u"hash"_s, hash(9)}}});
            old.insert(u"content"_s, content);
            old.insert(u"activated"_s, u"2026-01-01T03:04:05Z"_s);
            versions.append(old);
        }
        QJsonObject many = policy();
        many.insert(u"number"_s, 100);
        many.insert(u"in_force"_s, 100);
        serve(many, versions, threeDeployments());
        DeploymentMatrix *matrix = page()->matrix();
        QCOMPARE(matrix->table()->rowCount(), 1 + before);
        QCOMPARE(matrix->queryCount(), 1 + ofOneInForce);
        QJsonObject removed = deployment(5, u"prf-107"_s, u"removing"_s);
        removed.insert(u"policies"_s, QJsonArray());
        removed.insert(u"former_policies"_s, QJsonArray{u"pol-1"_s});
        m_fixture.changeList(u"deployments"_s, u"deployment"_s, {removed});
        QTRY_COMPARE(
            (m_fixture.time->advance(std::chrono::milliseconds(200)), matrix->count(DeploymentState::Removing)), 1);
        QCOMPARE(matrix->total(), 4);
        QCOMPARE(matrix->wanted(), 3);
        QCOMPARE(matrix->queryCount(), 1 + ofOneInForce + before + 10);
        int shown = 0;
        for (int row = 0; row < matrix->table()->rowCount(); ++row)
            shown += matrix->table()->isRowHidden(row) ? 0 : 1;
        QCOMPARE(shown, 2);
    }

    // Retired, or brought by a version that is in force no more: what devices still have of it is counted.
    void whatDevicesLoseIsShownUntilItIsGone()
    {
        const auto former = [](int number, const QString &item, const QString &state) {
            QJsonObject row = deployment(number, item, state);
            row.insert(u"policies"_s, QJsonArray());
            row.insert(u"former_policies"_s, QJsonArray{u"pol-1"_s});
            return row;
        };
        serve(policy());
        page()->showTab(PolicyPage::Deployments);
        QTableWidget *table = page()->matrix()->table();
        constexpr int removing = 9;
        QVERIFY(table->isColumnHidden(removing) && table->isColumnHidden(removing + 1)); // there is none of it
        QCOMPARE(table->rowCount(), 1);
        QJsonObject retired = policy();
        retired.insert(u"state"_s, u"retired"_s);
        retired.insert(u"in_force"_s, 0);
        QJsonObject first = version(1, u"superseded"_s, u"platform:linux"_s, {u"Safe browsing"_s});
        QJsonObject content = first.value("content"_L1).toObject();
        content.insert(u"items"_s,
            QJsonArray{QJsonObject{{u"item"_s, u"prf-7"_s}, {u"name"_s, u"Old wallpaper"_s}, {u"revision"_s, 1}},
                QJsonObject{{u"item"_s, u"prf-8"_s}, {u"name"_s, u"Gone long since"_s}, {u"revision"_s, 1}}});
        first.insert(u"content"_s, content);
        first.insert(u"activated"_s, u"2026-01-01T03:04:05Z"_s);
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(retired));
        m_fixture.answer(u"GET /policies/pol-1/versions"_s,
            jsonReply({{u"total"_s, 2},
                {u"items"_s, QJsonArray{version(2, u"retired"_s, u"platform:linux"_s, {u"Safe browsing"_s}), first}}}));
        m_fixture.changeList(u"policies"_s, u"policy"_s, {retired});
        QTRY_COMPARE((m_fixture.time->advance(std::chrono::milliseconds(200)), table->rowCount()), 4);
        m_fixture.changeList(u"deployments"_s, u"deployment"_s,
            {former(1, u"prf-1"_s, u"removing"_s), former(2, u"prf-1"_s, u"failed"_s), former(3, u"prf-1"_s, u"left"_s),
                former(5, u"prf-7"_s, u"removing"_s)});
        DeploymentMatrix *matrix = page()->matrix();
        QTRY_COMPARE(
            (m_fixture.time->advance(std::chrono::milliseconds(200)), matrix->count(DeploymentState::Removing)), 2);
        QCOMPARE(matrix->count(0, DeploymentState::Left), 1);
        QCOMPARE(matrix->total(), 4);
        QCOMPARE(matrix->wanted(), 0);
        QVERIFY(table->isVisible());
        QVERIFY(!textsOf(matrix).contains("Nothing has been ordered"_L1));
        QVERIFY(!table->isColumnHidden(removing) && !table->isColumnHidden(removing + 1));
        QVERIFY(!table->isRowHidden(2));
        QCOMPARE(table->verticalHeaderItem(2)->text(), u"Old wallpaper (version 1)"_s);
        QVERIFY(table->isRowHidden(3)); // no device has it
        looksWell("matrix-end");
        m_fixture.answer(u"POST /deployments/dep-2/retry"_s, jsonReply(former(2, u"prf-1"_s, u"removing"_s)));
        button(u"Try 1 failed again"_s)->click();
        QTRY_VERIFY(m_fixture.changes(u"POST /deployments/dep-2/retry"_s).size() == 1);
        table->setFocus();
        table->setCurrentCell(2, removing);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(m_fixture.navigator.current().arguments.value(u"query"_s).toString(),
            u"(policies:pol-1 or former_policies:pol-1) item=prf-7 state:removing"_s);
    }

    void aHaltedRolloutWaitsForAPerson()
    {
        QJsonObject halted = policy();
        halted.insert(u"rollout.state"_s, u"halted"_s);
        halted.insert(u"rollout.wave"_s, 1);
        halted.insert(u"rollout.base"_s, 1);
        serve(halted);
        page()->showTab(PolicyPage::Deployments);
        const QString texts = textsOf(page()->strip());
        QVERIFY2(texts.contains("Halted in wave 1"_L1) && texts.contains("20 %"_L1), qPrintable(texts));
        QVERIFY2(texts.contains("Devices that it has not reached keep version 1."_L1), qPrintable(texts));
        looksWell("halted");
        button(u"Go on in spite of the failures…"_s)->click();
        QTRY_VERIFY(sheet());
        m_fixture.answer(u"POST /policies/pol-1/continue"_s, jsonReply(policy()));
        PlaceFixture::button(sheet(), u"Go on"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /policies/pol-1/continue"_s).size(), 1);
    }

    void devicesThatAreNotReachedKeepSeveralVersions()
    {
        QJsonObject halted = policy();
        halted.insert(u"rollout.state"_s, u"halted"_s);
        halted.insert(u"rollout.wave"_s, 1);
        halted.insert(u"rollout.base"_s, 0);
        halted.insert(u"rollout.replaced"_s,
            QJsonArray{QJsonObject{{u"number"_s, 8}, {u"wave"_s, 2}},
                QJsonObject{{u"number"_s, 9}, {u"wave"_s, 1}, {u"halted"_s, true}}});
        serve(halted);
        page()->showTab(PolicyPage::Deployments);
        const QString texts = textsOf(page()->strip());
        QVERIFY2(texts.contains("keep what they have: version 9, which halted in wave 1; version 8, which came to wave "
                                "2; all others nothing."_L1),
            qPrintable(texts));
        QVERIFY(textsOf(page()).contains("Version 3 is a draft. Devices keep what they have"_L1));
        looksWell("kept");
        // to which of them is for a person to say
        PlaceFixture::button(page()->strip(), u"Roll back…"_s)->click();
        QTRY_VERIFY(page()->versions()->isVisible());
        QVERIFY(!sheet());
    }

    void theEndAsksWhatBecomesOfWhatIsThere()
    {
        serve(policy());
        m_fixture.answer(u"GET /deployments"_s, jsonReply({{u"total"_s, 3}, {u"items"_s, QJsonArray()}}));
        PlaceFixture::action(m_place.get(), u"Retire…"_s)->trigger();
        QTRY_VERIFY(sheet());
        QVERIFY2(textsOf(sheet()).contains("3 deployment(s)"_L1), qPrintable(textsOf(sheet())));
        QPushButton *retire = PlaceFixture::button(sheet(), u"Retire policy"_s);
        QVERIFY(!retire->isEnabled()); // no default
        looksWell("retire");
        sheet()->findChildren<QRadioButton *>().last()->click();
        QVERIFY(retire->isEnabled());
        m_fixture.answer(u"POST /policies/pol-1/retire"_s, jsonReply(policy()));
        retire->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /policies/pol-1/retire"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /policies/pol-1/retire"_s).first()).value("installed"_L1).toString(),
            u"leave"_s);
        PlaceFixture::action(m_place.get(), u"Remove…"_s)->trigger();
        QTRY_VERIFY(sheet() && sheet()->isVisible());
        m_place->hidden();
        QTRY_VERIFY(!sheet());
    }
};

QTEST_MAIN(TestPolicyPage)
#include "tst_policy_page.moc"
