// What devices do with the commands of rule steps.
#pragma once

#include "domain/command.h"
#include "server/store/transaction.h"

namespace belvedere::server {

Result<Done> stepDelivered(Transaction &transaction, const QString &step);
Result<Done> stepReported(Transaction &transaction, const QString &step, const CommandResult &result);

} // namespace belvedere::server
