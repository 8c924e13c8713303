// What a device's rule results come to for the device.
#pragma once

#include "domain/rule.h"

#include <span>

namespace belvedere {

// Worst first: a failure of medium severity or more past its grace; any other failure; an error; something not
// determined. Results of severity info, of rules that only
// monitor, and excepted failures change nothing; those that do not apply count only for saying that none does.
// `isAssigned`: some active policy has the device in its scope.
Compliance rollUp(std::span<const RuleResult> results, bool isAssigned, const QDateTime &now);

} // namespace belvedere
