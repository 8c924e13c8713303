// The place "Enrolment": tokens that bring devices in, and what arrives.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

extern const PlaceEntry enrolmentPlace;

} // namespace belvedere
