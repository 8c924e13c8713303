// Headings of groups.
#include "table/bands.h"
#include "table/display.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Display", text); }

// By TimeBand.
const char *const timeBandLabels[] = {
    QT_TRANSLATE_NOOP("Display", "Before last year"),
    QT_TRANSLATE_NOOP("Display", "Last year"),
    QT_TRANSLATE_NOOP("Display", "Earlier this year"),
    QT_TRANSLATE_NOOP("Display", "Last month"),
    QT_TRANSLATE_NOOP("Display", "Earlier this month"),
    QT_TRANSLATE_NOOP("Display", "Last week"),
    QT_TRANSLATE_NOOP("Display", "Earlier this week"),
    QT_TRANSLATE_NOOP("Display", "Yesterday"),
    QT_TRANSLATE_NOOP("Display", "Today"),
    QT_TRANSLATE_NOOP("Display", "Tomorrow"),
    QT_TRANSLATE_NOOP("Display", "Later this week"),
    QT_TRANSLATE_NOOP("Display", "Next week"),
    QT_TRANSLATE_NOOP("Display", "Later this month"),
    QT_TRANSLATE_NOOP("Display", "Next month"),
    QT_TRANSLATE_NOOP("Display", "Later this year"),
    QT_TRANSLATE_NOOP("Display", "After this year"),
};
static_assert(std::size(timeBandLabels) == size_t(TimeBand::Beyond) + 1);

} // namespace

// Where a range of sizes begins or ends; the starts of bands are whole numbers of their unit.
QString Display::edge(qint64 value, const Field &field) const
{
    return field.kind == Kind::Bytes ? m_locale.formattedDataSize(value, 0, QLocale::DataSizeIecFormat)
                                     : text(value, field);
}

QString Display::band(qint64 number, const Bands &bands, const Field &field) const
{
    if (field.kind == Kind::Time)
        return tr(timeBandLabels[number]);
    const auto next = size_t(number); // the band begins at the start before this one
    if (next == 0)
        return tr(QT_TRANSLATE_NOOP("Display", "Less than %1")).arg(edge(bands.starts.front(), field));
    const qint64 first = bands.starts[next - 1];
    const bool isLast = next == bands.starts.size();
    if (!isLast && bands.starts[next] == first + 1)
        return edge(first, field);
    if (field.kind == Kind::Int) {
        return isLast ? tr(QT_TRANSLATE_NOOP("Display", "More than %1")).arg(edge(first - 1, field))
                      : tr(QT_TRANSLATE_NOOP("Display", "%1 to %2"))
                            .arg(m_locale.toString(first), edge(bands.starts[next] - 1, field));
    }
    return isLast ? tr(QT_TRANSLATE_NOOP("Display", "%1 or more")).arg(edge(first, field))
                  : tr(QT_TRANSLATE_NOOP("Display", "%1 to less than %2"))
                        .arg(edge(first, field), edge(bands.starts[next], field));
}

QString Display::group(const Cell &value, const Bands *bands, const Field &field) const
{
    if (!isKnown(value)) {
        return field.kind == Kind::Time ? tr(QT_TRANSLATE_NOOP("Display", "Never or not known"))
                                        : tr(QT_TRANSLATE_NOOP("Display", "Not known"));
    }
    return bands ? band(std::get<qint64>(value), *bands, field) : text(value, field);
}

} // namespace belvedere
