// Percent decoding with nothing left to interpretation.
#include "server/http/target.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumParts = 256;

ApiError malformed(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"request.malformed"_s;
    error.detail = detail;
    error.http = 400;
    return error;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum class Controls { Refuse, Allow };

std::optional<QString> decode(QByteArrayView raw, bool plusIsSpace, Controls controls)
{
    QByteArray bytes;
    bytes.reserve(raw.size());
    for (qsizetype i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            const int high = i + 2 < raw.size() ? hexValue(raw[i + 1]) : -1;
            const int low = high >= 0 ? hexValue(raw[i + 2]) : -1;
            if (low < 0)
                return {};
            c = char(high * 16 + low);
            i += 2;
        } else if (c == '+' && plusIsSpace) {
            c = ' ';
        }
        const bool control = uchar(c) < 0x20 || c == 0x7f;
        if (c == 0 || (control && controls == Controls::Refuse))
            return {};
        bytes.append(c);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError())
        return {};
    return text;
}

bool climbs(const QString &segment)
{
    const auto dots = [](QStringView part) { return part == u"." || part == u".."; };
    QStringView rest = segment;
    for (;;) {
        const auto end = std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'\\'; });
        const qsizetype length = end - rest.begin();
        if (dots(rest.first(length)))
            return true;
        if (end == rest.end())
            return false;
        rest = rest.sliced(length + 1);
    }
}

// f(part) for each part between separators; false as soon as f says so.
template<class F> bool eachPart(QByteArrayView text, char separator, F f)
{
    for (;;) {
        const qsizetype end = text.indexOf(separator);
        if (!f(end < 0 ? text : text.first(end)))
            return false;
        if (end < 0)
            return true;
        text = text.sliced(end + 1);
    }
}

bool parsePath(QByteArrayView raw, Target &target)
{
    return eachPart(raw.sliced(1), '/', [&](QByteArrayView part) {
        const auto segment = decode(part, false, Controls::Refuse);
        if (!segment || climbs(*segment) || target.segments.size() >= maximumParts)
            return false;
        target.segments.append(*segment);
        target.path += u'/';
        target.path += *segment;
        return true;
    });
}

bool parseQuery(QByteArrayView raw, Target &target)
{
    return eachPart(raw, '&', [&](QByteArrayView part) {
        if (part.isEmpty())
            return true;
        const qsizetype equals = part.indexOf('=');
        const auto name = decode(equals < 0 ? part : part.first(equals), true, Controls::Allow);
        const auto value = decode(equals < 0 ? QByteArrayView() : part.sliced(equals + 1), true, Controls::Allow);
        if (!name || !value || target.parameters.size() >= maximumParts)
            return false;
        target.parameters.append({*name, *value});
        return true;
    });
}

} // namespace

Result<Target> parseTarget(QByteArrayView raw)
{
    Target target;
    if (raw == "*") {
        target.path = u"*"_s;
        return target;
    }
    if (std::any_of(raw.begin(), raw.end(), [](char c) { return uchar(c) <= 0x20 || uchar(c) >= 0x7f || c == '#'; }))
        return malformed(u"The request target holds a byte that must be percent-encoded."_s);
    if (!raw.startsWith('/')) {
        // proxies use the absolute form; whatever host it names, the request came to us
        const qsizetype authority = raw.startsWith("http://") ? 7 : raw.startsWith("https://") ? 8 : -1;
        const qsizetype slash = authority < 0 ? -1 : raw.indexOf('/', authority);
        if (slash <= authority)
            return malformed(u"The request target is not a path."_s);
        raw = raw.sliced(slash);
    }
    const qsizetype question = raw.indexOf('?');
    if (!parsePath(question < 0 ? raw : raw.first(question), target))
        return malformed(u"The path is not valid: broken percent encoding, a control character or a dot segment."_s);
    if (question >= 0 && !parseQuery(raw.sliced(question + 1), target))
        return malformed(u"The query is not valid percent-encoded UTF-8, or has too many parameters."_s);
    return target;
}

} // namespace belvedere::http
