// The entries of the menu.
#include "ui/common/tablemenu.h"

#include "ui/common/icons.h"

#include <QActionGroup>

using namespace Qt::StringLiterals;

namespace belvedere {

TableMenu::TableMenu(QWidget *parent)
    : QMenu(parent)
    , m_densities(new QActionGroup(this))
{
    m_csv = addAction(belvedere::icon(Icon::Download), tr("Export as CSV…"));
    m_xlsx = addAction(belvedere::icon(Icon::Download), tr("Export as Excel workbook…"));
    addSeparator();
    m_copyCsv = addAction(belvedere::icon(Icon::Copy), tr("Copy as CSV"));
    m_copyEnd = addSeparator();
    m_sets = addMenu(belvedere::icon(Icon::Columns), tr("Columns", "set of columns"));
    setObjectName(u"table-menu"_s);
    m_sets->menuAction()->setVisible(false);
    m_groups = addMenu(tr("Group by"));
    m_groups->setObjectName(u"groups"_s);
    m_csv->setObjectName(u"export-csv"_s);
    m_xlsx->setObjectName(u"export-xlsx"_s);
    m_copyCsv->setObjectName(u"copy-csv"_s);
    QMenu *rows = addMenu(tr("Height of rows"));
    const std::pair<TableView::Density, QString> densities[] = {
        {TableView::Density::Comfortable, tr("Comfortable", "height of rows")},
        {TableView::Density::Compact, tr("Compact", "height of rows")}};
    for (const auto &[density, text] : densities) {
        QAction *action = rows->addAction(text);
        action->setCheckable(true);
        action->setData(int(density));
        m_densities->addAction(action);
    }
    setDensity(TableView::Density::Comfortable);
    connect(m_csv, &QAction::triggered, this, [this] { Q_EMIT exportRequested(ExportFormat::Csv); });
    connect(m_xlsx, &QAction::triggered, this, [this] { Q_EMIT exportRequested(ExportFormat::Xlsx); });
    connect(m_copyCsv, &QAction::triggered, this, &TableMenu::copyCsvRequested);
    connect(m_densities, &QActionGroup::triggered, this,
        [this](const QAction *action) { Q_EMIT densityChosen(TableView::Density(action->data().toInt())); });
}

void TableMenu::setColumnSets(const QList<ColumnSet> &sets)
{
    m_sets->clear();
    for (const ColumnSet &set : sets) {
        const QAction *action = m_sets->addAction(set.name);
        connect(action, &QAction::triggered, this, [this, columns = set.columns] { Q_EMIT columnsChosen(columns); });
    }
    m_sets->menuAction()->setVisible(!sets.isEmpty());
}

void TableMenu::setGroups(const QList<ColumnSet> &choices, const QString &current)
{
    m_groups->clear();
    const auto add = [this, &current](const QString &text, const QString &field) {
        QAction *action = m_groups->addAction(text);
        action->setCheckable(true);
        action->setChecked(field == current);
        connect(action, &QAction::triggered, this, [this, field] { Q_EMIT groupChosen(field); });
    };
    add(tr("Nothing", "group by"), {});
    for (const ColumnSet &choice : choices)
        add(choice.name, choice.columns.first());
    m_groups->menuAction()->setVisible(!choices.isEmpty() || !current.isEmpty());
    if (current.isEmpty())
        return;
    m_groups->addSeparator();
    connect(m_groups->addAction(tr("Fold all groups")), &QAction::triggered, this, [this] { Q_EMIT foldChosen(true); });
    connect(
        m_groups->addAction(tr("Unfold all groups")), &QAction::triggered, this, [this] { Q_EMIT foldChosen(false); });
}

void TableMenu::setDensity(TableView::Density density)
{
    for (QAction *action : m_densities->actions())
        action->setChecked(action->data().toInt() == int(density));
}

void TableMenu::setRows(qint64 rows, bool ticked)
{
    for (QAction *action : {m_csv, m_xlsx, m_copyCsv})
        action->setEnabled(rows > 0);
    m_csv->setText(ticked ? tr("Export %n selected as CSV…", nullptr, int(rows)) : tr("Export as CSV…"));
    m_xlsx->setText(
        ticked ? tr("Export %n selected as Excel workbook…", nullptr, int(rows)) : tr("Export as Excel workbook…"));
}

} // namespace belvedere
