// Acting on devices from the window: what is shown before, what must be typed, what is ordered, and what came of it.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "ui/actions/actionpage.h"
#include "ui/actions/actionsheet.h"
#include "ui/actions/actionsplace.h"
#include "ui/actions/effects.h"
#include "ui/actions/progressstrip.h"
#include "ui/actions/runlist.h"
#include "ui/actions/words.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/propertylist.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/common/typedguard.h"
#include "ui/devices/devicesplace.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestActions : public QObject {
    Q_OBJECT

    PlaceFixture m;

    static QJsonObject effect(const QString &platform, int devices, const QString &text, bool simulated = false)
    {
        return {{u"management"_s, u"agent"_s}, {u"platform"_s, platform}, {u"simulated"_s, simulated},
            {u"devices"_s, devices}, {u"effect"_s, text}};
    }
    static QJsonObject preview(const QString &kind, int matched, int accepted)
    {
        QJsonArray refused;
        for (int i = accepted; i < matched; ++i)
            refused.append(QJsonObject{{u"device"_s, u"dev-%1"_s.arg(i + 1)}, {u"name"_s, u"PC-%1"_s.arg(i + 1)},
                {u"code"_s, u"action.inventory-only"_s}});
        return {{u"kind"_s, kind}, {u"matched"_s, matched}, {u"accepted"_s, accepted}, {u"refused"_s, refused},
            {u"effects"_s, QJsonArray{effect(u"linux"_s, accepted, u"The computer restarts."_s)}}};
    }
    static QJsonObject receipt(const QString &kind, int matched, int accepted)
    {
        return {{u"request"_s, u"act-7"_s}, {u"kind"_s, kind}, {u"matched"_s, matched}, {u"accepted"_s, accepted},
            {u"refused"_s, QJsonArray()}};
    }
    static QJsonObject run(int number, const QString &state, const QString &action = u"act-1"_s)
    {
        return {{u"id"_s, u"run-%1"_s.arg(number)}, {u"action"_s, action}, {u"kind"_s, u"restart"_s},
            {u"device_id"_s, u"dev-%1"_s.arg(number)}, {u"device"_s, u"PC-%1"_s.arg(number)}, {u"state"_s, state}};
    }
    static QJsonObject action(int waiting, int done, int failed)
    {
        return {{u"id"_s, u"act-1"_s}, {u"kind"_s, u"restart"_s},
            {u"state"_s, waiting > 0 ? u"running"_s : u"finished"_s}, {u"devices"_s, waiting + done + failed},
            {u"waiting"_s, waiting}, {u"done"_s, done}, {u"failed"_s, failed}, {u"refused"_s, 0}, {u"cancelled"_s, 0},
            {u"requested"_s, u"2026-03-02T09:00:00Z"_s}, {u"requested_by"_s, u"Anna"_s}};
    }
    QString texts(const QWidget *root)
    {
        QStringList list;
        for (const QLabel *label : root->findChildren<QLabel *>()) {
            if (label->isVisibleTo(root))
                list.append(label->text());
        }
        return list.join(u'\n');
    }
    ActionSheet *sheet(ActionKind kind, qint64 count)
    {
        OrderTarget target;
        for (qint64 i = 1; i <= count; ++i)
            target.devices.append(u"dev-%1"_s.arg(i));
        target.count = count;
        auto *made = new ActionSheet(*m.site, kind, target, m.window.get());
        made->open();
        return made;
    }
    static QPushButton *accept(const QWidget *sheet) { return sheet->findChildren<QPushButton *>().constLast(); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_action_places"_s);
    }
    void init() { m.start(); }
    void cleanup() { m.stop(); }

    void devicesOfTheSameFateStandTogether()
    {
        ActionPreview preview;
        const QString sentence = u"The computer restarts."_s;
        preview.effects = {{Management::Agent, Platform::Linux, false, 3, sentence},
            {Management::Agent, Platform::Windows, false, 2, sentence},
            {Management::Inventory, Platform::Linux, false, 9, u"Nothing: it takes no orders."_s},
            {Management::Agent, Platform::Linux, true, 4, u"The simulated device answers."_s}};
        const QList<EffectGroup> groups = effectGroups(preview);
        QCOMPARE(groups.size(), 3);
        QCOMPARE(groups[0].devices, 5);
        QVERIFY(groups[0].who.contains(u"3 × Linux"_s) && groups[0].who.contains(u"2 × Windows"_s));
        QVERIFY(groups[1].simulated);
        QVERIFY2(groups[1].who.contains("simulated"_L1), qPrintable(groups[1].who));
        QVERIFY(groups[2].isRefused);
    }

    void refusedDevicesAreNamedWithTheirReason()
    {
        ActionPreview preview;
        for (int i = 1; i <= 8; ++i)
            preview.refused.push_back({u"dev-%1"_s.arg(i), u"PC-%1"_s.arg(i), u"action.inventory-only"_s});
        preview.refused.push_back({u"dev-9"_s, {}, u"not-found"_s});
        const auto lines = refusalLines(preview, 3);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0].second, u"PC-1, PC-2, PC-3 and 5 more"_s);
        QCOMPARE(lines[1].second, u"dev-9"_s);
        QVERIFY(reasonText(lines[0].first).contains("inventory"_L1));
        QCOMPARE(reasonText(u"new.code"_s, u"What happened."_s), u"What happened."_s);
        QCOMPARE(reasonText(u"new.code"_s), u"new.code"_s);
    }

    void theSheetShowsWhatTheServerSays()
    {
        QJsonObject answer = preview(u"restart"_s, 5, 3);
        answer[u"effects"_s] = QJsonArray{effect(u"linux"_s, 2, u"The computer restarts."_s),
            effect(u"linux"_s, 1, u"The simulated device answers."_s, true)};
        m.answer(u"POST /actions/preview"_s, jsonReply(answer));
        ActionSheet *open = sheet(ActionKind::Restart, 5);
        QVERIFY(!accept(open)->isEnabled());
        QTRY_VERIFY(open->isSettled());
        const QString shown = texts(open);
        QVERIFY2(shown.contains("The computer restarts."_L1), qPrintable(shown));
        QVERIFY2(shown.contains("simulated"_L1), qPrintable(shown));
        QVERIFY2(shown.contains("PC-4, PC-5"_L1), qPrintable(shown));
        QVERIFY2(shown.contains(reasonText(u"action.inventory-only"_s)), qPrintable(shown));
        QVERIFY(accept(open)->text().contains(u'3'));
        QCOMPARE(unnamedWidgets(open), QStringList());
        QCOMPARE(richLabels(open), QStringList());
        const QJsonObject asked = bodyOf(m.changes(u"POST /actions/preview"_s).first());
        QCOMPARE(asked["devices"_L1].toArray().size(), 5);
        QVERIFY(m.changes(u"POST /actions"_s).isEmpty());
    }

    void whatInterruptsPeopleAsksForTheNumber()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"restart"_s, 5, 3)));
        m.answer(u"POST /actions"_s, jsonReply(receipt(u"restart"_s, 5, 3)));
        ActionSheet *open = sheet(ActionKind::Restart, 5);
        QTRY_VERIFY(open->isSettled());
        auto *guard = open->findChild<TypedGuard *>();
        QVERIFY(guard->isVisible());
        QTRY_VERIFY(guard->edit()->hasFocus() || !open->isActiveWindow());
        PlaceFixture::type(guard->edit(), u"5"_s); // those that would really do it, not those that were chosen
        QVERIFY(!accept(open)->isEnabled());
        PlaceFixture::type(guard->edit(), u"3"_s);
        QVERIFY(accept(open)->isEnabled());
        const QSignalSpy ordered(open, &ActionSheet::ordered);
        QTest::keyClick(guard->edit(), Qt::Key_Return);
        QTRY_COMPARE(ordered.size(), 1);
        const QList<WireRequest> orders = m.changes(u"POST /actions"_s);
        QCOMPARE(orders.size(), 1);
        QVERIFY(!headerOf(orders.first(), "Idempotency-Key").isEmpty());
    }

    void oneDeviceIsNotTyped()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"lock"_s, 1, 1)));
        ActionSheet *open = sheet(ActionKind::Lock, 1);
        QTRY_VERIFY(open->isSettled());
        QVERIFY(!open->findChild<TypedGuard *>()->isVisible());
        QVERIFY(accept(open)->isEnabled());
        QVERIFY(!accept(open)->hasFocus()); // a slip of the Enter key must not order
    }

    void aMessageNeedsAText()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"message"_s, 3, 3)));
        m.answer(u"POST /actions"_s, jsonReply(receipt(u"message"_s, 3, 3)));
        ActionSheet *open = sheet(ActionKind::Message, 3);
        QTRY_VERIFY(open->isSettled());
        QVERIFY(!open->findChild<TypedGuard *>()->isVisible());
        QVERIFY(!accept(open)->isEnabled());
        auto *text = open->findChild<QPlainTextEdit *>(u"messageText"_s);
        text->setPlainText(QString(4'001, u'x'));
        QVERIFY(!accept(open)->isEnabled());
        QVERIFY2(texts(open).contains("too many"_L1), qPrintable(texts(open)));
        text->setPlainText(u"  Lunch is ready.\n"_s);
        PlaceFixture::type(open->findChild<QLineEdit *>(u"messageTitle"_s), u"News"_s);
        QVERIFY(accept(open)->isEnabled());
        accept(open)->click();
        QTRY_COMPARE(m.changes(u"POST /actions"_s).size(), 1);
        QCOMPARE(bodyOf(m.changes(u"POST /actions"_s).first())["parameters"_L1].toObject(),
            (QJsonObject{{u"title"_s, u"News"_s}, {u"text"_s, u"Lunch is ready."_s}}));
    }

    void lostModeShowsAMessageAndANumber()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"lost_mode"_s, 1, 1)));
        m.answer(u"POST /actions"_s, jsonReply(receipt(u"lost_mode"_s, 1, 1)));
        ActionSheet *open = sheet(ActionKind::LostMode, 1);
        QTRY_VERIFY(open->isSettled());
        QVERIFY(!accept(open)->isEnabled());
        auto *text = open->findChild<QPlainTextEdit *>(u"messageText"_s);
        text->setPlainText(QString(501, u'x'));
        QVERIFY(!accept(open)->isEnabled());
        text->setPlainText(u" Please call us. "_s);
        PlaceFixture::type(open->findChild<QLineEdit *>(u"lostPhone"_s), u"+358 9 1234"_s);
        QVERIFY(accept(open)->isEnabled());
        accept(open)->click();
        QTRY_COMPARE(m.changes(u"POST /actions"_s).size(), 1);
        QCOMPARE(bodyOf(m.changes(u"POST /actions"_s).first())["parameters"_L1].toObject(),
            (QJsonObject{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"+358 9 1234"_s}}));
    }

    void aCommandIsNamedBeforeTheServerIsAsked()
    {
        m.answer(
            u"GET /devices/commands"_s, jsonReply({{u"names"_s, QJsonArray{u"clear-caches"_s, u"collect-logs"_s}}}));
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"run_command"_s, 1, 1)));
        m.answer(u"POST /actions"_s, jsonReply(receipt(u"run_command"_s, 1, 1)));
        ActionSheet *open = sheet(ActionKind::RunCommand, 1);
        QVERIFY(open->isSettled());
        QVERIFY(m.changes(u"POST /actions/preview"_s).isEmpty());
        QVERIFY(!accept(open)->isEnabled());
        auto *name = open->findChild<QLineEdit *>(u"commandName"_s);
        QTRY_VERIFY(name->completer());
        QCOMPARE(name->completer()->model()->rowCount(), 2);
        PlaceFixture::type(name, u"rm -rf"_s);
        QVERIFY(open->isSettled());
        QVERIFY(!accept(open)->isEnabled());
        PlaceFixture::type(name, u"collect-logs"_s);
        QTRY_VERIFY(accept(open)->isEnabled());
        QCOMPARE(unnamedWidgets(open), QStringList());
        accept(open)->click();
        QTRY_COMPARE(m.changes(u"POST /actions"_s).size(), 1);
        QCOMPARE(bodyOf(m.changes(u"POST /actions"_s).first())["parameters"_L1].toObject(),
            (QJsonObject{{u"name"_s, u"collect-logs"_s}}));
    }

    void aPreviewThatFailsCanBeAskedForAgain()
    {
        m.answer(u"POST /actions/preview"_s, problemReply(403, u"forbidden"_s));
        ActionSheet *open = sheet(ActionKind::Sync, 2);
        QTRY_VERIFY(open->findChild<InlineMessage *>()->isVisible());
        QVERIFY(!accept(open)->isEnabled());
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"sync"_s, 2, 2)));
        PlaceFixture::button(open, u"Try again"_s)->click();
        QTRY_VERIFY(accept(open)->isEnabled());
        QVERIFY(!open->findChild<InlineMessage *>()->isVisible());
    }

    void aRefusedOrderKeepsTheSheet()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"sync"_s, 2, 2)));
        m.answer(u"POST /actions"_s, problemReply(403, u"forbidden"_s));
        ActionSheet *open = sheet(ActionKind::Sync, 2);
        QTRY_VERIFY(accept(open)->isEnabled());
        accept(open)->click();
        QVERIFY(!accept(open)->isEnabled()); // not twice
        QTRY_VERIFY(open->findChild<InlineMessage *>()->isVisible());
        QVERIFY(open->isVisible() && accept(open)->isEnabled());
    }

    void nothingIsOrderedOnDevicesThatCannot()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"sync"_s, 2, 0)));
        ActionSheet *open = sheet(ActionKind::Sync, 2);
        QTRY_VERIFY(open->isSettled());
        QVERIFY(!accept(open)->isEnabled());
        QVERIFY(open->findChild<InlineMessage *>()->isVisible());
    }

    void tickedDevicesAreSynchronisedFromTheList()
    {
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"sync"_s, 3, 2)));
        m.answer(u"POST /actions"_s, jsonReply(receipt(u"sync"_s, 3, 2)));
        const std::unique_ptr<Place> place(m.enter(devicesPlace));
        QTRY_VERIFY(place->isSettled());
        place->shown({{u"!ticked"_s, 3}});
        PlaceFixture::action(place.get(), u"Synchronise…"_s)->trigger();
        auto *open = m.window->findChild<ActionSheet *>();
        QVERIFY(open);
        QTRY_VERIFY(accept(open)->isEnabled());
        m.navigator.go(u"devices"_s);
        accept(open)->click();
        QTRY_COMPARE(m.toasts->count(), 1);
        QCOMPARE(m.navigator.current().place, u"devices"_s); // one stays where one is
        QVERIFY2(texts(m.toasts.get()).contains("2 ordered, 1 refused"_L1), qPrintable(texts(m.toasts.get())));
        PlaceFixture::button(m.toasts.get(), u"Show the action"_s)->click();
        QCOMPARE(m.navigator.current(), (Location{u"actions"_s, {{u"action"_s, u"act-7"_s}}}));
    }

    void theMenuOfARowIsAboutThatRow()
    {
        const std::unique_ptr<Place> place(m.enter(devicesPlace));
        QTRY_VERIFY(place->isSettled());
        place->shown({{u"!ticked"_s, 2}});
        auto *page = place->findChild<TablePage *>();
        const QString other = page->model().idAt(4);
        Q_EMIT page->menuRequested(other, page->mapToGlobal(QPoint(50, 50)));
        auto *menu = place->findChildren<QMenu *>().constLast();
        QTRY_VERIFY(menu->isVisible());
        QAction *sync = PlaceFixture::action(place.get(), u"Synchronise…"_s);
        QVERIFY(menu->actions().contains(sync));
        m.answer(u"POST /actions/preview"_s, jsonReply(preview(u"sync"_s, 1, 1)));
        sync->trigger();
        menu->close();
        QTRY_COMPARE(m.changes(u"POST /actions/preview"_s).size(), 1);
        QCOMPARE(bodyOf(m.changes(u"POST /actions/preview"_s).first())["devices"_L1].toArray(), QJsonArray{other});
    }

    void whoMayNotActSeesNoCommands()
    {
        m.stop();
        m.start(u"auditor"_s);
        const std::unique_ptr<Place> place(m.enter(devicesPlace));
        QTRY_VERIFY(place->isSettled());
        for (const QString &text : {u"Synchronise…"_s, u"Message…"_s, u"Lock…"_s, u"Lost mode…"_s, u"End lost mode…"_s,
                 u"Restart…"_s, u"Run command…"_s, u"Install updates…"_s})
            QVERIFY(!PlaceFixture::action(place.get(), text)->isVisible());
        place->shown({{u"!ticked"_s, 2}});
        QVERIFY(!PlaceFixture::button(place.get(), u"Actions ▾"_s)->isVisibleTo(place.get()));
    }

    void inventoriedDevicesSayWhyTheyTakeNoOrders()
    {
        m.fillList(u"devices"_s,
            {{{u"id"_s, u"dev-1"_s}, {u"name"_s, u"A"_s}, {u"management"_s, u"inventory"_s}},
                {{u"id"_s, u"dev-2"_s}, {u"name"_s, u"B"_s}, {u"management"_s, u"agent"_s}}});
        const std::unique_ptr<Place> place(m.enter(devicesPlace));
        auto *page = place->findChild<TablePage *>();
        QTRY_COMPARE(page->model().rowCount(), 2);
        QAction *lock = PlaceFixture::action(place.get(), u"Lock…"_s);
        page->view()->setCurrentId(u"dev-1"_s);
        QTRY_VERIFY(!lock->isEnabled());
        QCOMPARE(lock->toolTip(), reasonText(u"action.inventory-only"_s));
        page->view()->setCurrentId(u"dev-2"_s);
        QTRY_VERIFY(lock->isEnabled());
    }

    void anActionShowsItsRunsLive()
    {
        m.fillList(u"actions"_s, {action(2, 0, 0)});
        m.fillList(u"runs"_s, {run(1, u"waiting"_s), run(2, u"waiting"_s), run(3, u"done"_s, u"act-11"_s)});
        QJsonObject whole = run(1, u"waiting"_s);
        m.answer(u"GET /runs/run-1"_s, jsonReply(whole));
        m.answer(u"GET /runs/run-2"_s, jsonReply(run(2, u"waiting"_s)));
        const std::unique_ptr<Place> place(m.enter(actionsPlace, {{u"action"_s, u"act-1"_s}}));
        auto *page = place->findChild<ActionPage *>();
        auto *runs = place->findChild<RunList *>();
        const QAbstractItemModelTester tester(&runs->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(page->isVisible());
        QTRY_COMPARE(runs->model().rowCount(), 2); // not those of act-11
        QTRY_VERIFY(place->isSettled());
        QVERIFY(page->findChild<ProgressStrip *>()->accessibleName().contains("2 under way"_L1));
        whole = run(1, u"failed"_s);
        whole[u"code"_s] = u"power.not-allowed"_s;
        whole[u"proof"_s] = QJsonObject{{u"boot_id"_s, u"b-1"_s}};
        m.answer(u"GET /runs/run-1"_s, jsonReply(whole));
        m.changeList(u"runs"_s, u"run"_s, {run(1, u"failed"_s)});
        m.changeList(u"actions"_s, u"action"_s, {action(1, 0, 1)});
        const auto state = [&] { return runs->model().index(0, 1).data(TableModel::SortRole).toString(); };
        QTRY_COMPARE((m.time->advance(std::chrono::milliseconds(100)), state()), u"failed"_s);
        QTRY_VERIFY((m.time->advance(std::chrono::milliseconds(100)),
            page->findChild<ProgressStrip *>()->accessibleName().contains("1 failed"_L1)));
        const auto shown = [&] { return runs->findChild<PropertyList *>()->asText(); };
        QTRY_VERIFY2(shown().contains(reasonText(u"power.not-allowed"_s)), qPrintable(shown()));
        QVERIFY2(shown().contains("boot_id: b-1"_L1), qPrintable(shown()));
        QCOMPARE(unnamedWidgets(place.get()), QStringList());
        runs->findChild<QComboBox *>()->setCurrentIndex(3); // failed
        QTRY_COMPARE(runs->model().rowCount(), 1);
        const QSignalSpy opened(runs, &RunList::opened);
        PlaceFixture::button(runs, u"Open device"_s)->click();
        QCOMPARE(opened.first().first().toString(), u"dev-1"_s);
        QCOMPARE(m.navigator.current(), (Location{u"devices"_s, {{u"device"_s, u"dev-1"_s}}}));
    }

    void cancellingSaysWhatItCannotTakeBack()
    {
        m.fillList(u"actions"_s, {action(2, 1, 0)});
        const std::unique_ptr<Place> place(m.enter(actionsPlace));
        auto *page = place->findChild<TablePage *>();
        QTRY_COMPARE(page->model().rowCount(), 1);
        QAction *cancel = PlaceFixture::action(place.get(), u"Cancel…"_s);
        QVERIFY(!cancel->isEnabled());
        page->view()->setCurrentId(u"act-1"_s);
        QTRY_VERIFY(cancel->isEnabled());
        QJsonObject after = action(1, 1, 0);
        after[u"cancelled"_s] = 1;
        m.answer(u"POST /actions/act-1/cancel"_s, jsonReply(after));
        cancel->trigger(); // nobody says yes
        QCOMPARE(m.prompts.questions.size(), 1);
        QVERIFY(m.changes(u"POST /actions/act-1/cancel"_s).isEmpty());
        bool isHonest = false;
        for (const Effect &effect : m.prompts.questions.first().effects)
            isHonest = isHonest || effect.text.contains("cannot be called back"_L1);
        QVERIFY(isHonest);
        m.prompts.answers = {true};
        cancel->trigger();
        QTRY_COMPARE(m.toasts->count(), 1);
        QVERIFY2(texts(m.toasts.get()).contains(u'1'), qPrintable(texts(m.toasts.get())));
    }

    void whatHasEndedCannotBeCancelled()
    {
        m.fillList(u"actions"_s, {action(0, 1, 1)});
        const std::unique_ptr<Place> place(m.enter(actionsPlace));
        auto *page = place->findChild<TablePage *>();
        QTRY_COMPARE(page->model().rowCount(), 1);
        page->view()->setCurrentId(u"act-1"_s);
        QVERIFY(!PlaceFixture::action(place.get(), u"Cancel…"_s)->isEnabled());
    }
};

QTEST_MAIN(TestActions)
#include "tst_action_places.moc"
