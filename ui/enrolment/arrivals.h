// Arrivals: the devices that enrolled last, live.
#pragma once

#include "sites/site.h"
#include "table/tablemodel.h"

#include <QWidget>

class QTableView;

namespace belvedere {

class Label;

class Arrivals final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the widget.
    explicit Arrivals(Site &site, QWidget *parent = nullptr);
    bool isSettled() const { return m_model->isUpToDate(); }

Q_SIGNALS:
    void opened(const QString &device);

private:
    void refresh();

    TableModel *m_model;
    Label *m_count;
    Label *m_none;
    QTableView *m_view;
};

} // namespace belvedere
