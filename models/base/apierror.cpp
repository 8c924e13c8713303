// Usual statuses and constructors of the shared error type.
#include "base/apierror.h"

using namespace Qt::StringLiterals;

namespace belvedere {

int ApiError::status() const
{
    if (http != 0)
        return http;
    switch (kind) {
    case Kind::Unauthorized:
        return 401;
    case Kind::Forbidden:
        return 403;
    case Kind::NotFound:
        return 404;
    case Kind::Conflict:
        return 409;
    case Kind::Validation:
        return 422;
    case Kind::Decode:
        return 400;
    case Kind::RateLimited:
        return 429;
    case Kind::Timeout:
        return 408;
    case Kind::Transport:
    case Kind::Cancelled:
    case Kind::Tls:
    case Kind::Server:
        return 500;
    }
    return 500;
}

ApiError decodeError(const QString &code, const QString &path, const QString &message)
{
    ApiError error;
    error.kind = ApiError::Kind::Decode;
    error.code = code;
    error.detail = u"%1: %2"_s.arg(path, message);
    error.fields = {{path, message}};
    return error;
}

ApiError validationError(QList<FieldError> fields)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"validation"_s;
    error.detail = fields.isEmpty() ? u"The request is not valid."_s
                                    : u"%1: %2"_s.arg(fields.first().field, fields.first().message);
    error.fields = std::move(fields);
    return error;
}

ApiError notFound(const QString &what)
{
    ApiError error;
    error.kind = ApiError::Kind::NotFound;
    error.code = u"not-found"_s;
    error.detail = u"There is no %1."_s.arg(what);
    return error;
}

ApiError conflict(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Conflict;
    error.code = code;
    error.detail = detail;
    return error;
}

ApiError forbidden(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Forbidden;
    error.code = u"forbidden"_s;
    error.detail = detail;
    return error;
}

} // namespace belvedere
