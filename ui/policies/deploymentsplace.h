// The place "Deployments": each profile on each device, with its state.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry deploymentsPlace;

} // namespace belvedere
