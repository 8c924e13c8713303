// Placing an order: asked about where that is needed, waited for where that is wanted, and told what became of it.
#pragma once

#include "api/actions.h"
#include "cli/runner.h"

namespace belvedere {

// Options that belong to `patches install` alone.
inline constexpr const char *updateOptions[] = {"patch", "days", "between", "not-before"};

// --expires; nothing when it is not given.
Result<std::optional<qint64>> expiryOf(const CliOptions &options);
// Says which devices by --query or --device, exactly one of them.
Result<Done> nameDevices(const CliOptions &options, ActionOrder &order);
// Orders, and ends the run. With `mustAsk` a person at a terminal sees the effects and is asked first, unless --yes is
// given; where nobody can be asked, nothing is ordered.
void placeOrder(Runner &runner, const ActionOrder &order, bool mustAsk);

} // namespace belvedere
