// JSON in both directions, from field lists alone.
#pragma once

#include "base/result.h"
#include "domain/field.h"

#include <QJsonObject>

namespace belvedere {

// Bounds for JSON from outside, applied before and while parsing.
inline constexpr qsizetype maximumTextLength = 65'536; // characters of one text value
inline constexpr int maximumSetSize = 1'000;
inline constexpr int maximumListSize = 20'000;
inline constexpr qint64 maximumInteger = (qint64(1) << 53) - 1;

QJsonValue cellToJson(const Cell &cell);
// The cell of a JSON value; null becomes monostate. Refuses wrong types, U+0000, fractions, integers beyond 2^53
// and over-long values. Unknown words of an enumeration are kept.
Result<Cell> cellFromJson(const QJsonValue &value, const Field &field);

// Fields that are not known are left out; Object fields always appear. With `listForm`, Detail fields are left out.
QJsonObject toJson(std::span<const Field> list, const void *entity, bool listForm = false);
template<class E> QJsonObject toJson(const E &entity) { return toJson(fields<E>(), &entity); }

// Reads what a server sent: unknown keys are ignored, an unknown word of an enumeration is kept, a missing required
// field is a decode error "decode.missing" that names its JSON path.
Result<Done> readJson(
    std::span<const Field> list, void *entity, const QJsonObject &object, const QString &path = QStringLiteral("$"));
template<class E> Result<E> fromJson(const QJsonObject &object, const QString &path = QStringLiteral("$"))
{
    E entity;
    const Result<Done> done = readJson(fields<E>(), &entity, object, path);
    if (!done)
        return done.error();
    return entity;
}

// Reads what a client asks for: unknown keys, unknown words and ReadOnly fields are refused, all errors at once.
// With `partial` (a merge patch, RFC 7396) required fields may be absent but not null.
QList<FieldError> readRequest(std::span<const Field> list, void *entity, const QJsonObject &object, bool partial);

// Parses one JSON object of at most `maximumBytes`; refuses malformed UTF-8 and nesting beyond 64 levels with
// codes "json.too-large", "json.malformed", "json.not-an-object".
Result<QJsonObject> parseObject(const QByteArray &bytes, qsizetype maximumBytes);

} // namespace belvedere
