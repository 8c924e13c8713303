// Errors that the agent finds by itself.
#pragma once

#include "base/apierror.h"

namespace belvedere {

inline ApiError agentError(const QString &code, const QString &detail)
{
    ApiError error;
    error.code = code;
    error.detail = detail;
    return error;
}

// With what another program said, on one line and no longer than a line should be.
inline ApiError programError(const QString &code, const QString &output)
{
    return agentError(code, output.simplified().left(400));
}

} // namespace belvedere
