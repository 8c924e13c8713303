// The retry table.
#include "rest/retrypolicy.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace belvedere {

namespace {

constexpr auto longestWait = 30s; // a person rather wants to know than to wait longer

bool mayPass(const ApiError &error, Repeat repeat)
{
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Transport:
    case Kind::Timeout:
    case Kind::RateLimited:
        return true;
    case Kind::Server:
        return error.http == 502 || error.http == 503 || error.http == 504;
    case Kind::Conflict:
        // The first try with this key is still being carried out.
        return repeat == Repeat::Keyed && error.code == "idempotency.running"_L1;
    default:
        return false;
    }
}

} // namespace

std::optional<std::chrono::milliseconds> retryDelay(Repeat repeat, const ApiError &error, int attempt, double random)
{
    if (repeat == Repeat::Unkeyed || attempt >= maximumTries || !mayPass(error, repeat))
        return std::nullopt;
    // Full jitter: many windows that lost the same server must not come back at once.
    const double ceiling = 1'000.0 * double(1 << (attempt - 1));
    const auto jitter = std::chrono::milliseconds(100 + qint64(ceiling * random));
    const std::chrono::seconds asked(error.retryAfter.value_or(0));
    if (asked > longestWait)
        return std::nullopt;
    return asked + jitter;
}

} // namespace belvedere
