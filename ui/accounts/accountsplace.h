// The place "Accounts": who signs in to the console, and with which role.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry accountsPlace;

} // namespace belvedere
