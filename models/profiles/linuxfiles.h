// renderLinuxFiles: a profile as files of a Linux computer, which the agent writes.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// `settings` are effective() and valid.
Result<Rendering> renderLinuxFiles(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity);

} // namespace belvedere
