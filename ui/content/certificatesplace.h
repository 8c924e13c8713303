// Certificates that devices can be told to trust.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry certificatesPlace;

} // namespace belvedere
