// Waiting times.
#include "agent/client/pace.h"

#include <algorithm>

namespace belvedere {

int nextDelay(int seconds, double random)
{
    if (seconds <= 10)
        return seconds * 1'000;
    return int(double(seconds) * 1'000.0 * (0.9 + 0.2 * random));
}

int retryDelay(int failures, double random)
{
    constexpr int longest = 300'000;
    const int bound = failures >= 9 ? longest : std::min(longest, 1'000 << std::max(failures, 0));
    return std::max(100, int(double(bound) * random)); // never a tight loop
}

} // namespace belvedere
