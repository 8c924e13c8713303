// Printing figures.
#include "bench/figure.h"

#include <algorithm>
#include <cmath>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

Times timesOf(std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    return {milliseconds[milliseconds.size() / 2], milliseconds.back()};
}

QByteArray jsonLine(const Figure &figure)
{
    const auto rounded = [](double value) { return std::round(value * 1'000) / 1'000; };
    QJsonObject object{{u"name"_s, figure.name}, {u"devices"_s, figure.devices},
        {u"median_ms"_s, rounded(figure.median)}, {u"worst_ms"_s, rounded(figure.worst)}, {u"rival"_s, figure.rival},
        {u"rival_ms"_s, rounded(figure.rivalMedian)}, {u"ratio"_s, rounded(figure.ratio())}};
    for (auto it = figure.more.begin(); it != figure.more.end(); ++it)
        object.insert(it.key(), it->isDouble() ? QJsonValue(rounded(it->toDouble())) : *it);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString tableOf(const std::vector<Figure> &figures)
{
    QString text = u"%1 %2 %3 %4 %5 %6\n"_s.arg(u"figure"_s, -28)
                       .arg(u"devices"_s, 9)
                       .arg(u"median ms"_s, 11)
                       .arg(u"worst ms"_s, 11)
                       .arg(u"rival ms"_s, 11)
                       .arg(u"ratio  rival"_s, 14);
    for (const Figure &figure : figures) {
        text += u"%1 %2 %3 %4 %5 %6  %7\n"_s.arg(figure.name, -28)
                    .arg(figure.devices, 9)
                    .arg(figure.median, 11, 'f', 2)
                    .arg(figure.worst, 11, 'f', 2)
                    .arg(figure.rivalMedian, 11, 'f', 2)
                    .arg(figure.ratio(), 7, 'f', 1)
                    .arg(figure.rival);
        for (auto it = figure.more.begin(); it != figure.more.end(); ++it)
            text += u"    %1: %2\n"_s.arg(it.key(), it->toVariant().toString());
    }
    return text;
}

} // namespace belvedere::bench
