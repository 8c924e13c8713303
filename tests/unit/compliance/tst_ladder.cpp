// Which steps a failure leads to, when, and what keeps the destructive ones back.
#include "compliance/ladder.h"

#include "domain/command.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);
constexpr qint64 day = 86'400;

ComplianceRule ruleOf(RuleSeverity severity)
{
    ComplianceRule rule;
    rule.severity = severity;
    rule.grace = usualGrace(severity);
    rule.actions = usualActions(severity);
    return rule;
}

RuleResult failed(const ComplianceRule &rule, const QDateTime &graceUntil)
{
    RuleResult result;
    result.severity = rule.severity;
    result.mode = RuleMode::Enforce;
    result.state = RuleState::Fail;
    result.graceUntil = graceUntil;
    result.failingSince = graceUntil.addSecs(-rule.grace);
    return result;
}

QString words(const std::vector<DueStep> &steps)
{
    QStringList list;
    for (const DueStep &step : steps)
        list.append(u"%1 %2"_s.arg(step.kind.token()).arg(step.number));
    return list.join(u", "_s);
}

} // namespace

class TestLadder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void actionsHaveBounds()
    {
        using A = RuleActionKind;
        const auto fault = [](A kind, qint64 after, qint64 repeat) { return int(faultOf({kind, after, repeat})); };
        QCOMPARE(fault(A::NotifyUser, 0, 0), int(ActionFault::None));
        QCOMPARE(fault(A::NotifyUser, maximumGrace, 3'600), int(ActionFault::None));
        QCOMPARE(fault(A::Unknown, 0, 0), int(ActionFault::Kind));
        QCOMPARE(fault(A::NotifyUser, -1, 0), int(ActionFault::After));
        QCOMPARE(fault(A::NotifyUser, maximumGrace + 1, 0), int(ActionFault::After));
        QCOMPARE(fault(A::NotifyUser, 0, 3'599), int(ActionFault::Repeat));
        QCOMPARE(fault(A::NotifyUser, 0, maximumGrace + 1), int(ActionFault::Repeat));
        QCOMPARE(fault(A::RemoteLock, 0, day), int(ActionFault::RepeatsDecision));
        QCOMPARE(fault(A::Wipe, 0, day), int(ActionFault::RepeatsDecision));
        QCOMPARE(fault(A::LostMode, 0, 0), int(ActionFault::Texts)); // nothing for the screen
        const auto texts = [](A kind, qsizetype message, qsizetype phone) {
            return int(faultOf({kind, 0, 0, QString(message, u'x'), QString(phone, u'1')}));
        };
        QCOMPARE(texts(A::LostMode, 1, 0), int(ActionFault::None));
        QCOMPARE(texts(A::LostMode, maximumLostMessage, maximumPhone), int(ActionFault::None));
        QCOMPARE(texts(A::LostMode, maximumLostMessage + 1, 0), int(ActionFault::Texts));
        QCOMPARE(texts(A::LostMode, 1, maximumPhone + 1), int(ActionFault::Texts));
        QCOMPARE(texts(A::LostMode, 0, 5), int(ActionFault::Texts));
        QCOMPARE(texts(A::RemoteLock, 1, 0), int(ActionFault::Texts)); // of lost mode alone
        const auto command = [](A kind, const QString &name, qint64 repeat) {
            return int(faultOf({.kind = kind, .repeat = repeat, .command = name}));
        };
        QCOMPARE(command(A::RunCommand, u"collect-logs"_s, 0), int(ActionFault::None));
        QCOMPARE(command(A::RunCommand, QString(maximumCommandName, u'a'), 0), int(ActionFault::None));
        for (const QString &name :
            {u""_s, u"rm -rf"_s, u"/bin/sh"_s, u".."_s, u"-x"_s, u"Logs"_s, QString(maximumCommandName + 1, u'a')})
            QCOMPARE(command(A::RunCommand, name, 0), int(ActionFault::Command));
        QCOMPARE(command(A::RunCommand, u"collect-logs"_s, day), int(ActionFault::Command)); // once for each failure
        QCOMPARE(command(A::NotifyUser, u"collect-logs"_s, 0), int(ActionFault::Command)); // of run_command alone
        const auto named = [](A kind, qint64 repeat, const QString &target) {
            return int(faultOf({.kind = kind, .repeat = repeat, .target = target}));
        };
        QCOMPARE(named(A::Webhook, 0, u"tgt-1"_s), int(ActionFault::None));
        QCOMPARE(named(A::Webhook, day, u"tgt-1"_s), int(ActionFault::None));
        QCOMPARE(named(A::Webhook, 0, {}), int(ActionFault::Target));
        QCOMPARE(named(A::NotifyUser, 0, u"tgt-1"_s), int(ActionFault::Target));
        QCOMPARE(named(A::CreateTicket, 0, u"tgt-1"_s), int(ActionFault::None));
        QCOMPARE(named(A::CreateTicket, day, u"tgt-1"_s), int(ActionFault::RepeatsTicket));
        for (const RuleSeverity severity : {RuleSeverity::Low, RuleSeverity::High, RuleSeverity::Critical}) {
            for (const RuleAction &action : usualActions(severity))
                QCOMPARE(int(faultOf(action)), int(ActionFault::None));
        }
    }

    void wordsOfOthersAreKnownAndNotTaken()
    {
        QVERIFY(refusedAction(u"mark_noncompliant"_s).startsWith("mark_noncompliant "_L1));
        QVERIFY(!Coded<RuleActionKind>::fromToken(u"mark_noncompliant"_s).isKnown());
        QCOMPARE(refusedAction(u"teleport"_s), QString());
        for (const Choice &choice : choices<RuleActionKind>())
            QCOMPARE(refusedAction(QString::fromLatin1(choice.token)), QString()); // what is taken is not refused
    }

    void whatBringsAnItemNamesOneOfItsKind()
    {
        const auto fault = [](RuleActionKind kind, const QString &item, qint64 repeat = 0) {
            return int(faultOf({kind, 0, repeat, {}, {}, item}));
        };
        QCOMPARE(fault(RuleActionKind::PushProfile, u"prf-7"_s), int(ActionFault::None));
        QCOMPARE(fault(RuleActionKind::InstallApp, u"app-7"_s), int(ActionFault::None));
        QCOMPARE(fault(RuleActionKind::PushProfile, {}), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::PushProfile, u"app-7"_s), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::InstallApp, u"fil-7"_s), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::InstallApp, u"anything"_s), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::NotifyUser, u"prf-7"_s), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::NotifyUser, u"anything"_s), int(ActionFault::Item));
        QCOMPARE(fault(RuleActionKind::PushProfile, u"prf-7"_s, day), int(ActionFault::RepeatsItem));
        RuleAction action{RuleActionKind::PushProfile, 0, 0, {}, {}, u"prf-7"_s, -1};
        QCOMPARE(int(faultOf(action)), int(ActionFault::Item));
        action = {RuleActionKind::NotifyUser, 0, 0, {}, {}, {}, 1};
        QCOMPARE(int(faultOf(action)), int(ActionFault::Item));
    }

    // It happens at the end of grace anyway; another time cannot be had.
    void whatHappensAnywayIsDropped()
    {
        const auto marking = Coded<RuleActionKind>::fromToken(u"mark_noncompliant"_s);
        std::vector<RuleAction> actions{
            {marking, 0, 0}, {RuleActionKind::NotifyUser, 0, 0}, {marking, day, 0}, {marking, 0, day}};
        dropAutomatic(actions);
        QCOMPARE(actions.size(), size_t(3));
        QCOMPARE(actions[0].kind.token(), u"notify_user"_s);
        QCOMPARE(int(faultOf(actions[1])), int(ActionFault::Kind));
        QCOMPARE(int(faultOf(actions[2])), int(ActionFault::Kind));
    }

    void aStepNamesItsTarget()
    {
        ComplianceRule rule = ruleOf(RuleSeverity::High);
        rule.actions = {{.kind = RuleActionKind::Webhook, .target = u"tgt-1"_s},
            {.kind = RuleActionKind::CreateTicket, .target = u"tgt-2"_s}};
        const std::vector<DueStep> steps = dueSteps(rule, failed(rule, now), now);
        QCOMPARE(words(steps), u"webhook 0, create_ticket 0"_s);
        QCOMPARE(subjectOf(steps[0].kind.value(), steps[0].parameters), u"tgt-1"_s);
        QCOMPARE(subjectOf(steps[1].kind.value(), steps[1].parameters), u"tgt-2"_s);
        QVERIFY(!steps[0].needsApproval);
        QCOMPARE(subjectOf(RuleActionKind::LostMode, {{u"target"_s, u"tgt-1"_s}}), QString()); // of others it is none
        QVERIFY(targetKindOf(RuleActionKind::Webhook) == TargetKind::Webhook);
        QVERIFY(targetKindOf(RuleActionKind::CreateTicket) == TargetKind::Ticket);
        QVERIFY(!tellsTarget(RuleActionKind::NotifyAdmin));
    }

    void usualLadders()
    {
        const auto due = [](RuleSeverity severity, qint64 past) {
            const ComplianceRule rule = ruleOf(severity);
            return words(dueSteps(rule, failed(rule, now.addSecs(-past)), now));
        };
        using S = RuleSeverity;
        QCOMPARE(due(S::Info, 100 * day), QString());
        QCOMPARE(due(S::Low, 0), u"notify_user 0"_s);
        QCOMPARE(due(S::Low, -1), QString()); // grace
        QCOMPARE(due(S::Medium, 0), u"notify_user 0"_s);
        QCOMPARE(due(S::Medium, 3 * day), u"notify_user 1"_s);
        QCOMPARE(due(S::Medium, 7 * day), u"notify_user 2, notify_admin 0"_s); // of repetitions the last alone
        QCOMPARE(due(S::High, day), u"notify_user 0, notify_admin 0"_s);
        QCOMPARE(due(S::High, 3 * day), u"notify_user 0, notify_admin 0, block_access 0"_s);
        QCOMPARE(due(S::Critical, 0), u"notify_user 0, notify_admin 0, block_access 0, remote_lock 0"_s);
    }

    void onlyAnEnforcedFailureActs()
    {
        const ComplianceRule rule = ruleOf(RuleSeverity::Critical);
        RuleResult result = failed(rule, now);
        QVERIFY(!dueSteps(rule, result, now).empty());
        result.mode = RuleMode::Monitor;
        QVERIFY(dueSteps(rule, result, now).empty());
        result.mode = RuleMode::Enforce;
        for (const RuleState state : {RuleState::Pass, RuleState::Undetermined, RuleState::Error, RuleState::NotChecked,
                 RuleState::NotApplicable, RuleState::Excepted}) {
            result.state = state;
            QVERIFY(dueSteps(rule, result, now).empty());
        }
        ComplianceRule silent = rule;
        silent.actions.clear();
        QVERIFY(dueSteps(silent, failed(rule, now), now).empty());
    }

    void approvals()
    {
        const ComplianceRule rule = ruleOf(RuleSeverity::Critical);
        for (const DueStep &step : dueSteps(rule, failed(rule, now), now))
            QCOMPARE(step.needsApproval, step.kind.value() == RuleActionKind::RemoteLock);
        QVERIFY(!needsApproval(RuleActionKind::RunCommand) && !isDestructive(RuleActionKind::RunCommand));
        QVERIFY(needsApproval(RuleActionKind::LostMode) && !isDestructive(RuleActionKind::LostMode));
        QVERIFY(isDestructive(RuleActionKind::Wipe) && needsApproval(RuleActionKind::RemoveWorkData));
    }

    void whatTheScreenShowsGoesWithTheStep()
    {
        ComplianceRule rule = ruleOf(RuleSeverity::Critical);
        rule.actions = {{RuleActionKind::LostMode, 0, 0, u"Please call us."_s, u"112"_s}};
        const std::vector<DueStep> steps = dueSteps(rule, failed(rule, now), now);
        QCOMPARE(steps.size(), size_t(1));
        QCOMPARE(steps[0].parameters, (QJsonObject{{u"message"_s, u"Please call us."_s}, {u"phone"_s, u"112"_s}}));
    }

    void guards()
    {
        const ComplianceRule rule = ruleOf(RuleSeverity::Critical);
        const RuleResult result = failed(rule, now.addSecs(-2 * day));
        Device device;
        device.ownership = Ownership::Corporate;
        const QDateTime told = now.addSecs(-day);
        const auto wipe = [&](const RuleResult &found, const Device &of, const QDateTime &when, qint64 done) {
            return destructiveObstacle(RuleActionKind::Wipe, found, of, when, done, now);
        };
        QCOMPARE(wipe(result, device, told, 0), QString());
        QCOMPARE(wipe(result, device, told, 4), QString());
        QCOMPARE(wipe(result, device, told, 5), u"action.blast-radius"_s);
        QCOMPARE(wipe(result, device, told.addSecs(1), 0), u"action.notice-too-short"_s);
        QCOMPARE(wipe(result, device, {}, 0), u"action.notice-too-short"_s);
        Device personal = device;
        personal.ownership = Ownership::Byod;
        QCOMPARE(wipe(result, personal, told, 0), u"action.personal-device"_s);
        QCOMPARE(destructiveObstacle(RuleActionKind::RemoveWorkData, result, personal, told, 0, now), QString());
        RuleResult unknown = result;
        for (const RuleState state : {RuleState::Undetermined, RuleState::Error, RuleState::Pass}) {
            unknown.state = state;
            QCOMPARE(wipe(unknown, device, told, 0), u"action.not-failing"_s);
        }
    }
};

QTEST_GUILESS_MAIN(TestLadder)
#include "tst_ladder.moc"
