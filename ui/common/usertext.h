// The only place that turns an error into words for people.
#pragma once

#include "base/apierror.h"

namespace belvedere {

// One or two translated sentences, by code where it is known, else by kind; empty for Cancelled.
QString userText(const ApiError &error);

} // namespace belvedere
