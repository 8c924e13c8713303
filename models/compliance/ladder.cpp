// Ladders and their guards.
#include "compliance/ladder.h"

#include "domain/command.h"
#include "domain/json.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 day = 86'400;
using Act = RuleActionKind;

constexpr QLatin1StringView automatic("mark_noncompliant");

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

bool needsApproval(Act kind) { return isDestructive(kind) || kind == Act::RemoteLock || kind == Act::LostMode; }

ItemKind broughtKind(Act kind)
{
    return kind == Act::PushProfile ? ItemKind::Profile
        : kind == Act::InstallApp   ? ItemKind::Application
                                    : ItemKind::Unknown;
}

BroughtItem BroughtItem::of(const QJsonObject &parameters)
{
    return {parameters.value("item"_L1).toString(), parameters.value("revision"_L1).toInteger()};
}

QJsonObject BroughtItem::toParameters() const { return {{u"item"_s, item}, {u"revision"_s, revision}}; }

TargetKind targetKindOf(Act kind)
{
    if (kind == Act::Webhook)
        return TargetKind::Webhook;
    return kind == Act::CreateTicket ? TargetKind::Ticket : TargetKind::Unknown;
}

bool tellsTarget(Act kind) { return targetKindOf(kind) != TargetKind::Unknown; }

QString subjectOf(Act kind, const QJsonObject &parameters)
{
    if (broughtKind(kind) != ItemKind::Unknown)
        return BroughtItem::of(parameters).item;
    if (tellsTarget(kind))
        return parameters.value("target"_L1).toString();
    return kind == Act::RunCommand ? parameters.value("name"_L1).toString() : QString();
}

ActionFault faultOf(const RuleAction &action)
{
    if (!action.kind.isKnown())
        return ActionFault::Kind;
    if (action.after < 0 || action.after > maximumGrace)
        return ActionFault::After;
    const bool hasTexts = !action.message.isEmpty() || !action.phone.isEmpty();
    if (action.kind.value() == Act::LostMode ? !isShowable({action.message, action.phone}) : hasTexts)
        return ActionFault::Texts;
    const ItemKind brought = broughtKind(action.kind.value());
    const bool namesRevision = action.revision.has_value() && (action.item.isEmpty() || *action.revision < 0);
    if (itemKind(action.item) != brought || (brought == ItemKind::Unknown && !action.item.isEmpty()) || namesRevision)
        return ActionFault::Item;
    const bool isCommand = action.kind.value() == Act::RunCommand;
    if (isCommand ? !isCommandName(action.command) || action.repeat != 0 : !action.command.isEmpty())
        return ActionFault::Command;
    if (tellsTarget(action.kind.value()) == action.target.isEmpty())
        return ActionFault::Target;
    if (action.repeat == 0)
        return ActionFault::None;
    if (needsApproval(action.kind.value()))
        return ActionFault::RepeatsDecision;
    if (brought != ItemKind::Unknown)
        return ActionFault::RepeatsItem;
    if (action.kind.value() == Act::CreateTicket)
        return ActionFault::RepeatsTicket; // the one that was made is still open
    return action.repeat < shortestRepeat || action.repeat > maximumGrace ? ActionFault::Repeat : ActionFault::None;
}

QString refusedAction(const QString &word)
{
    return word == automatic
        ? u"mark_noncompliant happens by itself at the end of grace, and not later or again: set grace instead"_s
        : QString();
}

void dropAutomatic(std::vector<RuleAction> &actions)
{
    std::erase_if(actions, [](const RuleAction &action) {
        return action.kind.token() == automatic && action.after == 0 && action.repeat == 0;
    });
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
        DueStep step{action.kind, number, first.addSecs(number * action.repeat), needsApproval(action.kind.value())};
        if (action.kind.value() == Act::LostMode)
            step.parameters = toJson(LostModeParameters{action.message, action.phone});
        else if (broughtKind(action.kind.value()) != ItemKind::Unknown)
            step.parameters = BroughtItem{action.item, action.revision.value_or(0)}.toParameters();
        else if (action.kind.value() == Act::RunCommand)
            step.parameters = toJson(RunParameters{action.command});
        else if (tellsTarget(action.kind.value()))
            step.parameters = {{u"target"_s, action.target}};
        steps.push_back(std::move(step));
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
