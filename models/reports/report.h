// Report: what any report comes to: a headline, single figures and pictures.
#pragma once

#include "reports/chartdata.h"

#include <optional>
#include <QDateTime>
#include <QJsonObject>

namespace belvedere {

// A share, with what it is a share of.
struct Share {
    qint64 part = 0;
    qint64 whole = 0;
    // In tenths of a percent, rounded down: only all of them make 100 %. Nothing of nothing is no share.
    std::optional<qint64> perMille() const;
};

// One number with where it stands; in machine words.
struct Figure {
    QString section; // "devices", "rules"
    QString id;
    QString name;
    QString severity;
    QString state;
    Share share;
};

struct Report {
    QString id; // "compliance"
    QString title; // translated
    QDateTime generated;
    Share headline;
    std::vector<Figure> figures;
    std::vector<ChartData> charts;
    QJsonObject data; // as the server counted it
};

} // namespace belvedere
