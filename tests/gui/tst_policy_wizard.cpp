// The policy wizard: from a name to an active policy, by keyboard, with every refusal in between.
#include "gui/wizardfixture.h"
#include "ui/common/badge.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/querybox.h"
#include "ui/devices/partstable.h"
#include "ui/policies/itemsequence.h"
#include "ui/policies/mergesheet.h"
#include "ui/policies/policiesplace.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/rolloutstep.h"
#include "ui/policies/scopestep.h"
#include "ui/policies/settingeditor.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPolicyWizard : public QObject, private WizardFixture {
    Q_OBJECT

    static BusinessPolicy stored(int version) { return fromJson<BusinessPolicy>(policy(version)).value(); }
    static QJsonObject preview(int version, int enter)
    {
        return {{u"policy"_s, u"pol-1"_s}, {u"version"_s, version}, {u"number"_s, version},
            {u"hash"_s, u"%1"_s.arg(version, 64, 10, QLatin1Char('0'))}, {u"enter"_s, enter}, {u"leave"_s, 0},
            {u"stay"_s, 0},
            {u"items"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-1"_s}, {u"name"_s, u"Safe browsing"_s}, {u"install"_s, enter},
                    {u"replace"_s, 0}, {u"remove"_s, 0}, {u"present"_s, 0}, {u"waiting"_s, 0}, {u"impossible"_s, 0},
                    {u"left"_s, 0}}}},
            {u"conflicts"_s,
                QJsonArray{QJsonObject{{u"item"_s, u"prf-1"_s}, {u"with"_s, u"prf-2"_s},
                               {u"policies"_s, QJsonArray{u"pol-9"_s}}, {u"devices"_s, 1}, {u"winner"_s, u"prf-2"_s}},
                    QJsonObject{{u"kind"_s, u"revision"_s}, {u"item"_s, u"prf-1"_s}, {u"with"_s, u"prf-1"_s},
                        {u"policies"_s, QJsonArray{u"pol-9"_s}}, {u"devices"_s, 7}, {u"winner_policy"_s, u"pol-9"_s},
                        {u"revision"_s, 2}, {u"other_revision"_s, 3}},
                    QJsonObject{{u"kind"_s, u"rule"_s}, {u"item"_s, u"rul-1"_s}, {u"with"_s, u"rul-1"_s},
                        {u"policies"_s, QJsonArray{u"pol-9"_s}}, {u"devices"_s, 8}, {u"winner_policy"_s, u"pol-1"_s},
                        {u"revision"_s, 1}, {u"other_revision"_s, 1},
                        {u"params"_s, QJsonObject{{u"most"_s, u"2"_s}}}}}},
            {u"compliance"_s,
                QJsonObject{{u"before"_s, QJsonObject{{u"not_assigned"_s, enter}}},
                    {u"after"_s, QJsonObject{{u"compliant"_s, enter}}}}},
            {u"devices"_s,
                QJsonArray{
                    QJsonObject{{u"device"_s, u"dev-1"_s}, {u"name"_s, u"Device 1"_s}, {u"change"_s, u"enters"_s},
                        {u"install"_s, QJsonArray{u"Safe browsing"_s}}, {u"simulated"_s, true}}}},
            {u"changing"_s, 1}};
    }
    QString message() { return m_wizard->findChild<InlineMessage *>()->text(); }
    void checkNames(const char *where) { WizardFixture::checkNames(u"wizard-"_s + QLatin1StringView(where)); }

    void answerStale(const QJsonObject &changes)
    {
        QJsonObject theirs = policy(8);
        theirs.insert(u"edited_by"_s, u"Second Admin"_s);
        for (auto it = changes.begin(); it != changes.end(); ++it)
            theirs.insert(it.key(), it.value());
        m_fixture.answer(u"PATCH /policies/pol-1"_s, problemReply(412, u"version.stale"_s));
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(theirs));
    }
    // Theirs changed the description and the name, mine the name and the items.
    void meetTheirs()
    {
        answerStale({{u"name"_s, u"Theirs"_s}, {u"description"_s, u"By somebody else"_s}});
        open(stored(7));
        PlaceFixture::type(PlaceFixture::edit(m_wizard, u"name"_s), u"Mine"_s);
        list(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(merging());
        QVERIFY(!PlaceFixture::button(merging(), u"Take over"_s)->isEnabled()); // nothing is decided for a person
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(merging()), QStringList());
        QCOMPARE(clippedTexts(merging()), QStringList());
        picture(m_fixture.window.get(), u"policy-merge"_s);
    }
    // Of the preview's line about this setting.
    void showDevices(const QString &label)
    {
        for (QPushButton *open : m_wizard->findChildren<QPushButton *>()) {
            if (open->accessibleName().startsWith(QString(u"Show devices on which “"_s + label + u"”"))) {
                open->click();
                return;
            }
        }
        QFAIL(qPrintable(label));
    }
    MergeSheet *merging() { return m_fixture.window->findChild<MergeSheet *>(); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_policy_wizard"_s);
    }
    void init() { startSite(); }
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
        QTRY_COMPARE(list(u"ConfigurationProfile"_s)->model().rowCount(), 2);
        QTRY_COMPARE(list(u"ComplianceRule"_s)->model().rowCount(), 1);
        const QAbstractItemModelTester tester(
            &list(u"ConfigurationProfile"_s)->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        checkNames("items");
        button(u"Next"_s)->click(); // nothing is chosen
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);
        QVERIFY(message().contains("at least one"_L1));
        auto *profiles = list(u"ConfigurationProfile"_s)->findChild<QListView *>();
        profiles->setFocus();
        profiles->setCurrentIndex(profiles->model()->index(1, 0)); // Safe browsing, behind Kiosk
        QTest::keyClick(profiles, Qt::Key_Space);
        QCOMPARE(list(u"ConfigurationProfile"_s)->model().ticked(), QStringList{u"prf-1"_s});
        auto *rules = list(u"ComplianceRule"_s)->findChild<QListView *>();
        rules->setFocus();
        QTest::keyClick(rules, Qt::Key_Space);
        button(u"Next"_s)->click();
        QCOMPARE(m_wizard->step(), PolicyWizard::Rollout);
        checkNames("rollout");
        button(u"Preview"_s)->click();
        QTRY_VERIFY(m_wizard->preview());
        QCOMPARE(m_wizard->step(), PolicyWizard::Preview);
        const QList<WireRequest> created = m_fixture.changes(u"POST /policies"_s);
        QCOMPARE(created.size(), 1);
        QCOMPARE(bodyOf(created.first()).value("scope"_L1).toString(), u"platform:linux"_s);
        const QJsonArray items = bodyOf(created.first()).value("items"_L1).toArray();
        QCOMPARE(items.size(), 1);
        QCOMPARE(items.first().toObject().value("item"_L1).toString(), u"prf-1"_s);
        const QJsonArray pins = bodyOf(created.first()).value("rule_pins"_L1).toArray();
        QCOMPARE(pins.size(), 1);
        QCOMPARE(pins.first().toObject().value("rule"_L1).toString(), u"rul-1"_s);
        QVERIFY(!headerOf(created.first(), "Idempotency-Key").isEmpty());
        QVERIFY2(texts().contains("Safe browsing"_L1), qPrintable(texts()));
        QVERIFY2(texts().contains(u"“Kiosk” stays"_s), qPrintable(texts()));
        QVERIFY2(texts().contains(u"“Safe browsing” in revision 2, and “pol-9” has it in revision 3. The newest that "
                                  "they can have comes, that of “pol-9”."_s),
            qPrintable(texts()));
        QVERIFY2(texts().contains(u"“Encrypted” in revision 1 with most = 2, and “pol-9” has it in revision 1 with its "
                                  "own values. Devices are judged as in this policy."_s),
            qPrintable(texts()));
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
        const QJsonObject step = bodyOf(m_fixture.changes(u"POST /policies/pol-1/activate"_s).first());
        QCOMPARE(step.value("version"_L1).toInt(), 1);
        QCOMPARE(step.value("hash"_L1).toString(), preview(1, 5).value("hash"_L1).toString());
        QTRY_VERIFY(!m_wizard);
    }

    // Sums that are the same before and after do not mean that nothing changes.
    void previewTellsReasonsAndWhoseComplianceChanges()
    {
        QJsonObject told = preview(3, 5);
        QJsonObject item = told.value("items"_L1).toArray().first().toObject();
        item.insert(u"impossible"_s, 1207);
        item.insert(u"reasons"_s,
            QJsonObject{{u"dependency"_s, 2}, {u"platform"_s, 1200}, {u"other"_s, 4}, {u"own.code"_s, 1}});
        told.insert(u"items"_s, QJsonArray{item});
        const QJsonObject states{{u"compliant"_s, 9}, {u"noncompliant"_s, 9}};
        told.insert(u"compliance"_s, QJsonObject{{u"before"_s, states}, {u"after"_s, states}});
        told.insert(u"transitions"_s,
            QJsonArray{QJsonObject{{u"before"_s, u"compliant"_s}, {u"after"_s, u"noncompliant"_s}, {u"devices"_s, 3}},
                QJsonObject{{u"before"_s, u"noncompliant"_s}, {u"after"_s, u"compliant"_s}, {u"devices"_s, 3}}});
        told.insert(u"changing"_s, 1300);
        told.insert(u"versions"_s,
            QJsonArray{
                QJsonObject{{u"number"_s, 3}, {u"devices"_s, 4}}, QJsonObject{{u"number"_s, 2}, {u"devices"_s, 1}}});
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(told));
        open(stored(3), PolicyWizard::Preview);
        QTRY_VERIFY(m_wizard->preview());
        QTRY_VERIFY(texts().contains("Not possible on 1200"_L1));
        const QString said = texts();
        const qsizetype first = said.indexOf(u"Not possible on 1200 device(s): it is for another platform"_s);
        QVERIFY2(first >= 0, qPrintable(said));
        QVERIFY(said.indexOf(u"Not possible on 4 device(s): other reasons"_s) > first); // the most frequent first
        QVERIFY(said.contains(u"Not possible on 2 device(s): Something that it needs is missing"_s));
        QVERIFY(said.contains(u"Not possible on 1 device(s): own.code"_s));
        const QString all = QLocale().toString(1300);
        QVERIFY2(said.contains(QString(u"The first 1 of "_s + all + u" devices by name"_s)), qPrintable(said));
        QVERIFY(!said.contains(u"does not change"_s));
        QStringList badges;
        for (const Badge *badge : m_wizard->findChildren<Badge *>()) {
            if (badge->isVisible())
                badges.append(badge->accessibleName());
        }
        QVERIFY2(badges.contains(u"Compliant → Not compliant: 3"_s), qPrintable(badges.join(u';')));
        QVERIFY(badges.contains(u"Not compliant → Compliant: 3"_s));
        QVERIFY2(
            badges.contains(u"Version 3: 4"_s) && badges.contains(u"Version 2: 1"_s), qPrintable(badges.join(u';')));
        checkNames("preview-reasons");
    }

    // Each with its devices; the rest of very many opens by a button.
    void previewTellsWhichSettingsHaveNoEffect()
    {
        const auto setting = [](const QString &label, const QString &reason, int devices) {
            QJsonObject line{{u"setting"_s, label.toLower()}, {u"label"_s, label}, {u"revision"_s, 2},
                {u"reason"_s, reason}, {u"devices"_s, devices}};
            if (reason == "minimum-os"_L1)
                line.insert(u"minimum_os"_s, u"5.0"_s);
            return line;
        };
        QJsonArray settings{setting(u"Camera"_s, u"supervised"_s, 30), setting(u"Siri"_s, u"minimum-os"_s, 20)};
        for (int i = 1; i <= 12; ++i)
            settings.append(setting(u"Own %1."_s.arg(i), u"company-owned"_s, 1));
        QJsonObject told = preview(3, 5);
        QJsonObject item = told.value("items"_L1).toArray().first().toObject();
        item.insert(u"ineffective"_s, settings);
        told.insert(u"items"_s, QJsonArray{item});
        QJsonObject ofCamera = told;
        ofCamera.insert(u"devices"_s,
            QJsonArray{QJsonObject{{u"device"_s, u"dev-2"_s}, {u"name"_s, u"Device 2"_s}, {u"change"_s, u"stays"_s},
                {u"ineffective"_s, QJsonArray{u"Camera"_s, u"Siri"_s}}}});
        ofCamera.insert(u"changing"_s, 30);
        QString asked;
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, [&](const WireRequest &request) {
            const QUrlQuery query(request.url);
            if (!query.hasQueryItem(u"setting"_s))
                return jsonReply(told);
            asked = u"%1 %2 %3 %4"_s.arg(query.queryItemValue(u"item"_s), query.queryItemValue(u"setting"_s),
                query.queryItemValue(u"revision"_s), query.queryItemValue(u"reason"_s));
            return jsonReply(ofCamera);
        });
        open(stored(3), PolicyWizard::Preview);
        QTRY_VERIFY(m_wizard->preview());
        QTRY_VERIFY2(texts().contains(u"“Camera” has no effect on 30 device(s): it is for supervised devices"_s),
            qPrintable(texts()));
        QVERIFY2(texts().contains(u"“Siri” has no effect on 20 device(s): the operating system is older than 5.0"_s),
            qPrintable(texts()));
        QVERIFY(texts().contains(u"“Own 10.” has no effect"_s));
        QVERIFY(!texts().contains(u"“Own 11.” has no effect"_s));
        QVERIFY(texts().contains(u"Devices with changes or obstacles"_s));
        checkNames("preview-settings");
        button(u"Show 2 more setting(s)"_s)->click();
        QTRY_VERIFY(texts().contains(u"“Own 12.” has no effect on 1 device(s): it is not for a person's own device"_s));
        PartsModel &devices = m_wizard->findChild<PartsTable *>()->model();
        const auto name = [&devices] { return devices.index(0, 0).data().toString(); };
        QCOMPARE(name(), u"Device 1"_s);
        showDevices(u"Camera"_s);
        QTRY_COMPARE(name(), u"Device 2"_s);
        QCOMPARE(asked, u"prf-1 camera 2 supervised"_s);
        QVERIFY2(texts().contains(u"Devices on which “Camera” has no effect: it is for supervised devices"_s),
            qPrintable(texts()));
        QVERIFY2(texts().contains(u"The first 1 of 30 devices by name"_s), qPrintable(texts()));
        checkNames("preview-setting-devices");
        button(u"Show the devices that change"_s)->click();
        QCOMPARE(name(), u"Device 1"_s);
        QVERIFY(texts().contains(u"Devices with changes or obstacles"_s));
        // an error leaves what was there
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, problemReply(403, u"forbidden"_s));
        showDevices(u"Siri"_s);
        QTRY_VERIFY(m_wizard->findChild<InlineMessage *>()->isVisible());
        QCOMPARE(name(), u"Device 1"_s);
        // the policy was changed meanwhile
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(4, 2)));
        showDevices(u"Siri"_s);
        QTRY_VERIFY(m_wizard->preview() && m_wizard->preview()->version == 4);
        QVERIFY(!texts().contains(u"has no effect"_s));
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

    void twoEditsAreMergedFieldByField()
    {
        meetTheirs();
        merging()->findChild<QRadioButton *>(u"mine-name"_s)->click();
        PlaceFixture::button(merging(), u"Take over"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->text(), u"Mine"_s);
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(9)));
        const QSignalSpy saved(m_wizard, &PolicyWizard::saved);
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(saved.size(), 1);
        const WireRequest sent = m_fixture.changes(u"PATCH /policies/pol-1"_s).last();
        QVERIFY(headerOf(sent, "If-Match").contains('8'));
        QCOMPARE(bodyOf(sent).value("name"_L1).toString(), u"Mine"_s);
        QCOMPARE(bodyOf(sent).value("items"_L1).toArray().size(), 2);
        QVERIFY(!bodyOf(sent).contains("description"_L1)); // theirs stays
    }

    static QJsonObject item(const QString &id, int revision, const QString &name)
    {
        return {{u"item"_s, id}, {u"after"_s, QJsonArray()}, {u"revision"_s, revision}, {u"name"_s, name},
            {u"hash"_s, u"1a"_s}};
    }
    static QStringList idsOf(const std::vector<PolicyItem> &items)
    {
        QStringList ids;
        for (const PolicyItem &item : items)
            ids.append(item.item);
        return ids;
    }

    // Both added one: there is nothing to choose.
    void itemsOfBothAreTaken()
    {
        answerStale(
            {{u"items"_s, QJsonArray{item(u"prf-1"_s, 2, u"Safe browsing"_s), item(u"fil-9"_s, 3, u"Motd"_s)}}});
        open(stored(7));
        list(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(merging());
        QVERIFY(merging()->findChildren<QRadioButton *>().isEmpty());
        picture(m_fixture.window.get(), u"policy-merge-items"_s);
        PlaceFixture::button(merging(), u"Take over"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(
            idsOf(m_wizard->findChild<ItemSequence *>()->items()), (QStringList{u"prf-1"_s, u"fil-9"_s, u"prf-2"_s}));
        QVERIFY(button(u"Save as draft"_s)->isEnabled());
    }

    // They took a newer revision of what I took away: that one alone is asked about.
    void oneItemOfBothIsAskedAbout_data()
    {
        QTest::addColumn<QString>("side");
        QTest::addColumn<QStringList>("ids");
        QTest::newRow("mine") << u"mine"_s << QStringList{u"fil-9"_s, u"prf-2"_s};
        QTest::newRow("theirs") << u"theirs"_s << QStringList{u"prf-1"_s, u"fil-9"_s, u"prf-2"_s};
    }
    void oneItemOfBothIsAskedAbout()
    {
        QFETCH(const QString, side);
        QFETCH(const QStringList, ids);
        answerStale(
            {{u"items"_s, QJsonArray{item(u"prf-1"_s, 3, u"Safe browsing"_s), item(u"fil-9"_s, 3, u"Motd"_s)}}});
        open(stored(7));
        list(u"ConfigurationProfile"_s)->model().setTicked({u"prf-2"_s});
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(merging());
        QCOMPARE(merging()->findChildren<QRadioButton *>().size(), 2);
        QVERIFY(!PlaceFixture::button(merging(), u"Take over"_s)->isEnabled());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(merging()), QStringList());
        QCOMPARE(clippedTexts(merging()), QStringList());
        picture(m_fixture.window.get(), u"policy-merge-item"_s);
        merging()->findChild<QRadioButton *>(QString(side + u"-items/prf-1"_s))->click();
        PlaceFixture::button(merging(), u"Take over"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(idsOf(m_wizard->findChild<ItemSequence *>()->items()), ids);
    }

    // The same rule in the same revision: what differs is said.
    void valuesOfRulesMayDifferAlone()
    {
        const auto content = [](const QString &most) {
            QJsonObject given = policy(7);
            given.insert(u"rule_pins"_s,
                QJsonArray{QJsonObject{{u"rule"_s, u"rul-1"_s}, {u"revision"_s, 1}, {u"name"_s, u"Encrypted"_s},
                    {u"hash"_s, u"1b"_s}, {u"params"_s, QJsonObject{{u"most"_s, most}}}}});
            return policyContent(fromJson<BusinessPolicy>(given).value());
        };
        auto *sheet = new MergeSheet(mergePolicies(content(u"2"_s), content(u"3"_s), content(u"4"_s)),
            u"Second Admin"_s, m_fixture.window.get());
        sheet->open();
        auto *mine = sheet->findChild<QRadioButton *>(u"mine-rule_pins/rul-1"_s);
        auto *theirs = sheet->findChild<QRadioButton *>(u"theirs-rule_pins/rul-1"_s);
        QVERIFY(mine && theirs);
        QCOMPARE(mine->accessibleName(), u"Encrypted: mine, Encrypted, revision 1, with most = 3"_s);
        QCOMPARE(theirs->accessibleName(), u"Encrypted: theirs, Encrypted, revision 1, with most = 4"_s);
        const auto lines = [sheet](const QString &text) {
            const QList<QLabel *> labels = sheet->findChildren<QLabel *>();
            return std::count_if(
                labels.begin(), labels.end(), [&text](const QLabel *label) { return label->text() == text; });
        };
        QCOMPARE(lines(u"Encrypted, revision 1, with most = 2"_s), 2); // of the list, and of the rule
        theirs->click();
        QCOMPARE(lines(u"Encrypted, revision 1, with most = 4"_s), 2); // the choice, and what becomes of it
        mine->click();
        QCOMPARE(lines(u"Encrypted, revision 1, with most = 4"_s), 1);
        QCOMPARE(lines(u"Encrypted, revision 1, with most = 3"_s), 2);
        QVERIFY(PlaceFixture::button(sheet, u"Take over"_s)->isEnabled());
        sheet->dismiss();
        QTRY_VERIFY(!merging());
    }

    // Each moved another item.
    void ordersOfBothAreAskedAbout()
    {
        QJsonObject before = policy(7);
        const QJsonObject first = item(u"prf-1"_s, 2, u"Safe browsing"_s);
        const QJsonObject second = item(u"prf-2"_s, 1, u"Kiosk"_s);
        const QJsonObject third = item(u"fil-9"_s, 3, u"Motd"_s);
        before.insert(u"items"_s, QJsonArray{first, second, third});
        answerStale({{u"items"_s, QJsonArray{second, first, third}}});
        open(fromJson<BusinessPolicy>(before).value(), PolicyWizard::Items);
        auto *sequence = m_wizard->findChild<ItemSequence *>();
        auto *lines = sequence->findChild<QListWidget *>();
        lines->setFocus();
        lines->setCurrentRow(2);
        QTest::keyClick(lines, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(idsOf(sequence->items()), (QStringList{u"prf-1"_s, u"fil-9"_s, u"prf-2"_s}));
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(merging());
        QCOMPARE(merging()->findChildren<QRadioButton *>().size(), 2);
        QVERIFY(!PlaceFixture::button(merging(), u"Take over"_s)->isEnabled());
        auto *mine = merging()->findChild<QRadioButton *>(u"mine-items/order"_s);
        QVERIFY(mine);
        QCOMPARE(mine->accessibleName(), u"Order of installation: mine, Safe browsing, then Motd, then Kiosk"_s);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(merging()), QStringList());
        QCOMPARE(clippedTexts(merging()), QStringList());
        mine->click();
        PlaceFixture::button(merging(), u"Take over"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(idsOf(sequence->items()), (QStringList{u"prf-1"_s, u"fil-9"_s, u"prf-2"_s}));
    }

    // Each by itself is right, but together two items would wait for each other.
    void aCircleOfBothIsNotTakenOver()
    {
        QJsonObject before = policy(7);
        const QJsonObject first = item(u"prf-1"_s, 2, u"Safe browsing"_s);
        QJsonObject second = item(u"prf-2"_s, 1, u"Kiosk"_s);
        before.insert(u"items"_s, QJsonArray{first, second});
        second.insert(u"after"_s, QJsonArray{u"prf-1"_s});
        answerStale({{u"items"_s, QJsonArray{first, second}}});
        open(fromJson<BusinessPolicy>(before).value(), PolicyWizard::Items);
        auto *sequence = m_wizard->findChild<ItemSequence *>();
        sequence->findChild<QListWidget *>()->setCurrentRow(0);
        button(u"Install after…"_s)->click();
        auto *menu = sequence->findChild<QMenu *>();
        menu->actions().last()->trigger();
        menu->close();
        QCOMPARE(sequence->items().front().after, QStringList{u"prf-2"_s});
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY(merging());
        QVERIFY(merging()->findChildren<QRadioButton *>().isEmpty());
        QVERIFY(!PlaceFixture::button(merging(), u"Take over"_s)->isEnabled());
        const auto *said = merging()->findChild<InlineMessage *>();
        QTRY_VERIFY(said->isVisible());
        QVERIFY2(said->text().contains(u"Kiosk → Safe browsing → Kiosk"_s), qPrintable(said->text()));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(clippedTexts(merging()), QStringList());
        picture(m_fixture.window.get(), u"policy-merge-circle"_s);
        PlaceFixture::button(merging(), u"Back to the form"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(sequence->items().front().after, QStringList{u"prf-2"_s}); // what was entered is still there
    }

    void theirEditCanBeTakenWhole()
    {
        meetTheirs();
        PlaceFixture::button(merging(), u"Drop my changes"_s)->click();
        QTRY_VERIFY(!merging());
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->text(), u"Theirs"_s);
        QCOMPARE(list(u"ConfigurationProfile"_s)->model().ticked(), QStringList{u"prf-1"_s});
        QVERIFY(!button(u"Save as draft"_s)->isEnabled());
    }

    void aMergeCanWait()
    {
        meetTheirs();
        QTest::keyClick(merging(), Qt::Key_Escape);
        QTRY_VERIFY(!merging());
        QCOMPARE(PlaceFixture::edit(m_wizard, u"name"_s)->text(), u"Mine"_s);
        QVERIFY2(message().contains("still here"_L1), qPrintable(message()));
        m_wizard->dismiss();
        QTRY_VERIFY(!m_wizard);
    }

    void itemsAreOrderedByKeyboard()
    {
        open(stored(7), PolicyWizard::Items);
        QTRY_COMPARE(list(u"ConfigurationProfile"_s)->model().rowCount(), 2);
        list(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        auto *sequence = m_wizard->findChild<ItemSequence *>();
        QCOMPARE(sequence->items().size(), size_t(2));
        auto *view = sequence->findChild<QListWidget *>();
        view->setFocus();
        view->setCurrentRow(1);
        QTest::keyClick(view, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(sequence->items().front().item, u"prf-2"_s);
        view->setCurrentRow(1);
        button(u"Install after…"_s)->click();
        auto *menu = sequence->findChild<QMenu *>();
        const QList<QAction *> choices = menu->actions();
        QCOMPARE(choices.last()->text(), u"Kiosk"_s);
        choices.last()->trigger();
        menu->close();
        QCOMPARE(sequence->items()[1].after, QStringList{u"prf-2"_s});
        // the other way round would be a circle
        view->setCurrentRow(0);
        button(u"Install after…"_s)->click();
        QVERIFY(!menu->actions().last()->isEnabled());
        menu->close();
        checkNames("order");
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 1);
        const QJsonArray items =
            bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).first()).value("items"_L1).toArray();
        QCOMPARE(items[0].toObject().value("item"_L1).toString(), u"prf-2"_s);
        QCOMPARE(items[1].toObject().value("after"_L1).toArray(), QJsonArray{u"prf-2"_s});
    }

    void wavesHaveToGrow()
    {
        open(stored(7), PolicyWizard::Rollout);
        auto *step = m_wizard->findChild<RolloutStep *>();
        m_wizard->findChild<QRadioButton *>(u"staged"_s)->click();
        button(u"Add a wave"_s)->click();
        const auto spins = step->findChildren<QSpinBox *>(u"percent"_s);
        QCOMPARE(spins.size(), 2);
        spins[0]->setValue(50);
        spins[1]->setValue(20);
        QVERIFY(!step->check());
        QVERIFY(spins[1]->hasFocus());
        spins[1]->setValue(80);
        QVERIFY(step->check());
        checkNames("waves");
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).first());
        QCOMPARE(body.value("rollout.waves"_L1).toArray().size(), 2);
    }

    void aVersionThatNeedsApprovalIsLeftForIt()
    {
        QJsonObject waits = policy(7);
        waits.insert(u"needs_approval"_s, true);
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(preview(7, 5)));
        open(fromJson<BusinessPolicy>(waits).value(), PolicyWizard::Activate);
        QTRY_COMPARE(m_wizard->step(), PolicyWizard::Activate);
        QVERIFY2(texts().contains("A second person"_L1), qPrintable(texts()));
        button(u"Leave for approval"_s)->click();
        QTRY_VERIFY(!m_wizard);
        QVERIFY(m_fixture.changes(u"POST /policies/pol-1/activate"_s).isEmpty());
    }

    void itemsOfEveryKindComeInOneOrder()
    {
        m_fixture.fillList(u"applications"_s,
            {{{u"id"_s, u"app-1"_s}, {u"name"_s, u"Curl"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"curl"_s}, {u"version"_s, 1}}});
        m_fixture.fillList(u"files"_s,
            {{{u"id"_s, u"fil-1"_s}, {u"name"_s, u"Greeting"_s}, {u"platform"_s, u"linux"_s},
                {u"path"_s, u"/etc/motd"_s}, {u"mode"_s, u"0644"_s}, {u"version"_s, 1}}});
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        open(stored(7), PolicyWizard::Items);
        list(u"Application"_s)->model().tick(u"app-1"_s);
        list(u"ManagedFile"_s)->model().tick(u"fil-1"_s);
        const auto *sequence = m_wizard->findChild<ItemSequence *>();
        const auto *lines = sequence->findChild<QListWidget *>();
        QCOMPARE(lines->count(), 3);
        QTRY_VERIFY2(lines->item(1)->text().contains("Curl"_L1), qPrintable(lines->item(1)->text()));
        QTRY_VERIFY2(lines->item(2)->text().contains("Greeting"_L1), qPrintable(lines->item(2)->text()));
        checkNames("kinds");
        // another kind leaves the others where they are
        list(u"Application"_s)->model().setTicked({});
        QCOMPARE(sequence->items(ItemKind::File), QStringList{u"fil-1"_s});
        QCOMPARE(sequence->items(ItemKind::Profile), QStringList{u"prf-1"_s});
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 1);
        const QJsonArray items = bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).first())["items"_L1].toArray();
        QCOMPARE(items.size(), 2);
        QCOMPARE(items[1]["item"_L1].toString(), u"fil-1"_s);
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
        list(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        button(u"Next"_s)->click();
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
        QTRY_VERIFY(list(u"ConfigurationProfile"_s)->model().ticked().contains(u"prf-7"_s));
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /profiles"_s).first());
        QCOMPARE(body.value("type"_L1).toString(), u"browser"_s);
        QCOMPARE(body.value("settings"_L1).toObject(), (QJsonObject{{u"homepage"_s, u"https://example.org/"_s}}));
        QVERIFY(list(u"ConfigurationProfile"_s)->model().ticked().contains(u"prf-1"_s)); // what was chosen stays chosen
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

    void ofManyConflictsTheFirstAreShown()
    {
        QJsonObject crowded = preview(7, 5);
        QJsonArray conflicts;
        for (int i = 1; i <= 25; ++i) { // nobody's revision can come
            conflicts.append(QJsonObject{{u"kind"_s, u"revision"_s}, {u"item"_s, u"prf-1"_s}, {u"with"_s, u"prf-1"_s},
                {u"policies"_s, QJsonArray{u"pol-%1"_s.arg(10 + i)}}, {u"devices"_s, i}, {u"revision"_s, 2},
                {u"other_revision"_s, 3}});
        }
        crowded.insert(u"conflicts"_s, conflicts);
        m_fixture.answer(u"GET /policies/pol-1/preview"_s, jsonReply(crowded));
        open(stored(7), PolicyWizard::Preview);
        QTRY_VERIFY(m_wizard->preview());
        QCOMPARE(texts().count(u"They can have neither, and keep what they have."_s), 20);
        QVERIFY2(texts().contains(u"“pol-30” has it"_s), qPrintable(texts()));
        QVERIFY2(!texts().contains(u"“pol-31” has it"_s), qPrintable(texts()));
        QVERIFY2(texts().contains(u"and 5 more"_s), qPrintable(texts()));
    }

    void anActivePolicyIsEditedAsADraft()
    {
        QJsonObject active = policy(5, u"active"_s);
        active.insert(u"number"_s, 3);
        active.insert(u"in_force"_s, 3);
        m_fixture.fillList(u"policies"_s, {active});
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(active));
        Place *place = m_fixture.enter(policiesPlace, {{u"id"_s, u"pol-1"_s}});
        QTRY_VERIFY(PlaceFixture::action(place, u"Pause…"_s)->isVisible());
        QVERIFY(!PlaceFixture::action(place, u"Activate…"_s)->isVisible());
        PlaceFixture::action(place, u"Edit…"_s)->trigger();
        const auto wizard = [this] { return m_fixture.window->findChild<PolicyWizard *>(); };
        QTRY_VERIFY(wizard());
        QVERIFY(m_fixture.changes().isEmpty()); // nothing is paused for it
        place->hidden();
        QTRY_VERIFY(!wizard());
        delete place;
    }
};

QTEST_MAIN(TestPolicyWizard)
#include "tst_policy_wizard.moc"
