// Ladders and their guards.
#include "compliance/ladder.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 day = 86'400;
using Act = RuleActionKind;

} // namespace

std::vector<RuleAction> usualActions(RuleSeverity severity)
{
    switch (severity) {
    case RuleSeverity::Low:
        return {{Act::NotifyUser, 0, 0}};
    case RuleSeverity::Medium:
    case RuleSeverity::Unknown:
        return {{Act::NotifyUser, 0, 3 * day}, {Act::NotifyAdmin, 7 * day, 0}};
    case RuleSeverity::High:
        return {{Act::NotifyUser, 0, 0}, {Act::NotifyAdmin, day, 0}, {Act::BlockAccess, 3 * day, 0}};
    case RuleSeverity::Critical:
        return {{Act::NotifyUser, 0, 0}, {Act::NotifyAdmin, 0, 0}, {Act::BlockAccess, 0, 0}, {Act::RemoteLock, 0, 0}};
    case RuleSeverity::Info:
        break;
    }
    return {};
}

qint64 usualGrace(RuleSeverity severity)
{
    switch (severity) {
    case RuleSeverity::Low:
        return 14 * day;
    case RuleSeverity::Medium:
        return 7 * day;
    case RuleSeverity::High:
        return 3 * day;
    default:
        return 0;
    }
}

bool isDestructive(Act kind) { return kind == Act::Wipe || kind == Act::RemoveWorkData; }

bool needsApproval(Act kind) { return isDestructive(kind) || kind == Act::RemoteLock; }

ActionFault faultOf(const RuleAction &action)
{
    if (!action.kind.isKnown())
        return ActionFault::Kind;
    if (action.after < 0 || action.after > maximumGrace)
        return ActionFault::After;
    if (action.repeat == 0)
        return ActionFault::None;
    if (needsApproval(action.kind.value()))
        return ActionFault::RepeatsDecision;
    return action.repeat < shortestRepeat || action.repeat > maximumGrace ? ActionFault::Repeat : ActionFault::None;
}

std::vector<DueStep> dueSteps(const ComplianceRule &rule, const RuleResult &result, const QDateTime &now)
{
    std::vector<DueStep> steps;
    const bool acts = result.state.value() == RuleState::Fail && result.mode.value() != RuleMode::Monitor
        && result.severity.value() != RuleSeverity::Info && result.graceUntil.isValid() && result.graceUntil <= now;
    if (!acts)
        return steps;
    for (const RuleAction &action : rule.actions) {
        const QDateTime first = result.graceUntil.addSecs(action.after);
        if (first > now || !action.kind.isKnown())
            continue;
        const qint64 number = action.repeat > 0 ? first.secsTo(now) / action.repeat : 0;
        steps.push_back(
            {action.kind, number, first.addSecs(number * action.repeat), needsApproval(action.kind.value())});
    }
    std::stable_sort(steps.begin(), steps.end(), [](const DueStep &a, const DueStep &b) { return a.due < b.due; });
    return steps;
}

QString destructiveObstacle(Act kind, const RuleResult &result, const Device &device, const QDateTime &told,
    qint64 done, const QDateTime &now, const DestructiveGuard &guard)
{
    if (result.state.value() != RuleState::Fail || result.graceUntil > now)
        return u"action.not-failing"_s;
    if (kind == Act::Wipe && device.ownership.value() != Ownership::Corporate)
        return u"action.personal-device"_s; // also one of which nobody has said whose it is
    if (!told.isValid() || told.secsTo(now) < guard.noticeSeconds)
        return u"action.notice-too-short"_s;
    return done >= guard.perHour ? u"action.blast-radius"_s : QString();
}

} // namespace belvedere
