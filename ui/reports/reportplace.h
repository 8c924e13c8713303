// The place "Compliance report": the numbers as headline, pictures and tables, each leading to what it counts.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry compliancePlace;

} // namespace belvedere
