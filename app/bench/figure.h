// Figure: one measured thing beside its rival.
#pragma once

#include <optional>
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
    std::optional<double> advantage; // over the rival, where it is not the time of one that counts
    // Above 1: we are better; 0: nothing to compare with.
    double ratio() const { return advantage.value_or(median > 0 ? rivalMedian / median : 0); }
};

struct Times {
    double median;
    double worst;
};
Times timesOf(std::vector<double> milliseconds); // not empty

// The keys that tools outside read: name, devices, median_ms, worst_ms, rival, rival_ms, ratio.
QJsonObject jsonOf(const Figure &figure);
// A table that is readable as text and as Markdown; what stands in `more` is left out.
QString tableOf(const std::vector<Figure> &figures);
// A number for a table: a few figures, thousands apart.
QString shown(double value);

} // namespace belvedere::bench
