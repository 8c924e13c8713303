// TableView: the table of a table page, with its own keyboard and its own way of ticking rows.
#pragma once

#include "ui/common/tabledelegate.h"

#include <QTableView>

namespace belvedere {

class StickyColumn;

// Clicking makes a row current; ticking is by the box, Space, Ctrl+click, Shift+click, Shift+arrows and Ctrl+A, which
// ticks everything that matches, not only what is visible. Enter or a double click opens.
class TableView : public QTableView {
    Q_OBJECT
public:
    static constexpr int mostCopied = 10'000; // rows
    static constexpr size_t mostSortKeys = 4; // as many as the server takes
    enum class Density : quint8 { Comfortable, Compact };

    TableView(TableModel &model, Selection &selection, QWidget *parent = nullptr);
    TableDelegate *delegate() const { return m_delegate; }
    QString currentId() const; // empty: none
    void setCurrentId(const QString &id);
    // Header and the ticked rows that are shown, else the current row, as tab-separated text.
    QString copyText() const;
    void setDensity(Density density);
    Density density() const { return m_density; }
    // By a click on the heading: this column first, again: the other way round. `further`: behind those that decide
    // already.
    void sortBy(int column, bool further);
    // What stands in the first column, from the top of the viewport on; for the sticky column.
    void paintFirstColumn(QPainter &painter, const QRect &area);
    // What suits the kind of each column, at the current text size, and the first rows as far as there is room.
    void resetWidths();
    // Widths that a person has chosen: the rows that come change nothing about them.
    void keepWidths() { m_isFitted = true; }

Q_SIGNALS:
    void opened(const QString &id);
    void currentIdChanged(const QString &id);
    void copied(qint64 rows);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void paintEvent(QPaintEvent *event) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void fitRows();
    int usualWidth(int column) const;
    void followColumns();
    // Pixels for what stands in the first `rows` rows, without the space around it.
    int contentWidth(int column, int rows) const;
    void fitToContent();
    void hover(int row);
    bool foldByKey(int row, int key);
    void tickRange(int from, int to);
    void showOrder();
    void copy();
    // Where the first column stands on the viewport.
    QRect firstColumn() const;
    TableModel &m_model;
    Selection &m_selection;
    TableDelegate *m_delegate;
    StickyColumn *m_sticky;
    QHash<QString, int> m_widths; // of columns that are not shown, by field
    Density m_density = Density::Comfortable;
    QPersistentModelIndex m_anchor; // in the row from which a range is ticked; invalid once that is not shown
    int m_hovered = -1;
    bool m_isFitted = false; // to the first rows
};

} // namespace belvedere
