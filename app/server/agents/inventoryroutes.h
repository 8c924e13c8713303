// The door for inventory agents that are not ours: POST /inventory/<enrolment token>.
//
// Their protocol has no authentication, so the address carries the right to report: the administrator makes a token
// and configures `server = https://host/inventory/TOKEN` in the agent. Every token that is neither revoked nor expired
// lets a known DEVICEID report, also when it is used up; a DEVICEID that is not known spends one use, whether it turns
// out to be a new computer or one that another agent told of. Anything else is refused with 403 and the code of the
// token's state, before the body is decompressed. Whoever has the token and a DEVICEID can report in that computer's
// name: use TLS, and revoke a token that got out. Reports only add facts of their own source; what our agent tells
// goes before them.
#pragma once

#include "server/http/exchange.h"
#include "server/jobs/executor.h"

namespace belvedere::server {

inline constexpr char inventoryPath[] = "/inventory/";

// False when the path is another. Called on the I/O thread; reads in a reading thread, so that the writing one only
// writes. Errors: those of usableEnrolment(), unpackInventory(), readInventoryXml() and takeInventory().
bool serveInventory(Executor &executor, const http::Request &request, const http::Responder &responder);

} // namespace belvedere::server
