// The place "Audit": the log of what was done, to be read and nothing else.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry auditPlace;

} // namespace belvedere
