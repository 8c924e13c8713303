// A check-in: what the device reports becomes facts, and it learns what it has to do.
#pragma once

#include "api/agentprotocol.h"
#include "server/agents/cadence.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// The device behind "Bearer <device>.<secret>". Error "agent.unknown" (401): enrol again.
Result<Id<Device>> authenticateDevice(Database &database, const QByteArray &authorization);

// Errors "section.unknown" and those of readSection() and readItems(): nothing of the check-in is kept then.
Result<CheckInAnswer> checkIn(
    Transaction &transaction, const Id<Device> &id, const CheckIn &message, const Cadence &cadence);

} // namespace belvedere::server
