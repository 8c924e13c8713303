// A check as text and as a form side by side, parameters, starter rules, waivers and steps, as a person meets them.
#include "compliance/ladder.h"
#include "compliance/registry.h"
#include "compliance/starter.h"
#include "gui/partrowsfixture.h"
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/policies/approvalsheet.h"
#include "ui/policies/checkbuilder.h"
#include "ui/policies/checkrow.h"
#include "ui/policies/parameterlist.h"
#include "ui/policies/partrows.h"
#include "ui/policies/resultsplace.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/rulesplace.h"
#include "ui/policies/startersheet.h"
#include "ui/policies/stepsplace.h"
#include "ui/policies/waiversheet.h"
#include "ui/policies/waiversplace.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestRuleForms : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QJsonObject rule()
    {
        return {{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Long passcodes"_s},
            {u"check"_s, u"passcode.policy_min_length>=$min{missing:fail}"_s}, {u"severity"_s, u"high"_s},
            {u"grace"_s, 172'800}, {u"version"_s, 3}};
    }
    static QJsonObject wholeRule()
    {
        QJsonObject whole = rule();
        whole[u"params"_s] = QJsonArray{QJsonObject{{u"name"_s, u"min"_s}, {u"type"_s, u"int"_s}, {u"value"_s, u"6"_s},
            {u"min"_s, u"4"_s}, {u"max"_s, u"16"_s}, {u"baselines"_s, QJsonObject()}}};
        whole[u"actions"_s] = QJsonArray{act("notify_user", 0, 259'200), act("teleport", 60), act("wipe", 86'400)};
        return whole;
    }
    static QJsonObject act(const char *kind, int after = 0, int repeat = 0)
    {
        return {{u"kind"_s, QString::fromLatin1(kind)}, {u"after"_s, after}, {u"repeat"_s, repeat}};
    }
    static QJsonObject waiver(const QString &state)
    {
        return {{u"id"_s, u"wai-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s},
            {u"scope"_s, u"tag:lab"_s}, {u"reason"_s, u"Old devices"_s}, {u"risk_owner"_s, u"Head of IT"_s},
            {u"expires"_s, u"2030-01-01T00:00:00Z"_s}, {u"state"_s, state}, {u"version"_s, 2}};
    }
    // One that waits, as the list of steps has it.
    static QJsonObject waitingStep(const char *kind)
    {
        return {{u"id"_s, u"stp-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s},
            {u"device_id"_s, u"dev-1"_s}, {u"device"_s, u"LT-1"_s}, {u"kind"_s, QString::fromLatin1(kind)},
            {u"state"_s, u"waiting"_s}, {u"version"_s, 4}};
    }
    static QJsonObject dryStep(const QString &id, const QString &code)
    {
        return {{u"device_id"_s, u"dev-1"_s}, {u"device"_s, u"LT-1"_s}, {u"kind"_s, u"wipe"_s}, {u"step"_s, id},
            {u"code"_s, code}};
    }
    ApprovalSheet *askToApprove()
    {
        enter(stepsPlace);
        const auto isThere = [this] { return page()->model().indexOfId(u"stp-1"_s).isValid(); };
        if (!QTest::qWaitFor(isThere))
            return nullptr;
        page()->view()->setCurrentIndex(page()->model().indexOfId(u"stp-1"_s));
        action(u"Approve…"_s)->trigger();
        return sheet<ApprovalSheet>();
    }
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
    template<class Sheet> Sheet *sheet() { return m_fixture.window->findChild<Sheet *>(); }
    static QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }
    static QComboBox *box(const QWidget *row, const QString &name)
    {
        for (QComboBox *candidate : row->findChildren<QComboBox *>()) {
            if (candidate->accessibleName() == name)
                return candidate;
        }
        return nullptr;
    }

    PartRows *part(const QString &name) { return sheet<RuleSheet>()->findChild<PartRows *>(name); }
    void openRule()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(wholeRule()));
        m_fixture.answer(u"PATCH /rules/rul-1"_s, jsonReply(wholeRule()));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Edit…"_s)->trigger();
        QTRY_VERIFY(sheet<RuleSheet>());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_rule_forms"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void theFormShowsTheTextAndWritesIt()
    {
        CheckBuilder builder(ruleFields());
        QSignalSpy written(&builder, &CheckBuilder::checkEdited);
        builder.setCheck(u"storage.encrypted:yes (firewall.enabled:yes or os.version>=12{missing:fail age:3d})"_s);
        QCOMPARE(builder.findChildren<CheckRowEditor *>().size(), 3);
        QCOMPARE(builder.findChildren<CheckGroupEditor *>().size(), 2);
        QCOMPARE(written.size(), 0); // showing changes nothing
        QCOMPARE(unnamedWidgets(&builder), QStringList());
        auto *row = builder.findChildren<CheckRowEditor *>().last();
        QCOMPARE(row->row().value, u"12"_s);
        box(row, u"Value"_s)->setEditText(u"13"_s);
        QCOMPARE(written.size(), 1);
        QCOMPARE(written.last().first().toString(),
            u"storage.encrypted:yes (firewall.enabled:yes or os.version>=13{missing:fail age:3d})"_s);
        box(row, u"Value"_s)->setEditText({});
        QCOMPARE(written.size(), 1); // a row that is not complete is not written
    }

    void whatTheFormCannotShowStays()
    {
        CheckBuilder builder(ruleFields());
        QSignalSpy written(&builder, &CheckBuilder::checkEdited);
        builder.setCheck(u"tags:a (tags:b or (tags:c -(tags:d or (tags:e tags:f))))"_s);
        QVERIFY(!builder.findChild<CheckGroupEditor *>()->isEnabled());
        builder.setCheck(u"tags:a nonsense"_s);
        QVERIFY(!builder.findChild<CheckGroupEditor *>()->isEnabled());
        builder.setCheck(u"apps.installed lacks \"telnet\""_s);
        QVERIFY(builder.findChild<CheckGroupEditor *>()->isEnabled());
        QCOMPARE(written.size(), 0);
    }

    void aRuleIsEditedWithItsParameters()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(wholeRule()));
        m_fixture.answer(u"PATCH /rules/rul-1"_s, jsonReply(wholeRule()));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Edit…"_s)->trigger();
        QTRY_VERIFY(sheet<ParameterList>());
        auto *form = sheet<RecordSheet>();
        QVERIFY(form);
        QCOMPARE(sheet<ParameterList>()->parameters().size(), size_t(1));
        QVERIFY2(texts(part(u"params"_s)).contains(u"(4 to 16)"_s), qPrintable(texts(part(u"params"_s))));
        write(editors(part(u"params"_s), u"value"_s).first(), u"8"_s);
        // the row offers what the text may name
        QVERIFY(box(form->findChild<CheckRowEditor *>(), u"Value"_s)->findText(u"$min"_s) >= 0);
        PlaceFixture::button(form, u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first());
        QCOMPARE(body.keys(), QStringList{u"params"_s});
        QCOMPARE(body["params"_L1][0]["value"_L1].toString(), u"8"_s);
        QCOMPARE(body["params"_L1][0]["max"_L1].toString(), u"16"_s);
    }

    // Each keeps its own bounds when another one goes.
    void parametersComeAndGo()
    {
        QJsonObject whole = wholeRule();
        QJsonArray declared = whole.value(u"params"_s).toArray();
        QJsonObject second = declared.first().toObject();
        second[u"name"_s] = u"most"_s;
        second[u"value"_s] = u"20"_s;
        second[u"max"_s] = u"30"_s;
        declared.append(second);
        whole[u"params"_s] = declared;
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(whole));
        WireReply refusal = jsonReply(
            {{u"code"_s, u"rule.parameter"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                {u"errors"_s, QJsonArray{QJsonObject{{u"field"_s, u"params.most"_s}, {u"message"_s, u"4 to 25"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"PATCH /rules/rul-1"_s, refusal);
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Edit…"_s)->trigger();
        QTRY_VERIFY(sheet<RuleSheet>());
        auto *list = sheet<ParameterList>();
        QCOMPARE(list->count(), 2);
        for (QToolButton *button : list->findChildren<QToolButton *>()) {
            if (button->accessibleName() == "Take this parameter away (row 1)"_L1) {
                button->click();
                break;
            }
        }
        QCOMPARE(list->count(), 1);
        PlaceFixture::button(list, u"Add parameter"_s)->click();
        QCOMPARE(list->count(), 2);
        write(editors(list, u"name"_s).last(), u"days"_s);
        write(editors(list, u"value"_s).last(), u"3"_s);
        const std::vector<RuleParameter> now = list->parameters();
        QCOMPARE(now[0].name, u"most"_s);
        QCOMPARE(now[0].maximum, u"30"_s);
        QCOMPARE(now[1].name, u"days"_s);
        QCOMPARE(now[1].type.token(), u"int"_s);
        QVERIFY(now[1].maximum.isEmpty());
        QCOMPARE(unnamedWidgets(list), QStringList());
        PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click();
        QTRY_VERIFY2(texts(list).contains(u"most: 4 to 25"_s), qPrintable(texts(list))); // where it stands
        QVERIFY(editors(list, u"name"_s).first()->findChild<QLineEdit *>()->hasFocus());
        QVERIFY(texts(sheet<RuleSheet>()).contains(u"Something below cannot be as it stands: Parameters."_s));
        PlaceFixture::button(list, u"Add parameter"_s)->click();
        QVERIFY(!texts(list).contains(u"4 to 25"_s));
    }

    void whatIsNotTouchedIsNotSent()
    {
        openRule();
        write(sheet<RuleSheet>()->findChild<FieldEditor *>(u"weight"_s), u"15"_s);
        PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first()), (QJsonObject{{u"weight"_s, 15}}));
    }

    void anActionThatTheFormDoesNotKnowStays()
    {
        openRule();
        PartRows *actions = part(u"actions"_s);
        QCOMPARE(actions->count(), 3);
        QVERIFY2(texts(actions).contains(u"does not know this action"_s), qPrintable(texts(actions)));
        QVERIFY2(texts(actions).contains(u"second person"_s), qPrintable(texts(actions))); // of the wiping
        QCOMPARE(unnamedWidgets(sheet<RuleSheet>()), QStringList());
        QCOMPARE(clippedTexts(sheet<RuleSheet>()), QStringList());
        write(editors(actions, u"after"_s).first(), u"2"_s);
        PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first());
        QCOMPARE(body.keys(), QStringList{u"actions"_s});
        QCOMPARE(body["actions"_L1].toArray(),
            (QJsonArray{act("notify_user", 172'800, 259'200), act("teleport", 60), act("wipe", 86'400)}));
    }

    void actionsAreJudgedBeforeTheyAreSent()
    {
        openRule();
        PartRows *actions = part(u"actions"_s);
        PlaceFixture::button(actions, u"Add action"_s)->click();
        QCOMPARE(actions->count(), 4);
        QVERIFY(editors(actions, u"kind"_s).last()->findChild<QComboBox *>()->hasFocus());
        const auto save = [this] { PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click(); };
        save();
        QVERIFY2(texts(actions).contains(u"Choose what is done"_s), qPrintable(texts(actions)));
        pick(editors(actions, u"kind"_s).last(), u"remove_work_data"_s);
        QVERIFY(!texts(actions).contains(u"Choose what is done"_s));
        write(editors(actions, u"repeat"_s).last(), u"1"_s);
        QVERIFY2(texts(actions).contains(u"does not repeat"_s), qPrintable(texts(actions))); // while one types
        save();
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty());
        write(editors(actions, u"repeat"_s).last(), {});
        // nobody would be told, and nothing could ever be approved
        pick(editors(actions, u"kind"_s).first(), u"notify_admin"_s);
        QVERIFY2(texts(actions).contains(u"never be approved"_s), qPrintable(texts(actions)));
        pick(editors(actions, u"kind"_s).first(), u"notify_user"_s);
        save();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QCOMPARE(sent.size(), 4);
        QCOMPARE(sent.last().toObject(), act("remove_work_data"));
    }

    // The form is longer than its window.
    void whatIsRefusedComesIntoSight()
    {
        m_fixture.window->resize(1200, 600);
        openRule();
        auto *form = sheet<RuleSheet>();
        const auto *area = form->findChild<QScrollArea *>();
        QVERIFY(area);
        const auto isInSight = [area](const QWidget *widget) {
            const QRect place(widget->mapTo(area->viewport(), QPoint()), widget->size());
            return area->viewport()->rect().contains(place);
        };
        const PartRows *actions = part(u"actions"_s);
        QLineEdit *name = PlaceFixture::edit(form, u"name"_s);
        QTRY_VERIFY(isInSight(name));
        QVERIFY(!isInSight(actions));
        PlaceFixture::button(actions, u"Add action"_s)->click();
        const auto *kind = editors(actions, u"kind"_s).last()->findChild<QComboBox *>();
        QTRY_VERIFY(kind->isVisible() && isInSight(kind));
        QVERIFY(!isInSight(name));
        name->setFocus();
        QTRY_VERIFY(isInSight(name));
        PlaceFixture::button(form, u"Save rule"_s)->click();
        QVERIFY(kind->hasFocus());
        QTRY_VERIFY(isInSight(kind));
        QVERIFY2(texts(form).contains(u"Something below cannot be as it stands: Actions."_s), qPrintable(texts(form)));
        QVERIFY(!texts(form).contains(u"The server did not accept"_s)); // it has not been asked
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty());
    }

    void theKeyboardGoesThroughRowsAsTheyStand()
    {
        openRule();
        const PartRows *actions = part(u"actions"_s);
        QPushButton *add = PlaceFixture::button(actions, u"Add action"_s);
        add->click();
        pick(editors(actions, u"kind"_s).last(), u"lost_mode"_s);
        const auto middle = [actions](
                                const QWidget *widget) { return widget->mapTo(actions, widget->rect().center()).y(); };
        QTRY_COMPARE(editors(actions, u"message"_s).size(), 1);
        QTRY_VERIFY(middle(editors(actions, u"message"_s).first()) > middle(editors(actions, u"kind"_s).last()));
        add->setFocus();
        QWidget *now = add;
        QStringList buttons;
        QTest::keyClick(now, Qt::Key_Tab);
        for (int i = 0; i < 40 && actions->isAncestorOf(QApplication::focusWidget()); ++i) {
            QWidget *next = QApplication::focusWidget();
            QVERIFY2(middle(next) + next->height() / 2 >= middle(now), qPrintable(next->accessibleName()));
            if (qobject_cast<QToolButton *>(next))
                buttons.append(next->accessibleName());
            now = next;
            QTest::keyClick(now, Qt::Key_Tab);
        }
        QCOMPARE(buttons,
            (QStringList{u"Take this action away (row 1)"_s, u"Take this action away (row 2)"_s,
                u"Take this action away (row 3)"_s, u"Take this action away (row 4)"_s}));
        QVERIFY(!actions->isAncestorOf(QApplication::focusWidget())); // to what stands beneath
        QVERIFY(part(u"fix"_s)->isAncestorOf(QApplication::focusWidget()));
    }

    void lostModeAsksForWhatTheScreenShows()
    {
        openRule();
        PartRows *actions = part(u"actions"_s);
        const auto save = [this] { PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click(); };
        QVERIFY(editors(actions, u"message"_s).isEmpty()); // the others have nothing to say
        PlaceFixture::button(actions, u"Add action"_s)->click();
        pick(editors(actions, u"kind"_s).last(), u"lost_mode"_s);
        QCOMPARE(editors(actions, u"message"_s).size(), 1);
        QVERIFY2(texts(actions).contains(u"Needs a message"_s), qPrintable(texts(actions)));
        save();
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty());
        write(editors(actions, u"message"_s).first(), u"Gone in a moment"_s);
        QVERIFY2(texts(actions).contains(u"until a person approves"_s), qPrintable(texts(actions)));
        pick(editors(actions, u"kind"_s).last(), u"remote_lock"_s);
        QVERIFY(editors(actions, u"message"_s).isEmpty());
        pick(editors(actions, u"kind"_s).last(), u"lost_mode"_s);
        write(editors(actions, u"message"_s).first(), u"Please call us."_s);
        write(editors(actions, u"phone"_s).first(), u"112"_s);
        QCOMPARE(unnamedWidgets(sheet<RuleSheet>()), QStringList());
        save();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QJsonObject lost = act("lost_mode");
        lost[u"message"_s] = u"Please call us."_s;
        lost[u"phone"_s] = u"112"_s;
        QCOMPARE(sent.last().toObject(), lost);
    }

    void aCommandIsChosenFromThoseOfDevices()
    {
        m_fixture.answer(
            u"GET /devices/commands"_s, jsonReply({{u"names"_s, QJsonArray{u"clear-caches"_s, u"collect-logs"_s}}}));
        openRule();
        PartRows *actions = part(u"actions"_s);
        const auto save = [this] { PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click(); };
        QVERIFY(editors(actions, u"command"_s).isEmpty());
        PlaceFixture::button(actions, u"Add action"_s)->click();
        pick(editors(actions, u"kind"_s).last(), u"run_command"_s);
        QCOMPARE(editors(actions, u"command"_s).size(), 1);
        QVERIFY(editors(actions, u"message"_s).isEmpty());
        QVERIFY2(texts(actions).contains(u"Needs the name of a command"_s), qPrintable(texts(actions)));
        save();
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty());
        const auto *name = editors(actions, u"command"_s).first()->findChild<QLineEdit *>();
        QTRY_VERIFY(name->completer() && name->completer()->model()->rowCount() == 2);
        write(editors(actions, u"command"_s).first(), u"collect-logs"_s);
        QVERIFY2(texts(actions).contains(u"once for each failure"_s), qPrintable(texts(actions)));
        QCOMPARE(unnamedWidgets(sheet<RuleSheet>()), QStringList());
        save();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QJsonObject command = act("run_command");
        command[u"command"_s] = u"collect-logs"_s;
        QCOMPARE(sent.last().toObject(), command);
    }

    void aRefusedActionIsShownWhereItStands()
    {
        openRule();
        WireReply refusal = jsonReply({{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                                          {u"errors"_s,
                                              QJsonArray{QJsonObject{{u"field"_s, u"actions"_s},
                                                  {u"message"_s, u"no such action: teleport"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"PATCH /rules/rul-1"_s, refusal);
        write(editors(part(u"actions"_s), u"after"_s).first(), u"2"_s);
        PlaceFixture::button(sheet<RuleSheet>(), u"Save rule"_s)->click();
        QTRY_VERIFY2(
            texts(part(u"actions"_s)).contains(u"no such action: teleport"_s), qPrintable(texts(part(u"actions"_s))));
    }

    void aNewRuleIsOfferedTheUsualActions()
    {
        m_fixture.answer(u"POST /rules"_s, jsonReply(rule()));
        enter(rulesPlace, {{u"!create"_s, true}});
        auto *form = sheet<RuleSheet>();
        QVERIFY(form);
        PlaceFixture::type(PlaceFixture::edit(form, u"name"_s), u"Secure boot"_s);
        form->form()->enter(u"check", Cell(u"boot.secure:full"_s));
        pick(form->findChild<FieldEditor *>(u"severity"_s), u"info"_s);
        QPushButton *usual = PlaceFixture::button(form, u"Use the usual ones"_s);
        QVERIFY(!usual->isVisible()); // information leads to nothing
        pick(form->findChild<FieldEditor *>(u"severity"_s), u"high"_s);
        QVERIFY(usual->isVisible());
        usual->click();
        QCOMPARE(part(u"actions"_s)->count(), 3);
        QVERIFY(!usual->isVisible()); // what stands there is not replaced
        QPushButton *more = PlaceFixture::button(form, u"Add fix"_s);
        more->click();
        PlaceFixture::button(form, u"Create rule"_s)->click();
        QVERIFY(m_fixture.changes(u"POST /rules"_s).isEmpty()); // the fix is not complete
        pick(editors(part(u"fix"_s), u"platform"_s).first(), u"windows"_s);
        pick(editors(part(u"fix"_s), u"kind"_s).first(), u"instruction"_s);
        write(editors(part(u"fix"_s), u"text"_s).first(), u"Turn it on in the firmware."_s);
        QCOMPARE(unnamedWidgets(form), QStringList());
        QCOMPARE(clippedTexts(form), QStringList());
        PlaceFixture::button(form, u"Create rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /rules"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /rules"_s).first());
        QCOMPARE(body["actions"_L1].toArray(),
            (QJsonArray{act("notify_user"), act("notify_admin", 86'400), act("block_access", 259'200)}));
        QCOMPARE(body["fix"_L1].toArray(),
            (QJsonArray{QJsonObject{{u"platform"_s, u"windows"_s}, {u"kind"_s, u"instruction"_s},
                {u"text"_s, u"Turn it on in the firmware."_s}}}));
    }

    void theInspectorSaysWhatIsDoneAboutAFailure()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(wholeRule()));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        page()->panel()->setOpen(true);
        QTRY_VERIFY2(
            texts(page()->panel()).contains(u"at once, again every 3 days"_s), qPrintable(texts(page()->panel())));
        QVERIFY2(texts(page()->panel()).contains(u"Wipe the device"_s), qPrintable(texts(page()->panel())));
        QVERIFY2(texts(page()->panel()).contains(u"second person"_s), qPrintable(texts(page()->panel())));
    }

    // What a rule does not do, and what nobody carries out, is said where it is chosen and where it is read.
    void stepsThatNeverComeAreSaid()
    {
        const QString idle = u"Not taken while the rule only monitors."_s;
        openRule();
        auto *form = sheet<RuleSheet>();
        PartRows *actions = part(u"actions"_s);
        QVERIFY2(texts(actions).contains(u"No agent does this yet"_s), qPrintable(texts(actions))); // of the wiping
        QVERIFY(!texts(actions).contains(u"Not taken"_s));
        pick(form->findChild<FieldEditor *>(u"mode"_s), u"monitor"_s);
        QVERIFY2(texts(actions).contains(idle), qPrintable(texts(actions)));
        pick(form->findChild<FieldEditor *>(u"severity"_s), u"info"_s);
        QVERIFY2(texts(actions).contains(u"information only"_s), qPrintable(texts(actions)));
        pick(form->findChild<FieldEditor *>(u"severity"_s), u"high"_s);
        pick(form->findChild<FieldEditor *>(u"mode"_s), u"enforce"_s);
        QVERIFY2(!texts(actions).contains(u"Not taken"_s), qPrintable(texts(actions)));
        PlaceFixture::button(actions, u"Add action"_s)->click();
        pick(editors(actions, u"kind"_s).last(), u"block_access"_s);
        QVERIFY2(texts(actions).contains(u"other systems have to read it"_s), qPrintable(texts(actions)));
        QTRY_COMPARE(clippedTexts(form), QStringList());

        m_place.reset();
        QJsonObject monitoring = wholeRule();
        monitoring[u"mode"_s] = u"monitor"_s;
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(monitoring));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        page()->panel()->setOpen(true);
        QTRY_VERIFY2(texts(page()->panel()).contains(idle), qPrintable(texts(page()->panel())));
        QVERIFY2(texts(page()->panel()).contains(u"No agent does this yet"_s), qPrintable(texts(page()->panel())));
    }

    void theFormWritesTheCheckOfANewRule()
    {
        m_fixture.answer(u"POST /rules"_s, jsonReply(rule()));
        enter(rulesPlace, {{u"!create"_s, true}});
        auto *form = sheet<RecordSheet>();
        QVERIFY(form);
        PlaceFixture::type(PlaceFixture::edit(form, u"name"_s), u"Secure boot"_s);
        PlaceFixture::button(form, u"Add test"_s)->click();
        auto *row = form->findChild<CheckRowEditor *>();
        QVERIFY(row);
        QComboBox *field = box(row, u"What is tested"_s);
        field->setCurrentIndex(field->findData(u"boot.secure"_s));
        Q_EMIT field->activated(field->currentIndex());
        QComboBox *op = box(row, u"Comparison"_s);
        op->setCurrentIndex(op->findData(int(QueryOp::GreaterEqual)));
        Q_EMIT op->activated(op->currentIndex());
        box(row, u"Value"_s)->setEditText(u"medium"_s);
        PlaceFixture::button(form, u"Create rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /rules"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /rules"_s).first())["check"_L1].toString(), u"boot.secure>=medium"_s);
    }

    void starterRulesAreFoundTickedAndAdded()
    {
        QJsonObject there = rule();
        there[u"starter"_s] = u"storage.encrypted"_s;
        m_fixture.fillList(u"rules"_s, {there});
        m_fixture.answer(
            u"POST /rules/starter"_s, jsonReply({{u"rules"_s, QJsonArray{u"rul-7"_s}}, {u"present"_s, QJsonArray()}}));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Add from starter rules…"_s)->trigger();
        auto *starters = sheet<StarterSheet>();
        QVERIFY(starters);
        QCOMPARE(unnamedWidgets(starters), QStringList());
        auto *list = starters->findChild<QTreeWidget *>();
        QCOMPARE(size_t(list->topLevelItemCount()), starterRules().size());
        PlaceFixture::type(starters->findChild<QLineEdit *>(), u"a.8.20"_s);
        QList<QTreeWidgetItem *> shown;
        int disabled = 0;
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            disabled += list->topLevelItem(i)->isDisabled() ? 1 : 0;
            if (!list->topLevelItem(i)->isHidden())
                shown.append(list->topLevelItem(i));
        }
        QCOMPARE(disabled, 1); // the one that the site has
        QCOMPARE(shown.size(), 1);
        shown.first()->setCheckState(0, Qt::Checked);
        PlaceFixture::button(starters, u"Add 1 rule(s)"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /rules/starter"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /rules/starter"_s).first())["keys"_L1].toArray(),
            QJsonArray{u"firewall.on"_s});
        QTRY_VERIFY(!sheet<StarterSheet>());
    }

    void aWaiverIsAskedForAndDecided()
    {
        m_fixture.fillList(u"rules"_s, {rule()});
        m_fixture.answer(u"POST /waivers"_s, jsonReply(waiver(u"requested"_s)));
        enter(rulesPlace);
        choose(u"rul-1"_s);
        action(u"Request waiver…"_s)->trigger();
        auto *form = sheet<RecordSheet>();
        QVERIFY(form);
        PlaceFixture::button(form, u"Request waiver"_s)->click();
        QVERIFY(m_fixture.changes(u"POST /waivers"_s).isEmpty()); // nothing is filled in
        PlaceFixture::type(PlaceFixture::edit(form, u"scope"_s), u"tag:lab"_s);
        PlaceFixture::type(PlaceFixture::edit(form, u"risk_owner"_s), u"Head of IT"_s);
        auto *reason = form->findChild<QWidget *>(u"reason"_s);
        QVERIFY(reason);
        QTest::keyClicks(reason->focusProxy(), u"Old devices"_s);
        PlaceFixture::button(form, u"Request waiver"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /waivers"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /waivers"_s).first())["rule_id"_L1].toString(), u"rul-1"_s);

        m_place.reset();
        m_fixture.fillList(u"waivers"_s, {waiver(u"requested"_s)});
        m_fixture.answer(u"POST /waivers/wai-1/approve"_s, jsonReply(waiver(u"approved"_s)));
        enter(waiversPlace);
        choose(u"wai-1"_s);
        QVERIFY(action(u"Approve"_s)->isEnabled());
        QCOMPARE(unnamedWidgets(m_place.get()), QStringList());
        action(u"Approve"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"POST /waivers/wai-1/approve"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /waivers/wai-1/approve"_s).first())["version"_L1].toInt(), 2);
    }

    void theInspectorShowsEveryTest()
    {
        QJsonObject result{{u"id"_s, u"res-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s},
            {u"device_id"_s, u"dev-1"_s}, {u"device"_s, u"LT-1"_s}, {u"state"_s, u"fail"_s}, {u"version"_s, 1}};
        m_fixture.fillList(u"results"_s, {result});
        result[u"leaves"_s] =
            QJsonArray{QJsonObject{{u"field"_s, u"passcode.policy_min_length"_s}, {u"state"_s, u"fail"_s},
                {u"expected"_s, u"passcode.policy_min_length>=6"_s}, {u"actual"_s, u"4"_s}, {u"decided"_s, true}}};
        m_fixture.answer(u"GET /results/res-1"_s, jsonReply(result));
        enter(resultsPlace);
        choose(u"res-1"_s);
        page()->panel()->setOpen(true);
        const auto isShown = [this] {
            const QList<QLabel *> labels = page()->panel()->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                [](const QLabel *label) { return label->text() == "passcode.policy_min_length>=6"_L1; });
        };
        QTRY_VERIFY(isShown());
    }

    // The server looks at the guards once more; repeating would not help.
    void aGuardThatForbidsAStepIsNamed_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("notice") << u"action.notice-too-short"_s << u"less than a day ago"_s;
        QTest::newRow("blast radius") << u"action.blast-radius"_s << u"as many devices as an hour allows"_s;
        QTest::newRow("personal") << u"action.personal-device"_s << u"Only a device of the organisation"_s;
        QTest::newRow("not failing") << u"action.not-failing"_s << u"the device meets the rule"_s;
        QTest::newRow("author") << u"step.same-person"_s << u"Somebody else has to"_s;
    }
    void aGuardThatForbidsAStepIsNamed()
    {
        static_assert(DestructiveGuard().noticeSeconds == 24 * 3600); // as the words have it
        QFETCH(const QString, code);
        QFETCH(const QString, said);
        m_fixture.fillList(u"steps"_s, {waitingStep("wipe")});
        m_fixture.answer(u"GET /rules/rul-1/dry-run"_s,
            jsonReply({{u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s}, {u"devices"_s, 1}, {u"total"_s, 1},
                {u"steps"_s, QJsonArray{dryStep(u"stp-1"_s, {})}}}));
        m_fixture.answer(u"POST /steps/stp-1/approve"_s, problemReply(409, code));
        ApprovalSheet *question = askToApprove();
        QVERIFY(question);
        QPushButton *accept = PlaceFixture::button(question, u"Approve"_s);
        QTRY_VERIFY(accept->isEnabled());
        accept->click();
        QTRY_COMPARE(m_fixture.toasts->count(), 1);
        const QString text = m_fixture.toasts->findChild<InlineMessage *>()->text();
        QVERIFY2(text.contains(said), qPrintable(text));
    }

    void aStepIsApprovedAfterAQuestion()
    {
        const auto step = [](const QString &id, int version) {
            return QJsonObject{{u"id"_s, id}, {u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s},
                {u"device_id"_s, u"dev-1"_s}, {u"device"_s, u"LT-1"_s}, {u"kind"_s, u"remote_lock"_s},
                {u"state"_s, u"waiting"_s}, {u"version"_s, version}};
        };
        m_fixture.fillList(u"steps"_s, {step(u"stp-1"_s, 4), step(u"stp-2"_s, 7)});
        m_fixture.answer(u"POST /steps/stp-1/approve"_s,
            jsonReply({{u"id"_s, u"stp-1"_s}, {u"rule_id"_s, u"rul-1"_s}, {u"device_id"_s, u"dev-1"_s},
                {u"kind"_s, u"remote_lock"_s}, {u"state"_s, u"done"_s}, {u"version"_s, 5}}));
        enter(stepsPlace);
        choose(u"stp-1"_s);
        QCOMPARE(unnamedWidgets(m_place.get()), QStringList());
        action(u"Approve…"_s)->trigger();
        QVERIFY(m_fixture.changes().isEmpty()); // the answer was no
        m_fixture.prompts.answers = {true};
        m_fixture.prompts.whileAsking = [this] { choose(u"stp-2"_s); };
        action(u"Approve…"_s)->trigger(); // the one that was asked about
        QTRY_COMPARE(m_fixture.changes(u"POST /steps/stp-1/approve"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /steps/stp-1/approve"_s).first())["version"_L1].toInt(), 4);
    }

    void whoApprovesAWipingSeesTheDryRun()
    {
        m_fixture.fillList(u"steps"_s, {waitingStep("wipe")});
        m_fixture.answer(u"POST /steps/stp-1/approve"_s, jsonReply(waitingStep("wipe")));
        m_fixture.answer(u"GET /rules/rul-1/dry-run"_s,
            jsonReply({{u"rule_id"_s, u"rul-1"_s}, {u"rule"_s, u"Long passcodes"_s}, {u"devices"_s, 3}, {u"total"_s, 3},
                {u"steps"_s,
                    QJsonArray{dryStep(u"stp-9"_s, {}), dryStep({}, {}),
                        dryStep(u"stp-1"_s, u"action.notice-too-short"_s)}}}));
        ApprovalSheet *question = askToApprove();
        QVERIFY(question);
        QVERIFY2(texts(question).contains(u"Finding out"_s), qPrintable(texts(question)));
        QPushButton *accept = PlaceFixture::button(question, u"Approve"_s);
        QVERIFY(!accept->isEnabled()); // nobody approves what was not shown yet
        QTRY_VERIFY(accept->isEnabled());
        QTRY_VERIFY2(texts(question).contains(u"In all, 3 device(s) would be wiped"_s), qPrintable(texts(question)));
        QTRY_VERIFY2(
            texts(question).contains(u"held back now: The notice is too short."_s), qPrintable(texts(question)));
        QVERIFY(!texts(question).contains(u"Finding out"_s));
        QCOMPARE(unnamedWidgets(question), QStringList());
        QTRY_COMPARE(clippedTexts(question), QStringList());
        QVERIFY(m_fixture.changes().isEmpty());
        accept->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /steps/stp-1/approve"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /steps/stp-1/approve"_s).first())["version"_L1].toInt(), 4);
        QTRY_VERIFY(!sheet<ApprovalSheet>());
    }

    void aDryRunThatFailsIsSaid()
    {
        m_fixture.fillList(u"steps"_s, {waitingStep("remove_work_data")});
        WireReply gone =
            jsonReply({{u"code"_s, u"not-found"_s}, {u"title"_s, u"Not found"_s}, {u"status"_s, 404}}, 404);
        gone.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"GET /rules/rul-1/dry-run"_s, gone);
        ApprovalSheet *question = askToApprove();
        QVERIFY(question);
        QTRY_VERIFY2(texts(question).contains(u"could not be found out"_s), qPrintable(texts(question)));
        QVERIFY(PlaceFixture::button(question, u"Approve"_s)->isEnabled()); // the server looks at the guards itself
        PlaceFixture::button(question, u"Cancel"_s)->click();
        QTRY_VERIFY(!sheet<ApprovalSheet>());
        QVERIFY(m_fixture.changes().isEmpty());
    }

    void whoApprovesLostModeSeesItsTexts()
    {
        QJsonObject whole = waitingStep("lost_mode");
        m_fixture.fillList(u"steps"_s, {whole});
        whole[u"parameters"_s] = QJsonObject{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"+358 9 1234"_s}};
        m_fixture.answer(u"GET /steps/stp-1"_s, jsonReply(whole));
        ApprovalSheet *question = askToApprove();
        QVERIFY(question);
        QTRY_VERIFY2(texts(question).contains(u"“Please call us.”"_s), qPrintable(texts(question)));
        QTRY_VERIFY2(texts(question).contains(u"+358 9 1234"_s), qPrintable(texts(question)));
        QVERIFY(!m_fixture.asked.contains(u"GET /rules/rul-1/dry-run"_s)); // nothing is destroyed
    }

    void whatACommandSaidStandsBesideItsStep()
    {
        QJsonObject whole = waitingStep("run_command");
        whole[u"state"_s] = u"failed"_s;
        whole[u"code"_s] = u"command.exit-status"_s;
        m_fixture.fillList(u"steps"_s, {whole});
        whole[u"parameters"_s] = QJsonObject{{u"name"_s, u"collect-logs"_s}};
        whole[u"proof"_s] =
            QJsonObject{{u"command"_s, u"collect-logs"_s}, {u"exit"_s, 3}, {u"output"_s, u"There is no room."_s}};
        m_fixture.answer(u"GET /steps/stp-1"_s, jsonReply(whole));
        enter(stepsPlace);
        choose(u"stp-1"_s);
        page()->panel()->setOpen(true);
        QTRY_VERIFY2(texts(page()).contains(u"There is no room."_s), qPrintable(texts(page())));
        QVERIFY2(texts(page()).contains(u"collect-logs"_s), qPrintable(texts(page())));
        QVERIFY(!action(u"Approve…"_s)->isEnabled());
    }
};

QTEST_MAIN(TestRuleForms)
#include "tst_rule_forms.moc"
