// Bands: the ranges of times and amounts that a reader takes together, where single values hardly repeat.
#pragma once

#include "domain/field.h"

#include <algorithm>
#include <memory>
#include <QTimeZone>

namespace belvedere {

// How far from today, by the calendar; in order. Of two that a day could belong to, the nearer one has it.
enum class TimeBand : quint8 {
    Before,
    LastYear,
    EarlierThisYear,
    LastMonth,
    EarlierThisMonth,
    LastWeek,
    EarlierThisWeek,
    Yesterday,
    Today,
    Tomorrow,
    LaterThisWeek,
    NextWeek,
    LaterThisMonth,
    NextMonth,
    LaterThisYear,
    Beyond,
};

// As numbers of a column: times in milliseconds since 1970, bytes, seconds. A band begins at each start; one more lies
// before the first. Bands with the same start as the next are empty.
struct Bands {
    std::vector<qint64> starts; // ascending
    quint32 indexOf(qint64 value) const
    {
        return quint32(std::upper_bound(starts.begin(), starts.end(), value) - starts.begin());
    }
    quint32 count() const { return quint32(starts.size()) + 1; }
    bool operator==(const Bands &) const = default;
};
using BandsPointer = std::shared_ptr<const Bands>;

// The bands of times are one for each TimeBand, seen from `now` with the days of `zone`.
Bands timeBands(const QDateTime &now, const QTimeZone &zone, Qt::DayOfWeek firstOfWeek);
// Of a field that hasBands() and is no time.
Bands amountBands(const Field &field);

} // namespace belvedere
