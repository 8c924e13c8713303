// RingChart: one number split into slices, with the share that matters in its middle.
#pragma once

#include "reports/chartdata.h"

#include <QtCharts/QChartView>

QT_BEGIN_NAMESPACE
class QPieSeries;
class QPieSlice;
QT_END_NAMESPACE

namespace belvedere {

// For the eye and the mouse; the table beside it says the same by keyboard.
class RingChart final : public QChartView {
    Q_OBJECT
public:
    explicit RingChart(QWidget *parent = nullptr);
    // `middle` is what the ring is about: "77.9 %"; `below` a word for it.
    void setChart(const ChartData &chart, const QString &middle, const QString &below);

Q_SIGNALS:
    void chosen(const QString &query);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

private:
    void refresh();
    void point(QPieSlice *slice, bool on);

    ChartData m_chart;
    QString m_middle;
    QString m_below;
    QPieSeries *m_series;
};

} // namespace belvedere
