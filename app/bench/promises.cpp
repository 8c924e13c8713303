// What is promised.
#include "bench/promises.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

enum class Bound { AtMost, AtLeast };

struct Promise {
    const char *figure;
    int devices;
    const char *what;
    const char *key; // of the figure's JSON
    Bound bound;
    double value;
    const char *unit;
};

constexpr int thousands = 1'000;
constexpr int hundredThousand = 100 * thousands;
constexpr int million = 1'000 * thousands;

constexpr Promise promises[] = {
    {"start.server.painted", hundredThousand, "process start to first rows, from the server", "median_ms",
        Bound::AtMost, 150, "ms"},
    {"start.server.loaded", hundredThousand, "process start to all devices, from the server", "median_ms",
        Bound::AtMost, 400, "ms"},
    {"start.server.loaded", million, "process start to all devices, from the server", "median_ms", Bound::AtMost, 1'500,
        "ms"},
    {"start.kept.loaded", hundredThousand, "process start to all devices, from what is kept", "median_ms",
        Bound::AtMost, 250, "ms"},
    {"start.offline.loaded", hundredThousand, "process start to all devices, no server", "median_ms", Bound::AtMost,
        250, "ms"},
    {"filter", hundredThousand, "keystroke to new view", "median_ms", Bound::AtMost, 5, "ms"},
    {"filter", million, "keystroke to new view", "median_ms", Bound::AtMost, 16, "ms"},
    {"filter", million, "keystroke to new view, at worst", "worst_ms", Bound::AtMost, 33, "ms"},
    {"filter", million, "repaint", "repaint_ms", Bound::AtMost, 10, "ms"},
    {"filter", hundredThousand, "GUI thread blocked while typing", "gui_block_worst_ms", Bound::AtMost, 16, "ms"},
    {"filter", million, "GUI thread blocked while typing", "gui_block_worst_ms", Bound::AtMost, 33, "ms"},
    {"sort, first time", million, "sort of names by locale, first time", "median_ms", Bound::AtMost, 450, "ms"},
    {"sort, again", million, "sort of names by locale, again", "median_ms", Bound::AtMost, 30, "ms"},
    {"sort, first time", hundredThousand, "GUI thread blocked while sorting", "gui_block_worst_ms", Bound::AtMost, 16,
        "ms"},
    {"sort, first time", million, "GUI thread blocked while sorting", "gui_block_worst_ms", Bound::AtMost, 33, "ms"},
    {"start.server.painted", hundredThousand, "GUI thread blocked while loading", "gui_block_worst_ms", Bound::AtMost,
        16, "ms"},
    {"start.server.painted", million, "GUI thread blocked while loading", "gui_block_worst_ms", Bound::AtMost, 33,
        "ms"},
    {"decode", hundredThousand, "JSON to columns", "mb_per_s", Bound::AtLeast, 600, "MB/s"},
    {"decode", million, "JSON to columns", "mb_per_s", Bound::AtLeast, 600, "MB/s"},
    {"decode.simdjson", hundredThousand, "JSON to columns, part of bare simdjson", "ratio", Bound::AtLeast, 0.6, ""},
    {"decode.simdjson", million, "JSON to columns, part of bare simdjson", "ratio", Bound::AtLeast, 0.6, ""},
    {"memory", million, "memory of a device", "bytes_per_device", Bound::AtMost, 250, "B"},
    {"rules", million, "100 compliance rules, times SQLite", "ratio", Bound::AtLeast, 20, ""},
    {"preview", hundredThousand, "what a policy will do, 22 policies", "median_ms", Bound::AtMost, 1'000, "ms"},
    {"list", hundredThousand, "pages of a list", "pages_per_s", Bound::AtLeast, 1'500, "/s"},
    {"list", hundredThousand, "pages of a list, 99 of 100", "p99_ms", Bound::AtMost, 25, "ms"},
    {"checkin, nothing changed", hundredThousand, "check-ins, nothing changed", "checkins_per_s", Bound::AtLeast, 2'000,
        "/s"},
    {"checkin, one section", hundredThousand, "check-ins, one section", "checkins_per_s", Bound::AtLeast, 500, "/s"},
    {"checkin, first full inventory", hundredThousand, "check-ins, first full inventory", "checkins_per_s",
        Bound::AtLeast, 50, "/s"},
    {"checkin, FusionInventory XML", hundredThousand, "check-ins, FusionInventory XML", "checkins_per_s",
        Bound::AtLeast, 50, "/s"},
};

QString verdict(const Promise &promise, double measured)
{
    const bool isMet = promise.bound == Bound::AtMost ? measured <= promise.value : measured >= promise.value;
    if (isMet)
        return u"met"_s;
    const double off = promise.bound == Bound::AtMost ? measured / promise.value : promise.value / measured;
    return u"missed %1 times"_s.arg(shown(off));
}

QString row(
    const QString &what, const QString &devices, const QString &promised, const QString &measured, const QString &end)
{
    return u"| %1 | %2 | %3 | %4 | %5 |\n"_s.arg(what, -48)
        .arg(devices, 9)
        .arg(promised, 12)
        .arg(measured, 12)
        .arg(end);
}

} // namespace

QString promisesOf(const std::vector<Figure> &figures)
{
    QString rows;
    for (const Promise &promise : promises) {
        for (const Figure &figure : figures) {
            const QJsonValue measured = jsonOf(figure)[QLatin1StringView(promise.key)];
            if (figure.name != QLatin1StringView(promise.figure) || figure.devices != promise.devices
                || !measured.isDouble())
                continue;
            const QString unit = *promise.unit ? u' ' + QString::fromLatin1(promise.unit) : QString();
            const QString sign = promise.bound == Bound::AtMost ? u"≤ "_s : u"≥ "_s;
            const QString promised = sign + shown(promise.value) + unit;
            rows += row(QString::fromLatin1(promise.what), shown(promise.devices), promised,
                QString(shown(measured.toDouble()) + unit), verdict(promise, measured.toDouble()));
        }
    }
    if (rows.isEmpty())
        return {};
    const QString head = row(u"promise"_s, u"devices"_s, u"promised"_s, u"measured"_s, u"verdict"_s);
    return head + "| --- | ---: | ---: | ---: | --- |\n"_L1 + rows;
}

} // namespace belvedere::bench
