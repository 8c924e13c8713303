// The place "Compliance rules": what devices must meet.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry rulesPlace;

} // namespace belvedere
