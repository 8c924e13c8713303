// Decoding of operations.
#include "server/api/decode.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumBody = 1024 * 1024;

ApiError badParameter(const QString &code, const QString &name, const QString &message)
{
    ApiError error = decodeError(code, name, message);
    error.http = 400;
    return error;
}

QJsonValue jsonFromText(const QString &text, Kind kind)
{
    bool ok = false;
    switch (kind) {
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration: {
        const qint64 number = text.toLongLong(&ok);
        return ok ? QJsonValue(number) : QJsonValue(text);
    }
    case Kind::Bool:
        return text == "true"_L1 ? QJsonValue(true) : text == "false"_L1 ? QJsonValue(false) : QJsonValue(text);
    default:
        return text;
    }
}

} // namespace

Result<Done> decodeParameters(
    std::span<const Field> list, void *parameters, const QList<std::pair<QString, QString>> &texts)
{
    QStringList seen;
    for (const auto &[name, text] : texts) {
        const Field *field = findField(list, name);
        if (!field)
            return badParameter(u"parameter.unknown"_s, name.left(64), u"no such parameter"_s);
        if (seen.contains(name))
            return badParameter(u"parameter.repeated"_s, name, u"given twice"_s);
        seen.append(name);
        const Result<Cell> cell = cellFromJson(jsonFromText(text, field->kind), *field);
        if (!cell)
            return badParameter(u"parameter.type"_s, name, cell.error().fields.first().message);
        field->set(parameters, cell.value());
    }
    return Done{};
}

Result<Done> checkId(const QString &text, const char *prefix)
{
    if (idNumber(text, prefix))
        return Done{};
    ApiError error = notFound(u"record %1 of this kind"_s.arg(text.left(64)));
    error.code = u"id.kind"_s;
    return error;
}

Result<QJsonObject> decodeBody(const QByteArray &body) { return parseObject(body, maximumBody); }

Result<None> DecodeBody<None>::from(const QByteArray &body)
{
    if (body.isEmpty() || body == "{}")
        return None{};
    return badParameter(u"body.unexpected"_s, u"$"_s, u"this operation takes no body"_s);
}

} // namespace belvedere::server
