// The order of rows.
#include "query/order.h"

#include "base/fold.h"
#include "domain/foldedset.h"
#include "query/leaf.h"

#include <QJsonDocument>

namespace belvedere {

namespace {

int compareNumbers(qint64 a, qint64 b) { return a < b ? -1 : a > b ? 1 : 0; }

int compareKnown(Kind kind, const Cell &a, const Cell &b)
{
    switch (kind) {
    case Kind::Text:
        return compareCodePoints(folded(std::get<QString>(a)), folded(std::get<QString>(b)));
    case Kind::Enum:
        return compareCodePoints(std::get<QString>(a), std::get<QString>(b));
    case Kind::Set:
        return compareCodePoints(foldedSet(std::get<QStringList>(a)), foldedSet(std::get<QStringList>(b)));
    case Kind::Bool:
        return compareNumbers(std::get<bool>(a), std::get<bool>(b));
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return compareNumbers(std::get<qint64>(a), std::get<qint64>(b));
    case Kind::Time:
        return compareNumbers(std::get<QDateTime>(a).toMSecsSinceEpoch(), std::get<QDateTime>(b).toMSecsSinceEpoch());
    case Kind::Version:
        return std::get<Version>(a).key().compare(std::get<Version>(b).key());
    case Kind::Object:
        return QJsonDocument(std::get<QJsonObject>(a))
            .toJson(QJsonDocument::Compact)
            .compare(QJsonDocument(std::get<QJsonObject>(b)).toJson(QJsonDocument::Compact));
    case Kind::List:
        return QJsonDocument(std::get<QJsonArray>(a))
            .toJson(QJsonDocument::Compact)
            .compare(QJsonDocument(std::get<QJsonArray>(b)).toJson(QJsonDocument::Compact));
    }
    return 0;
}

} // namespace

int compareCells(Kind kind, const Cell &a, const Cell &b, bool descending)
{
    const bool aKnown = !isMissing(a) && cellFits(a, kind);
    const bool bKnown = !isMissing(b) && cellFits(b, kind);
    if (!aKnown || !bKnown)
        return int(bKnown) - int(aKnown);
    const int order = compareKnown(kind, a, b);
    return descending ? -order : order;
}

} // namespace belvedere
