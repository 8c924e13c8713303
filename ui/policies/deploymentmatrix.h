// DeploymentMatrix: how many devices have each item of a policy in each state, live; what they lose with it as well.
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
    // `items` are those of the version in force; those of `earlier` versions are shown where devices have them.
    void open(const Id<BusinessPolicy> &policy, const std::vector<PolicyItem> &items,
        const std::vector<PolicyVersion> &earlier);
    // Deployments that the policy wants, or wanted last.
    static QString queryOf(const Id<BusinessPolicy> &policy);
    qint64 count(DeploymentState state) const; // over all rows
    qint64 total() const; // as count(), in all states
    qint64 count(size_t item, DeploymentState state) const;
    // Of the items in force, while the policy wants them: nothing that is being removed or was left.
    qint64 wanted() const;
    qint64 wanted(DeploymentState state) const; // Installed or Failed
    bool hasItem(const Cell &id) const;
    bool isSettled() const { return m_tallies.isSettled(); }
    QTableWidget *table() const { return m_table; }

Q_SIGNALS:
    void changed();
    void opened(const QString &query); // of deployments: those of a cell

private:
    struct Item {
        QString id, name;
        qint64 version = 0; // the newest that brought it; 0: that in force

        bool operator==(const Item &) const = default;
    };

    QString query(size_t item, int column) const;
    qint64 number(size_t item, int column) const; // 0 before it is counted
    qint64 sum(int column) const; // over all rows
    qint64 sumInForce(int column) const;
    void refresh();

    Tallies m_tallies; // by item: all of it, each state, and what wanted() tells
    Id<BusinessPolicy> m_policy;
    std::vector<Item> m_items;
    QTableWidget *m_table;
    Label *m_none;
};

} // namespace belvedere
