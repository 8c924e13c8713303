// Figure: one measured thing beside its rival, and how it is printed.
#pragma once

#include <QJsonObject>
#include <QString>
#include <vector>

namespace belvedere::bench {

struct Figure {
    QString name;
    int devices = 0;
    double median = 0; // ms
    double worst = 0; // ms
    QString rival;
    double rivalMedian = 0; // ms
    QJsonObject more; // further figures under names that say their unit
    double ratio() const { return median > 0 ? rivalMedian / median : 0; } // above 1: we are faster
};

struct Times {
    double median;
    double worst;
};
Times timesOf(std::vector<double> milliseconds); // not empty

// The keys that tools outside read: name, devices, median_ms, worst_ms, rival, rival_ms, ratio.
QByteArray jsonLine(const Figure &figure);
QString tableOf(const std::vector<Figure> &figures);

} // namespace belvedere::bench
