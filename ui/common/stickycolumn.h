// StickyColumn: keeps the first column in sight while the table is scrolled sideways.
#pragma once

#include <QWidget>

namespace belvedere {

class TableView;

// Lies over the left edge of the table and paints what the table would paint there. Clicks on rows go through to the
// table; those on the heading sort.
class StickyColumn : public QWidget {
    Q_OBJECT
public:
    explicit StickyColumn(TableView *view);
    // To be called when the table was scrolled, painted or changed its size.
    void follow();

Q_SIGNALS:
    void headerClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void paintHeading(QPainter &painter) const;
    TableView *m_view;
    QWidget *m_heading; // takes the clicks on the heading
};

} // namespace belvedere
