// Orders: an action with its runs and commands, made in one transaction, and taken back.
#pragma once

#include "api/actions.h"
#include "server/api/call.h"

namespace belvedere::server {

// Errors of actionTargets(), and validation of the parameters and of `expires`. Nothing is written.
Result<ActionPreview> previewAction(ReadCall &call, const ActionOrder &order);
// The same errors. Devices that cannot do it get a run that says so; the others a command.
Result<ActionReceipt> runAction(WriteCall &call, const ActionOrder &order);
// Cancels the runs whose command no answer has carried yet; the counters of the answer say what is left. Error
// "action.finished" when every run had ended.
Result<Action> cancelAction(WriteCall &call, const Id<Action> &id);

} // namespace belvedere::server
