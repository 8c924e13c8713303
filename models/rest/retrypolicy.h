// RetryPolicy: whether and when a failed try is repeated without anybody noticing.
#pragma once

#include "api/operation.h"

#include <chrono>

namespace belvedere {

inline constexpr int maximumTries = 3;

// attempt: how many tries there were. random: within [0, 1). Nothing: give the error to the caller.
std::optional<std::chrono::milliseconds> retryDelay(Repeat repeat, const ApiError &error, int attempt, double random);

} // namespace belvedere
