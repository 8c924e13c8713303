// Files that devices get, with their revisions.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry filesPlace;

} // namespace belvedere
