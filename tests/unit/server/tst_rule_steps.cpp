// Steps, waivers and what is installed, in the real store: a failure begins each step once, a second person decides
// what is destructive, waivers end by time, and rules see packages and certificates.
#include "stepsite.h"

#include "api/agentprotocol.h"
#include "server/policy/stepguards.h"
#include "server/store/sections.h"
#include "server/store/statements.h"

#include <QDir>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestRuleSteps : public QObject, private StepSite {
    Q_OBJECT

    RuleDryRun look() const
    {
        const Result<RuleDryRun> run = dryRun(*m_site->database, m_rule.id, m_site->now);
        if (!run)
            qFatal("%s", qPrintable(codeOf(run)));
        return run.value();
    }

private Q_SLOTS:
    void init() { start(); }

    void aFailureBeginsEachStepOnce()
    {
        QVERIFY(refresh() == Compliance::Noncompliant);
        QCOMPARE(all<RuleStep>().size(), size_t(5));
        QCOMPARE(step(RuleActionKind::NotifyUser).state.token(), u"ordered"_s);
        QCOMPARE(step(RuleActionKind::NotifyAdmin).state.token(), u"done"_s);
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"waiting"_s);
        QVERIFY(m_device.accessBlocked);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1); // the message
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'alert.raised'"_s), 1);
        later(600);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(5));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        m_device.securityUpdates = 0;
        QVERIFY(refresh() == Compliance::Compliant);
        QVERIFY(!m_device.accessBlocked);
        QCOMPARE(step(RuleActionKind::NotifyUser).state.token(), u"withdrawn"_s);
        QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"withdrawn"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 0); // never fetched, and not needed any more
        m_device.securityUpdates = 1;
        later(60);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(10)); // another failure
    }

    void theDeviceTellsTheEndOfItsMessage()
    {
        refresh();
        const RuleStep told = step(RuleActionKind::NotifyUser);
        CommandResult result;
        result.outcome = CommandOutcome::Failed;
        result.code = u"message.no-user"_s;
        result.asOf = m_site->now;
        OK(m_site->write([&](Transaction &transaction) { return reportStep(transaction, told.id, result); }));
        QCOMPARE(step(RuleActionKind::NotifyUser).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::NotifyUser).code, u"message.no-user"_s);
    }

    // A device that is off does not find a message for each day when it comes back.
    void repetitionsWaitForTheLastOne()
    {
        m_rule.actions = {{RuleActionKind::NotifyUser, 0, day}};
        refresh();
        later(3 * day);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        later(5 * day); // nobody fetched it for more than a week
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2));
        QCOMPARE(all<RuleStep>().front().code, u"expired"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands"_s), 1);
    }

    // What Home counts: failures that last, each once.
    void whatAdministratorsWereToldStandsWhileTheFailureLasts()
    {
        m_rule.actions = {{RuleActionKind::NotifyAdmin, 0, day}};
        const auto standing = [this] {
            return m_site->number(u"SELECT COUNT(*) FROM steps WHERE kind = 'notify_admin' AND ended IS NULL"_s);
        };
        refresh();
        QCOMPARE(standing(), 1);
        later(day);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2));
        QCOMPARE(all<RuleStep>().front().ended, m_site->now); // told again
        QCOMPARE(standing(), 1);
        m_device.securityUpdates.reset(); // not known: nobody has mended it
        refresh();
        QCOMPARE(standing(), 1);
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        QCOMPARE(standing(), 0);
        QCOMPARE(all<RuleStep>().back().ended, m_site->now);
        QCOMPARE(all<RuleStep>().back().state.token(), u"done"_s); // it was told all the same
        m_device.securityUpdates = 2;
        later(60);
        refresh();
        QCOMPARE(standing(), 1); // another failure
    }

    // Steps from before it was noted when a failure is over.
    void whatIsLongOverIsOverAfterAnUpdate()
    {
        const QTemporaryDir dir;
        const test::TestDatabase store(dir.filePath(u"site.db"_s));
        const Result<std::unique_ptr<Database>> opened = Database::open(store.place(), Database::Mode::ReadWrite);
        OK(opened);
        Database &database = *opened.value();
        OK(applyMigrations(database, 1)); // and there are the files
        const QStringList files = QDir(u":/migrations"_s).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
        const auto before = int(files.indexOf(u"0015-ended-steps.sql"_s));
        QVERIFY(before > 1);
        OK(applyMigrations(database, before));
        OK(database.script(
            u"INSERT INTO results (n, id, id_f, rule_id, rule_id_f, device_id, device_id_f, state, failing_since, "
            u"line, "
            "changed) VALUES (1, 'res-1', 'res-1', 'rul-1', 'rul-1', 'dev-1', 'dev-1', 'fail', 5, '{}', 1)"_s));
        int number = 0;
        const auto add = [&](const QString &device, const QString &state, qint64 since, const QVariant &taken) {
            const QString id = u"stp-%1"_s.arg(++number);
            return execute(database,
                u"INSERT INTO steps (n, id, id_f, rule_id, rule_id_f, device_id, device_id_f, kind, state, "
                u"failing_since, "
                "due, taken, line, changed) VALUES (?, ?, ?, 'rul-1', 'rul-1', ?, ?, 'notify_admin', ?, ?, 10, ?, '{}', 1)"_s,
                {number, id, id, device, device, state, since, taken});
        };
        const QVariant nothing(QMetaType::fromType<qint64>());
        OK(add(u"dev-1"_s, u"done"_s, 5, 20)); // that lasts
        OK(add(u"dev-1"_s, u"done"_s, 4, 20)); // another failure
        OK(add(u"dev-2"_s, u"done"_s, 5, 20)); // another device
        OK(add(u"dev-2"_s, u"refused"_s, 5, nothing));
        OK(add(u"dev-2"_s, u"waiting"_s, 5, nothing));
        OK(add(u"dev-2"_s, u"ordered"_s, 5, 20));
        OK(migrate(database));
        const auto ended = [&database] {
            return textsOf(database, u"SELECT n || ' ' || ended FROM steps WHERE ended IS NOT NULL ORDER BY n"_s);
        };
        QCOMPARE(ended().value(), QStringList({u"2 20"_s, u"3 20"_s, u"4 10"_s}));

        // lists tell it as well
        Result<WriteBatch> batch = WriteBatch::begin(database);
        OK(batch);
        OK(batch.value().run(m_site->now, &adoptPolicies));
        QCOMPARE(batch.value().changes().size(), 3);
        OK(batch.value().run(m_site->now, &adoptPolicies));
        QCOMPARE(batch.value().changes().size(), 3);
        OK(batch.value().commit());
        QCOMPARE(ended().value(), QStringList({u"2 20"_s, u"3 20"_s, u"4 10"_s}));
        const Result<QStringList> lines = textsOf(database, u"SELECT line FROM steps ORDER BY n"_s);
        OK(lines);
        QCOMPARE(lines.value().filter(u"\"ended\":"_s), lines.value().mid(1, 3));
    }

    void aWaiverSuspendsWhatAdministratorsWereTold()
    {
        m_rule.actions = {{RuleActionKind::NotifyAdmin, 0, 0}};
        refresh();
        waive(7);
        refresh();
        QCOMPARE(step(RuleActionKind::NotifyAdmin).ended, m_site->now);
        later(8 * day);
        OK(m_site->write([](Transaction &transaction) { return tendWaivers(transaction); }));
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        QVERIFY(!step(RuleActionKind::NotifyAdmin).ended.isValid());
    }

    void aLockIsOrderedUntilItsRunEnds()
    {
        refresh();
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString());
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"ordered"_s);
        refresh();
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"ordered"_s);
        OK(m_site->write([&](Transaction &transaction) {
            static const Table<ActionRun> table;
            ActionRun run = all<ActionRun>().front();
            run.state = RunState::Failed;
            run.code = u"lock.no-session"_s;
            return table.refresh(transaction, run);
        }));
        refresh();
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::RemoteLock).code, u"lock.no-session"_s);
    }

    // The device was off, and has met the rule since: it must not be locked when it comes for its orders.
    void anOrderThatWasNotFetchedIsTakenBack()
    {
        refresh();
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString());
        QCOMPARE(commands("lock"), 1);
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        QCOMPARE(commands("lock"), 0);
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"withdrawn"_s);
        QCOMPARE(all<ActionRun>().front().state.token(), u"cancelled"_s);
        QCOMPARE(all<ActionRun>().front().code, u"step.withdrawn"_s);
        QCOMPARE(all<Action>().front().state.token(), u"finished"_s);
        QCOMPARE(all<Action>().front().cancelled, 1);
    }

    void aWaiverTakesBackWhatWasNotFetched()
    {
        refresh();
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString());
        waive(7);
        refresh();
        QCOMPARE(commands("lock"), 0);
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"withdrawn"_s);
        later(8 * day);
        OK(m_site->write([](Transaction &transaction) { return tendWaivers(transaction); }));
        refresh();
        QCOMPARE(commands("lock"), 0); // a person decides again
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM steps WHERE kind = 'remote_lock' AND state = 'waiting'"_s), 1);
    }

    // What the device has in its hands cannot be taken back: it will tell.
    void anOrderThatWasFetchedStands()
    {
        refresh();
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString());
        OK(m_site->write([](Transaction &transaction) {
            return transaction.database().run(u"UPDATE commands SET delivered = 1 WHERE kind = 'lock'"_s);
        }));
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        QCOMPARE(commands("lock"), 1);
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"ordered"_s);
        QCOMPARE(all<ActionRun>().front().state.token(), u"waiting"_s);
    }

    void whatTheRuleDoesNotAskForAnyMoreIsWithdrawn()
    {
        refresh();
        tell();
        QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"waiting"_s);
        m_rule.actions.pop_back();
        m_rule.revision = 2;
        refresh();
        QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"withdrawn"_s);
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.state"_s);
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"waiting"_s); // it stays in the rule
        m_rule.actions.clear();
        m_rule.revision = 3;
        refresh();
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"withdrawn"_s);
        m_rule.actions = {{RuleActionKind::Wipe, 0, 0}};
        m_rule.revision = 4;
        refresh();
        const std::vector<RuleStep> steps = all<RuleStep>();
        QCOMPARE(steps.back().kind.token(), u"wipe"_s);
        QCOMPARE(steps.back().state.token(), u"waiting"_s); // asked for anew
        QCOMPARE(steps.back().revision, 4);
    }

    void whatWaitsTakesOverACorrectedText()
    {
        m_device = insert(phone());
        m_rule.check = u"platform:windows"_s;
        m_rule.actions = {{RuleActionKind::LostMode, 0, 0, u"Please call as."_s, u"+358 9 1234"_s}};
        refresh();
        const RuleStep before = step(RuleActionKind::LostMode);
        refresh();
        QCOMPARE(step(RuleActionKind::LostMode).version, before.version); // nothing has changed
        m_rule.actions = {{RuleActionKind::LostMode, 0, 0, u"Please call us."_s, u"+358 9 5678"_s}};
        m_rule.revision = 2;
        refresh();
        const RuleStep after = step(RuleActionKind::LostMode);
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        QCOMPARE(after.state.token(), u"waiting"_s);
        QCOMPARE(after.revision, 2);
        QVERIFY(after.version > before.version); // who approves has to have seen it
        QCOMPARE(approve(RuleActionKind::LostMode), QString());
        QCOMPARE(all<Action>().front().parameters,
            (QJsonObject{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"+358 9 5678"_s}}));
    }

    void aPhoneIsSetToLostMode()
    {
        m_device = insert(phone());
        m_rule.check = u"platform:windows"_s;
        m_rule.actions = {{RuleActionKind::LostMode, 0, 0, u"Please call us."_s, u"+358 9 1234"_s}};
        const QJsonObject shown{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"+358 9 1234"_s}};
        refresh();
        QCOMPARE(step(RuleActionKind::LostMode).state.token(), u"waiting"_s);
        QCOMPARE(step(RuleActionKind::LostMode).parameters, shown);
        QCOMPARE(approve(RuleActionKind::LostMode), QString());
        QCOMPARE(step(RuleActionKind::LostMode).state.token(), u"ordered"_s);
        QCOMPARE(all<Action>().front().kind.token(), u"lost_mode"_s);
        QCOMPARE(all<Action>().front().parameters, shown);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM commands WHERE kind = 'lost_mode'"_s), 1);
        OK(m_site->write([&](Transaction &transaction) {
            static const Table<ActionRun> table;
            ActionRun run = all<ActionRun>().front();
            run.state = RunState::Done;
            return table.refresh(transaction, run);
        }));
        refresh();
        QCOMPARE(step(RuleActionKind::LostMode).state.token(), u"done"_s);
    }

    void aCommandRunsOncePerFailure()
    {
        m_device.commands = {u"clear-caches"_s, u"collect-logs"_s};
        m_rule.actions = {{.kind = RuleActionKind::RunCommand, .command = u"collect-logs"_s},
            {.kind = RuleActionKind::RunCommand, .after = day, .command = u"clear-caches"_s}};
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        QCOMPARE(step(RuleActionKind::RunCommand).state.token(), u"ordered"_s);
        QCOMPARE(step(RuleActionKind::RunCommand).parameters, (QJsonObject{{u"name"_s, u"collect-logs"_s}}));
        QCOMPARE(commands("run_command"), 1);
        QVERIFY(all<Action>().empty()); // the step has its own outcome
        later(600);
        refresh();
        QCOMPARE(commands("run_command"), 1);
        CommandResult result;
        result.outcome = CommandOutcome::Started;
        result.asOf = m_site->now;
        const auto report = [&] {
            return m_site->write([&](Transaction &transaction) {
                return reportStep(transaction, step(RuleActionKind::RunCommand).id, result);
            });
        };
        OK(report());
        QCOMPARE(step(RuleActionKind::RunCommand).state.token(), u"ordered"_s);
        result.outcome = CommandOutcome::Failed;
        result.code = u"command.exit-status"_s;
        result.proof = {{u"command"_s, u"collect-logs"_s}, {u"exit"_s, 3}, {u"output"_s, u"no room\n"_s}};
        OK(report());
        const RuleStep ended = step(RuleActionKind::RunCommand);
        QCOMPARE(ended.state.token(), u"failed"_s);
        QCOMPARE(ended.code, u"command.exit-status"_s);
        QCOMPARE(ended.proof, result.proof);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'rule.step.taken'"_s), 2); // and its end
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(1)); // not again, although it failed
        later(day);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2)); // the other one, in its time
        QCOMPARE(all<RuleStep>().back().parameters["name"_L1].toString(), u"clear-caches"_s);
        // another failure is another occasion
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        m_device.securityUpdates = 2;
        later(60);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(3));
        QCOMPARE(all<RuleStep>().back().state.token(), u"ordered"_s);
    }

    void whatADeviceDoesNotHaveFailsAtOnce()
    {
        m_rule.actions = {{.kind = RuleActionKind::RunCommand, .command = u"collect-logs"_s}};
        refresh();
        QCOMPARE(step(RuleActionKind::RunCommand).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::RunCommand).code, u"command.not-allowed"_s); // it tells of none
        start();
        m_device.commands = QStringList{u"clear-caches"_s};
        m_rule.actions = {{.kind = RuleActionKind::RunCommand, .command = u"collect-logs"_s}};
        refresh();
        QCOMPARE(step(RuleActionKind::RunCommand).code, u"command.not-found"_s);
        start();
        m_device.commands = QStringList{u"collect-logs"_s};
        m_device.management = Management::Inventory;
        m_rule.actions = {{.kind = RuleActionKind::RunCommand, .command = u"collect-logs"_s}};
        refresh();
        QCOMPARE(step(RuleActionKind::RunCommand).code, u"action.inventory-only"_s);
        QCOMPARE(commands("run_command"), 0);
    }

    // Not known is not failing; and what is not asked for any more does not go out.
    void aCommandIsOfFailuresAlone()
    {
        m_device.commands = QStringList{u"collect-logs"_s, u"other"_s};
        m_rule.actions = {{.kind = RuleActionKind::RunCommand, .command = u"collect-logs"_s}};
        m_device.securityUpdates.reset();
        refresh();
        QVERIFY(all<RuleStep>().empty());
        m_device.securityUpdates = 1;
        refresh();
        QCOMPARE(commands("run_command"), 1);
        m_rule.actions.front().command = u"other"_s;
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2));
        QCOMPARE(all<RuleStep>().front().state.token(), u"withdrawn"_s);
        QCOMPARE(all<RuleStep>().back().state.token(), u"ordered"_s);
        QCOMPARE(commands("run_command"), 1);
        m_device.securityUpdates = 0;
        refresh();
        QCOMPARE(all<RuleStep>().back().state.token(), u"withdrawn"_s);
        QCOMPARE(commands("run_command"), 0);
    }

    void aComputerHasNoLostMode()
    {
        m_rule.actions = {{RuleActionKind::LostMode, 0, 0, u"Please call us."_s, {}}};
        refresh();
        QCOMPARE(approve(RuleActionKind::LostMode), QString());
        QCOMPARE(step(RuleActionKind::LostMode).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::LostMode).code, u"action.unsupported"_s);
        QVERIFY(all<Action>().empty());
    }

    void whatNoLongerFailsIsNotApproved()
    {
        refresh();
        m_device.securityUpdates.reset(); // nobody knows
        refresh();
        QCOMPARE(approve(RuleActionKind::RemoteLock), u"action.not-failing"_s);
        m_device.securityUpdates = 3;
        m_rule.mode = RuleMode::Monitor; // and from here on it is only watched
        refresh();
        QCOMPARE(step(RuleActionKind::RemoteLock).state.token(), u"withdrawn"_s);
    }

    void whatADeviceCannotDoEndsFailed()
    {
        m_device.management = Management::Inventory;
        refresh();
        QCOMPARE(step(RuleActionKind::NotifyUser).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::NotifyUser).code, u"action.inventory-only"_s);
    }

    void aSecondPersonDecides()
    {
        refresh();
        QCOMPARE(approve(RuleActionKind::NotifyAdmin), u"step.state"_s);
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString());
        QCOMPARE(all<Action>().size(), size_t(1));
        QCOMPARE(all<Action>().front().requestedBy, u"Second person"_s);
        QCOMPARE(step(RuleActionKind::RemoteLock).decidedBy, u"Second person"_s);
        QCOMPARE(approve(RuleActionKind::Wipe), u"action.notice-too-short"_s); // nobody was told yet
        CommandResult shown;
        shown.outcome = CommandOutcome::Done;
        shown.asOf = m_site->now;
        OK(m_site->write([&](Transaction &transaction) {
            return reportStep(transaction, step(RuleActionKind::NotifyUser).id, shown);
        }));
        QCOMPARE(approve(RuleActionKind::Wipe), u"action.notice-too-short"_s);
        later(day);
        refresh();
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
        QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"failed"_s); // no agent can
        QCOMPARE(step(RuleActionKind::Wipe).code, u"action.unsupported"_s);
    }

    // What the dry run says is what approving answers.
    void aDryRunSaysWhatHoldsBack()
    {
        QCOMPARE(look().total, 0); // nothing has failed yet
        refresh();
        RuleDryRun run = look();
        QCOMPARE(run.total, 1); // the lock is none that destroys
        QCOMPARE(run.devices, 1);
        QCOMPARE(run.steps[0].deviceName, u"LT-1"_s);
        QCOMPARE(run.steps[0].kind.token(), u"wipe"_s);
        QCOMPARE(run.steps[0].step, step(RuleActionKind::Wipe).id.text);
        QCOMPARE(run.steps[0].code, u"action.notice-too-short"_s);
        QCOMPARE(approve(RuleActionKind::Wipe), run.steps[0].code);
        tell();
        QCOMPARE(look().steps[0].code, u"action.unsupported"_s); // a person may approve it, and no agent can
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
        QCOMPARE(step(RuleActionKind::Wipe).code, u"action.unsupported"_s);
        QCOMPARE(look().total, 0); // it was decided
        Device personal;
        personal.name = u"LT-2"_s;
        personal.platform = Platform::Linux;
        personal.management = Management::Agent;
        personal.ownership = Ownership::Byod;
        personal.securityUpdates = 3;
        personal.seen = m_site->now;
        m_device = insert(personal);
        refresh();
        run = look();
        QCOMPARE(run.total, 1);
        QCOMPARE(run.steps[0].deviceName, u"LT-2"_s);
        QCOMPARE(run.steps[0].code, u"action.personal-device"_s);
        QCOMPARE(code(dryRun(*m_site->database, Id<ComplianceRule>{u"rul-999"_s}, m_site->now)), u"not-found"_s);
    }

    void nothingDestructiveFollowsFromTheUnknown()
    {
        refresh();
        m_device.securityUpdates.reset();
        QVERIFY(refresh() == Compliance::Undetermined);
        QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"waiting"_s);
        QCOMPARE(approve(RuleActionKind::Wipe), u"action.not-failing"_s);
    }

    void waiversExceptUntilTheyEnd()
    {
        waive(60);
        QVERIFY(refresh() == Compliance::Compliant);
        QCOMPARE(all<RuleResult>().front().state.token(), u"excepted"_s);
        QVERIFY(all<RuleStep>().empty());
        const auto tend = [this] {
            OK(m_site->write([](Transaction &transaction) { return tendWaivers(transaction); }));
        };
        const auto alerts = [this] {
            return m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'alert.raised'"_s);
        };
        tend();
        QCOMPARE(alerts(), 0);
        later(31 * day);
        tend();
        tend();
        QCOMPARE(alerts(), 1); // 30 days before
        later(23 * day);
        tend();
        QCOMPARE(alerts(), 2); // 7 days before
        later(7 * day);
        tend();
        QCOMPARE(all<Waiver>().front().state.token(), u"expired"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'waiver.expired'"_s), 1);
        QVERIFY(refresh() == Compliance::Noncompliant); // the clock of the failure ran on
    }

    void rulesSeeWhatIsInstalled()
    {
        m_rule.check = u"apps.installed lacks \"telnet\" certs.installed lasts 30d"_s;
        QVERIFY(refresh() == Compliance::Undetermined); // nothing was told
        const auto tell = [this](const char *section, const QJsonObject &content) {
            OK(m_site->write([&](Transaction &transaction) {
                return storeSection(transaction, m_device.id, QString::fromLatin1(agentSource),
                    QString::fromLatin1(section), SectionContent(content), m_site->now);
            }));
        };
        const Package ssh{u"openssh-client"_s, u"1:9.2p1-2"_s, u"amd64"_s, u"deb"_s, {}};
        const Package telnet{u"telnet"_s, u"0.17"_s, u"amd64"_s, u"deb"_s, {}};
        InstalledCertificate certificate;
        certificate.subject = u"CN=vpn"_s;
        certificate.notAfter = m_site->now.addDays(90);
        tell(section::packages, writeItems(QList<Package>{ssh}));
        tell(section::certificates, writeItems(QList<InstalledCertificate>{certificate}));
        QVERIFY(refresh() == Compliance::Compliant);
        tell(section::packages, writeItems(QList<Package>{ssh, telnet}));
        refresh();
        QCOMPARE(all<RuleResult>().front().reason, u"app_present"_s);
        m_rule.check = u"apps.installed has \"openssh-client\">=9.1"_s; // without the epoch
        QVERIFY(refresh() == Compliance::Compliant);
    }

    void whatIsKeptReadsBack()
    {
        m_rule.check = u"updates.security:0{age:any} or storage.encrypted:yes{missing:fail}"_s;
        refresh();
        const RuleResult kept = all<RuleResult>().front();
        QCOMPARE(kept.leaves.size(), size_t(2));
        QCOMPARE(kept.leaves[0].actual, u"3"_s);
        QCOMPARE(kept.leaves[1].reason, u"missing"_s);
        QCOMPARE(all<ComplianceRule>().front().actions.size(), size_t(5));
    }
};

QTEST_GUILESS_MAIN(TestRuleSteps)
#include "tst_rule_steps.moc"
