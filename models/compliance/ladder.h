// The ladder of actions: what is to be done about a device that does not meet a rule, and when.
#pragma once

#include "domain/deployment.h"
#include "domain/outsidetarget.h"
#include "domain/rule.h"

namespace belvedere {

// What suits a severity: that of the starter rules, and offered for others. Grace in seconds.
std::vector<RuleAction> usualActions(RuleSeverity severity);
qint64 usualGrace(RuleSeverity severity);

// Of one rule.
inline constexpr size_t maximumActions = 16;
inline constexpr size_t maximumFixes = 64;
inline constexpr qsizetype maximumReferences = 64;
inline constexpr qint64 maximumWeight = 100;
inline constexpr qint64 shortestRepeat = 3'600; // seconds

// What is wrong with an action as a rule has it: `after` and `repeat` lie within a year; what a person decides, brings
// an item, runs a command or makes a ticket does not repeat; and texts are of lost mode alone, an item of its own kind
// of what brings one, the name of a command of run_command, and a target of what tells one.
enum class ActionFault : quint8 {
    None,
    Kind,
    After,
    Repeat,
    RepeatsDecision,
    Texts,
    Item,
    RepeatsItem,
    Command,
    Target,
    RepeatsTicket,
};
ActionFault faultOf(const RuleAction &action);
// Why an action that other products know by this word is not taken here, in English; empty: there is no such word.
QString refusedAction(const QString &word);
// Takes out what happens without being asked for: "mark_noncompliant" at once, as a device that fails counts as not
// compliant from the end of grace.
void dropAutomatic(std::vector<RuleAction> &actions);

// What a target outside is told, and the kind of target that it takes; Unknown: the action tells none.
bool tellsTarget(RuleActionKind kind);
TargetKind targetKindOf(RuleActionKind kind);

// One step that is due. A step is the same one when kind, subject and number are the same and the failure is.
struct DueStep {
    Coded<RuleActionKind> kind;
    qint64 number = 0; // 0, 1, 2 … of one that repeats
    QDateTime due;
    bool needsApproval = false; // by a second person
    QJsonObject parameters =
        {}; // of the order: LostModeParameters, BroughtItem, RunParameters, {"target": id}, or empty
};

// What an action brings to the device; Unknown: nothing.
ItemKind broughtKind(RuleActionKind kind);
// The parameters of such a step.
struct BroughtItem {
    QString item; // id
    qint64 revision = 0;

    static BroughtItem of(const QJsonObject &parameters);
    QJsonObject toParameters() const;
};

// What tells steps of that kind apart: the id of the item or the target, or the name of the command; empty: nothing
// does.
QString subjectOf(RuleActionKind kind, const QJsonObject &parameters);

// The steps that are due at `now`, oldest first: none unless the rule fails, is enforced, is more than information and
// its grace is over. Of one that repeats, the last that is due alone, so that a long silence is not made up for.
std::vector<DueStep> dueSteps(const ComplianceRule &rule, const RuleResult &result, const QDateTime &now);

// Wiping and removal of work data: by a second person only, a day after the user was told at the earliest.
bool isDestructive(RuleActionKind kind);
bool needsApproval(RuleActionKind kind);

struct DestructiveGuard {
    qint64 perHour = 5; // devices
    qint64 noticeSeconds = 86'400; // since the user was told
};
// Why a destructive step must not happen now; empty: it may be put before a second person. `told` is when the user was
// last told, `done` how many devices had such a step within the hour.
QString destructiveObstacle(RuleActionKind kind, const RuleResult &result, const Device &device, const QDateTime &told,
    qint64 done, const QDateTime &now, const DestructiveGuard &guard = {});

} // namespace belvedere
