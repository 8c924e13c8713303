// Handing of commands' fates to the steps of rules.
#include "server/agents/stepresults.h"

#include "server/policy/steps.h"

namespace belvedere::server {

// A step is ordered until the device tells its end.
Result<Done> stepDelivered(Transaction &, const QString &) { return Done{}; }

Result<Done> stepReported(Transaction &transaction, const QString &step, const CommandResult &result)
{
    return reportStep(transaction, Id<RuleStep>{step}, result);
}

} // namespace belvedere::server
