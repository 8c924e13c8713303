// StepGuards: what holds a step back that a person has to approve, for one step and for all that a rule leads to.
#pragma once

#include "api/dryrun.h"
#include "compliance/ladder.h"
#include "server/store/database.h"

namespace belvedere::server {

// Why the device cannot carry the action out; empty: it can. `parameters` are the step's.
QString incapacity(RuleActionKind kind, const Device &device, const QJsonObject &parameters);

// Whether both are the same step of a rule, or repetitions of it.
bool isSameStep(const RuleStep &step, const DueStep &due);
// Whether the due step is there already. One that repeats is not begun again while the last one is still open: a device
// that is off would find them all when it comes back. Commands of other names are other steps.
bool covers(const RuleStep &step, const RuleResult &result, const DueStep &due);

// Why a step that needs approval must not be taken now, as destructiveObstacle() says; empty: it may.
Result<QString> obstacleNow(Database &database, const RuleStep &step, const Device &device, const QDateTime &now);

// The destructive steps that the rule leads to now, and those that bring an item, now or later while the device fails,
// by the revision that each result was computed with; a step that was taken or refused is not among them. Error
// "not-found".
Result<RuleDryRun> dryRun(Database &database, const Id<ComplianceRule> &rule, const QDateTime &now);

} // namespace belvedere::server
