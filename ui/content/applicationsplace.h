// Applications: the catalogue, its releases, and where it is installed.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry applicationsPlace;

} // namespace belvedere
