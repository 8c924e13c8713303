// The places of profiles, rules, policies, deployments and results, and the device page's tabs for them.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "table/selection.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/propertylist.h"
#include "ui/common/querybox.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/devices/historytab.h"
#include "ui/devices/partstable.h"
#include "ui/devices/policiestab.h"
#include "ui/policies/deploymentsplace.h"
#include "ui/policies/policiesplace.h"
#include "ui/policies/policypanel.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profilesplace.h"
#include "ui/policies/resultsplace.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/rulesplace.h"
#include "ui/policies/settingeditor.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPolicyPlaces : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QJsonObject profile(int version, const QString &homepage)
    {
        return {{u"id"_s, u"prf-1"_s}, {u"name"_s, u"Safe browsing"_s}, {u"platform"_s, u"linux"_s},
            {u"type"_s, u"browser"_s}, {u"revision"_s, version},
            {u"settings"_s,
                QJsonObject{{u"homepage"_s, homepage}, {u"password_manager"_s, false},
                    {u"url_blocklist"_s, QJsonArray{u"ads.example"_s, u"games.example"_s}}}},
            {u"version"_s, version}};
    }
    static QJsonObject rule()
    {
        return {{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Encrypted"_s}, {u"check"_s, u"storage.encrypted:yes"_s},
            {u"severity"_s, u"high"_s}, {u"grace"_s, 172'800}, {u"platforms"_s, QJsonArray{u"linux"_s}},
            {u"version"_s, 3}};
    }
    static QJsonObject policy(const QString &state = u"active"_s)
    {
        return {{u"id"_s, u"pol-1"_s}, {u"name"_s, u"Browsers"_s}, {u"scope"_s, u"platform:linux"_s},
            {u"all_devices"_s, false}, {u"profiles"_s, QJsonArray{u"prf-1"_s}}, {u"rules"_s, QJsonArray{u"rul-1"_s}},
            {u"state"_s, state}, {u"devices"_s, 5}, {u"version"_s, 5}};
    }
    static QJsonObject deployment(int number, const QString &state, const QString &code = {})
    {
        return {{u"id"_s, u"dep-%1"_s.arg(number)}, {u"item"_s, u"prf-1"_s}, {u"item_name"_s, u"Safe browsing"_s},
            {u"device_id"_s, u"dev-%1"_s.arg(number)}, {u"device"_s, u"Device %1"_s.arg(number)},
            {u"policies"_s, QJsonArray{u"pol-1"_s}}, {u"state"_s, state}, {u"code"_s, code}, {u"version"_s, 1}};
    }
    Place *enter(const PlaceEntry &entry, const QVariantMap &arguments = {})
    {
        m_place.reset(m_fixture.enter(entry, arguments));
        return m_place.get();
    }
    PlaceContext context()
    {
        return {*m_fixture.site, m_fixture.prompts, m_fixture.navigator, *m_fixture.toasts, *m_fixture.theme,
            Allowed(Role::Administrator)};
    }
    TablePage *page() { return m_place->findChild<TablePage *>(); }
    QAction *action(const QString &text) { return PlaceFixture::action(m_place.get(), text); }
    template<class Sheet = RecordSheet> Sheet *sheet()
    {
        for (auto *candidate : m_fixture.window->findChildren<RecordSheet *>()) {
            if (candidate->isVisible())
                return dynamic_cast<Sheet *>(candidate);
        }
        return nullptr;
    }
    void choose(const QString &id)
    {
        QTRY_VERIFY(page()->model().indexOfId(id).isValid());
        page()->view()->setCurrentIndex(page()->model().indexOfId(id));
    }
    static QString textsOf(const QWidget *root)
    {
        QStringList all;
        for (const QLabel *label : root->findChildren<QLabel *>())
            all.append(label->text());
        return all.join(u'\n');
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_policy_places"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void emptyPlacesSayWhatTheyAreFor()
    {
        for (const PlaceEntry *entry :
            {&policiesPlace, &profilesPlace, &rulesPlace, &deploymentsPlace, &resultsPlace}) {
            enter(*entry);
            QTRY_VERIFY(m_place->isSettled());
            QTRY_VERIFY(!textsOf(m_place.get()).contains("Loading"_L1) || page()->model().total() == 0);
            QCOMPARE(unnamedWidgets(m_place.get()), QStringList());
            QCOMPARE(clippedTexts(m_place.get()), QStringList());
        }
    }

    void anAuditorIsOfferedNothingThatChanges()
    {
        m_fixture.stop();
        m_fixture.start(u"auditor"_s);
        m_fixture.fillList(u"policies"_s, {policy(u"draft"_s)});
        m_fixture.fillList(u"deployments"_s, {deployment(1, u"failed"_s)});
        const QSet<QString> changing{u"New policy…"_s, u"New profile…"_s, u"New rule…"_s, u"Activate…"_s, u"Pause…"_s,
            u"Edit…"_s, u"Remove…"_s, u"Try again"_s, u"Take off…"_s};
        for (const PlaceEntry *entry :
            {&policiesPlace, &profilesPlace, &rulesPlace, &deploymentsPlace, &resultsPlace}) {
            enter(*entry);
            QTRY_VERIFY(m_place->isSettled());
            if (page()->model().total() > 0)
                choose(page()->model().idAt(0));
            for (const QAction *action : m_place->actions())
                QVERIFY2(!action->isVisible() || !changing.contains(action->text()), qPrintable(action->text()));
        }
    }

    void aProfileIsEditedFieldByField()
    {
        m_fixture.fillList(u"profiles"_s, {profile(3, u"https://example.org/"_s)});
        m_fixture.answer(u"GET /profiles/prf-1"_s, jsonReply(profile(3, u"https://example.org/"_s)));
        m_fixture.answer(u"PATCH /profiles/prf-1"_s, jsonReply(profile(4, u"https://example.net/"_s)));
        enter(profilesPlace);
        choose(u"prf-1"_s);
        QTRY_VERIFY(action(u"Edit…"_s)->isEnabled());
        QVERIFY(textsOf(m_place.get()).contains("Forbidden"_L1)); // saving passwords
        action(u"Edit…"_s)->trigger();
        auto *form = sheet<ProfileSheet>();
        QVERIFY(form);
        auto *blocked = form->findChild<SettingEditor *>(u"url_blocklist"_s)->findChild<QPlainTextEdit *>();
        QCOMPARE(blocked->toPlainText(), u"ads.example\ngames.example"_s);
        auto *passwords = form->findChild<SettingEditor *>(u"password_manager"_s)->findChild<QComboBox *>();
        QCOMPARE(passwords->currentText(), u"Forbidden"_s);
        QCOMPARE(passwords->itemText(0), u"Not decided"_s);
        passwords->setCurrentIndex(0);
        blocked->setPlainText(u"ads.example\n not a pattern \n"_s);
        auto *homepage = form->findChild<SettingEditor *>(u"homepage"_s)->findChild<QLineEdit *>();
        PlaceFixture::type(homepage, u"ftp://example.net/"_s);
        PlaceFixture::button(form, u"Save profile"_s)->click();
        QVERIFY(m_fixture.changes(u"PATCH /profiles/prf-1"_s).isEmpty());
        QVERIFY(homepage->accessibleDescription().contains("http"_L1));
        QVERIFY(blocked->accessibleDescription().contains("not a pattern"_L1));
        QCOMPARE(clippedTexts(form), QStringList());
        PlaceFixture::type(homepage, u"https://example.net/"_s);
        blocked->setPlainText(u"ads.example\n\nshop.example"_s);
        PlaceFixture::button(form, u"Save profile"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /profiles/prf-1"_s).size(), 1);
        const WireRequest sent = m_fixture.changes(u"PATCH /profiles/prf-1"_s).first();
        QVERIFY(headerOf(sent, "If-Match").contains('3'));
        QCOMPARE(bodyOf(sent),
            (QJsonObject{{u"settings"_s,
                QJsonObject{{u"homepage"_s, u"https://example.net/"_s},
                    {u"url_blocklist"_s, QJsonArray{u"ads.example"_s, u"shop.example"_s}}}}}));
        QTRY_VERIFY(!sheet());
    }

    void aConflictKeepsWhatWasTypedAndWhatTheOthersChanged()
    {
        m_fixture.fillList(u"profiles"_s, {profile(3, u"https://example.org/"_s)});
        m_fixture.answer(u"GET /profiles/prf-1"_s, jsonReply(profile(3, u"https://example.org/"_s)));
        enter(profilesPlace);
        choose(u"prf-1"_s);
        QTRY_VERIFY(action(u"Edit…"_s)->isEnabled());
        action(u"Edit…"_s)->trigger();
        auto *form = sheet<ProfileSheet>();
        auto *passwords = form->findChild<SettingEditor *>(u"password_manager"_s)->findChild<QComboBox *>();
        passwords->setCurrentIndex(1);
        m_fixture.answer(u"PATCH /profiles/prf-1"_s, problemReply(412, u"precondition.failed"_s));
        m_fixture.answer(u"GET /profiles/prf-1"_s, jsonReply(profile(4, u"https://theirs.example/"_s)));
        PlaceFixture::button(form, u"Save profile"_s)->click();
        auto *message = form->findChild<InlineMessage *>();
        QTRY_VERIFY(message->text().contains("still here"_L1));
        QVERIFY2(message->text().contains("Settings"_L1), qPrintable(message->text())); // what the others changed
        QCOMPARE(passwords->currentIndex(), 1);
        m_fixture.answer(u"PATCH /profiles/prf-1"_s, jsonReply(profile(5, u"https://theirs.example/"_s)));
        PlaceFixture::button(form, u"Save profile"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /profiles/prf-1"_s).size(), 2);
        const WireRequest sent = m_fixture.changes(u"PATCH /profiles/prf-1"_s).last();
        QVERIFY(headerOf(sent, "If-Match").contains('4'));
        const QJsonObject settings = bodyOf(sent).value("settings"_L1).toObject();
        QCOMPARE(settings.value("homepage"_L1).toString(), u"https://theirs.example/"_s);
        QCOMPARE(settings.value("password_manager"_L1).toBool(), true);
    }

    void whatIsUsedIsNotOfferedForRemoval()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.fillList(u"policies"_s, {policy()});
        m_fixture.site->list<BusinessPolicy>().open();
        QTRY_COMPARE(m_fixture.site->list<BusinessPolicy>().store().total(), 1);
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Remove…"_s)->trigger();
        QVERIFY(m_fixture.prompts.questions.isEmpty());
        QCOMPARE(m_fixture.toasts->count(), 1);
        QVERIFY(textsOf(m_fixture.toasts.get()).contains(u"“Encrypted” is used by Browsers"_s));
    }

    void anUnusedRuleIsRemovedInTheVersionThatIsShown()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"DELETE /rules/rul-1"_s, emptyReply());
        enter(rulesPlace);
        choose(u"rul-1"_s);
        m_fixture.prompts.answers = {true};
        action(u"Remove…"_s)->trigger();
        QVERIFY(m_fixture.prompts.questions.first().destructive);
        QTRY_COMPARE(m_fixture.changes(u"DELETE /rules/rul-1"_s).size(), 1);
        QVERIFY(headerOf(m_fixture.changes(u"DELETE /rules/rul-1"_s).first(), "If-Match").contains('3'));
    }

    void aRuleIsTriedBeforeItIsSaved()
    {
        m_fixture.answer(u"POST /rules/try"_s,
            jsonReply(
                {{u"pass"_s, 3}, {u"fail"_s, 1}, {u"undetermined"_s, 1}, {u"error"_s, 0}, {u"not_applicable"_s, 0}}));
        m_fixture.answer(u"POST /rules"_s, jsonReply(rule()));
        enter(rulesPlace, {{u"!create"_s, true}});
        auto *form = sheet<RuleSheet>();
        QVERIFY(form);
        auto *query = form->findChild<QueryEdit *>();
        QPushButton *attempt = PlaceFixture::button(form, u"Try on the fleet"_s);
        attempt->click(); // nothing to try yet
        QVERIFY(m_fixture.changes(u"POST /rules/try"_s).isEmpty());
        QTest::keyClicks(query, u"storage.encripted:yes"_s);
        attempt->click();
        QVERIFY(m_fixture.changes(u"POST /rules/try"_s).isEmpty());
        QVERIFY(!query->accessibleDescription().isEmpty());
        PlaceFixture::button(form, u"Use “storage.encrypted”"_s)->click();
        QVERIFY2(textsOf(form).contains("Storage encrypted is yes"_L1), qPrintable(textsOf(form)));
        attempt->click();
        const auto badges = [form] {
            QStringList words;
            for (const QWidget *badge : form->findChildren<Badge *>())
                words.append(badge->accessibleName());
            return words.join(u';');
        };
        QTRY_VERIFY2(badges().contains("3"_L1) && badges().contains("1"_L1), qPrintable(badges()));
        QVERIFY(textsOf(form).contains("On 5 device(s)"_L1));
        QVERIFY(m_fixture.changes(u"POST /rules"_s).isEmpty());
        QCOMPARE(clippedTexts(form), QStringList());
        QCOMPARE(unnamedWidgets(form), QStringList());
        PlaceFixture::type(PlaceFixture::edit(form, u"name"_s), u"Encrypted"_s);
        QTest::keyClicks(form->findChild<FieldEditor *>(u"grace"_s)->findChild<QLineEdit *>(), u"2"_s);
        form->findChild<QCheckBox *>(u"linux"_s)->click();
        PlaceFixture::button(form, u"Create rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /rules"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /rules"_s).first());
        QCOMPARE(body.value("check"_L1).toString(), u"storage.encrypted:yes"_s);
        QCOMPARE(body.value("platforms"_L1).toArray(), QJsonArray{u"linux"_s});
        QCOMPARE(body.value("grace"_L1).toInt() % 86'400, 0);
    }

    void aPolicyShowsItsProgressLive()
    {
        m_fixture.fillList(u"policies"_s, {policy()});
        m_fixture.fillList(u"profiles"_s, {profile(3, {})});
        m_fixture.fillList(u"deployments"_s,
            {deployment(1, u"installed"_s), deployment(2, u"queued"_s), deployment(3, u"failed"_s, u"profile.failed"_s),
                deployment(4, u"queued"_s)});
        enter(policiesPlace, {{u"id"_s, u"pol-1"_s}});
        auto *panel = m_place->findChild<PolicyPanel *>();
        QTRY_COMPARE(panel->deployments(), 4);
        QTRY_COMPARE(panel->installed(), 1);
        page()->panel()->setOpen(true);
        auto *bar = panel->findChild<QProgressBar *>();
        QCOMPARE(bar->value(), 25);
        QVERIFY2(textsOf(panel).contains("1 of 4"_L1), qPrintable(textsOf(panel)));
        QTRY_VERIFY(textsOf(panel).contains("Safe browsing"_L1)); // a name, not an id
        QVERIFY(textsOf(panel).contains("Platform is Linux"_L1));
        m_fixture.changeList(u"deployments"_s, u"deployment"_s, {deployment(2, u"installed"_s)});
        QTRY_COMPARE((m_fixture.time->advance(std::chrono::milliseconds(200)), panel->installed()), 2);
        QTRY_COMPARE(bar->value(), 50);
        const QSignalSpy asked(panel, &PolicyPanel::deploymentsRequested);
        PlaceFixture::button(panel, u"Show deployments"_s)->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(m_fixture.navigator.current().arguments.value(u"query"_s).toString(), u"policies:pol-1"_s);
    }

    void onlyWhatFailedIsTriedAgain()
    {
        m_fixture.fillList(
            u"deployments"_s, {deployment(1, u"installed"_s), deployment(2, u"failed"_s, u"profile.failed"_s)});
        m_fixture.answer(u"POST /deployments/dep-2/retry"_s, jsonReply(deployment(2, u"queued"_s)));
        enter(deploymentsPlace);
        choose(u"dep-1"_s);
        QVERIFY(!action(u"Try again"_s)->isEnabled());
        page()->selection().set(u"dep-1"_s, true);
        page()->selection().set(u"dep-2"_s, true);
        QVERIFY(action(u"Try again"_s)->isEnabled());
        action(u"Try again"_s)->trigger();
        QTRY_COMPARE(m_fixture.toasts->count(), 1);
        QCOMPARE(m_fixture.changes(u"POST /deployments/dep-2/retry"_s).size(), 1);
        QVERIFY(m_fixture.changes(u"POST /deployments/dep-1/retry"_s).isEmpty());
        action(u"Open device"_s)->trigger();
        QCOMPARE(m_fixture.navigator.current().arguments.value(u"tab"_s).toString(), u"policies"_s);
    }

    void whatARuleBroughtIsTakenOff()
    {
        QJsonObject brought = deployment(2, u"installed"_s);
        brought.insert(u"policies"_s, QJsonArray());
        brought.insert(u"rule_id"_s, u"rul-1"_s);
        brought.insert(u"rule"_s, u"Encrypted"_s);
        m_fixture.fillList(u"deployments"_s, {deployment(1, u"installed"_s), brought});
        m_fixture.answer(u"POST /deployments/dep-2/take-off"_s, emptyReply());
        enter(deploymentsPlace);
        choose(u"dep-1"_s);
        QVERIFY(!action(u"Take off…"_s)->isEnabled()); // its policy decides
        choose(u"dep-2"_s);
        QTRY_VERIFY(action(u"Take off…"_s)->isEnabled());
        action(u"Take off…"_s)->trigger();
        QVERIFY(m_fixture.changes().isEmpty()); // the answer was no
        QCOMPARE(m_fixture.prompts.questions.last().title, u"Take “Safe browsing” off Device 2?"_s);
        QVERIFY(m_fixture.prompts.questions.last().effects.first().text.contains(u"“Encrypted” brought it"_s));
        m_fixture.prompts.answers = {true};
        action(u"Take off…"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"POST /deployments/dep-2/take-off"_s).size(), 1);

        // and on the device's own page
        m_fixture.answer(u"GET /deployments"_s, jsonReply({{u"total"_s, 1}, {u"items"_s, QJsonArray{brought}}}));
        m_fixture.answer(u"GET /results"_s, jsonReply({{u"total"_s, 0}, {u"items"_s, QJsonArray()}}));
        PoliciesTab tab(context(), m_fixture.window.get());
        tab.resize(900, 700);
        tab.show();
        tab.open(Id<Device>{u"dev-2"_s});
        auto *table = tab.findChildren<PartsTable *>().first();
        QTRY_COMPARE(table->model().rowCount(), 1);
        QPushButton *takeOff = PlaceFixture::button(&tab, u"Take off…"_s);
        QVERIFY(takeOff && !takeOff->isEnabled());
        table->setCurrentRow(0);
        QVERIFY(takeOff->isEnabled());
        m_fixture.prompts.answers = {true};
        takeOff->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /deployments/dep-2/take-off"_s).size(), 2);
    }

    void aResultLeadsToItsDeviceAndRule()
    {
        m_fixture.fillList(u"results"_s,
            {{{u"id"_s, u"res-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Encrypted"_s},
                {u"device_id"_s, u"dev-2"_s}, {u"device"_s, u"Device 2"_s}, {u"state"_s, u"fail"_s},
                {u"severity"_s, u"high"_s}, {u"version"_s, 1}}});
        enter(resultsPlace);
        choose(u"res-1"_s);
        action(u"Open rule"_s)->trigger();
        QCOMPARE(m_fixture.navigator.current(), (Location{u"rules"_s, {{u"id"_s, u"rul-1"_s}}}));
        action(u"Open device"_s)->trigger();
        QCOMPARE(m_fixture.navigator.current().arguments.value(u"device"_s).toString(), u"dev-2"_s);
    }

    void aDeviceShowsWhatPoliciesWantOfIt()
    {
        QJsonObject other = policy();
        other.insert(u"id"_s, u"pol-2"_s);
        other.insert(u"name"_s, u"Windows only"_s);
        other.insert(u"scope"_s, u"platform:windows"_s);
        m_fixture.fillList(u"policies"_s, {policy(), other});
        m_fixture.answer(u"GET /deployments"_s,
            jsonReply({{u"total"_s, 1}, {u"items"_s, QJsonArray{deployment(1, u"failed"_s, u"profile.failed"_s)}}}));
        m_fixture.answer(u"GET /results"_s, jsonReply({{u"total"_s, 0}, {u"items"_s, QJsonArray()}}));
        const QJsonObject camera{{u"setting"_s, u"camera"_s}, {u"label"_s, u"Camera"_s}, {u"revision"_s, 2},
            {u"reason"_s, u"supervised"_s}, {u"devices"_s, 1}};
        const QJsonObject siri{{u"setting"_s, u"siri"_s}, {u"label"_s, u"Siri"_s}, {u"revision"_s, 2},
            {u"reason"_s, u"minimum-os"_s}, {u"minimum_os"_s, u"5.0"_s}, {u"devices"_s, 1}};
        m_fixture.answer(u"GET /devices/dev-1/partial-profiles"_s,
            jsonReply({{u"total"_s, 1},
                {u"items"_s,
                    QJsonArray{QJsonObject{{u"profile"_s, u"prf-1"_s}, {u"name"_s, u"Restrictions"_s},
                        {u"revision"_s, 2}, {u"settings"_s, QJsonArray{camera, siri}}}}}}));
        m_fixture.site->list<Device>().open();
        QTRY_COMPARE(m_fixture.site->list<Device>().store().total(), 5);
        PoliciesTab tab(context(), m_fixture.window.get());
        tab.resize(900, 700);
        tab.show();
        tab.open(Id<Device>{u"dev-1"_s});
        QTRY_VERIFY(tab.isSettled());
        auto *policies = tab.findChild<PropertyList *>();
        QTRY_VERIFY2(
            policies->asText().contains("Browsers: Active: Platform is Linux"_L1), qPrintable(policies->asText()));
        QVERIFY(!policies->asText().contains("Windows only"_L1));
        auto *partial = tab.findChildren<PropertyList *>().at(1);
        QVERIFY(partial->isVisible());
        QVERIFY2(partial->asText().contains(u"Restrictions: Camera: it is for supervised devices\nSiri: the operating "
                                            "system is older than 5.0"_s),
            qPrintable(partial->asText()));
        PartsModel &deployments = tab.findChildren<PartsTable *>().first()->model();
        QCOMPARE(deployments.rowCount(), 1);
        const QAbstractItemModelTester tester(&deployments, QAbstractItemModelTester::FailureReportingMode::QtTest);
        // what changes is read again; an older server does not say what has no effect
        m_fixture.answer(u"GET /devices/dev-1/partial-profiles"_s, problemReply(404, u"route.unknown"_s));
        m_fixture.answer(u"GET /deployments"_s,
            jsonReply({{u"total"_s, 1}, {u"items"_s, QJsonArray{deployment(1, u"installed"_s)}}}));
        m_fixture.changeList(u"deployments"_s, u"deployment"_s, {deployment(1, u"installed"_s)});
        QTRY_COMPARE(deployments.index(0, 1).data(PartsModel::TokenRole).toString(), u"installed"_s);
        QTRY_VERIFY(!partial->isVisible());
        QVERIFY(!tab.findChild<InlineMessage *>()->isVisible());
    }

    void theHistoryIsAskedForOnlyWhereItMayBeRead()
    {
        HistoryTab helpdesk(*m_fixture.site, Allowed(Role::Helpdesk), m_fixture.window.get());
        helpdesk.show();
        helpdesk.open(Id<Device>{u"dev-1"_s});
        QVERIFY(helpdesk.isSettled());
        QVERIFY(textsOf(&helpdesk).contains("administrators and auditors"_L1));
        QVERIFY(!m_fixture.asked.contains(u"GET /audit"_s));
        m_fixture.answer(u"GET /audit"_s,
            jsonReply({{u"total"_s, 1},
                {u"items"_s,
                    QJsonArray{QJsonObject{{u"id"_s, u"aud-1"_s}, {u"seq"_s, 1}, {u"ts"_s, u"2026-01-02T03:04:05Z"_s},
                        {u"category"_s, u"device"_s}, {u"action"_s, u"device.edited"_s}, {u"result"_s, u"success"_s},
                        {u"hash"_s, u"0"_s}, {u"prev"_s, u"0"_s}}}}}));
        HistoryTab auditor(*m_fixture.site, Allowed(Role::Auditor), m_fixture.window.get());
        auditor.open(Id<Device>{u"dev-1"_s});
        QVERIFY(!m_fixture.asked.contains(u"GET /audit"_s)); // nobody looks yet
        auditor.show();
        QTRY_COMPARE(auditor.findChild<PartsTable *>()->model().rowCount(), 1);
    }
};

QTEST_MAIN(TestPolicyPlaces)
#include "tst_policy_places.moc"
