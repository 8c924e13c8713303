// Reading and writing of prefixed ids.
#include "base/id.h"

using namespace Qt::StringLiterals;

namespace belvedere {

std::optional<qint64> idNumber(QStringView text, const char *prefix)
{
    const QLatin1StringView wanted(prefix);
    if (!text.startsWith(wanted) || text.size() <= wanted.size() + 1 || text[wanted.size()] != u'-')
        return std::nullopt;
    const QStringView digits = text.sliced(wanted.size() + 1);
    if (digits.size() > 18 || digits[0] == u'0')
        return std::nullopt;
    qint64 number = 0;
    for (const QChar c : digits) {
        if (c < u'0' || c > u'9')
            return std::nullopt;
        number = number * 10 + (c.unicode() - u'0');
    }
    return number;
}

QString idText(const char *prefix, qint64 number) { return QLatin1StringView(prefix) + u'-' + QString::number(number); }

} // namespace belvedere
