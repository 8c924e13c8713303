// Where bands begin.
#include "table/bands.h"

namespace belvedere {

namespace {

constexpr qint64 mebi = qint64(1) << 20;
constexpr qint64 gibi = qint64(1) << 30;
constexpr qint64 day = 86'400;

QDate weekOf(const QDate &date, Qt::DayOfWeek first) { return date.addDays(-((date.dayOfWeek() - first + 7) % 7)); }

bool isPercent(const Field &field) { return field.unit && field.unit[0] == '%'; }

} // namespace

Bands timeBands(const QDateTime &now, const QTimeZone &zone, Qt::DayOfWeek firstOfWeek)
{
    const QDate today = now.toTimeZone(zone).date();
    const QDate week = weekOf(today, firstOfWeek);
    const QDate month(today.year(), today.month(), 1);
    const QDate year(today.year(), 1, 1);
    QDate past[] = {
        today, today.addDays(-1), week, week.addDays(-7), month, month.addMonths(-1), year, year.addYears(-1)};
    QDate future[] = {today.addDays(1), today.addDays(2), week.addDays(7), week.addDays(14), month.addMonths(1),
        month.addMonths(2), year.addYears(1)};
    for (size_t i = 1; i < std::size(past); ++i)
        past[i] = std::min(past[i], past[i - 1]);
    for (size_t i = 1; i < std::size(future); ++i)
        future[i] = std::max(future[i], future[i - 1]);
    Bands bands;
    for (auto date = std::rbegin(past); date != std::rend(past); ++date)
        bands.starts.push_back(date->startOfDay(zone).toMSecsSinceEpoch());
    for (const QDate &date : future)
        bands.starts.push_back(date.startOfDay(zone).toMSecsSinceEpoch());
    return bands;
}

Bands amountBands(const Field &field)
{
    switch (field.kind) {
    case Kind::Bytes: {
        Bands bands{{mebi, 16 * mebi, 256 * mebi}};
        for (int power = 0; power <= 14; ++power) // up to 16 TiB
            bands.starts.push_back(gibi << power);
        return bands;
    }
    case Kind::Duration:
        return {{0, 1, 60, 3'600, day, 7 * day, 30 * day, 90 * day, 365 * day}};
    default:
        return isPercent(field) ? Bands{{0, 20, 40, 60, 80, 100, 101}}
                                : Bands{{0, 1, 2, 6, 11, 21, 51, 101, 501, 1'001, 10'001}};
    }
}

} // namespace belvedere
