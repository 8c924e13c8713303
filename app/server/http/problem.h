// Errors as application/problem+json (RFC 9457) with a stable `code`.
#pragma once

#include "base/apierror.h"
#include "server/http/message.h"

namespace belvedere::http {

// {type, title, status, code, detail, errors?, requestId?}; Retry-After when the error has one (seconds).
Response problem(const ApiError &error);
Response problem(int status, const QString &code, const QString &detail, std::optional<int> retryAfter = {});

} // namespace belvedere::http
