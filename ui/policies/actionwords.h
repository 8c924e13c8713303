// What a rule does about a failure, in words: each action, when it comes, and what holds it back.
#pragma once

#include "domain/rule.h"

namespace belvedere {

QString actionKindText(const Coded<RuleActionKind> &kind);
// "at once, again every 3 days".
QString actionTimeText(const RuleAction &action);
// The guard of an action that does not happen by itself; empty for the others.
QString actionGuardText(RuleActionKind kind);

} // namespace belvedere
