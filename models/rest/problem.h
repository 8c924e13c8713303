// Problem: what a server's refusal says (RFC 9457), as an ApiError.
#pragma once

#include "rest/wire.h"

#include <QDateTime>

namespace belvedere {

// At most this much of a refusal's body is read.
inline constexpr qint64 maximumProblemBytes = 64 * 1024;

// The error of a complete answer; nothing for 2xx. `now` turns a Retry-After date into seconds.
std::optional<ApiError> problemOf(const WireReply &reply, const QDateTime &now);

} // namespace belvedere
