// ScrollAnchor: keeps the row at the top of a table where it is while rows come and go above it.
#pragma once

#include "table/tablemodel.h"

#include <QTableView>

namespace belvedere {

// At the very top nothing is held, so that one sees what arrives there. A row that goes lets the view stay as it is.
class ScrollAnchor final : public QObject {
    Q_OBJECT

public:
    ScrollAnchor(QTableView &view, TableModel &model); // a child of the view, which shows the model

private:
    void hold();
    void restore();

    QTableView &m_view;
    QPersistentModelIndex m_top;
    bool m_isHolding = false; // until the model shows its next view
};

} // namespace belvedere
