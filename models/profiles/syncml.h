// renderSyncml: a profile as a SyncML body with commands over configuration service providers.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// `settings` are effective() and valid.
Result<Rendering> renderSyncml(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity);

} // namespace belvedere
