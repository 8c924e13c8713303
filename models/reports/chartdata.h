// ChartData: the numbers of one picture, whoever draws it, with the question behind each of them.
#pragma once

#include <QStringList>
#include <vector>

namespace belvedere {

// What a number means; the colour follows from it, and a word stands beside the colour always.
enum class ChartTone : quint8 { Good, Caution, Bad, Unclear, Broken, Outside };

struct ChartPoint {
    qint64 value = 0;
    QString query; // what the number counts, in the list of ChartData::place
};

// "Fail", with a point for each category.
struct ChartSeries {
    QString label;
    ChartTone tone = ChartTone::Outside;
    std::vector<ChartPoint> points;
};

struct ChartData {
    QString title;
    QString place; // the list that the queries belong to: "devices", "results"
    QStringList categories; // a bar each; a single one is a ring whose slices are the series
    QStringList details; // a word beside each category, such as how grave a rule is; or none
    std::vector<ChartSeries> series;

    qint64 total(size_t category) const;
    // The same bars and slices, whatever their numbers.
    bool hasShapeOf(const ChartData &other) const;
};

} // namespace belvedere
