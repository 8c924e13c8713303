// The agent protocol's side of the server: enrolment and check-in of managed computers.
#pragma once

#include "server/agents/cadence.h"
#include "server/http/exchange.h"
#include "server/jobs/executor.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// Handles /agent/v1/…; false when the path is another. Called on the I/O thread.
// `cadence` and `key` must outlive the executor.
bool serveAgent(Executor &executor, const Cadence &cadence, const SiteKey &key, const http::Request &request,
    const http::Responder &responder);

} // namespace belvedere::server
