// Texts of actions, by what the ladder says of them.
#include "ui/policies/actionwords.h"

#include "compliance/ladder.h"
#include "table/display.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct ActionWords {
    Q_DECLARE_TR_FUNCTIONS(ActionWords)
};

Display display() { return {"RuleAction", std::make_shared<SystemClock>()}; }

QString spanText(qint64 seconds) { return display().text(Cell(seconds), *findField(fields<RuleAction>(), u"after")); }

} // namespace

QString actionKindText(const Coded<RuleActionKind> &kind)
{
    return display().text(Cell(kind.token()), *findField(fields<RuleAction>(), u"kind"));
}

QString actionTimeText(const RuleAction &action)
{
    const QString first =
        action.after > 0 ? ActionWords::tr("after %1").arg(spanText(action.after)) : ActionWords::tr("at once");
    return action.repeat > 0 ? ActionWords::tr("%1, again every %2").arg(first, spanText(action.repeat)) : first;
}

QString actionGuardText(RuleActionKind kind)
{
    constexpr DestructiveGuard guard;
    if (kind == RuleActionKind::BlockAccess)
        return ActionWords::tr("Sets the mark “Access blocked”; other systems have to read it.");
    if (broughtKind(kind) != ItemKind::Unknown)
        return ActionWords::tr("Comes once for each failure and stays; what a policy wants in its place goes first.");
    if (kind == RuleActionKind::RunCommand)
        return ActionWords::tr("Runs one of the device's own commands, once for each failure. Fails where the agent "
                               "does not have it.");
    if (kind == RuleActionKind::CreateTicket)
        return ActionWords::tr("One ticket for each failure.");
    if (!needsApproval(kind))
        return {};
    if (!isDestructive(kind))
        return ActionWords::tr("Waits until a person approves it.");
    const QString held = ActionWords::tr(
        "Waits until a second person approves it: not who wrote the rule or activated the policy, not sooner than %1 "
        "after the user was told, and for at most %n device(s) an hour.",
        nullptr, int(guard.perHour))
                             .arg(spanText(guard.noticeSeconds));
    const QString all = kind == RuleActionKind::Wipe
        ? ActionWords::tr("%1 Only devices of the organisation.", "guards of an action").arg(held)
        : held;
    return ActionWords::tr("%1 No agent does this yet: it ends as failed.", "guards of an action").arg(all);
}

QString actionIdleText(RuleSeverity severity, RuleMode mode)
{
    if (severity == RuleSeverity::Info)
        return ActionWords::tr("Not taken: the rule is information only.");
    return mode == RuleMode::Monitor ? ActionWords::tr("Not taken while the rule only monitors.") : QString();
}

} // namespace belvedere
