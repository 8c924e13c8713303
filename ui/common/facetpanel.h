// FacetPanel: the values that occur beside a table, how often, and a box to tick for each.
#pragma once

#include "table/facets.h"

#include <QTreeWidget>

namespace belvedere {

class TableModel;

// The counts follow the query as it is typed. Ticking a value changes the query; Space or Enter ticks.
class FacetPanel : public QTreeWidget {
    Q_OBJECT
public:
    static constexpr int usuallyShown = 6; // values of a field, before a person asks for more

    explicit FacetPanel(TableModel &model, QWidget *parent = nullptr);
    // Names of fields; counted only while the panel is shown. Those of which no row has a value are left out.
    void setFields(const QStringList &names);

Q_SIGNALS:
    // The query with a value ticked or not, as text.
    void queryChosen(const QString &query);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    struct Entry {
        Cell value;
        std::optional<quint32> count; // nothing: not among the values that were counted
        bool chosen;
    };
    void refresh();
    void fill(QTreeWidgetItem *heading, const ColumnCounts &counts);
    QList<Entry> entriesOf(const ColumnCounts &counts) const;
    void activate(QTreeWidgetItem *item);
    QTreeWidgetItem *headingOf(int column, int place);

    TableModel &m_model;
    QStringList m_fields;
    QSet<int> m_unfolded; // fields of which more values are shown
};

} // namespace belvedere
