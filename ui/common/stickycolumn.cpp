// Painting the first column over the others.
#include "ui/common/stickycolumn.h"

#include "table/tablemodel.h"
#include "ui/common/tableview.h"
#include "ui/common/tokens.h"

#include <QEvent>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionHeader>

namespace belvedere {

StickyColumn::StickyColumn(TableView *view)
    : QWidget(view)
    , m_view(view)
    , m_heading(new QWidget(view))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_heading->installEventFilter(this);
    hide();
    m_heading->hide();
}

void StickyColumn::follow()
{
    const bool isNeeded = m_view->horizontalScrollBar()->value() > 0 && m_view->model()->columnCount() > 1;
    const QRect header = m_view->horizontalHeader()->geometry();
    const QRect viewport = m_view->viewport()->geometry();
    const int width = std::min(m_view->columnWidth(0), viewport.width() / 2);
    setGeometry(viewport.left(), header.top(), width, viewport.bottom() + 1 - header.top());
    m_heading->setGeometry(viewport.left(), header.top(), width, header.height());
    setVisible(isNeeded);
    m_heading->setVisible(isNeeded);
    if (isNeeded) {
        m_heading->raise();
        raise();
        update();
    }
}

void StickyColumn::paintHeading(QPainter &painter) const
{
    const QHeaderView *header = m_view->horizontalHeader();
    QStyleOptionHeader option;
    option.initFrom(header);
    option.rect = QRect(0, 0, width(), header->height());
    option.section = 0;
    option.orientation = Qt::Horizontal;
    option.position = QStyleOptionHeader::Beginning;
    option.textAlignment = header->defaultAlignment();
    option.text = m_view->model()->headerData(0, Qt::Horizontal).toString();
    if (header->sortIndicatorSection() == 0)
        option.sortIndicator = header->sortIndicatorOrder() == Qt::AscendingOrder ? QStyleOptionHeader::SortDown
                                                                                  : QStyleOptionHeader::SortUp;
    header->style()->drawControl(QStyle::CE_Header, &option, &painter, header);
}

void StickyColumn::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.raised);
    painter.save(); // a style leaves its clipping behind
    paintHeading(painter);
    painter.restore();
    const int top = m_view->horizontalHeader()->height();
    painter.save();
    painter.setClipRect(0, top, width(), height() - top);
    m_view->paintFirstColumn(painter, QRect(0, top, width(), height() - top));
    painter.restore();
    painter.fillRect(width() - 1, 0, 1, height(), tokens.border);
}

bool StickyColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        Q_EMIT headerClicked();
    // what lies below must not hear of any of it
    return event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease
        || event->type() == QEvent::MouseButtonDblClick || QWidget::eventFilter(watched, event);
}

} // namespace belvedere
