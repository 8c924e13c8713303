// Writing canonical JSON, and reading a line that must be canonical.
#include "audit/canonical.h"

#include "audit/strictscan.h"

#include <algorithm>
#include <limits>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {
namespace {

constexpr qint64 largestInteger = (qint64(1) << 53) - 1;

class Writer {
public:
    bool object(const QJsonObject &object, int depth)
    {
        if (depth > maximumAuditDepth)
            return fail(u"audit.depth"_s, u"The record is nested too deeply."_s);
        // QJsonObject keeps its own order, which differs beyond the basic plane; QString compares UTF-16 units
        QStringList keys = object.keys();
        std::sort(keys.begin(), keys.end());
        m_out += '{';
        for (qsizetype i = 0; i < keys.size(); ++i) {
            if (i > 0)
                m_out += ',';
            if (!text(keys[i]))
                return false;
            m_out += ':';
            if (!value(object.value(keys[i]), depth))
                return false;
        }
        m_out += '}';
        return true;
    }

    QByteArray takeBytes() { return std::move(m_out); }
    const ApiError &error() const { return m_error; }

private:
    bool value(const QJsonValue &value, int depth)
    {
        switch (value.type()) {
        case QJsonValue::Null:
            m_out += "null";
            return true;
        case QJsonValue::Bool:
            m_out += value.toBool() ? "true" : "false";
            return true;
        case QJsonValue::Double:
            return number(value);
        case QJsonValue::String:
            return text(value.toString());
        case QJsonValue::Array:
            return array(value.toArray(), depth + 1);
        case QJsonValue::Object:
            return object(value.toObject(), depth + 1);
        case QJsonValue::Undefined:
            break;
        }
        return fail(u"audit.malformed"_s, u"A value of the record is undefined."_s);
    }

    bool array(const QJsonArray &array, int depth)
    {
        if (depth > maximumAuditDepth)
            return fail(u"audit.depth"_s, u"The record is nested too deeply."_s);
        m_out += '[';
        for (qsizetype i = 0; i < array.size(); ++i) {
            if (i > 0)
                m_out += ',';
            if (!value(array.at(i), depth))
                return false;
        }
        m_out += ']';
        return true;
    }

    bool number(const QJsonValue &value)
    {
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const qint64 integer = value.toInteger(none);
        if (integer < -largestInteger || integer > largestInteger)
            return fail(u"audit.number"_s, u"%1 is not an integer within 2^53 - 1."_s.arg(value.toDouble()));
        m_out += QByteArray::number(integer);
        return true;
    }

    bool text(const QString &text)
    {
        if (!text.isValidUtf16())
            return fail(u"audit.text"_s, u"A text of the record holds half a surrogate pair."_s);
        m_out += '"';
        const QByteArray bytes = text.toUtf8();
        for (const char c : bytes)
            character(c);
        m_out += '"';
        return true;
    }

    void character(char c)
    {
        static constexpr char hex[] = "0123456789abcdef";
        switch (c) {
        case '"':
            m_out += "\\\"";
            return;
        case '\\':
            m_out += "\\\\";
            return;
        case '\b':
            m_out += "\\b";
            return;
        case '\t':
            m_out += "\\t";
            return;
        case '\n':
            m_out += "\\n";
            return;
        case '\f':
            m_out += "\\f";
            return;
        case '\r':
            m_out += "\\r";
            return;
        default:
            break;
        }
        if (uchar(c) < 0x20) {
            m_out += "\\u00";
            m_out += hex[uchar(c) >> 4];
            m_out += hex[uchar(c) & 15];
        } else {
            m_out += c;
        }
    }

    bool fail(const QString &code, const QString &detail)
    {
        m_error = auditError(code, detail);
        return false;
    }

    QByteArray m_out;
    ApiError m_error;
};

bool plainKey(const QString &key)
{
    return !key.isEmpty() && std::all_of(key.begin(), key.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_';
    });
}

Result<Done> checkKeys(const QJsonValue &value)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue item : array) {
            const Result<Done> done = checkKeys(item);
            if (!done)
                return done;
        }
    } else if (value.isObject()) {
        return checkAuditKeys(value.toObject());
    }
    return Done{};
}

} // namespace

Result<QByteArray> canonical(const QJsonObject &object)
{
    Writer writer;
    if (!writer.object(object, 1))
        return writer.error();
    return writer.takeBytes();
}

Result<QJsonObject> readCanonical(QByteArrayView line)
{
    if (line.size() > maximumAuditRecord)
        return auditError(u"audit.too-large"_s, u"The line is longer than a record may be."_s);
    const Result<Done> scanned = scanRecord(line);
    if (!scanned)
        return scanned.error();
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(line.toByteArray(), &parseError);
    if (parseError.error != QJsonParseError::NoError || !document.isObject())
        return auditError(u"audit.malformed"_s, u"The line is not a JSON object."_s);
    const Result<QByteArray> again = canonical(document.object());
    if (!again)
        return again.error();
    if (again.value() != line)
        return auditError(u"audit.canonical"_s, u"The line is not the canonical form of its record."_s);
    return document.object();
}

Result<Done> checkAuditKeys(const QJsonObject &object)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!plainKey(it.key()))
            return auditError(u"audit.key"_s, u"The key \"%1\" is not made of a-z, 0-9 and _."_s.arg(it.key()));
        const Result<Done> inner = checkKeys(it.value());
        if (!inner)
            return inner;
    }
    return Done{};
}

ApiError auditError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Decode;
    error.code = code;
    error.detail = detail;
    return error;
}

} // namespace belvedere
