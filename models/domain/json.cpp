// JSON from field lists.
#include "domain/json.h"

#include <cmath>
#include <QJsonDocument>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int maximumDepth = 64;

ApiError typeError(const Field &field, const QString &wanted)
{
    return decodeError(u"decode.type"_s, QString::fromLatin1(field.name), wanted);
}

Result<QString> textFromJson(const QJsonValue &value, const Field &field)
{
    if (!value.isString())
        return typeError(field, u"text expected"_s);
    const QString text = value.toString();
    if (text.size() > maximumTextLength)
        return typeError(field, u"text longer than %1 characters"_s.arg(maximumTextLength));
    if (text.contains(QChar(0)))
        return typeError(field, u"text holds the character U+0000"_s);
    return text;
}

Result<Cell> integerFromJson(const QJsonValue &value, const Field &field)
{
    if (!value.isDouble())
        return typeError(field, u"integer expected"_s);
    const double number = value.toDouble();
    if (std::trunc(number) != number || std::abs(number) > double(maximumInteger))
        return typeError(field, u"integer within 2^53 expected"_s);
    return Cell(value.toInteger());
}

Result<Cell> timeFromJson(const QJsonValue &value, const Field &field)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    // A time without a zone would mean something else on every machine.
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return typeError(field, u"time like 2026-01-31T12:00:00Z expected"_s);
    return Cell(time.toUTC());
}

Result<Cell> setFromJson(const QJsonValue &value, const Field &field)
{
    if (!value.isArray())
        return typeError(field, u"list of texts expected"_s);
    const QJsonArray array = value.toArray();
    if (array.size() > maximumSetSize)
        return typeError(field, u"more than %1 members"_s.arg(maximumSetSize));
    QStringList members;
    for (const QJsonValue member : array) {
        const Result<QString> text = textFromJson(member, field);
        if (!text)
            return text.error();
        members.append(text.value());
    }
    return Cell(canonicalSet(members));
}

// Qt's parser has a limit of its own, but a hostile document must not get that far.
bool nestsTooDeep(const QByteArray &bytes)
{
    int depth = 0;
    bool inText = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > maximumDepth)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

bool isChoice(const Field &field, const Cell &cell)
{
    const auto *token = std::get_if<QString>(&cell);
    return token && std::any_of(field.choices.begin() + 1, field.choices.end(), [token](const Choice &choice) {
        return *token == QLatin1StringView(choice.token);
    });
}

} // namespace

QJsonValue cellToJson(const Cell &cell)
{
    struct ToJson {
        QJsonValue operator()(std::monostate) const { return QJsonValue::Null; }
        QJsonValue operator()(bool v) const { return v; }
        QJsonValue operator()(qint64 v) const { return v; }
        QJsonValue operator()(const QString &v) const { return v; }
        QJsonValue operator()(const QDateTime &v) const { return v.toUTC().toString(Qt::ISODateWithMs); }
        QJsonValue operator()(const Version &v) const { return v.text(); }
        QJsonValue operator()(const QStringList &v) const { return QJsonArray::fromStringList(v); }
        QJsonValue operator()(const QJsonObject &v) const { return v; }
        QJsonValue operator()(const QJsonArray &v) const { return v; }
    };
    return std::visit(ToJson(), cell);
}

Result<Cell> cellFromJson(const QJsonValue &value, const Field &field)
{
    if (value.isNull() || value.isUndefined())
        return Cell();
    switch (field.kind) {
    case Kind::Text:
    case Kind::Enum:
        return textFromJson(value, field).map([](const QString &text) { return text.isEmpty() ? Cell() : Cell(text); });
    case Kind::Version:
        return textFromJson(value, field).andThen([&field](const QString &text) -> Result<Cell> {
            if (text.size() > Version::maximumLength)
                return typeError(field, u"version longer than %1 characters"_s.arg(Version::maximumLength));
            return text.isEmpty() ? Cell() : Cell(Version(text));
        });
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return integerFromJson(value, field);
    case Kind::Bool:
        if (!value.isBool())
            return typeError(field, u"true or false expected"_s);
        return Cell(value.toBool());
    case Kind::Time:
        return timeFromJson(value, field);
    case Kind::Set:
        return setFromJson(value, field);
    case Kind::Object:
        if (!value.isObject())
            return typeError(field, u"object expected"_s);
        return Cell(value.toObject());
    case Kind::List:
        if (!value.isArray())
            return typeError(field, u"list of objects expected"_s);
        if (value.toArray().size() > maximumListSize)
            return typeError(field, u"at most %1 members"_s.arg(maximumListSize));
        return Cell(value.toArray());
    }
    return typeError(field, u"unknown kind"_s);
}

QJsonObject toJson(std::span<const Field> list, const void *entity, bool listForm)
{
    QJsonObject object;
    for (const Field &field : list) {
        if (listForm && field.is(Detail))
            continue;
        const Cell cell = field.get(entity);
        if (isKnown(cell))
            object.insert(QLatin1StringView(field.name), cellToJson(cell));
    }
    return object;
}

Result<Done> readJson(std::span<const Field> list, void *entity, const QJsonObject &object, const QString &path)
{
    for (const Field &field : list) {
        const QString at = path + u'.' + QLatin1StringView(field.name);
        const Result<Cell> cell = cellFromJson(object.value(QLatin1StringView(field.name)), field);
        if (!cell)
            return decodeError(cell.error().code, at, cell.error().fields.first().message);
        if (!isKnown(cell.value()) && field.is(Required))
            return decodeError(u"decode.missing"_s, at, u"required, but missing"_s);
        if (!field.set(entity, cell.value()))
            return decodeError(u"decode.type"_s, at, u"value of another kind"_s);
    }
    return Done{};
}

QList<FieldError> readRequest(std::span<const Field> list, void *entity, const QJsonObject &object, bool partial)
{
    QList<FieldError> errors;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto field = std::find_if(
            list.begin(), list.end(), [&it](const Field &f) { return it.key() == QLatin1StringView(f.name); });
        if (field == list.end()) {
            errors.append({it.key(), u"no such field"_s});
            continue;
        }
        if (field->is(ReadOnly)) {
            errors.append({it.key(), u"cannot be set"_s});
            continue;
        }
        const Result<Cell> cell = cellFromJson(it.value(), *field);
        if (!cell)
            errors.append({it.key(), cell.error().fields.first().message});
        else if (!isKnown(cell.value()) && field->is(Required))
            errors.append({it.key(), u"required"_s});
        else if (field->kind == Kind::Enum && isKnown(cell.value()) && !isChoice(*field, cell.value()))
            errors.append({it.key(), u"not one of the values"_s});
        else if (!field->set(entity, cell.value()))
            errors.append({it.key(), u"not as described"_s});
    }
    for (const Field &field : list) {
        const QLatin1StringView name(field.name);
        if (!partial && field.is(Required) && !field.is(ReadOnly) && !object.contains(name))
            errors.append({QString(name), u"required"_s});
    }
    return errors;
}

QJsonArray detail::listToJson(std::span<const Field> parts, const void *first, qsizetype count, size_t stride)
{
    QJsonArray array;
    for (qsizetype i = 0; i < count; ++i)
        array.append(toJson(parts, static_cast<const char *>(first) + size_t(i) * stride));
    return array;
}

bool detail::partFromJson(std::span<const Field> parts, void *entity, const QJsonValue &value)
{
    return value.isObject() && bool(readJson(parts, entity, value.toObject()));
}

Result<QJsonObject> parseObject(const QByteArray &bytes, qsizetype maximumBytes)
{
    const auto fail = [](const QString &code, const QString &detail) {
        ApiError error;
        error.kind = ApiError::Kind::Decode;
        error.code = code;
        error.detail = detail;
        return error;
    };
    if (bytes.size() > maximumBytes) {
        ApiError error = fail(u"json.too-large"_s, u"The document is larger than %1 bytes."_s.arg(maximumBytes));
        error.http = 413;
        return error;
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = utf8(bytes);
    if (utf8.hasError())
        return fail(u"json.malformed"_s, u"The document is not UTF-8."_s);
    if (nestsTooDeep(bytes))
        return fail(u"json.malformed"_s, u"The document nests deeper than %1 levels."_s.arg(maximumDepth));
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return fail(u"json.malformed"_s, u"%1 at byte %2"_s.arg(parseError.errorString()).arg(parseError.offset));
    if (!document.isObject())
        return fail(u"json.not-an-object"_s, u"A JSON object is expected."_s);
    return document.object();
}

} // namespace belvedere
