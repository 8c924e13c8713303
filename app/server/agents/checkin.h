// A check-in: what the device reports becomes facts, and it learns what it has to do.
#pragma once

#include "api/agentprotocol.h"
#include "server/agents/cadence.h"
#include "server/store/sections.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// The device behind "Bearer <device>.<secret>". Error "agent.unknown" (401): enrol again.
Result<Id<Device>> authenticateDevice(Database &database, const QByteArray &authorization);

// A check-in with everything worked out that needs no database.
struct Report {
    CheckIn message;
    QMap<QString, SectionContent> sections; // those sent whole
};
// Errors "section.unknown" and those of readSection() and readItems(): nothing of the check-in is kept then. Any
// thread.
Result<Report> readReport(const CheckIn &message);

Result<CheckInAnswer> checkIn(
    Transaction &transaction, const Id<Device> &id, const Report &report, const Cadence &cadence, const SiteKey &key);

} // namespace belvedere::server
