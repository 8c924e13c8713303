// The content route of the agent protocol: a device fetches what one of its open commands names.
#pragma once

#include "server/content/contents.h"
#include "server/http/exchange.h"
#include "server/jobs/executor.h"

namespace belvedere::server {

// Handles GET /agent/v1/content/<sha256>; false when the path is another. "Range: bytes=<n>-" goes on where a fetch was
// cut off. Called on the I/O thread; `contents` outlives the executor.
bool serveContent(
    Executor &executor, const Contents &contents, const http::Request &request, const http::Responder &responder);

} // namespace belvedere::server
