// Look-up in replies, and the errors of this side.
#include "rest/wire.h"

using namespace Qt::StringLiterals;

namespace belvedere {

QByteArray WireReply::header(QByteArrayView lowerCaseName) const
{
    for (const Header &header : headers) {
        if (header.name == lowerCaseName)
            return header.value;
    }
    return {};
}

QByteArray WireReply::mediaType() const
{
    const QByteArray value = header("content-type");
    const qsizetype end = value.indexOf(';');
    return (end < 0 ? value : value.first(end)).trimmed().toLower();
}

ApiError wireError(ApiError::Kind kind, const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = kind;
    error.code = code;
    error.detail = detail;
    return error;
}

ApiError cancelledError()
{
    return wireError(ApiError::Kind::Cancelled, u"http.cancelled"_s, u"The call was given up."_s);
}

} // namespace belvedere
