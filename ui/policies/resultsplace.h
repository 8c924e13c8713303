// The place "Rule results": what came of each rule on each device.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry resultsPlace;

} // namespace belvedere
