// BarChart: a stacked bar for each category, with words and numbers in its parts as far as there is room.
#pragma once

#include "reports/chartdata.h"

#include <QtCharts/QChartView>

QT_BEGIN_NAMESPACE
class QBarCategoryAxis;
class QBarSet;
class QHorizontalPercentBarSeries;
QT_END_NAMESPACE

namespace belvedere {

// For the eye and the mouse; the table below it says the same by keyboard.
class BarChart final : public QChartView {
    Q_OBJECT
public:
    explicit BarChart(QWidget *parent = nullptr);
    void setChart(const ChartData &chart);

Q_SIGNALS:
    void chosen(const QString &query);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }

private:
    void rebuild();
    void refresh();
    void fit();
    size_t category(int bar) const { return size_t(m_chart.categories.size() - 1 - bar); } // the first one is on top
    QRectF partRect(size_t series, int bar) const;

    ChartData m_chart;
    QHorizontalPercentBarSeries *m_series;
    QBarCategoryAxis *m_names;
    int m_gutter = 0; // width for the names
};

} // namespace belvedere
