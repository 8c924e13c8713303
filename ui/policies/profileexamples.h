// Filled profiles for the picture tour: what the editor looks like in the middle of the work.
#pragma once

#include "domain/profile.h"

namespace belvedere {

// Of "ios" and "windows" with one mistake in it, of "macos" complete; of anything else without a type.
ConfigurationProfile profileExample(QStringView platform);

} // namespace belvedere
