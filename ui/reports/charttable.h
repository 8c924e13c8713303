// ChartTable: the numbers of a chart as a table, for the keyboard, for screen readers and as the chart's legend.
#pragma once

#include "reports/chartdata.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace belvedere {

// A ring has a row for each slice, bars have a row for each bar and a column for each series.
class ChartTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { QueryRole = Qt::UserRole }; // QString; empty where there is nothing to show

    using QAbstractTableModel::QAbstractTableModel;
    // The same shape changes numbers only, so that what is chosen stays chosen.
    void setChart(const ChartData &chart);
    const ChartData &chart() const { return m_chart; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    bool isRing() const { return m_chart.categories.size() == 1 && m_chart.details.isEmpty(); }
    int firstNumber() const { return isRing() || m_chart.details.isEmpty() ? 1 : 2; } // column
    const ChartPoint *pointAt(int row, int column) const; // nullptr: no number
    const ChartSeries *seriesAt(int row, int column) const;
    QVariant text(int row, int column) const;
    QVariant spoken(int row, int column) const;
    ChartData m_chart;
};

class ChartTable final : public QTableView {
    Q_OBJECT
public:
    explicit ChartTable(QWidget *parent = nullptr);
    void setChart(const ChartData &chart);
    ChartTableModel &model() { return *m_model; }
    // As high as all rows.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &query);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void choose(const QModelIndex &index);
    ChartTableModel *m_model;
};

} // namespace belvedere
