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
    // `items` are those of the version in force; those of `earlier` versions are shown where devices have them, and
    // counted only then: a policy may have had hundreds of versions. The content of a version does not change.
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
    qsizetype queryCount() const { return m_tallies.size(); } // that all this takes
    QTableWidget *table() const { return m_table; }

Q_SIGNALS:
    void changed();
    void opened(const QString &query); // of deployments: those of a cell

private:
    struct Item {
        QString id, name;
        qint64 version = 0; // the newest that brought it; 0: that in force
        qsizetype all = -1; // where its devices are counted; -1: not yet
        qsizetype parts = -1; // where those of the first state are; the others follow
    };

    QString query(size_t item, int column) const;
    qint64 number(size_t item, int column) const; // 0 before it is counted
    qint64 sum(int column) const; // over all rows
    qint64 sumInForce(int column) const;
    void addAll(size_t item);
    void addParts(size_t item, int endColumn);
    void askMore();
    void ask();
    void refresh();

    Tallies m_tallies;
    QStringList m_queries; // of the tallies; it only grows, so that counts keep their places
    bool m_isAsking = false;
    Id<BusinessPolicy> m_policy;
    QStringList m_given; // to open(), as far as it decides
    std::vector<Item> m_items; // those in force first
    QTableWidget *m_table;
    Label *m_none;
};

} // namespace belvedere
