// Encoding of answers.
#include "server/api/answer.h"

namespace belvedere::server {

Encoded encodeJson(const QJsonObject &object)
{
    return {200, "application/json", QJsonDocument(object).toJson(QJsonDocument::Compact), {}};
}

} // namespace belvedere::server
