// Query, sort and cursor of lists.
#include "server/api/listing.h"

#include "base/digest.h"
#include "domain/sqlcolumns.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<SqlCondition> listCondition(std::span<const Field> fields, const QString &query, const QDateTime &now)
{
    Q_UNUSED(fields);
    Q_UNUSED(now);
    if (query.trimmed().isEmpty())
        return SqlCondition {};
    return validationError({{u"query"_s, u"not yet"_s}});
}

Result<QString> listOrder(std::span<const Field> fields, const QString &sort)
{
    Q_UNUSED(fields);
    Q_UNUSED(sort);
    return QString();
}

Result<PageBounds> pageBounds(const ListParameters &parameters)
{
    PageBounds bounds {parameters.limit.value_or(100), 0,
        sha256Hex(QString(parameters.query + u'\n' + parameters.sort).toUtf8()).left(16)};
    if (bounds.limit < 1 || bounds.limit > maximumPageSize) {
        ApiError error = validationError({{u"limit"_s, u"1 to %1"_s.arg(maximumPageSize)}});
        error.code = u"limit.range"_s;
        return error;
    }
    if (parameters.cursor.isEmpty())
        return bounds;
    const QStringList parts
        = QString::fromLatin1(QByteArray::fromBase64(parameters.cursor.toLatin1(), QByteArray::Base64UrlEncoding))
              .split(u':');
    bool isNumber = false;
    bounds.offset = parts.value(1).toLongLong(&isNumber);
    if (parts.size() != 2 || parts[0] != bounds.fingerprint || !isNumber || bounds.offset < 0) {
        ApiError error = validationError({{u"cursor"_s, u"does not belong to this list"_s}});
        error.code = u"cursor.invalid"_s;
        return error;
    }
    return bounds;
}

QString PageBounds::nextCursor(qint64 delivered, qint64 total) const
{
    const qint64 next = offset + delivered;
    if (delivered == 0 || next >= total)
        return {};
    const QString text = fingerprint + u':' + QString::number(next);
    return QString::fromLatin1(
        text.toLatin1().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace belvedere::server
