// renderAndroidPolicy: a profile as a part of a policy of the Android Management API, one JSON object.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// `settings` are effective() and valid.
Result<Rendering> renderAndroidPolicy(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity);

} // namespace belvedere
