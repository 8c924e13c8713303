// The bytewise key of a version.
#include "base/version.h"

#include "base/fold.h"

#include <QList>

namespace belvedere {

namespace {

// A number as one length character and its digits: longer numbers are larger, equal lengths compare as text.
// "00017" and "17" agree. Printable ASCII, so that databases keep it in a text column with bytewise order.
void appendNumber(QByteArray &key, QStringView digits)
{
    while (digits.size() > 1 && digits.front() == u'0')
        digits = digits.sliced(1);
    key.append(char('0' + qMin<qsizetype>(digits.size(), 60)));
    key.append(digits.toLatin1());
}

} // namespace

Version::Version(QString text)
    : m_text(text.trimmed().left(maximumLength))
{
    QList<QStringView> numbers;
    QStringView rest(m_text);
    while (!rest.isEmpty() && rest.front() >= u'0' && rest.front() <= u'9') {
        qsizetype end = 0;
        while (end < rest.size() && rest[end] >= u'0' && rest[end] <= u'9')
            ++end;
        numbers.append(rest.first(qMin<qsizetype>(end, 60)));
        rest = rest.sliced(end);
        if (rest.size() < 2 || rest.front() != u'.' || rest[1] < u'0' || rest[1] > u'9')
            break;
        rest = rest.sliced(1);
    }
    const auto isZero = [](QStringView digits) {
        return std::all_of(digits.begin(), digits.end(), [](QChar c) { return c == u'0'; });
    };
    while (!numbers.isEmpty() && isZero(numbers.back()))
        numbers.removeLast(); // 18.0 equals 18.0.0
    for (const QStringView digits : numbers)
        appendNumber(m_key, digits);
    if (!m_text.isEmpty()) {
        m_key.append('!'); // below every length character: 17 < 17.1
        m_key.append(folded(rest.trimmed().toString()).toUtf8());
    }
}

} // namespace belvedere
