// The real places over a real site and a small fake server: reading, editing, refusing, counting.
#include "gui/placefixture.h"
#include "ui/account/passwordsheet.h"
#include "ui/audit/auditplace.h"
#include "ui/common/bulkbar.h"
#include "ui/common/copyfield.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/devicesplace.h"
#include "ui/devices/notes.h"
#include "ui/devices/partstable.h"
#include "ui/devices/tagsheet.h"
#include "ui/enrolment/arrivals.h"
#include "ui/enrolment/enrolmentplace.h"
#include "ui/enrolment/grantsheet.h"
#include "ui/home/attention.h"
#include "ui/home/attentioncard.h"
#include "ui/home/homeplace.h"
#include "ui/persons/personsplace.h"
#include "ui/policies/policiesplace.h"
#include "ui/records/createsheet.h"
#include "ui/records/formpanel.h"
#include "ui/records/recordpicker.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPlaces : public QObject {
    Q_OBJECT

    PlaceFixture m_at;

    static WireReply person(const QString &name, int version)
    {
        return jsonReply({{u"id"_s, u"per-1"_s}, {u"name"_s, name}, {u"email"_s, u"anna@example.org"_s},
            {u"devices"_s, 2}, {u"version"_s, version}});
    }
    static QPushButton *button(const QWidget *parent, const QString &text)
    {
        return PlaceFixture::button(parent, text);
    }
    static QLineEdit *field(const QWidget *parent, const QString &name) { return PlaceFixture::edit(parent, name); }
    static void type(QLineEdit *edit, const QString &text) { PlaceFixture::type(edit, text); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_places"_s);
    }
    void init() { m_at.start(); }
    void cleanup() { m_at.stop(); }

    void aFormSavesWithTheVersionItWasReadWith()
    {
        m_at.answer(u"GET /persons/per-1"_s, person(u"Anna"_s, 7));
        FormPanel<Person> panel(
            *m_at.site, belvedere::Display("Person", m_at.time), {u"name"_s, u"email"_s, u"devices"_s});
        panel.setEditable(true);
        panel.show();
        panel.open(Id<Person>{u"per-1"_s});
        QTRY_VERIFY(panel.isSettled());
        QPushButton *save = button(&panel, u"Save"_s);
        QVERIFY(!save->isEnabled());
        type(field(&panel, u"name"_s), u"Anna B"_s);
        QVERIFY(save->isEnabled());
        m_at.answer(u"PATCH /persons/per-1"_s, person(u"Anna B"_s, 8));
        const QSignalSpy saved(&panel, &FormPanelBase::saved);
        save->click();
        QTRY_COMPARE(saved.size(), 1);
        const WireRequest change = m_at.changes(u"PATCH /persons/per-1"_s).first();
        QCOMPARE(bodyOf(change), (QJsonObject{{u"name"_s, u"Anna B"_s}}));
        QVERIFY(headerOf(change, "If-Match").contains('7'));
        QVERIFY(!panel.isDirty());
    }

    void aFormOffersTheNewerVersion()
    {
        m_at.answer(u"GET /persons/per-1"_s, person(u"Anna"_s, 7));
        FormPanel<Person> panel(*m_at.site, belvedere::Display("Person", m_at.time), {u"name"_s, u"email"_s});
        panel.setEditable(true);
        panel.show();
        panel.open(Id<Person>{u"per-1"_s});
        QTRY_VERIFY(panel.isSettled());
        type(field(&panel, u"name"_s), u"Mine"_s);
        m_at.answer(u"PATCH /persons/per-1"_s, problemReply(412, u"version.stale"_s));
        button(&panel, u"Save"_s)->click();
        QTRY_VERIFY(button(&panel, u"Load the newer version"_s));
        QCOMPARE(field(&panel, u"name"_s)->text(), u"Mine"_s); // what was typed is not thrown away unasked
        m_at.answer(u"GET /persons/per-1"_s, person(u"Theirs"_s, 8));
        button(&panel, u"Load the newer version"_s)->click();
        QTRY_COMPARE(field(&panel, u"name"_s)->text(), u"Theirs"_s);
    }

    void aFormShowsErrorsBesideTheirFields()
    {
        m_at.answer(u"GET /persons/per-1"_s, person(u"Anna"_s, 7));
        FormPanel<Person> panel(*m_at.site, belvedere::Display("Person", m_at.time), {u"name"_s, u"email"_s});
        panel.setEditable(true);
        panel.show();
        panel.open(Id<Person>{u"per-1"_s});
        QTRY_VERIFY(panel.isSettled());
        type(field(&panel, u"email"_s), u"nonsense"_s);
        WireReply refusal = jsonReply(
            {{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                {u"errors"_s, QJsonArray{QJsonObject{{u"field"_s, u"email"_s}, {u"message"_s, u"not an address"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_at.answer(u"PATCH /persons/per-1"_s, refusal);
        button(&panel, u"Save"_s)->click();
        QTRY_COMPARE(field(&panel, u"email"_s)->accessibleDescription(), u"not an address"_s);
        QVERIFY(panel.isDirty());
    }

    void aSheetMakesARecord()
    {
        const Person empty;
        auto *sheet = new CreateSheet(u"New person"_s, {}, u"Create person"_s, fields<Person>(),
            belvedere::Display("Person", m_at.time), {u"name"_s, u"email"_s}, &empty, m_at.window.get());
        const QPointer<CreateSheet> guard(sheet);
        sheet->open();
        const QSignalSpy submitted(sheet, &CreateSheet::submitted);
        QPushButton *accept = button(sheet, u"Create person"_s);
        accept->click();
        QCOMPARE(submitted.size(), 0); // the name is needed
        type(field(sheet, u"name"_s), u"Ben"_s);
        accept->click();
        QCOMPARE(submitted.size(), 1);
        QVERIFY(!accept->isEnabled()); // not twice
        sheet->fail(validationError({{u"name"_s, u"taken"_s}}));
        QVERIFY(accept->isEnabled());
        QCOMPARE(field(sheet, u"name"_s)->accessibleDescription(), u"taken"_s);
        sheet->succeed();
        QTRY_VERIFY(!guard);
    }

    void aPasswordIsChanged()
    {
        auto *sheet = new PasswordSheet(*m_at.site, m_at.window.get());
        const QPointer<PasswordSheet> guard(sheet);
        sheet->open();
        const QSignalSpy changed(sheet, &PasswordSheet::changed);
        QPushButton *accept = button(sheet, u"Change password"_s);
        const auto edit = [sheet](
                              const char *name) { return sheet->findChild<QLineEdit *>(QString::fromLatin1(name)); };
        type(edit("oldPassword"), u"wrong"_s);
        type(edit("newPassword"), u"a better horse"_s);
        QVERIFY(!accept->isEnabled());
        type(edit("newPasswordAgain"), u"a better hors"_s);
        QVERIFY(!accept->isEnabled());
        type(edit("newPasswordAgain"), u"a better horse"_s);
        QCOMPARE(edit("newPassword")->echoMode(), QLineEdit::Password);
        accept->click();
        QTRY_VERIFY(sheet->findChild<InlineMessage *>()->isVisible());
        type(edit("oldPassword"), m_at.server->password);
        accept->click();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_at.server->password, u"a better horse"_s);
        QTRY_VERIFY(!guard);
    }

    void aDevicePageShowsItsParts()
    {
        m_at.answer(u"GET /devices/dev-1"_s,
            jsonReply({{u"id"_s, u"dev-1"_s}, {u"name"_s, u"LT-1"_s}, {u"note"_s, u"a suspected clone"_s},
                {u"version"_s, 1}}));
        m_at.answer(u"GET /devices/dev-1/packages"_s,
            jsonReply({{u"total"_s, 2},
                {u"items"_s,
                    QJsonArray{QJsonObject{{u"name"_s, u"bash"_s}, {u"version"_s, u"5.2"_s}},
                        QJsonObject{{u"name"_s, u"zlib"_s}}}}}));
        DevicePage page(*m_at.site, Allowed(Role::Administrator));
        page.setVisible(true);
        page.open(Id<Device>{u"dev-1"_s}, u"LT-1"_s);
        PartsModel *packages = nullptr;
        QTRY_VERIFY(page.isSettled());
        for (auto *table : page.findChildren<PartsTable *>()) {
            const QAbstractItemModelTester tester(
                &table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
            if (table->model().rowCount() == 2)
                packages = &table->model();
        }
        QVERIFY(packages);
        QCOMPARE(packages->index(0, 0).data().toString(), u"bash"_s);
        QVERIFY(page.findChild<InlineMessage *>()->text().contains("a suspected clone"_L1));
        const QAbstractItemModelTester tester(packages, QAbstractItemModelTester::FailureReportingMode::QtTest);
        packages->setParts(std::vector<Package>(3));
        packages->setParts(std::vector<Package>());
        QCOMPARE(packages->rowCount(), 0);
    }

    void partsThatAreNotKnownAreNotCalledNone()
    {
        m_at.answer(u"GET /devices/dev-1/updates"_s, problemReply(403, u"forbidden"_s));
        m_at.answer(u"GET /devices/dev-2/updates"_s, jsonReply({{u"total"_s, 0}, {u"items"_s, QJsonArray{}}}));
        DevicePage page(*m_at.site, Allowed(Role::Administrator));
        page.setVisible(true);
        const auto says = [&page](const QString &text) {
            QStringList shown;
            for (const PartsTable *table : page.findChildren<PartsTable *>()) {
                for (const QLabel *label : table->findChildren<QLabel *>())
                    shown.append(label->text());
            }
            return shown.join(u'\n').contains(text);
        };
        page.open(Id<Device>{u"dev-1"_s}, u"LT-1"_s);
        QVERIFY(!says(u"No update waits"_s));
        QVERIFY(says(u"Loading…"_s));
        QTRY_VERIFY(page.isSettled());
        QVERIFY(!says(u"No update waits"_s));
        QVERIFY(!says(u"Loading…"_s));
        QVERIFY(says(u"Your role does not allow this."_s));
        // answers to the question before are not counted
        page.open(Id<Device>{u"dev-1"_s}, u"LT-1"_s);
        page.open(Id<Device>{u"dev-2"_s}, u"LT-2"_s);
        QTRY_VERIFY(page.isSettled());
        QVERIFY(!says(u"Loading…"_s));
        QVERIFY(says(u"No update waits"_s));
    }

    void notesAreSentences_data()
    {
        QTest::addColumn<QString>("note");
        QTest::addColumn<QString>("part");
        QTest::newRow("ahead") << u"clock.skew 86400 s"_s << u"24 hour(s) ahead"_s;
        QTest::newRow("behind") << u"clock.skew -432000 s"_s << u"5 day(s) behind"_s;
        QTest::newRow("a little") << u"clock.skew 660 s"_s << u"11 minute(s) ahead"_s;
        QTest::newRow("clone") << u"identity.clone pc-2026-01-01"_s << u"“pc-2026-01-01”"_s;
        QTest::newRow("no number") << u"clock.skew soon"_s << u"clock.skew soon"_s;
        QTest::newRow("of another version") << u"disk.smart 7"_s << u"disk.smart 7"_s;
    }
    void notesAreSentences()
    {
        QFETCH(const QString, note);
        QFETCH(const QString, part);
        QVERIFY2(noteText(note).contains(part), qPrintable(noteText(note)));
    }

    void tagsAreTakenApart()
    {
        auto *sheet = new TagSheet(3, m_at.window.get());
        sheet->open();
        const QSignalSpy submitted(sheet, &TagSheet::submitted);
        QPushButton *accept = button(sheet, u"Change tags"_s);
        QVERIFY(!accept->isEnabled());
        type(sheet->findChild<QLineEdit *>(u"addTags"_s), u" , "_s);
        QVERIFY(!accept->isEnabled());
        type(sheet->findChild<QLineEdit *>(u"addTags"_s), u"field, , sales "_s);
        type(sheet->findChild<QLineEdit *>(u"removeTags"_s), u"loaner"_s);
        accept->click();
        QCOMPARE(submitted.first().at(0).toStringList(), (QStringList{u"field"_s, u"sales"_s}));
        QCOMPARE(submitted.first().at(1).toStringList(), QStringList{u"loaner"_s});
    }

    void aPersonIsPickedByKeyboard()
    {
        m_at.fillList(u"persons"_s,
            {{{u"id"_s, u"per-1"_s}, {u"name"_s, u"Anna"_s}}, {{u"id"_s, u"per-2"_s}, {u"name"_s, u"Ben"_s}}});
        auto *picker = new RecordPicker(m_at.site->list<Person>(), "Person",
            {u"Who uses LT-1?"_s, u"Name"_s, u"Persons"_s, u"Nobody"_s}, m_at.window.get());
        picker->open();
        QString picked;
        connect(picker, &RecordPicker::picked, this, [&picked](const QString &id) { picked = id; });
        QTRY_COMPARE(m_at.site->list<Person>().store().total(), 2);
        auto *search = picker->findChild<QLineEdit *>();
        QTest::keyClicks(search, u"ben"_s);
        auto *list = picker->findChild<QAbstractItemView *>();
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTest::keyClick(search, Qt::Key_Down);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(picked, u"per-2"_s);
    }

    void attentionCountsDevices()
    {
        Attention attention(*m_at.site,
            {{"linux", Severity::Warning, u"Linux"_s, u"platform:linux"_s},
                {"three", Severity::Danger, u"Three"_s, u"name:\"Device 3\""_s}});
        QTRY_COMPARE(attention.items()[0].count, 5);
        QTRY_COMPARE(attention.items()[1].count, 1);
        QCOMPARE(attention.devices(), 5);
        m_at.time->advance(std::chrono::seconds(1));
        m_at.server->removeDevice(3);
        QTRY_COMPARE((m_at.time->advance(std::chrono::milliseconds(100)), attention.items()[1].count), 0);
        QTRY_COMPARE(attention.items()[0].count, 4); // each is counted in its own time
        AttentionCard card;
        card.show(attention.items()[0]);
        QCOMPARE(card.toolTip(), u"platform:linux"_s);
        QVERIFY(card.accessibleName().contains(u'4'));
    }

    // What waits for a decision, for those who may take it.
    void homeLeadsToWhatWaits_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<QStringList>("cards");
        const QStringList policies{u"policies-to-approve"_s, u"waivers-to-decide"_s};
        QTest::newRow("administrator") << u"administrator"_s
                                       << QStringList(policies + QStringList{u"steps-to-decide"_s});
        QTest::newRow("helpdesk") << u"helpdesk"_s << QStringList{u"steps-to-decide"_s};
        QTest::newRow("auditor") << u"auditor"_s << QStringList();
    }
    void homeLeadsToWhatWaits()
    {
        QFETCH(const QString, role);
        QFETCH(const QStringList, cards);
        m_at.stop();
        m_at.start(role);
        QMap<QString, int> totals{{u"versions"_s, 2}, {u"waivers"_s, 3}, {u"steps"_s, 4}};
        QJsonArray versions{QJsonObject{{u"id"_s, u"pov-7"_s}, {u"policy_id"_s, u"pol-1"_s}, {u"number"_s, 2},
                                {u"state"_s, u"draft"_s}},
            QJsonObject{
                {u"id"_s, u"pov-9"_s}, {u"policy_id"_s, u"pol-10"_s}, {u"number"_s, 1}, {u"state"_s, u"draft"_s}}};
        QMap<QString, QString> queries;
        for (const QString &path : totals.keys()) {
            m_at.answer(u"GET /"_s + path, [&totals, &queries, &versions, path](const WireRequest &request) {
                const QString query = QUrlQuery(request.url).queryItemValue(u"query"_s, QUrl::FullyDecoded);
                const bool isAlert = query.contains("notify_admin"_L1);
                if (!isAlert)
                    queries.insert(path, query);
                return jsonReply({{u"items"_s, path == "versions"_L1 ? versions : QJsonArray()},
                    {u"total"_s, isAlert ? 9 : totals.value(path)}});
            });
        }
        m_at.fillList(u"policies"_s,
            {QJsonObject{{u"id"_s, u"pol-1"_s}, {u"name"_s, u"Laptops"_s}, {u"state"_s, u"draft"_s},
                {u"needs_approval"_s, true}, {u"version"_s, 1}}});
        const std::unique_ptr<Place> home(m_at.enter(homePlace));
        QTRY_VERIFY(home->isSettled());
        QStringList shown;
        for (const AttentionCard *card : home->findChildren<AttentionCard *>()) {
            if (card->objectName().contains("-to-"_L1))
                shown.append(card->objectName());
        }
        QCOMPARE(shown, cards);
        for (const QString &name : cards) {
            auto *card = home->findChild<AttentionCard *>(name);
            const QString place = name.section(u'-', 0, 0);
            const bool isOfVersions = place == "policies"_L1;
            QTRY_VERIFY2(
                card->accessibleName().endsWith(QString::number(totals.value(isOfVersions ? u"versions"_s : place))),
                qPrintable(card->accessibleName()));
            card->click();
            QCOMPARE(m_at.navigator.current().place, place);
            QCOMPARE(m_at.navigator.current().arguments.value(u"query"_s).toString(),
                isOfVersions ? u"id=pol-1,pol-10"_s : queries.value(place));
        }
        auto *alerts = home->findChild<AttentionCard *>(u"alerts"_s); // for whoever reads policies
        QTRY_VERIFY2(alerts->accessibleName().endsWith(u'9'), qPrintable(alerts->accessibleName()));
        alerts->click();
        QCOMPARE(m_at.navigator.current().place, u"steps"_s);
        QCOMPARE(m_at.navigator.current().arguments.value(u"query"_s).toString(), u"kind:notify_admin ended:unknown"_s);
        if (cards.size() < 3)
            return;
        // what this account has edited itself is for others to approve
        QCOMPARE(queries.value(u"versions"_s),
            QString(u"state:draft needs_approval:yes -editors:"_s + m_at.server->account));
        QCOMPARE(queries.value(u"waivers"_s), QString(u"state:requested requested_by_id!="_s + m_at.server->account));
        QCOMPARE(queries.value(u"steps"_s), u"state:waiting"_s);
        totals[u"waivers"_s] = 0;
        totals[u"versions"_s] = 0;
        versions = {};
        m_at.changeList(u"waivers"_s, u"waiver"_s, {{{u"id"_s, u"wai-1"_s}}});
        QTRY_VERIFY_WITH_TIMEOUT(
            home->findChild<AttentionCard *>(u"waivers-to-decide"_s)->accessibleName().endsWith(u'0'), 10'000);
        // those that others have to approve are not behind the number
        auto *mine = home->findChild<AttentionCard *>(u"policies-to-approve"_s);
        QTRY_VERIFY2(mine->accessibleName().endsWith(u'0'), qPrintable(mine->accessibleName()));
        const std::unique_ptr<Place> list(m_at.enter(policiesPlace, {{u"query"_s, u"needs_approval:yes"_s}}));
        const TableModel &model = list->findChild<TablePage *>()->model();
        QTRY_COMPARE(model.rowCount(), 1);
        mine->click();
        const QVariantMap arguments = m_at.navigator.current().arguments;
        list->shown(arguments);
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void aTokenIsShownOnce()
    {
        EnrolmentGrant grant;
        grant.token = u"t0k"_s;
        grant.enrolment = u"https://mdm.example.org#t0k#abc"_s;
        grant.command = u"belvedere-agent --enrol -"_s;
        auto *sheet = new GrantSheet(grant, u"abc"_s, m_at.window.get());
        const QPointer<GrantSheet> guard(sheet);
        sheet->open();
        QStringList texts;
        for (const CopyField *copy : sheet->findChildren<CopyField *>())
            texts.append(copy->text());
        QCOMPARE(texts, (QStringList{grant.command, grant.enrolment, u"abc"_s}));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QTRY_VERIFY(!guard);
    }

    void theTokenSheetGoesWithItsPlace()
    {
        Place *place = m_at.enter(enrolmentPlace, {{u"!create"_s, true}});
        QVERIFY(m_at.window->findChild<CreateSheet *>());
        place->hidden();
        QTRY_VERIFY(!m_at.window->findChild<CreateSheet *>());
        QVERIFY(place->findChild<Arrivals *>());
        delete place;
    }

    void devicesAreTickedAndRemovedWithTheirNumberTyped()
    {
        Place *place = m_at.enter(devicesPlace);
        QTRY_VERIFY(place->isSettled());
        place->shown({{u"!ticked"_s, 3}});
        QTRY_VERIFY(place->findChild<BulkBar *>()->isVisible());
        m_at.answer(u"POST /devices/remove"_s, jsonReply({{u"matched"_s, 3}, {u"changed"_s, 3}}));
        m_at.prompts.answers = {true};
        for (QAction *action : place->actions()) {
            if (action->text().startsWith("Remove"_L1))
                action->trigger();
        }
        QCOMPARE(m_at.prompts.questions.size(), 1);
        QCOMPARE(m_at.prompts.questions.first().typed, u"3"_s);
        QVERIFY(m_at.prompts.questions.first().destructive);
        QTRY_COMPARE(m_at.changes().size(), 1);
        const WireRequest removal = m_at.changes(u"POST /devices/remove"_s).first();
        QCOMPARE(bodyOf(removal).value("devices"_L1).toArray().size(), 3);
        QVERIFY(!headerOf(removal, "Idempotency-Key").isEmpty());
        QTRY_COMPARE(m_at.toasts->count(), 1);
        place->shown({});
        QVERIFY(!place->findChild<BulkBar *>()->isVisible());
        delete place;
    }

    void auditIsOnlyRead()
    {
        Place *place = m_at.enter(auditPlace);
        QStringList offered;
        for (const QAction *action : place->actions()) {
            if (action->isVisible())
                offered.append(action->text());
        }
        QCOMPARE(offered, QStringList{u"Save as view…"_s}); // which is about the person, not the log
        QVERIFY(m_at.changes().isEmpty());
        delete place;
    }
};

QTEST_MAIN(TestPlaces)
#include "tst_places.moc"
