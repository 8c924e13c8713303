// Rendering of stored profiles over the API.
#pragma once

#include "api/operations.h"
#include "server/api/call.h"
#include "server/api/profilesigner.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// A look at secrets is audited, so this writes. `signer` is null where the server has no certificate for profiles.
Result<ProfileRendering> renderProfile(
    WriteCall &call, const GetProfileRendering &operation, const SiteKey &key, const ProfileSigner *signer);

} // namespace belvedere::server
