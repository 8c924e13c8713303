// Rendering of stored profiles over the API.
#pragma once

#include "api/operations.h"
#include "server/api/call.h"

namespace belvedere::server {

// A look at secrets is audited, so this writes.
Result<ProfileRendering> renderProfile(WriteCall &call, const GetProfileRendering &operation);

} // namespace belvedere::server
