// Steps, waivers and what is installed, in the real store: a failure begins each step once, a second person decides
// what is destructive, waivers end by time, and rules see packages and certificates.
#include "sitefile.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "compliance/ladder.h"
#include "server/policy/authors.h"
#include "server/policy/devicerecords.h"
#include "server/policy/results.h"
#include "server/policy/stepguards.h"
#include "server/policy/steps.h"
#include "server/policy/versions.h"
#include "server/policy/waivers.h"
#include "server/store/auditlog.h"
#include "server/store/commands.h"
#include "server/store/sections.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 day = 86'400;

} // namespace

class TestRuleSteps : public QObject {
    Q_OBJECT

    std::unique_ptr<SiteFile> m_site;
    ComplianceRule m_rule;
    Device m_device;
    QString m_account; // who approves

    template<class E> E insert(const E &entity)
    {
        static const Table<E> table;
        const Result<E> made =
            m_site->write([&](Transaction &transaction) { return table.insert(transaction, entity); });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        return made.value();
    }
    template<class E> std::vector<E> all() const
    {
        static const Table<E> table;
        return table.list(*m_site->database).value();
    }
    PolicySet set() const
    {
        PolicySet set;
        set.now = m_site->now;
        const Result<CompiledRule> compiled = CompiledRule::compile(m_rule, m_site->now);
        set.rules.insert(rulePin(m_rule.id.text, m_rule.revision, {}), compiled.value());
        for (const Waiver &waiver : all<Waiver>()) {
            if (waiver.state.value() == WaiverState::Approved)
                set.waivers.push_back(compileWaiver(waiver, m_site->now).value());
        }
        return set;
    }
    DevicePlan plan() const
    {
        DevicePlan plan;
        plan.isAssigned = true;
        plan.rules = {{m_rule.id.text, m_rule.revision, false, {}}};
        return plan;
    }
    Compliance refresh()
    {
        const Result<Compliance> state = m_site->write([this](Transaction &transaction) -> Result<Compliance> {
            const QString id = m_device.id.text;
            const auto read = readRecords(transaction.database(), {id});
            if (!read)
                return read.error();
            const DeviceRecords records = read.value().value(id);
            return refreshResults(transaction, set(), plan(), m_device, records.results, records.sections);
        });
        if (!state)
            qFatal("%s", qPrintable(codeOf(state)));
        return state.value();
    }
    Device phone() const
    {
        Device phone;
        phone.name = u"PH-1"_s;
        phone.platform = Platform::Ios;
        phone.management = Management::Agent;
        phone.simulated = true;
        phone.seen = m_site->now;
        return phone;
    }
    qint64 commands(const char *kind) const
    {
        return m_site->number(u"SELECT COUNT(*) FROM commands WHERE kind = ?"_s, {QString::fromLatin1(kind)});
    }
    RuleStep step(RuleActionKind kind) const
    {
        for (const RuleStep &candidate : all<RuleStep>()) {
            if (candidate.kind.value() == kind)
                return candidate;
        }
        return {};
    }
    QString approve(RuleActionKind kind)
    {
        return code(m_site->write([&](Transaction &transaction) {
            return approveStep(transaction, step(kind), {m_account, u"Second person"_s});
        }));
    }
    // The user is told, and the day of notice goes by.
    void tell()
    {
        CommandResult shown;
        shown.outcome = CommandOutcome::Done;
        shown.asOf = m_site->now;
        OK(m_site->write([&](Transaction &transaction) {
            return reportStep(transaction, step(RuleActionKind::NotifyUser).id, shown);
        }));
        later(day);
        refresh();
    }
    QString administrator(const QString &name, Role role = Role::Administrator)
    {
        Account account;
        account.email = QString(name + u"@example.org"_s);
        account.name = name;
        account.role = role;
        return insert(account).id.text;
    }
    void setDisabled(const QString &person, bool disabled)
    {
        OK(m_site->write([&](Transaction &transaction) -> Result<Account> {
            static const Table<Account> table;
            Result<Account> account = table.get(transaction.database(), Id<Account>{person});
            if (!account)
                return account;
            account.value().disabled = disabled;
            return table.update(transaction, account.value());
        }));
    }
    // Why this person must not approve the wiping; empty: nothing speaks against it.
    QString refusal(const QString &person) const
    {
        return code(refuseAuthor(*m_site->database, step(RuleActionKind::Wipe), Id<Account>{person}));
    }
    // A policy for the device with the rule as it is; its id.
    QString putInForce(const QString &activator, const QString &editor = {})
    {
        BusinessPolicy policy;
        policy.name = u"Everybody"_s;
        policy.allDevices = true;
        policy.rulePins = {{m_rule.id.text, m_rule.revision, m_rule.name, {}}};
        policy = insert(policy);
        const Result<QSqlQuery *> held = m_site->write([&](Transaction &transaction) {
            return transaction.database().run(
                u"INSERT INTO policy_devices (policy, device, assigned, wave, number) VALUES (?, ?, 0, 0, 0)"_s,
                {policy.id.text, m_device.id.text});
        });
        if (!held)
            qFatal("%s", qPrintable(codeOf(held)));
        putInForce(policy.id, activator, editor, [](BusinessPolicy &) {});
        return policy.id.text;
    }
    // Another version of it, which the device has.
    void putInForce(const Id<BusinessPolicy> &id, const QString &activator, const QString &editor,
        const std::function<void(BusinessPolicy &)> &change)
    {
        qint64 before = 0;
        const Result<BusinessPolicy> active = m_site->write([&](Transaction &transaction) -> Result<BusinessPolicy> {
            static const Table<BusinessPolicy> table;
            const Result<BusinessPolicy> stored = table.get(transaction.database(), id);
            if (!stored)
                return stored;
            BusinessPolicy policy = stored.value();
            before = policy.inForce;
            change(policy);
            const Result<PolicyVersion> made = addVersion(transaction, policy, {editor, editor});
            const Result<Done> marked =
                made ? markVersion(transaction, id, made.value().number, VersionState::Active) : made.error();
            const Result<QSqlQuery *> given = transaction.database().run(
                u"UPDATE policy_devices SET number = ? WHERE policy = ?"_s, {policy.number, id.text});
            if (!marked || !given)
                return marked ? given.error() : marked.error();
            policy.state = PolicyState::Active;
            policy.inForce = policy.number;
            return table.update(transaction, policy);
        });
        if (!active)
            qFatal("%s", qPrintable(codeOf(active)));
        record("policy.activated", activator, id.text, {{u"in_force"_s, before, active.value().inForce}});
    }
    void wrote(const QString &person)
    {
        record("rule.created", person, m_rule.id.text, {{u"name"_s, QJsonValue::Null, m_rule.name}});
    }
    void edited(const QString &person, const char *field, qint64 revision)
    {
        record("rule.edited", person, m_rule.id.text,
            {{QString::fromLatin1(field), u"a"_s, u"b"_s}, {u"revision"_s, revision - 1, revision}});
    }
    void record(AuditActionName action, const QString &actor, const QString &target, const QList<AuditChange> &changes)
    {
        AuditContext context;
        context.actorType = AuditActorType::User;
        context.actorId = actor;
        AuditNote note{.action = action};
        note.targetId = target;
        note.changes = changes;
        OK(m_site->write([&](Transaction &transaction) { return appendAudit(transaction, context, note); }));
    }
    RuleDryRun look() const
    {
        const Result<RuleDryRun> run = dryRun(*m_site->database, m_rule.id, m_site->now);
        if (!run)
            qFatal("%s", qPrintable(codeOf(run)));
        return run.value();
    }
    void later(qint64 seconds) { m_site->now = m_site->now.addSecs(seconds); }

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        m_account.clear();
        ComplianceRule rule;
        rule.name = u"Updates"_s;
        rule.check = u"updates.security:0{age:any}"_s;
        rule.severity = RuleSeverity::Critical;
        rule.actions = usualActions(RuleSeverity::Critical);
        rule.actions.push_back({RuleActionKind::Wipe, 0, 0});
        rule.revision = 1;
        m_rule = insert(rule);
        Device device;
        device.name = u"LT-1"_s;
        device.platform = Platform::Linux;
        device.management = Management::Agent;
        device.ownership = Ownership::Corporate;
        device.securityUpdates = 3;
        device.seen = m_site->now;
        m_device = insert(device);
    }

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

    void aWaiverSuspendsWhatAdministratorsWereTold()
    {
        m_rule.actions = {{RuleActionKind::NotifyAdmin, 0, 0}};
        refresh();
        Waiver waiver;
        waiver.rule = m_rule.id;
        waiver.ruleName = m_rule.name;
        waiver.scope = u"platform:linux"_s;
        waiver.reason = u"Being replaced"_s;
        waiver.riskOwner = u"Head of IT"_s;
        waiver.state = WaiverState::Approved;
        waiver.decided = m_site->now;
        waiver.expires = m_site->now.addDays(7);
        insert(waiver);
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
        Waiver waiver;
        waiver.rule = m_rule.id;
        waiver.ruleName = m_rule.name;
        waiver.scope = u"platform:linux"_s;
        waiver.reason = u"Being replaced"_s;
        waiver.riskOwner = u"Head of IT"_s;
        waiver.state = WaiverState::Approved;
        waiver.decided = m_site->now;
        waiver.expires = m_site->now.addDays(7);
        insert(waiver);
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

    void whoWroteTheRuleDoesNotApproveWhatItDestroys()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString activator = administrator(u"Activator"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        record("rule.edited", other, m_rule.id.text, {{u"description"_s, u"a"_s, u"b"_s}}); // no other revision
        edited(editor, "check", 2); // which is not in force
        const QString policy = putInForce(activator);
        record("policy.activated", other, policy, {{u"in_force"_s, 0, 9}}); // once, another version
        record("policy.activated", other, policy, {{u"state"_s, u"paused"_s, u"active"_s}}); // after a pause
        refresh();
        tell();
        QCOMPARE(refusal(other), QString());
        for (const QString &person : {author, activator}) {
            m_account = person;
            QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
            QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"waiting"_s);
        }
        m_account = author;
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString()); // can be undone
        m_account = editor;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    // Nobody gets rid of having written a rule by asking somebody else to edit it.
    void everyAuthorUpToTheRevisionInForceCounts()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString helper = administrator(u"Helper"_s);
        wrote(author);
        edited(editor, "actions", 2);
        edited(helper, "grace", 3); // decides nothing about what is destroyed where
        m_rule.revision = 3;
        refresh();
        tell();
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        m_account = helper;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    // A log of a server that did not note revisions: everybody who has written at the rule.
    void whatIsNotOnRecordCountsForAllWhoWrote()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        record("rule.edited", editor, m_rule.id.text, {{u"check"_s, u"a"_s, u"b"_s}});
        m_rule.revision = 2;
        refresh();
        tell();
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        QCOMPARE(refusal(other), QString());
    }

    void twoAdministratorsDoNotLockEachOtherOut()
    {
        const QString author = administrator(u"Author"_s);
        const QString activator = administrator(u"Activator"_s);
        administrator(u"Auditor"_s, Role::Auditor); // may approve nothing
        wrote(author);
        putInForce(activator);
        refresh();
        tell();
        QCOMPARE(refusal(author), QString()); // nobody else is left, and two have had a hand in it
        QCOMPARE(refusal(activator), u"step.same-person"_s); // who decided last
        const QString helpdesk = administrator(u"Helpdesk"_s, Role::Helpdesk);
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(activator), u"step.same-person"_s);
        QCOMPARE(refusal(helpdesk), QString());
        setDisabled(helpdesk, true);
        QCOMPARE(refusal(author), QString());
        setDisabled(activator, true);
        QCOMPARE(refusal(author), u"step.same-person"_s); // two were there, and now one is alone
    }

    void whatOneOfTwoAloneHasAddedIsForTheOther()
    {
        const QString first = administrator(u"First"_s);
        const QString second = administrator(u"Second"_s);
        wrote(first);
        edited(second, "actions", 2);
        m_rule.revision = 2;
        const QString policy = putInForce(second, second);
        refresh();
        tell();
        QCOMPARE(refusal(second), u"step.same-person"_s);
        QCOMPARE(refusal(first), QString());
        // what only carries on what is in force decides nothing about the rule
        const auto describe = [](BusinessPolicy &changed) { changed.description = u"Of us all"_s; };
        putInForce(Id<BusinessPolicy>{policy}, first, first, describe);
        QCOMPARE(refusal(second), u"step.same-person"_s);
        QCOMPARE(refusal(first), QString());
        const auto narrow = [](BusinessPolicy &changed) {
            changed.allDevices = false;
            changed.scope = u"platform:linux"_s;
        };
        putInForce(Id<BusinessPolicy>{policy}, first, first, narrow);
        QCOMPARE(refusal(second), QString());
        QCOMPARE(refusal(first), u"step.same-person"_s);
    }

    void whoEditedThePolicyIsAnAuthor()
    {
        const QString editor = administrator(u"Editor"_s);
        const QString third = administrator(u"Third"_s);
        const QString activator = administrator(u"Activator"_s);
        const QString other = administrator(u"Other"_s);
        const QString policy = putInForce(activator, editor);
        refresh();
        tell();
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        QCOMPARE(refusal(activator), u"step.same-person"_s);
        QCOMPARE(refusal(third), QString());
        QCOMPARE(refusal(other), QString());
        const auto name = [](BusinessPolicy &changed) { changed.name = u"All"_s; };
        putInForce(Id<BusinessPolicy>{policy}, activator, third, name);
        QCOMPARE(refusal(editor), u"step.same-person"_s); // whoever edits something else does not take that over
        QCOMPARE(refusal(other), QString());
    }

    void aPolicyForOtherDevicesHasNoAuthorsHere()
    {
        const QString author = administrator(u"Author"_s);
        const QString elsewhere = administrator(u"Elsewhere"_s);
        wrote(author);
        const QString policy = putInForce(elsewhere, elsewhere);
        refresh();
        tell();
        QCOMPARE(refusal(author), QString()); // everybody is an author, and the other one decided last
        QCOMPARE(refusal(elsewhere), u"step.same-person"_s);
        OK(m_site->write([&policy](Transaction &transaction) {
            return transaction.database().run(u"DELETE FROM policy_devices WHERE policy = ?"_s, {policy});
        }));
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(elsewhere), QString());
    }

    void whoDisablesTheSecondPersonStillNeedsOne()
    {
        const QString author = administrator(u"Author"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        refresh();
        tell();
        QVERIFY(step(RuleActionKind::Wipe).secondPerson);
        QVERIFY(!step(RuleActionKind::RemoteLock).secondPerson); // whoever may approve it may do so alone
        setDisabled(other, true);
        m_account = author;
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        setDisabled(other, false);
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        m_account = other;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    void aSingleAdministratorApprovesAlone()
    {
        m_account = administrator(u"Only one"_s);
        wrote(m_account);
        refresh();
        tell();
        QVERIFY(!step(RuleActionKind::Wipe).secondPerson);
        const auto setting = [this](const char *word) {
            OK(m_site->write([word](Transaction &transaction) {
                return transaction.database().run(u"INSERT INTO settings (name, value) VALUES ('policies.approval', ?) "
                                                  "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
                    {QString::fromLatin1(word)});
            }));
        };
        setting("always"); // whoever was the second one has left since
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        setting("automatic");
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    void aSecondAdministratorIsAskedWhateverTheSettingOfPolicies()
    {
        m_account = administrator(u"Author"_s);
        administrator(u"Other"_s);
        wrote(m_account);
        refresh();
        tell();
        OK(m_site->write([](Transaction &transaction) {
            return transaction.database().run(
                u"INSERT INTO settings (name, value) VALUES ('policies.approval', 'never')"_s);
        }));
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
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
        Waiver waiver;
        waiver.rule = m_rule.id;
        waiver.ruleName = m_rule.name;
        waiver.scope = u"platform:linux"_s;
        waiver.reason = u"Being replaced"_s;
        waiver.riskOwner = u"Head of IT"_s;
        waiver.state = WaiverState::Approved;
        waiver.decided = m_site->now;
        waiver.expires = m_site->now.addDays(60);
        insert(waiver);
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
