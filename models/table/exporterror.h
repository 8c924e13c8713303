// exportError: a table that could not be written to a file.
#pragma once

#include "base/apierror.h"

namespace belvedere {

// Codes: csv.write, xlsx.write, export.file.
inline ApiError exportError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Transport;
    error.code = code;
    error.detail = detail;
    return error;
}

} // namespace belvedere
