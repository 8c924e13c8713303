// TableMenu: what a table page offers besides filtering: files, the clipboard, sets of columns, the height of rows.
#pragma once

#include "table/tableexport.h"
#include "ui/common/tableview.h"

#include <QMenu>

class QActionGroup;

namespace belvedere {

// Columns that belong together; the name is translated.
struct ColumnSet {
    QString name;
    QStringList columns; // names of fields
};

class TableMenu : public QMenu {
    Q_OBJECT
public:
    explicit TableMenu(QWidget *parent);
    void setColumnSets(const QList<ColumnSet> &sets);
    // Names of fields with their labels; the first ones that decide come with "+" or "-" for the direction.
    void setOrder(const QList<ColumnSet> &choices, const QStringList &order);
    void setDensity(TableView::Density density);
    // How many rows the next file will hold, and whether only because they are ticked.
    void setRows(qint64 rows, bool ticked);
    // Each choice is one field; `current` is the name of the one that is chosen, or empty.
    void setGroups(const QList<ColumnSet> &choices, const QString &current);
    // Further things to copy, behind the rows.
    void addCopy(QAction *action) { insertAction(m_copyEnd, action); }
    // Whether a part of the page beside the table is shown; kept as it is by the page.
    QAction *values() const { return m_values; }
    QAction *inspector() const { return m_inspector; }

Q_SIGNALS:
    void exportRequested(belvedere::ExportFormat format);
    void copyCsvRequested();
    void columnsChosen(const QStringList &names);
    void columnChooserRequested();
    void sortChosen(const QString &field, bool further); // again: the other way round
    void groupChosen(const QString &field); // empty: no groups
    void foldChosen(bool folded); // all groups
    void densityChosen(belvedere::TableView::Density density);

private:
    QAction *m_csv;
    QAction *m_xlsx;
    QAction *m_copyCsv;
    QAction *m_copyEnd;
    QMenu *m_sets;
    QMenu *m_sort;
    QMenu *m_sortFurther;
    QMenu *m_groups;
    QAction *m_values;
    QAction *m_inspector;
    QActionGroup *m_densities;
};

} // namespace belvedere
