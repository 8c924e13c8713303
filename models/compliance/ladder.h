// The ladder of actions: what is to be done about a device that does not meet a rule, and when.
#pragma once

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

// What is wrong with an action as a rule has it: `after` and `repeat` lie within a year, what a person decides does not
// repeat, and lost mode alone has texts, and what tells a target names one, a ticket once.
enum class ActionFault : quint8 { None, Kind, After, Repeat, RepeatsDecision, Texts, Target, RepeatsTicket };
ActionFault faultOf(const RuleAction &action);
// Why an action that other products know by this word is not taken here, in English; empty: there is no such word.
QString refusedAction(const QString &word);
// Takes out what happens without being asked for: "mark_noncompliant" at once, as a device that fails counts as not
// compliant from the end of grace.
void dropAutomatic(std::vector<RuleAction> &actions);

// What a target outside is told, and the kind of target that it takes; Unknown: the action tells none.
bool tellsTarget(RuleActionKind kind);
TargetKind targetKindOf(RuleActionKind kind);

// One step that is due. A step is the same one when kind, target and number are the same and the failure is.
struct DueStep {
    Coded<RuleActionKind> kind;
    qint64 number = 0; // 0, 1, 2 … of one that repeats
    QDateTime due;
    bool needsApproval = false; // by a second person
    QJsonObject parameters = {}; // of the order: LostModeParameters, {"target": id}, or empty
};

// The id of the target in the parameters of a step of that kind; empty where it tells none.
QString targetOf(RuleActionKind kind, const QJsonObject &parameters);

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
