// Ranges of versions.
#include "query/versionrange.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

std::optional<VersionInterval> readComparison(QStringView text)
{
    const auto take = [&text](QLatin1StringView sign) {
        const bool starts = text.startsWith(sign);
        if (starts)
            text = text.sliced(sign.size());
        return starts;
    };
    enum { AtLeast, Above, AtMost, Below, Exactly } sign = Exactly;
    if (take(">="_L1))
        sign = AtLeast;
    else if (take(">"_L1))
        sign = Above;
    else if (take("<="_L1))
        sign = AtMost;
    else if (take("<"_L1))
        sign = Below;
    else if (!take("="_L1))
        return std::nullopt;
    if (text.isEmpty() || text.size() > Version::maximumLength || text.front() < u'0' || text.front() > u'9')
        return std::nullopt;
    const QByteArray key = Version(text.toString()).key();
    VersionInterval interval;
    if (sign == AtLeast || sign == Above || sign == Exactly)
        interval.lower = key;
    if (sign == AtMost || sign == Below || sign == Exactly)
        interval.upper = key;
    interval.lowerOpen = sign == Above;
    interval.upperOpen = sign == Below;
    return interval;
}

} // namespace

bool VersionInterval::contains(QByteArrayView key) const
{
    if (!lower.isEmpty()) {
        const int order = key.compare(lower);
        if (order < 0 || (order == 0 && lowerOpen))
            return false;
    }
    if (!upper.isEmpty()) {
        const int order = key.compare(upper);
        if (order > 0 || (order == 0 && upperOpen))
            return false;
    }
    return true;
}

void VersionInterval::narrow(const VersionInterval &other)
{
    if (!other.lower.isEmpty()) {
        const int order = other.lower.compare(lower);
        lowerOpen = order > 0 ? other.lowerOpen : order == 0 ? (lowerOpen || other.lowerOpen) : lowerOpen;
        if (order > 0)
            lower = other.lower;
    }
    if (!other.upper.isEmpty()) {
        const int order = upper.isEmpty() ? -1 : other.upper.compare(upper);
        upperOpen = order < 0 ? other.upperOpen : order == 0 ? (upperOpen || other.upperOpen) : upperOpen;
        if (order < 0)
            upper = other.upper;
    }
}

std::optional<VersionRanges> VersionRanges::read(const QString &text)
{
    VersionRanges ranges;
    for (const QString &conjunction : text.split(u" or "_s)) {
        const QStringList comparisons = conjunction.split(u' ', Qt::SkipEmptyParts);
        if (comparisons.isEmpty())
            return std::nullopt;
        VersionInterval interval;
        for (const QString &comparison : comparisons) {
            const auto read = readComparison(comparison);
            if (!read)
                return std::nullopt;
            interval.narrow(*read);
        }
        ranges.intervals.append(interval);
    }
    return ranges;
}

} // namespace belvedere
