// Printing figures.
#include "bench/figure.h"

#include <algorithm>
#include <cmath>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

Times timesOf(std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    return {milliseconds[milliseconds.size() / 2], milliseconds.back()};
}

QJsonObject jsonOf(const Figure &figure)
{
    const auto rounded = [](double value) { return std::round(value * 1'000) / 1'000; };
    QJsonObject object{{u"name"_s, figure.name}, {u"devices"_s, figure.devices},
        {u"median_ms"_s, rounded(figure.median)}, {u"worst_ms"_s, rounded(figure.worst)}, {u"rival"_s, figure.rival},
        {u"rival_ms"_s, rounded(figure.rivalMedian)}, {u"ratio"_s, rounded(figure.ratio())}};
    for (auto it = figure.more.begin(); it != figure.more.end(); ++it)
        object.insert(it.key(), it->isDouble() ? QJsonValue(rounded(it->toDouble())) : *it);
    return object;
}

QString shown(double value)
{
    const double size = std::abs(value);
    return QLocale(QLocale::English).toString(value, 'f', size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

QString tableOf(const std::vector<Figure> &figures)
{
    const auto line = [](const QString &name, const QString &devices, const QString &median, const QString &worst,
                          const QString &rival, const QString &ratio, const QString &against) {
        return u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n"_s.arg(name, -30)
            .arg(devices, 9)
            .arg(median, 9)
            .arg(worst, 9)
            .arg(rival, 9)
            .arg(ratio, 7)
            .arg(against);
    };
    QString text =
        line(u"figure"_s, u"devices"_s, u"median ms"_s, u"worst ms"_s, u"rival ms"_s, u"ratio"_s, u"rival"_s);
    text += "| --- | ---: | ---: | ---: | ---: | ---: | --- |\n"_L1;
    const auto known = [](double value) { return value > 0 ? shown(value) : QString(); };
    for (const Figure &figure : figures)
        text += line(figure.name, shown(figure.devices), known(figure.median), known(figure.worst),
            known(figure.rivalMedian), known(figure.ratio()), figure.rival);
    return text;
}

} // namespace belvedere::bench
