// What a rule does about a failure, in words: each action, when it comes, and what holds it back.
#pragma once

#include "domain/rule.h"

namespace belvedere {

QString actionKindText(const Coded<RuleActionKind> &kind);
// "at once, again every 3 days".
QString actionTimeText(const RuleAction &action);
// What holds the action back, and what it does not do; empty where it happens by itself as its name says.
QString actionGuardText(RuleActionKind kind);
// Why a rule of this kind takes none of its actions; empty: it does.
QString actionIdleText(RuleSeverity severity, RuleMode mode);

} // namespace belvedere
