// The place "Business policies": which devices get what and must meet what.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry policiesPlace;

} // namespace belvedere
