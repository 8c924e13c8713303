// DeploymentMatrix: how many devices have each item of a policy in each state, live.
#pragma once

#include "api/policies.h"
#include "sites/site.h"
#include "ui/records/tallies.h"

#include <QWidget>

class QTableWidget;

namespace belvedere {

class Label;

class DeploymentMatrix final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the widget.
    explicit DeploymentMatrix(Site &site, QWidget *parent = nullptr);
    void open(const Id<BusinessPolicy> &policy, const std::vector<PolicyItem> &items);
    qint64 count(DeploymentState state) const; // over all items
    qint64 total() const;
    qint64 count(size_t item, DeploymentState state) const;
    bool hasItem(const Cell &id) const;
    bool isSettled() const { return m_tallies.isSettled(); }
    QTableWidget *table() const { return m_table; }

Q_SIGNALS:
    void changed();
    void opened(const QString &query); // of deployments: those of a cell

private:
    QString query(size_t item, int column) const; // column 0: all states
    void refresh();

    Tallies m_tallies; // by item: all of it, then each state
    Id<BusinessPolicy> m_policy;
    std::vector<PolicyItem> m_items;
    QTableWidget *m_table;
    Label *m_none;
};

} // namespace belvedere
