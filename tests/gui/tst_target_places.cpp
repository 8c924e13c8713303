// Targets outside in the window: made, tested, put out of use and removed; and an action of a rule that names one.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/policies/partrows.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/rulesplace.h"
#include "ui/policies/stepsplace.h"
#include "ui/targets/targetsplace.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestTargetPlaces : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QJsonObject target(const QString &id, const QString &name, const QString &kind)
    {
        return {{u"id"_s, id}, {u"name"_s, name}, {u"kind"_s, kind}, {u"url"_s, u"https://example.org/in"_s},
            {u"enabled"_s, true}, {u"version"_s, 1}};
    }
    static QJsonObject webhook() { return target(u"tgt-1"_s, u"Chat"_s, u"webhook"_s); }
    static QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }
    void enter(const PlaceEntry &entry, const QVariantMap &arguments = {})
    {
        m_place.reset(m_fixture.enter(entry, arguments));
    }
    TablePage *page() { return m_place->findChild<TablePage *>(); }
    QAction *action(const QString &text) { return PlaceFixture::action(m_place.get(), text); }
    void choose(const QString &id)
    {
        QTRY_VERIFY(page()->model().indexOfId(id).isValid());
        page()->view()->setCurrentIndex(page()->model().indexOfId(id));
    }
    RecordSheet *sheet()
    {
        for (auto *candidate : m_fixture.window->findChildren<RecordSheet *>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    static void pick(const FieldEditor *editor, const QString &token)
    {
        auto *choice = editor->findChild<QComboBox *>();
        choice->setCurrentIndex(choice->findData(token));
        Q_EMIT choice->activated(choice->currentIndex());
    }
    QString said() const
    {
        QStringList all;
        for (const QLabel *label : m_fixture.toasts->findChildren<QLabel *>())
            all.append(label->text());
        return all.join(u'\n');
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_target_places"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void aTargetIsMadeWithItsSecret()
    {
        m_fixture.answer(u"POST /targets"_s, jsonReply(webhook()));
        enter(targetsPlace, {{u"!create"_s, true}});
        QVERIFY(sheet());
        QCOMPARE(unnamedWidgets(sheet()), QStringList());
        PlaceFixture::type(PlaceFixture::edit(sheet(), u"name"_s), u"Chat"_s);
        PlaceFixture::type(PlaceFixture::edit(sheet(), u"url"_s), u"https://example.org/in"_s);
        QLineEdit *secret = PlaceFixture::edit(sheet(), u"secret"_s);
        QVERIFY(secret->echoMode() == QLineEdit::Password);
        PlaceFixture::type(secret, u"0123456789abcdef"_s);
        pick(sheet()->findChild<FieldEditor *>(u"kind"_s), u"webhook"_s);
        PlaceFixture::button(sheet(), u"Create target"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /targets"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /targets"_s).first()),
            (QJsonObject{{u"name"_s, u"Chat"_s}, {u"kind"_s, u"webhook"_s}, {u"url"_s, u"https://example.org/in"_s},
                {u"secret"_s, u"0123456789abcdef"_s}, {u"enabled"_s, true}}));
    }

    void aTestIsSentAndItsEndIsSaid()
    {
        m_fixture.fillList(u"targets"_s, {webhook()});
        m_fixture.answer(u"POST /targets/tgt-1/test"_s, jsonReply(webhook()));
        enter(targetsPlace);
        choose(u"tgt-1"_s);
        action(u"Send a test"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"POST /targets/tgt-1/test"_s).size(), 1);
        QTRY_VERIFY2(said().contains(u"A test is on its way to “Chat”."_s), qPrintable(said()));
        QJsonObject tested = webhook();
        tested[u"tested"_s] = u"2026-01-01T10:00:00.000Z"_s;
        tested[u"code"_s] = u"delivery.timeout"_s;
        m_fixture.changeList(u"targets"_s, u"target"_s, {tested});
        const auto isSaid = [this] {
            m_fixture.time->advance(std::chrono::milliseconds(100));
            return said().contains(u"“Chat” has not taken the test: The target did not answer in time"_s);
        };
        QVERIFY2(QTest::qWaitFor(isSaid), qPrintable(said()));
    }

    void itRestsAndGoes()
    {
        m_fixture.fillList(u"targets"_s, {webhook()});
        QJsonObject resting = webhook();
        resting[u"enabled"_s] = false;
        m_fixture.answer(u"PATCH /targets/tgt-1"_s, jsonReply(resting));
        enter(targetsPlace);
        QVERIFY(!action(u"Take out of use"_s)->isEnabled());
        choose(u"tgt-1"_s);
        QVERIFY(action(u"Take out of use"_s)->isEnabled());
        QVERIFY(!action(u"Put into use"_s)->isEnabled());
        action(u"Take out of use"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /targets/tgt-1"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"PATCH /targets/tgt-1"_s).first()), (QJsonObject{{u"enabled"_s, false}}));
        m_fixture.prompts.answers = {true};
        action(u"Remove…"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"DELETE /targets/tgt-1"_s).size(), 1);
    }

    void anotherSecretIsSet()
    {
        m_fixture.fillList(u"targets"_s, {webhook()});
        m_fixture.answer(u"POST /targets/tgt-1/secret"_s, jsonReply(webhook()));
        enter(targetsPlace);
        choose(u"tgt-1"_s);
        action(u"Set secret…"_s)->trigger();
        QVERIFY(sheet());
        PlaceFixture::type(PlaceFixture::edit(sheet(), u"secret"_s), u"fedcba9876543210"_s);
        PlaceFixture::button(sheet(), u"Set secret"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /targets/tgt-1/secret"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /targets/tgt-1/secret"_s).first()),
            (QJsonObject{{u"secret"_s, u"fedcba9876543210"_s}}));
    }

    void anActionNamesATargetOfItsKind()
    {
        m_fixture.fillList(u"targets"_s,
            {webhook(), target(u"tgt-2"_s, u"Desk"_s, u"ticket"_s), target(u"tgt-3"_s, u"Alarm"_s, u"webhook"_s)});
        const QJsonObject rule{{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Encrypted"_s},
            {u"check"_s, u"storage.encrypted:yes"_s}, {u"severity"_s, u"high"_s}, {u"version"_s, 1}};
        m_fixture.fillList(u"rules"_s, {rule});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(rule));
        m_fixture.answer(u"PATCH /rules/rul-1"_s, jsonReply(rule));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Edit…"_s)->trigger();
        QTRY_VERIFY(m_fixture.window->findChild<RuleSheet *>());
        auto *form = m_fixture.window->findChild<RuleSheet *>();
        auto *actions = form->findChild<PartRows *>(u"actions"_s);
        PlaceFixture::button(actions, u"Add action"_s)->click();
        auto *kind = actions->findChild<FieldEditor *>(u"kind"_s);
        auto *target = actions->findChild<FieldEditor *>(u"target"_s);
        QVERIFY(target);
        QVERIFY(!target->isVisibleTo(actions));
        pick(kind, u"webhook"_s);
        QVERIFY(target->isVisibleTo(actions));
        auto *box = target->findChild<QComboBox *>();
        QTRY_COMPARE(box->count(), 3);
        QCOMPARE(box->itemText(1), u"Alarm"_s);
        QCOMPARE(box->itemText(2), u"Chat"_s);
        QCOMPARE(unnamedWidgets(form), QStringList());
        PlaceFixture::button(form, u"Save rule"_s)->click();
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty()); // none is chosen
        pick(target, u"tgt-1"_s);
        pick(kind, u"create_ticket"_s);
        QVERIFY(box->currentData().toString().isEmpty()); // that was one of another kind
        QCOMPARE(box->count(), 2);
        pick(target, u"tgt-2"_s);
        PlaceFixture::button(form, u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QCOMPARE(sent,
            (QJsonArray{QJsonObject{
                {u"kind"_s, u"create_ticket"_s}, {u"after"_s, 0}, {u"repeat"_s, 0}, {u"target"_s, u"tgt-2"_s}}}));
    }

    // It came from outside: it is text, and goes to the clipboard when a person asks for it.
    void theAddressOfATicketIsCopied()
    {
        m_fixture.fillList(u"steps"_s,
            {{{u"id"_s, u"stp-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Encrypted"_s},
                {u"device_id"_s, u"dev-1"_s}, {u"device"_s, u"LT-1"_s}, {u"kind"_s, u"create_ticket"_s},
                {u"state"_s, u"done"_s}, {u"target"_s, u"Desk"_s}, {u"reference"_s, u"4711"_s},
                {u"link"_s, u"https://tickets.example.org/4711"_s}, {u"version"_s, 1}}});
        enter(stepsPlace);
        QVERIFY(!action(u"Copy address of the ticket"_s)->isEnabled());
        choose(u"stp-1"_s);
        action(u"Copy address of the ticket"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"https://tickets.example.org/4711"_s);
    }
};

QTEST_MAIN(TestTargetPlaces)
#include "tst_target_places.moc"
