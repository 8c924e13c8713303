// Writing an error as a problem document.
#include "server/http/problem.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace belvedere::http {

using namespace Qt::StringLiterals;

Response problem(const ApiError &error)
{
    const int status = error.status();
    QJsonObject document{
        {u"type"_s, u"about:blank"_s},
        {u"title"_s, QString::fromLatin1(reasonPhrase(status))},
        {u"status"_s, status},
        {u"code"_s, error.code},
        {u"detail"_s, error.detail},
    };
    if (!error.fields.isEmpty()) {
        QJsonArray errors;
        for (const FieldError &field : error.fields)
            errors.append(QJsonObject{{u"field"_s, field.field}, {u"message"_s, field.message}});
        document.insert(u"errors"_s, errors);
    }
    if (!error.requestId.isEmpty())
        document.insert(u"requestId"_s, error.requestId);
    Response response{status, "application/problem+json", QJsonDocument(document).toJson(QJsonDocument::Compact), {}};
    if (error.retryAfter)
        response.headers.append({"Retry-After", QByteArray::number(*error.retryAfter)});
    return response;
}

Response problem(int status, const QString &code, const QString &detail, std::optional<int> retryAfter)
{
    ApiError error;
    error.code = code;
    error.detail = detail;
    error.http = status;
    error.retryAfter = retryAfter;
    return problem(error);
}

} // namespace belvedere::http
