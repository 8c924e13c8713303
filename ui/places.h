// Every place of the window, in the order of the navigation.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

std::span<const PlaceEntry> places();

} // namespace belvedere
