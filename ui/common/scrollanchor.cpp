// Holding the top row.
#include "ui/common/scrollanchor.h"

#include <QScrollBar>

namespace belvedere {

ScrollAnchor::ScrollAnchor(QTableView &view, TableModel &model)
    : QObject(&view)
    , m_view(view)
{
    connect(&model, &QAbstractItemModel::layoutAboutToBeChanged, this, &ScrollAnchor::hold);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, &ScrollAnchor::hold);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &ScrollAnchor::hold);
    connect(&model, &TableModel::viewReplaced, this, &ScrollAnchor::restore);
}

// One change may take several steps; the first one sees what the reader sees.
void ScrollAnchor::hold()
{
    if (m_isHolding)
        return;
    m_isHolding = true;
    if (m_view.verticalScrollBar()->value() > 0)
        m_top = m_view.indexAt({0, 0}).siblingAtColumn(0);
}

void ScrollAnchor::restore()
{
    if (m_top.isValid()) {
        const int sideways = m_view.horizontalScrollBar()->value();
        m_view.scrollTo(m_top, QAbstractItemView::PositionAtTop);
        m_view.horizontalScrollBar()->setValue(sideways);
    }
    m_top = QModelIndex();
    m_isHolding = false;
}

} // namespace belvedere
