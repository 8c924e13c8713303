// The real places over a real site and a small fake server: reading, editing, refusing, counting.
#include "support/fakeprompts.h"
#include "support/fakesite.h"
#include "support/faketime.h"
#include "ui/account/passwordsheet.h"
#include "ui/audit/auditplace.h"
#include "ui/common/bulkbar.h"
#include "ui/common/copyfield.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/common/theme.h"
#include "ui/common/toasts.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/devicesplace.h"
#include "ui/devices/notes.h"
#include "ui/devices/partstable.h"
#include "ui/devices/personpicker.h"
#include "ui/devices/tagsheet.h"
#include "ui/enrolment/arrivals.h"
#include "ui/enrolment/enrolmentplace.h"
#include "ui/enrolment/grantsheet.h"
#include "ui/home/attention.h"
#include "ui/home/attentioncard.h"
#include "ui/persons/personsplace.h"
#include "ui/records/createsheet.h"
#include "ui/records/formpanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestPlaces : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    MemorySecretStore m_secrets;
    FakeTransport *m_transport = nullptr; // owned by m_site
    std::unique_ptr<FakeSite> m_server;
    std::unique_ptr<Site> m_site;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    FakePrompts m_prompts;
    Navigator m_navigator;
    QHash<QString, WireReply> m_answers; // "GET /persons/per-1" -> what is answered
    QList<WireRequest> m_changes; // every request that is no GET, but for the session's own

    static QByteArray person(const QString &name, int version)
    {
        return QJsonDocument(QJsonObject{{u"id"_s, u"per-1"_s}, {u"name"_s, name}, {u"email"_s, u"anna@example.org"_s},
                                 {u"devices"_s, 2}, {u"version"_s, version}})
            .toJson(QJsonDocument::Compact);
    }
    static WireReply json(const QByteArray &bytes, int status = 200)
    {
        return jsonReply(QJsonDocument::fromJson(bytes).object(), status);
    }
    static WireReply lines(const QByteArray &rows, int total)
    {
        return linesReply(rows + "{\"token\":\"100\",\"total\":" + QByteArray::number(total) + "}\n");
    }
    static QPushButton *button(const QWidget *parent, const QString &text)
    {
        for (QPushButton *candidate : parent->findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }
    static QLineEdit *field(const QWidget *parent, const QString &name)
    {
        auto *editor = parent->findChild<FieldEditor *>(name);
        return editor ? editor->findChild<QLineEdit *>() : nullptr;
    }
    static void type(QLineEdit *edit, const QString &text)
    {
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    Place *enter(const PlaceEntry &entry, Toasts &toasts, const QVariantMap &arguments = {})
    {
        PlaceContext context{*m_site, m_prompts, m_navigator, toasts, *m_theme, Allowed(Role::Administrator)};
        Place *place = entry.make(context);
        place->setParent(m_window.get());
        place->resize(m_window->size());
        place->show();
        place->shown(arguments);
        return place;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_places"_s);
    }
    void init()
    {
        QSettings().clear();
        m_time = std::make_shared<FakeTime>();
        m_theme = std::make_unique<Theme>();
        m_window = std::make_unique<QWidget>();
        m_window->resize(1200, 800);
        m_window->show();
        auto transport = std::make_unique<FakeTransport>();
        m_transport = transport.get();
        m_server = std::make_unique<FakeSite>(*m_transport);
        m_server->role = u"administrator"_s;
        m_server->fillDevices(5);
        m_answers.clear();
        m_changes.clear();
        m_prompts = FakePrompts();
        const auto serve = m_transport->handler;
        m_transport->handler = [this, serve](const WireRequest &request) {
            const QString path = request.url.path().mid(7);
            if (request.verb != "GET" && !path.startsWith("/session"_L1))
                m_changes.append(request);
            const QString key = QString::fromLatin1(request.verb) + u' ' + path;
            return m_answers.contains(key) ? m_answers.value(key) : serve(request);
        };
        Site::Setup setup;
        setup.secrets = &m_secrets;
        setup.transport = std::move(transport);
        setup.environment = fakeEnvironment(m_time);
        m_site = std::make_unique<Site>(newSite(QUrl(u"https://mdm.example.org"_s), u"Site"_s), std::move(setup));
        m_site->signIn(m_server->email, m_server->password, false);
        QTRY_VERIFY(
            m_transport->open().size() == 1 && m_transport->open().first()->request.url.path().endsWith("/events"_L1));
        m_transport->open().first()->startStream("text/event-stream");
        QTRY_COMPARE(m_site->state(), Site::State::Online);
    }
    void cleanup()
    {
        m_window.reset();
        m_site.reset();
        m_theme.reset();
    }

    void aFormSavesWithTheVersionItWasReadWith()
    {
        m_answers[u"GET /persons/per-1"_s] = json(person(u"Anna"_s, 7));
        FormPanel<Person> panel(*m_site, belvedere::Display("Person", m_time), {u"name"_s, u"email"_s, u"devices"_s});
        panel.setEditable(true);
        panel.show();
        panel.open(Id<Person>{u"per-1"_s});
        QTRY_VERIFY(panel.isSettled());
        QPushButton *save = button(&panel, u"Save"_s);
        QVERIFY(!save->isEnabled());
        type(field(&panel, u"name"_s), u"Anna B"_s);
        QVERIFY(save->isEnabled());
        m_answers[u"PATCH /persons/per-1"_s] = json(person(u"Anna B"_s, 8));
        const QSignalSpy saved(&panel, &FormPanelBase::saved);
        save->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(bodyOf(m_changes.first()), (QJsonObject{{u"name"_s, u"Anna B"_s}}));
        QVERIFY(headerOf(m_changes.first(), "If-Match").contains('7'));
        QVERIFY(!panel.isDirty());
    }

    void aFormOffersTheNewerVersion()
    {
        m_answers[u"GET /persons/per-1"_s] = json(person(u"Anna"_s, 7));
        FormPanel<Person> panel(*m_site, belvedere::Display("Person", m_time), {u"name"_s, u"email"_s});
        panel.setEditable(true);
        panel.show();
        panel.open(Id<Person>{u"per-1"_s});
        QTRY_VERIFY(panel.isSettled());
        type(field(&panel, u"name"_s), u"Mine"_s);
        m_answers[u"PATCH /persons/per-1"_s] = problemReply(412, u"version.stale"_s);
        button(&panel, u"Save"_s)->click();
        QTRY_VERIFY(button(&panel, u"Load the newer version"_s));
        QCOMPARE(field(&panel, u"name"_s)->text(), u"Mine"_s); // what was typed is not thrown away unasked
        m_answers[u"GET /persons/per-1"_s] = json(person(u"Theirs"_s, 8));
        button(&panel, u"Load the newer version"_s)->click();
        QTRY_COMPARE(field(&panel, u"name"_s)->text(), u"Theirs"_s);
    }

    void aFormShowsErrorsBesideTheirFields()
    {
        m_answers[u"GET /persons/per-1"_s] = json(person(u"Anna"_s, 7));
        FormPanel<Person> panel(*m_site, belvedere::Display("Person", m_time), {u"name"_s, u"email"_s});
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
        m_answers[u"PATCH /persons/per-1"_s] = refusal;
        button(&panel, u"Save"_s)->click();
        QTRY_COMPARE(field(&panel, u"email"_s)->accessibleDescription(), u"not an address"_s);
        QVERIFY(panel.isDirty());
    }

    void aSheetMakesARecord()
    {
        const Person empty;
        auto *sheet = new CreateSheet(u"New person"_s, {}, u"Create person"_s, fields<Person>(),
            belvedere::Display("Person", m_time), {u"name"_s, u"email"_s}, &empty, m_window.get());
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
        auto *sheet = new PasswordSheet(*m_site, m_window.get());
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
        type(edit("oldPassword"), m_server->password);
        accept->click();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_server->password, u"a better horse"_s);
        QTRY_VERIFY(!guard);
    }

    void aDevicePageShowsItsParts()
    {
        m_answers[u"GET /devices/dev-1"_s] = jsonReply(
            {{u"id"_s, u"dev-1"_s}, {u"name"_s, u"LT-1"_s}, {u"note"_s, u"a suspected clone"_s}, {u"version"_s, 1}});
        m_answers[u"GET /devices/dev-1/packages"_s] = jsonReply({{u"total"_s, 2},
            {u"items"_s,
                QJsonArray{QJsonObject{{u"name"_s, u"bash"_s}, {u"version"_s, u"5.2"_s}},
                    QJsonObject{{u"name"_s, u"zlib"_s}}}}});
        DevicePage page(*m_site, Allowed(Role::Administrator));
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
        auto *sheet = new TagSheet(3, m_window.get());
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
        m_answers[u"GET /persons/stream"_s] =
            lines("{\"id\":\"per-1\",\"name\":\"Anna\"}\n{\"id\":\"per-2\",\"name\":\"Ben\"}\n", 2);
        auto *picker = new PersonPicker(*m_site, u"LT-1"_s, m_window.get());
        picker->open();
        QString picked;
        connect(picker, &PersonPicker::picked, this, [&picked](const Id<Person> &id) { picked = id.text; });
        QTRY_COMPARE(m_site->list<Person>().store().total(), 2);
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
        Attention attention(*m_site,
            {{"linux", Severity::Warning, u"Linux"_s, u"platform:linux"_s},
                {"three", Severity::Danger, u"Three"_s, u"name:\"Device 3\""_s}});
        QTRY_COMPARE(attention.items()[0].count, 5);
        QTRY_COMPARE(attention.items()[1].count, 1);
        QCOMPARE(attention.devices(), 5);
        m_time->advance(std::chrono::seconds(1));
        m_server->removeDevice(3);
        QTRY_COMPARE((m_time->advance(std::chrono::milliseconds(100)), attention.items()[1].count), 0);
        QTRY_COMPARE(attention.items()[0].count, 4); // each is counted in its own time
        AttentionCard card;
        card.show(attention.items()[0]);
        QCOMPARE(card.toolTip(), u"platform:linux"_s);
        QVERIFY(card.accessibleName().contains(u'4'));
    }

    void aTokenIsShownOnce()
    {
        EnrolmentGrant grant;
        grant.token = u"t0k"_s;
        grant.enrolment = u"https://mdm.example.org#t0k#abc"_s;
        grant.command = u"belvedere-agent --enrol -"_s;
        auto *sheet = new GrantSheet(grant, u"abc"_s, m_window.get());
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
        m_answers[u"GET /enrolments/stream"_s] = lines({}, 0);
        Toasts toasts(m_window.get());
        Place *place = enter(enrolmentPlace, toasts, {{u"!create"_s, true}});
        QVERIFY(m_window->findChild<CreateSheet *>());
        place->hidden();
        QTRY_VERIFY(!m_window->findChild<CreateSheet *>());
        QVERIFY(place->findChild<Arrivals *>());
        delete place;
    }

    void devicesAreTickedAndRemovedWithTheirNumberTyped()
    {
        Toasts toasts(m_window.get());
        Place *place = enter(devicesPlace, toasts);
        QTRY_VERIFY(place->isSettled());
        place->shown({{u"!ticked"_s, 3}});
        QTRY_VERIFY(place->findChild<BulkBar *>()->isVisible());
        m_answers[u"POST /devices/remove"_s] = jsonReply({{u"matched"_s, 3}, {u"changed"_s, 3}});
        m_prompts.answers = {true};
        for (QAction *action : place->actions()) {
            if (action->text().startsWith("Remove"_L1))
                action->trigger();
        }
        QCOMPARE(m_prompts.questions.size(), 1);
        QCOMPARE(m_prompts.questions.first().typed, u"3"_s);
        QVERIFY(m_prompts.questions.first().destructive);
        QTRY_COMPARE(m_changes.size(), 1);
        QCOMPARE(bodyOf(m_changes.first()).value("devices"_L1).toArray().size(), 3);
        QVERIFY(!headerOf(m_changes.first(), "Idempotency-Key").isEmpty());
        QTRY_COMPARE(toasts.count(), 1);
        place->shown({});
        QVERIFY(!place->findChild<BulkBar *>()->isVisible());
        delete place;
    }

    void auditIsOnlyRead()
    {
        Toasts toasts(m_window.get());
        Place *place = enter(auditPlace, toasts);
        QStringList offered;
        for (const QAction *action : place->actions()) {
            if (action->isVisible())
                offered.append(action->text());
        }
        QCOMPARE(offered, QStringList{u"Save as view…"_s}); // which is about the person, not the log
        QVERIFY(m_changes.isEmpty());
        delete place;
    }
};

QTEST_MAIN(TestPlaces)
#include "tst_places.moc"
