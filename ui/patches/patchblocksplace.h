// The place "Blocked updates": patterns of packages whose updates are never sent to devices.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry patchBlocksPlace;

} // namespace belvedere
