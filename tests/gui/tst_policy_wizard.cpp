// The policy wizard: from a name to an active policy, by keyboard, with every refusal in between.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/querybox.h"
#include "ui/devices/partstable.h"
#include "ui/policies/checklist.h"
#include "ui/policies/policiesplace.h"
#include "ui/policies/policywizard.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/scopestep.h"
#include "ui/policies/settingeditor.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPolicyWizard : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    QPointer<PolicyWizard> m_wizard;

    static QJsonObject policy(int version, const QString &state = u"draft"_s)
    {
        return {{u"id"_s, u"pol-1"_s}, {u"name"_s, u"Browsers"_s}, {u"scope"_s, u"platform:linux"_s},
            {u"all_devices"_s, false}, {u"profiles"_s, QJsonArray{u"prf-1"_s}}, {u"rules"_s, QJsonArray{u"rul-1"_s}},
            {u"state"_s, state}, {u"version"_s, version}};
    }
    static BusinessPolicy stored(int version) { return fromJson<BusinessPolicy>(policy(version)).value(); }
    static QJsonObject preview(int version, int enter)
    {
        return {{u"policy"_s, u"pol-1"_s}, {u"version"_s, version}, {u"enter"_s, enter}, {u"leave"_s, 0},
            {u"stay"_s, 0},
            {u"items"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-1"_s}, {u"name"_s, u"Safe browsing"_s}, {u"install"_s, enter},
                    {u"replace"_s, 0}, {u"remove"_s, 0}, {u"present"_s, 0}, {u"impossible"_s, 0}}}},
            {u"conflicts"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-1"_s}, {u"with"_s, u"prf-2"_s},
                    {u"policies"_s, QJsonArray{u"pol-9"_s}}, {u"devices"_s, 1}, {u"winner"_s, u"prf-2"_s}}}},
            {u"compliance"_s,
                QJsonObject{{u"before"_s, QJsonObject{{u"not_assigned"_s, enter}}},
                    {u"after"_s, QJsonObject{{u"compliant"_s, enter}}}}},
            {u"devices"_s,
                QJsonArray{
                    QJsonObject{{u"device"_s, u"dev-1"_s}, {u"name"_s, u"Device 1"_s}, {u"change"_s, u"enters"_s},
                        {u"install"_s, QJsonArray{u"Safe browsing"_s}}, {u"simulated"_s, true}}}},
            {u"changing"_s, 1}};
    }
    void open(const BusinessPolicy &policy, PolicyWizard::Step step = PolicyWizard::Name)
    {
        m_wizard = new PolicyWizard(*m_fixture.site, m_fixture.prompts, policy, m_fixture.window.get());
        if (step != PolicyWizard::Name)
            m_wizard->go(step);
        m_wizard->open();
    }
    QPushButton *button(const QString &text) { return PlaceFixture::button(m_wizard, text); }
    QString message() { return m_wizard->findChild<InlineMessage *>()->text(); }
    QString texts()
    {
        QStringList all;
        for (const QLabel *label : m_wizard->findChildren<QLabel *>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return all.join(u'\n');
    }
    CheckList *list(int which) { return m_wizard->findChildren<CheckList *>()[which]; }
    void checkNames(const char *where)
    {
        QCoreApplication::sendPostedEvents();
        const QStringList unnamed = unnamedWidgets(m_wizard);
        QVERIFY2(unnamed.isEmpty(), qPrintable(QString(QLatin1StringView(where) + unnamed.join(u';'))));
        const QStringList clipped = clippedTexts(m_wizard);
        QVERIFY2(clipped.isEmpty(), qPrintable(QString(QLatin1StringView(where) + clipped.join(u';'))));
        QVERIFY(richLabels(m_wizard).isEmpty());
        picture(m_fixture.window.get(), u"wizard-"_s + QLatin1StringView(where));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_policy_wizard"_s);
    }
    void init()
    {
        m_fixture.start();
        m_fixture.fillList(u"profiles"_s,
            {{{u"id"_s, u"prf-1"_s}, {u"name"_s, u"Safe browsing"_s}, {u"platform"_s, u"linux"_s},
                 {u"type"_s, u"browser"_s}, {u"version"_s, 1}},
                {{u"id"_s, u"prf-2"_s}, {u"name"_s, u"Kiosk"_s}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
                    {u"version"_s, 1}}});
        m_fixture.fillList(u"rules"_s,
            {{{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Encrypted"_s}, {u"check"_s, u"storage.encrypted:yes"_s},
                {u"severity"_s, u"high"_s}, {u"version"_s, 1}}});
    }
    void cleanup() { m_fixture.stop(); }

    void leadsFromANameToAnActivePolicyByKeyboard()
    {
        m_fixture.answer(u"POST /policies"_s, jsonReply(policy(1)));
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(1, 5)));
        m_fixture.answer(u"POST /policies/pol-1/activate"_s, jsonReply(policy(2, u"active"_s)));
        open({});
        QLineEdit *name = PlaceFixture::edit(m_wizard, u"name"_s);
        QVERIFY(name->hasFocus());
        checkNames("name");
        QTest::keyClick(name, Qt::Key_Return); // not without a name
        QCOMPARE(m_wizard->step(), PolicyWizard::Name);
        QTest::keyClicks(name, u"Browsers"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(m_wizard->step(), PolicyWizard::Devices);
        auto *query = m_wizard->findChild<QueryEdit *>();
        QVERIFY(query->hasFocus());
        QTest::keyClicks(query, u"platform:linux"_s);
        QTRY_VERIFY2(texts().contains("5 device(s) of 5 now"_L1), qPrintable(texts()));
        QVERIFY(texts().contains("Device 1, Device 2"_L1));
        QVERIFY(texts().contains("Platform is Linux"_L1));
        checkNames("devices");
        QTest::keyClick(query, Qt::Key_Return);
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);
        QTRY_COMPARE(list(0)->model().rowCount(), 2);
        QTRY_COMPARE(list(1)->model().rowCount(), 1);
        const QAbstractItemModelTester tester(
            &list(0)->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        checkNames("items");
        button(u"Preview"_s)->click(); // nothing is chosen
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);
        QVERIFY(message().contains("at least one"_L1));
        auto *profiles = list(0)->findChild<QListView *>();
        profiles->setFocus();
        profiles->setCurrentIndex(profiles->model()->index(1, 0)); // Safe browsing, behind Kiosk
        QTest::keyClick(profiles, Qt::Key_Space);
        QCOMPARE(list(0)->model().ticked(), QStringList{u"prf-1"_s});
        auto *rules = list(1)->findChild<QListView *>();
        rules->setFocus();
        QTest::keyClick(rules, Qt::Key_Space);
        button(u"Preview"_s)->click();
        QTRY_VERIFY(m_wizard->preview());
        QCOMPARE(m_wizard->step(), PolicyWizard::Preview);
        const QList<WireRequest> created = m_fixture.changes(u"POST /policies"_s);
        QCOMPARE(created.size(), 1);
        QCOMPARE(bodyOf(created.first()).value("scope"_L1).toString(), u"platform:linux"_s);
        QCOMPARE(bodyOf(created.first()).value("profiles"_L1).toArray(), QJsonArray{u"prf-1"_s});
        QCOMPARE(bodyOf(created.first()).value("rules"_L1).toArray(), QJsonArray{u"rul-1"_s});
        QVERIFY(!headerOf(created.first(), "Idempotency-Key").isEmpty());
        QVERIFY2(texts().contains("Safe browsing"_L1), qPrintable(texts()));
        QVERIFY2(texts().contains(u"“Kiosk” stays"_s), qPrintable(texts()));
        QCOMPARE(m_wizard->findChild<PartsTable *>()->model().rowCount(), 1);
        checkNames("preview");
        QTRY_VERIFY(button(u"Next"_s)->hasFocus());
        QTest::keyClick(button(u"Next"_s), Qt::Key_Space);
        QCOMPARE(m_wizard->step(), PolicyWizard::Activate);
        QVERIFY(m_fixture.changes(u"POST /policies/pol-1/activate"_s).isEmpty()); // not before it is said so
        checkNames("activate");
        const QSignalSpy activated(m_wizard, &PolicyWizard::activated);
        button(u"Activate policy"_s)->click();
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /policies/pol-1/activate"_s).first()).value("version"_L1).toInt(), 1);
        QTRY_VERIFY(!m_wizard);
    }

    void activatesOnlyWhatWasPreviewed()
    {
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(3, 5)));
        m_fixture.answer(u"POST /policies/pol-1/activate"_s, problemReply(412, u"precondition.failed"_s));
        open(stored(3), PolicyWizard::Preview);
        QTRY_VERIFY(m_wizard->preview());
        m_wizard->go(PolicyWizard::Activate);
        QJsonObject theirs = policy(4);
        theirs.insert(u"name"_s, u"Theirs"_s);
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(theirs));
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(4, 2)));
        button(u"Activate policy"_s)->click();
        QTRY_VERIFY(m_wizard->preview() && m_wizard->preview()->version == 4);
        QCOMPARE(m_wizard->step(), PolicyWizard::Preview);
        QVERIFY2(message().contains("has not been activated"_L1), qPrintable(message()));
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->text(), u"Theirs"_s);
        QVERIFY(m_fixture.changes(u"PATCH /policies/pol-1"_s).isEmpty());
    }

    void keepsWhatWasTypedWhenSomebodyElseSaved()
    {
        m_fixture.answer(u"PATCH /policies/pol-1"_s, problemReply(412, u"version.stale"_s));
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(policy(8)));
        open(stored(7));
        PlaceFixture::type(PlaceFixture::edit(m_wizard, u"name"_s), u"Mine"_s);
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(message().contains("still here"_L1));
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->text(), u"Mine"_s);
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(9)));
        const QSignalSpy saved(m_wizard, &PolicyWizard::saved);
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(saved.size(), 1);
        const WireRequest sent = m_fixture.changes(u"PATCH /policies/pol-1"_s).last();
        QVERIFY(headerOf(sent, "If-Match").contains('8'));
        QCOMPARE(bodyOf(sent).value("name"_L1).toString(), u"Mine"_s);
    }

    void aRefusedFieldLeadsToItsStep()
    {
        WireReply refusal = jsonReply(
            {{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                {u"errors"_s,
                    QJsonArray{QJsonObject{{u"field"_s, u"name"_s}, {u"message"_s, u"1 to 200 characters"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"PATCH /policies/pol-1"_s, refusal);
        open(stored(7), PolicyWizard::Items);
        list(0)->model().tick(u"prf-2"_s);
        button(u"Preview"_s)->click();
        QTRY_COMPARE(m_wizard->step(), PolicyWizard::Name);
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->accessibleDescription(), u"1 to 200 characters"_s);
    }

    void devicesHaveToBeNamed()
    {
        open({});
        PlaceFixture::type(PlaceFixture::edit(m_wizard, u"name"_s), u"Browsers"_s);
        button(u"Next"_s)->click();
        button(u"Next"_s)->click();
        QCOMPARE(m_wizard->step(), PolicyWizard::Devices);
        QVERIFY(texts().contains("or choose all of them"_L1));
        auto *query = m_wizard->findChild<QueryEdit *>();
        QTest::keyClicks(query, u"plattform:linux"_s);
        button(u"Next"_s)->click();
        QCOMPARE(m_wizard->step(), PolicyWizard::Devices);
        QVERIFY2(button(u"Use “platform”"_s)->isVisible(), "the nearest field is offered");
        m_wizard->findChild<QRadioButton *>(u"scopeAll"_s)->click();
        QTRY_VERIFY(texts().contains("5 device(s) now"_L1));
        button(u"Next"_s)->click();
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);
    }

    void aProfileIsMadeOnTheWay()
    {
        m_fixture.answer(u"POST /profiles"_s,
            jsonReply({{u"id"_s, u"prf-7"_s}, {u"name"_s, u"Homepage"_s}, {u"platform"_s, u"linux"_s},
                {u"type"_s, u"browser"_s}, {u"settings"_s, QJsonObject{{u"homepage"_s, u"https://example.org/"_s}}},
                {u"version"_s, 1}}));
        open(stored(7), PolicyWizard::Items);
        button(u"New profile…"_s)->click();
        auto *types = m_fixture.window->findChild<ProfileTypeSheet *>();
        QVERIFY(types);
        types->choose(Platform::Linux, u"browser"_s);
        PlaceFixture::button(types, u"Continue"_s)->click();
        auto *sheet = dynamic_cast<ProfileSheet *>(m_fixture.window->findChildren<RecordSheet *>().value(0));
        QVERIFY(sheet);
        PlaceFixture::type(PlaceFixture::edit(sheet, u"name"_s), u"Homepage"_s);
        auto *homepage = sheet->findChild<SettingEditor *>(u"homepage"_s);
        QVERIFY(homepage);
        PlaceFixture::type(homepage->findChild<QLineEdit *>(), u"https://example.org/"_s);
        PlaceFixture::button(sheet, u"Create profile"_s)->click();
        QTRY_VERIFY(list(0)->model().ticked().contains(u"prf-7"_s));
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /profiles"_s).first());
        QCOMPARE(body.value("type"_L1).toString(), u"browser"_s);
        QCOMPARE(body.value("settings"_L1).toObject(), (QJsonObject{{u"homepage"_s, u"https://example.org/"_s}}));
        QVERIFY(list(0)->model().ticked().contains(u"prf-1"_s)); // what was chosen stays chosen
    }

    void closingAsksOnlyWhenSomethingWouldBeLost()
    {
        open(stored(7));
        QTest::keyClick(m_wizard, Qt::Key_Escape);
        QTRY_VERIFY(!m_wizard);
        QVERIFY(m_fixture.prompts.questions.isEmpty());
        open(stored(7));
        PlaceFixture::type(PlaceFixture::edit(m_wizard, u"name"_s), u"Mine"_s);
        QTest::keyClick(m_wizard, Qt::Key_Escape);
        QCOMPARE(m_fixture.prompts.questions.size(), 1);
        QVERIFY(m_wizard->isVisible());
        m_fixture.prompts.answers = {true};
        QTest::keyClick(m_wizard, Qt::Key_Escape);
        QTRY_VERIFY(!m_wizard);
    }

    void aFailedPreviewCanBeAskedForAgain()
    {
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, problemReply(500, u"internal"_s));
        open(stored(7), PolicyWizard::Preview);
        QTRY_VERIFY((m_fixture.time->advance(std::chrono::seconds(30)),
            button(u"Try again"_s) && button(u"Try again"_s)->isVisible()));
        QVERIFY(!button(u"Next"_s)->isEnabled());
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(7, 5)));
        button(u"Try again"_s)->click();
        QTRY_VERIFY(m_wizard->preview());
        QVERIFY(button(u"Next"_s)->isEnabled());
    }

    void anActivePolicyIsPausedBeforeItIsEdited()
    {
        m_fixture.fillList(u"policies"_s, {policy(5, u"active"_s)});
        m_fixture.answer(u"POST /policies/pol-1/pause"_s, jsonReply(policy(6, u"paused"_s)));
        Place *place = m_fixture.enter(policiesPlace, {{u"id"_s, u"pol-1"_s}});
        QTRY_VERIFY(PlaceFixture::action(place, u"Pause…"_s)->isVisible());
        QVERIFY(!PlaceFixture::action(place, u"Activate…"_s)->isVisible());
        m_fixture.prompts.answers = {true};
        PlaceFixture::action(place, u"Edit…"_s)->trigger();
        QVERIFY(m_fixture.prompts.questions.first().text.contains("paused first"_L1));
        const auto wizard = [this] { return m_fixture.window->findChild<PolicyWizard *>(); };
        QTRY_VERIFY(wizard());
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /policies/pol-1/pause"_s).first()).value("version"_L1).toInt(), 5);
        place->hidden();
        QTRY_VERIFY(!wizard());
        delete place;
    }
};

QTEST_MAIN(TestPolicyWizard)
#include "tst_policy_wizard.moc"
