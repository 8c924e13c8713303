// Actions from the order to the result: delivery, repetition, proof, counters, expiry, taking back, and the cadence.
#include "sitefile.h"

#include "api/operations.h"
#include "server/agents/checkin.h"
#include "server/api/actionorders.h"
#include "server/store/actionruns.h"
#include "server/store/entitytable.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

const QJsonObject proof{{u"shown"_s, u"it"_s}};

CommandResult result(const QString &command, CommandOutcome outcome, const QDateTime &asOf)
{
    CommandResult result;
    result.command = command;
    result.outcome = outcome;
    result.asOf = asOf;
    if (outcome == CommandOutcome::Done)
        result.proof = proof;
    if (outcome == CommandOutcome::Failed)
        result.code = u"lock.failed"_s;
    return result;
}

} // namespace

class TestActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        m_linux = add(u"host-a"_s, Management::Agent, Platform::Linux, false);
        m_other = add(u"host-b"_s, Management::Agent, Platform::Linux, true);
        m_windows = add(u"host-c"_s, Management::Agent, Platform::Windows, false);
        m_inventoried = add(u"host-d"_s, Management::Inventory, Platform::Linux, false);
    }

    // ---- orders ----

    void everyDeviceOfTheQueryGetsARun()
    {
        const Result<ActionReceipt> receipt = order(ActionKind::Restart, u"name:host"_s);
        OK(receipt);
        QCOMPARE(receipt.value().matched, 4);
        QCOMPARE(receipt.value().accepted, 2);
        QCOMPARE(refusals(receipt.value().refused),
            (QMap<QString, QString>{
                {m_windows.text, u"action.unsupported"_s}, {m_inventoried.text, u"action.inventory-only"_s}}));
        const Action action = stored(receipt.value().request);
        QCOMPARE(counters(action), (QList<qint64>{4, 2, 0, 0, 2, 0}));
        QCOMPARE(action.state.value(), ActionState::Running);
        QCOMPARE(action.expires, m_site->now.addDays(7));
        QCOMPARE(action.requestedBy, u"Anna"_s);
        QCOMPARE(run(m_linux).state.value(), RunState::Waiting);
        QCOMPARE(run(m_windows).state.value(), RunState::Refused);
        QCOMPARE(run(m_windows).code, u"action.unsupported"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 2);
        QCOMPARE(audited(u"action.requested"_s), 1);
    }

    void idsThatAreNoDevicesAreRefusedOneByOne()
    {
        const Result<ActionReceipt> receipt = order(ActionKind::Sync, {}, {m_linux.text, u"dev-999"_s, m_linux.text});
        OK(receipt);
        QCOMPARE(receipt.value().matched, 2);
        QCOMPARE(refusals(receipt.value().refused), (QMap<QString, QString>{{u"dev-999"_s, u"not-found"_s}}));
        QCOMPARE(code(order(ActionKind::Sync, {}, {u"act-1"_s})), u"validation"_s);
    }

    void actionThatNobodyCanDoIsOver()
    {
        const Result<ActionReceipt> receipt = order(ActionKind::Sync, {}, {m_inventoried.text});
        OK(receipt);
        const Action action = stored(receipt.value().request);
        QCOMPARE(action.state.value(), ActionState::Finished);
        QCOMPARE(action.ended, m_site->now);
    }

    void ordersThatMakeNoSenseKeepNothing_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("devices");
        QTest::addColumn<QJsonObject>("parameters");
        QTest::addColumn<qint64>("expires");
        QTest::addColumn<QString>("error");
        const QString all = u"enrolled>=2000-01-01"_s;
        const auto text = [](qsizetype length) { return QJsonObject{{u"text"_s, QString(length, u'x')}}; };
        const auto row = [](const char *name, const QString &kind, const QString &query, const QStringList &devices,
                             const QJsonObject &parameters, qint64 expires, const QString &error) {
            QTest::newRow(name) << kind << query << devices << parameters << expires << error;
        };
        row("nobody", u"sync"_s, {}, {}, {}, 60, u"action.no-devices-named"_s);
        row("spaces", u"sync"_s, u"  "_s, {}, {}, 60, u"action.no-devices-named"_s);
        row("twice", u"sync"_s, all, {u"dev-1"_s}, {}, 60, u"action.devices-named-twice"_s);
        row("no such kind", u"wipe"_s, all, {}, {}, 60, u"validation"_s);
        row("profile command", u"profile_install"_s, all, {}, {}, 60, u"validation"_s);
        row("no field", u"sync"_s, u"colour:red"_s, {}, {}, 60, u"query.unknown-field"_s);
        row("parameters of a lock", u"lock"_s, all, {}, text(3), 60, u"validation"_s);
        row("message without text", u"message"_s, all, {}, {}, 60, u"validation"_s);
        row("empty message", u"message"_s, all, {}, {{u"text"_s, u"  "_s}}, 60, u"validation"_s);
        row("long message", u"message"_s, all, {}, text(maximumMessageLength + 1), 60, u"validation"_s);
        row("foreign parameter", u"message"_s, all, {}, {{u"text"_s, u"x"_s}, {u"run"_s, u"rm"_s}}, 60,
            u"validation"_s);
        row("long title", u"message"_s, all, {},
            {{u"text"_s, u"x"_s}, {u"title"_s, QString(maximumMessageTitle + 1, u't')}}, 60, u"validation"_s);
        row("lost mode without a message", u"lost_mode"_s, all, {}, {{u"phone"_s, u"112"_s}}, 60, u"validation"_s);
        row("long lost message", u"lost_mode"_s, all, {}, {{u"message"_s, QString(maximumLostMessage + 1, u'x')}}, 60,
            u"validation"_s);
        row("message of the end of lost mode", u"lost_mode_end"_s, all, {}, {{u"message"_s, u"x"_s}}, 60,
            u"validation"_s);
        row("command without a name", u"run_command"_s, all, {}, {}, 60, u"validation"_s);
        row("command with a path", u"run_command"_s, all, {}, {{u"name"_s, u"/bin/sh"_s}}, 60, u"validation"_s);
        row("command with arguments", u"run_command"_s, all, {},
            {{u"name"_s, u"logs"_s}, {u"arguments"_s, QJsonArray{u"-x"_s}}}, 60, u"validation"_s);
        row("too soon", u"sync"_s, all, {}, {}, 59, u"validation"_s);
        row("too late", u"sync"_s, all, {}, {}, 30 * 86'400 + 1, u"validation"_s);
    }
    void ordersThatMakeNoSenseKeepNothing()
    {
        QFETCH(const QString, kind);
        QFETCH(const QString, query);
        QFETCH(const QStringList, devices);
        QFETCH(const QJsonObject, parameters);
        QFETCH(const qint64, expires);
        QFETCH(const QString, error);
        const ActionOrder body{Coded<ActionKind>::fromToken(kind), query, devices, parameters, expires};
        QCOMPARE(code(runOrder(body)), error);
        ReadCall call{*m_site->database, m_info, m_site->now};
        QCOMPARE(code(previewAction(call, body)), error);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM actions"_s), 0);
    }

    void phonesAloneHaveALostMode()
    {
        const Id<Device> phone = add(u"host-e"_s, Management::Agent, Platform::Android, true);
        const Id<Device> real = add(u"host-f"_s, Management::Agent, Platform::Ios, false); // no agent of ours there
        const QJsonObject shown{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"112"_s}};
        const Result<ActionReceipt> receipt = runOrder({ActionKind::LostMode, u"name:host"_s, {}, shown, std::nullopt});
        OK(receipt);
        QCOMPARE(receipt.value().matched, 6);
        QCOMPARE(receipt.value().accepted, 1);
        QCOMPARE(refusals(receipt.value().refused).value(real.text), u"action.unsupported"_s);
        QCOMPARE(refusals(receipt.value().refused).value(m_other.text), u"action.unsupported"_s);
        const QList<Command> commands = checkIn(phone).commands;
        QCOMPARE(commands.size(), 1);
        QCOMPARE(commands[0].kind.value(), CommandKind::LostMode);
        QCOMPARE(commands[0].parameters, shown);
        OK(order(ActionKind::LostModeEnd, {}, {phone.text}));
    }

    void aCommandRunsWhereItIs()
    {
        has(m_linux, {u"clear-caches"_s, u"collect-logs"_s});
        has(m_windows, {u"clear-caches"_s});
        const QJsonObject name{{u"name"_s, u"collect-logs"_s}};
        ReadCall call{*m_site->database, m_info, m_site->now};
        const Result<ActionPreview> preview =
            previewAction(call, {ActionKind::RunCommand, u"name:host"_s, {}, name, std::nullopt});
        OK(preview);
        QCOMPARE(preview.value().accepted, 1);
        QStringList nothing;
        for (const ActionEffect &effect : preview.value().effects) {
            if (effect.effect.startsWith("Nothing"_L1))
                nothing.append(effect.effect);
            else
                QVERIFY2(effect.effect.contains("without arguments"_L1), qPrintable(effect.effect));
        }
        QCOMPARE(nothing.size(), 3);
        const Result<ActionReceipt> receipt =
            runOrder({ActionKind::RunCommand, u"name:host"_s, {}, name, std::nullopt});
        OK(receipt);
        QCOMPARE(refusals(receipt.value().refused),
            (QMap<QString, QString>{{m_other.text, u"command.not-allowed"_s}, {m_windows.text, u"command.not-found"_s},
                {m_inventoried.text, u"action.inventory-only"_s}}));
        const QList<Command> commands = checkIn(m_linux).commands;
        QCOMPARE(commands.size(), 1);
        QCOMPARE(commands[0].kind.value(), CommandKind::RunCommand);
        QCOMPARE(commands[0].parameters, name);
        CommandResult failed = result(commands[0].id, CommandOutcome::Failed, m_site->now);
        failed.code = u"command.exit-status"_s;
        failed.proof = {{u"exit"_s, 3}, {u"output"_s, u"no room\n"_s}};
        checkIn(m_linux, {failed});
        QCOMPARE(run(m_linux).state.value(), RunState::Failed);
        QCOMPARE(run(m_linux).proof, failed.proof);
        const QString named = u"SELECT COUNT(*) FROM audit_lines WHERE line LIKE '%action.requested%collect-logs%'"_s;
        QCOMPARE(m_site->number(named), 1);
    }

    void previewSaysWhatReallyHappensAndOrdersNothing()
    {
        ReadCall call{*m_site->database, m_info, m_site->now};
        const Result<ActionPreview> preview =
            previewAction(call, {ActionKind::Restart, u"name:host"_s, {}, {}, std::nullopt});
        OK(preview);
        QCOMPARE(preview.value().matched, 4);
        QCOMPARE(preview.value().accepted, 2);
        QCOMPARE(preview.value().effects.size(), 4u);
        qint64 devices = 0;
        for (const ActionEffect &effect : preview.value().effects) {
            devices += effect.devices;
            QVERIFY(effect.effect.endsWith(u'.'));
            const bool isReal = effect.management.value() == Management::Agent && !effect.simulated
                && effect.platform.value() == Platform::Linux;
            QCOMPARE(effect.effect.contains("unsaved work"_L1), isReal);
            QCOMPARE(effect.effect.contains("--allow-power"_L1), isReal);
            QCOMPARE(effect.effect.startsWith("Nothing"_L1),
                effect.management.value() == Management::Inventory || effect.platform.value() == Platform::Windows);
        }
        QCOMPARE(devices, 4);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM runs"_s), 0);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 0);
    }

    // ---- delivery ----

    void commandIsDeliveredUntilTheDeviceHasSaidSomething()
    {
        OK(order(ActionKind::Lock, u"name:host"_s));
        const QList<Command> first = checkIn(m_linux).commands;
        QCOMPARE(first.size(), 1);
        QCOMPARE(first[0].kind.value(), CommandKind::Lock);
        QVERIFY(first[0].id.size() <= maximumCommandId);
        QCOMPARE(run(m_linux).state.value(), RunState::Delivered);
        QCOMPARE(run(m_linux).delivered, m_site->now);
        const QDateTime at = m_site->now;
        m_site->now = m_site->now.addSecs(60);
        const QList<Command> second = checkIn(m_linux).commands; // the answer may have been lost
        QCOMPARE(second.size(), 1);
        QCOMPARE(second[0].id, first[0].id);
        QCOMPARE(run(m_linux).delivered, at);
        const CheckInAnswer third = checkIn(m_linux, {result(first[0].id, CommandOutcome::Started, m_site->now)});
        QVERIFY(third.commands.isEmpty());
        QCOMPARE(third.next, Cadence::soonSeconds); // until it has ended
        QCOMPARE(run(m_linux).state.value(), RunState::Started);
        QVERIFY(checkIn(m_linux).commands.isEmpty());
        QCOMPARE(checkIn(m_other).commands.size(), 1); // each has its own
    }

    void oneAnswerCarriesNoMoreThanItMay()
    {
        for (qsizetype i = 0; i < maximumCommands + 3; ++i)
            OK(order(ActionKind::Sync, {}, {m_linux.text}));
        const CheckInAnswer answer = checkIn(m_linux);
        QCOMPARE(answer.commands.size(), maximumCommands);
        QList<CommandResult> results;
        for (const Command &command : answer.commands)
            results.append(result(command.id, CommandOutcome::Done, m_site->now));
        QCOMPARE(checkIn(m_linux, results).commands.size(), 3);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM runs WHERE state = 'done'"_s), maximumCommands);
    }

    // ---- results ----

    void resultCountsOnce()
    {
        const QString action = order(ActionKind::Message, u"name:host"_s).value().request;
        const QString command = checkIn(m_linux).commands[0].id;
        const CommandResult end = result(command, CommandOutcome::Done, m_site->now.addSecs(-1));
        checkIn(m_linux, {result(command, CommandOutcome::Started, m_site->now), end, end});
        checkIn(m_linux, {end});
        checkIn(m_linux, {result(command, CommandOutcome::Failed, m_site->now)}); // it has ended
        checkIn(m_linux, {result(command, CommandOutcome::Started, m_site->now)});
        const ActionRun ended = run(m_linux);
        QCOMPARE(ended.state.value(), RunState::Done);
        QCOMPARE(ended.proof, proof);
        QCOMPARE(counters(stored(action)), (QList<qint64>{4, 2, 1, 0, 1, 0})); // Windows takes messages
        QCOMPARE(audited(u"action.started"_s), 1);
        QCOMPARE(audited(u"action.acknowledged"_s), 1);
    }

    void actionIsFinishedWithItsLastRun()
    {
        const QString action = order(ActionKind::Lock, u"name:host"_s).value().request;
        for (const Id<Device> &device : {m_linux, m_other}) {
            QCOMPARE(stored(action).state.value(), ActionState::Running);
            end(device, device == m_linux ? CommandOutcome::Failed : CommandOutcome::Interrupted);
        }
        QCOMPARE(stored(action).state.value(), ActionState::Finished);
        QCOMPARE(stored(action).ended, m_site->now);
        QCOMPARE(counters(stored(action)), (QList<qint64>{4, 0, 0, 2, 2, 0}));
        QCOMPARE(run(m_linux).code, u"lock.failed"_s);
        QCOMPARE(run(m_other).state.value(), RunState::Interrupted);
        QCOMPARE(audited(u"action.interrupted"_s), 1);
        QVERIFY(checkIn(m_linux).next >= Cadence::usualSeconds);
    }

    void doneWithoutProofIsNotBelieved()
    {
        OK(order(ActionKind::Message, {}, {m_linux.text}));
        CommandResult end = result(checkIn(m_linux).commands[0].id, CommandOutcome::Done, m_site->now);
        end.proof = {};
        checkIn(m_linux, {end});
        QCOMPARE(run(m_linux).state.value(), RunState::Failed);
        QCOMPARE(run(m_linux).code, u"proof.missing"_s);
    }

    void strangeResultsEndTheRun_data()
    {
        QTest::addColumn<CommandOutcome>("outcome");
        QTest::addColumn<QJsonObject>("given");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown outcome") << CommandOutcome::Unknown << proof << u"outcome.unknown"_s;
        QTest::newRow("huge proof") << CommandOutcome::Done << QJsonObject{{u"x"_s, QString(20'000, u'x')}}
                                    << u"proof.too-large"_s;
    }
    void strangeResultsEndTheRun()
    {
        QFETCH(const CommandOutcome, outcome);
        QFETCH(const QJsonObject, given);
        QFETCH(const QString, code);
        OK(order(ActionKind::Sync, {}, {m_linux.text}));
        CommandResult end = result(checkIn(m_linux).commands[0].id, outcome, m_site->now);
        end.proof = given;
        end.detail = QString(5'000, u'd');
        checkIn(m_linux, {end});
        QCOMPARE(run(m_linux).state.value(), RunState::Failed);
        QCOMPARE(run(m_linux).code, code);
        QVERIFY(run(m_linux).proof.isEmpty() || run(m_linux).proof == proof);
        QVERIFY(run(m_linux).detail.size() <= 500);
    }

    void anotherDevicesResultIsPassedOver()
    {
        OK(order(ActionKind::Sync, {}, {m_linux.text}));
        const QString command = checkIn(m_linux).commands[0].id;
        checkIn(m_other, {result(command, CommandOutcome::Done, m_site->now)});
        checkIn(m_other, {result(u"run-77.1"_s, CommandOutcome::Done, m_site->now)});
        checkIn(m_other, {result(QString(64, u'x'), CommandOutcome::Done, m_site->now)});
        QCOMPARE(run(m_linux).state.value(), RunState::Delivered);
        QCOMPARE(checkIn(m_linux).commands.size(), 1);
    }

    void timesAreTheDevicesUnlessItsClockIsWrong()
    {
        OK(order(ActionKind::Sync, {}, {m_linux.text, m_other.text, m_windows.text}));
        const QDateTime ordered = m_site->now;
        m_site->now = m_site->now.addSecs(600);
        const auto endAt = [&](const Id<Device> &device, const QDateTime &asOf, const QDateTime &clock) {
            const QString command = checkIn(device).commands[0].id;
            checkIn(device, {result(command, CommandOutcome::Done, asOf)}, clock);
        };
        endAt(m_linux, m_site->now.addSecs(-300), m_site->now.addSecs(-10));
        QCOMPARE(run(m_linux).ended, m_site->now.addSecs(-300));
        endAt(m_other, m_site->now.addDays(-400), m_site->now.addDays(-400));
        QCOMPARE(run(m_other).ended, m_site->now);
        endAt(m_windows, ordered.addSecs(-3'600), m_site->now); // before it was ordered
        QCOMPARE(run(m_windows).ended, ordered);
    }

    // ---- ends without the device ----

    void whatWasNotFetchedCanBeTakenBack()
    {
        const QString action = order(ActionKind::Sync, u"name:host"_s).value().request;
        const QString command = checkIn(m_linux).commands[0].id;
        const Result<Action> cancelled = cancel(action);
        OK(cancelled);
        QCOMPARE(counters(cancelled.value()), (QList<qint64>{4, 1, 0, 0, 1, 2}));
        QCOMPARE(cancelled.value().state.value(), ActionState::Running);
        QCOMPARE(run(m_other).state.value(), RunState::Cancelled);
        QVERIFY(checkIn(m_other).commands.isEmpty());
        checkIn(m_linux, {result(command, CommandOutcome::Done, m_site->now)}); // what was fetched goes on
        QCOMPARE(counters(stored(action)), (QList<qint64>{4, 0, 1, 0, 1, 2}));
        QCOMPARE(stored(action).state.value(), ActionState::Finished);
        QCOMPARE(code(cancel(action)), u"action.finished"_s);
        QCOMPARE(code(cancel(u"act-99"_s)), u"not-found"_s);
        QCOMPARE(audited(u"action.cancelled"_s), 1);
    }

    void whatIsNotFetchedInTimeExpires()
    {
        const QString action = order(ActionKind::Sync, u"name:host"_s, {}, 60).value().request;
        checkIn(m_linux); // fetched, and then nothing
        m_site->now = m_site->now.addSecs(59);
        OK(m_site->write(expireRuns));
        QCOMPARE(counters(stored(action)), (QList<qint64>{4, 3, 0, 0, 1, 0}));
        m_site->now = m_site->now.addSecs(1);
        QVERIFY(checkIn(m_other).commands.isEmpty()); // not even before the housekeeper came
        OK(m_site->write(expireRuns));
        QCOMPARE(run(m_other).state.value(), RunState::Expired);
        QCOMPARE(run(m_other).code, u"action.expired"_s);
        QCOMPARE(run(m_linux).state.value(), RunState::Delivered); // it may be under way
        QCOMPARE(counters(stored(action)), (QList<qint64>{4, 1, 0, 2, 1, 0}));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1);
    }

    void deviceThatTellsNothingOfAnExpiredOrderNeverGotIt()
    {
        OK(order(ActionKind::Restart, {}, {m_linux.text}, 60));
        checkIn(m_linux); // this answer is lost
        m_site->now = m_site->now.addSecs(3'600);
        const CheckInAnswer answer = checkIn(m_linux);
        QVERIFY(answer.commands.isEmpty()); // nobody expects a restart now
        QVERIFY(answer.next >= Cadence::usualSeconds);
        QCOMPARE(run(m_linux).state.value(), RunState::Expired);
    }

    void resultComesBeforeExpiry()
    {
        OK(order(ActionKind::Restart, {}, {m_linux.text, m_other.text}, 60));
        const QString one = checkIn(m_linux).commands[0].id;
        const QString two = checkIn(m_other).commands[0].id;
        m_site->now = m_site->now.addSecs(3'600);
        checkIn(m_linux, {result(one, CommandOutcome::Done, m_site->now)});
        QCOMPARE(run(m_linux).state.value(), RunState::Done);
        checkIn(m_other, {result(two, CommandOutcome::Started, m_site->now)}); // began in time, tells later
        checkIn(m_other);
        QCOMPARE(run(m_other).state.value(), RunState::Started);
    }

    void silenceForAWeekInterrupts()
    {
        const QString action = order(ActionKind::Restart, {}, {m_linux.text}, 60).value().request;
        checkIn(m_linux);
        m_site->now = m_site->now.addSecs(59 + 7 * 86'400);
        OK(m_site->write(expireRuns));
        QCOMPARE(run(m_linux).state.value(), RunState::Delivered);
        m_site->now = m_site->now.addSecs(1);
        OK(m_site->write(expireRuns));
        QCOMPARE(run(m_linux).state.value(), RunState::Interrupted);
        QCOMPARE(run(m_linux).code, u"device.silent"_s);
        QCOMPARE(stored(action).state.value(), ActionState::Finished);
    }

    void agentThatForgotIsNotToldAgain()
    {
        const QString action = order(ActionKind::Restart, {}, {m_linux.text}).value().request;
        checkIn(m_linux);
        OK(order(ActionKind::Sync, {}, {m_linux.text}));
        OK(m_site->write([&](Transaction &t) { return interruptRunsOf(t, m_linux); })); // it has enrolled anew
        QCOMPARE(stored(action).state.value(), ActionState::Finished);
        QCOMPARE(stored(action).failed, 1);
        const QList<Command> commands = checkIn(m_linux).commands;
        QCOMPARE(commands.size(), 1);
        QCOMPARE(commands[0].kind.value(), CommandKind::Sync); // it never had that one
    }

    void removedDeviceEndsItsRuns()
    {
        const QString action = order(ActionKind::Sync, {}, {m_linux.text, m_other.text}).value().request;
        checkIn(m_linux);
        OK(m_site->write([&](Transaction &t) { return endRunsOf(t, m_linux); }));
        QCOMPARE(run(m_linux).state.value(), RunState::Failed);
        QCOMPARE(run(m_linux).code, u"device.removed"_s);
        QCOMPARE(counters(stored(action)), (QList<qint64>{2, 1, 0, 1, 0, 0}));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        QCOMPARE(checkIn(m_other).commands.size(), 1);
    }

    // ---- cadence ----

    void deviceCallsSoonWhileSomebodyWaits()
    {
        QVERIFY(checkIn(m_linux).next >= Cadence::usualSeconds);
        OK(order(ActionKind::Sync, {}, {m_linux.text}));
        QCOMPARE(checkIn(m_linux).next, Cadence::soonSeconds);
        QVERIFY(checkIn(m_other).next >= Cadence::usualSeconds);
        end(m_linux, CommandOutcome::Done);
        QVERIFY(checkIn(m_linux).next >= Cadence::usualSeconds);
    }

    void watchedFleetCallsAsOftenAsTheServerBears()
    {
        EventListener listener;
        listener.write = [](const QByteArray &) { return true; };
        listener.end = [] {};
        listener.session = 7;
        QVERIFY(m_events.add(listener, std::nullopt));
        QCOMPARE(m_events.listeners(), 1);
        m_cadence.setDevices(60);
        QCOMPARE(checkIn(m_linux).next, Cadence::soonSeconds);
        m_cadence.setDevices(10'000);
        QCOMPARE(checkIn(m_linux).next, 50);
        m_cadence.setDevices(1'000'000);
        QVERIFY(checkIn(m_linux).next >= Cadence::usualSeconds);
        OK(order(ActionKind::Sync, {}, {m_linux.text}));
        QCOMPARE(checkIn(m_linux).next, Cadence::soonSeconds); // the one that has work does
        m_events.endSession(7);
        QCOMPARE(m_events.listeners(), 0);
        m_cadence.setDevices(60);
        QVERIFY(checkIn(m_other).next >= Cadence::usualSeconds);
    }

private:
    Id<Device> add(const QString &name, Management management, Platform platform, bool simulated)
    {
        static const Table<Device> devices;
        Device device;
        device.name = name;
        device.management = management;
        device.platform = platform;
        device.simulated = simulated;
        device.enrolled = m_site->now;
        return m_site->write([&](Transaction &t) { return devices.insert(t, device); }).value().id;
    }

    void has(const Id<Device> &id, const QStringList &commands)
    {
        static const Table<Device> devices;
        OK(m_site->write([&](Transaction &t) -> Result<Device> {
            Result<Device> device = devices.get(t.database(), id);
            if (!device)
                return device;
            device.value().commands = commands;
            return devices.refresh(t, device.value());
        }));
    }

    Result<ActionReceipt> runOrder(const ActionOrder &body)
    {
        return m_site->write([&](Transaction &t) {
            WriteCall call{t, m_info};
            return runAction(call, body);
        });
    }
    Result<ActionReceipt> order(ActionKind kind, const QString &query, const QStringList &devices = {},
        const std::optional<qint64> &expires = std::nullopt)
    {
        QJsonObject parameters;
        if (kind == ActionKind::Message)
            parameters = {{u"text"_s, u"Hello"_s}};
        return runOrder({kind, query, devices, parameters, expires});
    }
    Result<Action> cancel(const QString &action)
    {
        return m_site->write([&](Transaction &t) {
            WriteCall call{t, m_info};
            return cancelAction(call, Id<Action>{action});
        });
    }

    CheckInAnswer checkIn(
        const Id<Device> &device, const QList<CommandResult> &results = {}, const QDateTime &clock = QDateTime())
    {
        CheckIn message;
        message.asOf = clock.isValid() ? clock : m_site->now;
        message.results = results;
        const Result<CheckInAnswer> answer = m_site->write([&](Transaction &t) {
            return server::checkIn(t, device, {message, {}}, m_cadence, {});
        });
        return answer ? answer.value() : CheckInAnswer();
    }
    void end(const Id<Device> &device, CommandOutcome outcome)
    {
        const QString command = checkIn(device).commands.value(0).id;
        checkIn(device, {result(command, outcome, m_site->now)});
    }

    Action stored(const QString &id)
    {
        static const Table<Action> actions;
        return actions.get(*m_site->database, Id<Action>{id}).value();
    }
    // The device's newest run.
    ActionRun run(const Id<Device> &device)
    {
        static const Table<ActionRun> runs;
        return runs.list(*m_site->database, {u"device_id = ?"_s, {device.text}}).value().back();
    }
    static QList<qint64> counters(const Action &action)
    {
        return {action.devices, action.waiting, action.done, action.failed, action.refused, action.cancelled};
    }
    static QMap<QString, QString> refusals(const std::vector<ActionRefusal> &list)
    {
        QMap<QString, QString> map;
        for (const ActionRefusal &refusal : list)
            map.insert(refusal.device, refusal.code);
        return map;
    }
    qint64 audited(const QString &action) const
    {
        return m_site->number(u"SELECT COUNT(*) FROM audit WHERE \"action\" = ?"_s, {action});
    }

    std::unique_ptr<SiteFile> m_site;
    EventHub m_events;
    Cadence m_cadence{m_events};
    CallInfo m_info = [] {
        CallInfo info;
        info.actor = {Id<Account>{u"acc-1"_s}, u"anna@example.org"_s, u"Anna"_s, Role::Helpdesk, 1, {}};
        return info;
    }();
    Id<Device> m_linux;
    Id<Device> m_other; // simulated
    Id<Device> m_windows;
    Id<Device> m_inventoried;
};

QTEST_GUILESS_MAIN(TestActions)
#include "tst_actions.moc"
