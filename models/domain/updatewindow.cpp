// Reading of a window, and whether it is open.
#include "domain/updatewindow.h"

#include <QTime>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr Choice days[] = {{"mon", QT_TRANSLATE_NOOP("UpdateWindow", "Monday")},
    {"tue", QT_TRANSLATE_NOOP("UpdateWindow", "Tuesday")}, {"wed", QT_TRANSLATE_NOOP("UpdateWindow", "Wednesday")},
    {"thu", QT_TRANSLATE_NOOP("UpdateWindow", "Thursday")}, {"fri", QT_TRANSLATE_NOOP("UpdateWindow", "Friday")},
    {"sat", QT_TRANSLATE_NOOP("UpdateWindow", "Saturday")}, {"sun", QT_TRANSLATE_NOOP("UpdateWindow", "Sunday")}};

QTime timeOf(const QString &text) { return QTime::fromString(text, u"HH:mm"_s); }

bool isDay(const QString &word)
{
    return std::any_of(
        std::begin(days), std::end(days), [&word](const Choice &day) { return word == QLatin1StringView(day.token); });
}

bool isOn(const UpdateWindow &window, QDate date)
{
    return window.days.isEmpty() || window.days.contains(QLatin1StringView(days[date.dayOfWeek() - 1].token));
}

} // namespace

template<> std::span<const Field> fields<UpdateWindow>()
{
    using W = UpdateWindow;
    static const Field list[] = {field<&W::patches>("patches", QT_TRANSLATE_NOOP("UpdateWindow", "Patches")),
        field<&W::notBefore>("not_before", QT_TRANSLATE_NOOP("UpdateWindow", "Not before")),
        field<&W::days>("days", QT_TRANSLATE_NOOP("UpdateWindow", "Days")),
        field<&W::from>("from", QT_TRANSLATE_NOOP("UpdateWindow", "From")),
        field<&W::until>("until", QT_TRANSLATE_NOOP("UpdateWindow", "Until"))};
    return list;
}

std::span<const Choice> weekdays() { return days; }

bool isLimited(const UpdateWindow &window)
{
    return window.notBefore.isValid() || !window.days.isEmpty() || !window.from.isEmpty();
}

QList<FieldError> problemsOf(const UpdateWindow &window)
{
    QList<FieldError> errors;
    if (!std::all_of(window.days.begin(), window.days.end(), isDay))
        errors.append({u"days"_s, u"mon, tue, wed, thu, fri, sat or sun"_s});
    const bool hasFrom = !window.from.isEmpty();
    const bool hasUntil = !window.until.isEmpty();
    if (hasFrom && !timeOf(window.from).isValid())
        errors.append({u"from"_s, u"a time such as 22:00"_s});
    if (hasUntil && !timeOf(window.until).isValid())
        errors.append({u"until"_s, u"a time such as 05:00"_s});
    if (hasFrom != hasUntil)
        errors.append({hasFrom ? u"until"_s : u"from"_s, u"both times or neither"_s});
    else if (hasFrom && window.from == window.until)
        errors.append({u"until"_s, u"another time than the beginning"_s});
    return errors;
}

bool isOpen(const UpdateWindow &window, const QDateTime &local)
{
    if (!problemsOf(window).isEmpty() || (window.notBefore.isValid() && local < window.notBefore))
        return false;
    if (window.from.isEmpty())
        return isOn(window, local.date());
    const QTime from = timeOf(window.from);
    const QTime until = timeOf(window.until);
    const QTime now = local.time();
    if (from < until)
        return isOn(window, local.date()) && now >= from && now < until;
    // over midnight: what began yesterday is still open in the small hours
    return (now >= from && isOn(window, local.date())) || (now < until && isOn(window, local.date().addDays(-1)));
}

} // namespace belvedere
