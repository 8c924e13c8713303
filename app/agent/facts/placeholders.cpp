// Values that firmware carries because nobody filled in the real one.
#include "agent/facts/collectors.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace belvedere {

bool isPlaceholder(const QString &text)
{
    static constexpr std::array known = {"to be filled by o.e.m.", "to be filled by o.e.m", "default string",
        "system serial number", "system product name", "system manufacturer", "system version", "not specified",
        "not applicable", "not available", "not provided", "unknown", "undefined", "none", "null", "n/a", "na", "oem",
        "o.e.m.", "o.e.m", "invalid", "empty", "default", "chassis serial number", "serial number", "no asset tag",
        "type1productconfigid", "123456789", "1234567890", "0123456789", "0123456789abcdef", "12345678", "1234567",
        "123456", "xxxxxxxxxx", "product name", "manufacturer", "all series", "-", "."};
    const QString word = text.trimmed().toLower();
    if (word.isEmpty())
        return true;
    if (std::any_of(known.begin(), known.end(), [&word](const char *k) { return word == QLatin1StringView(k); }))
        return true;
    // "00000000", "FFFFFFFF", "........": one character repeated
    return std::all_of(word.begin(), word.end(), [&word](QChar c) { return c == word[0]; });
}

bool isPlaceholderUuid(const QString &uuid)
{
    QString digits = uuid.trimmed().toLower();
    digits.remove(u'-');
    const bool hex = std::all_of(
        digits.begin(), digits.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
    // the second is what several makers of boards put into every one
    return digits.size() != 32 || !hex || isPlaceholder(digits) || digits == "03000200040005000006000700080009"_L1;
}

} // namespace belvedere
