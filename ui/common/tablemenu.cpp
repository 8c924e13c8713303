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
    m_sets->setObjectName(u"column-sets"_s);
    setColumnSets({});
    m_sort = addMenu(tr("Sort by"));
    m_sort->setObjectName(u"sort"_s);
    m_sortFurther = addMenu(tr("Then by", "sort"));
    m_sortFurther->setObjectName(u"sort-further"_s);
    m_groups = addMenu(tr("Group by"));
    m_groups->setObjectName(u"groups"_s);
    m_csv->setObjectName(u"export-csv"_s);
    m_xlsx->setObjectName(u"export-xlsx"_s);
    m_copyCsv->setObjectName(u"copy-csv"_s);
    QMenu *rows = addMenu(tr("Height of rows"));
    rows->setObjectName(u"heights"_s);
    const std::pair<TableView::Density, QString> densities[] = {
        {TableView::Density::Comfortable, tr("Comfortable", "height of rows")},
        {TableView::Density::Compact, tr("Compact", "height of rows")}};
    for (const auto &[density, text] : densities) {
        QAction *action = rows->addAction(text);
        action->setCheckable(true);
        action->setData(int(density));
        m_densities->addAction(action);
    }
    addSeparator();
    m_values = addAction(tr("Values panel"));
    m_inspector = addAction(tr("Inspector"));
    for (QAction *part : {m_values, m_inspector})
        part->setCheckable(true);
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
    connect(m_sets->addAction(tr("Choose…", "columns")), &QAction::triggered, this, &TableMenu::columnChooserRequested);
    if (!sets.isEmpty())
        m_sets->addSeparator();
    for (const ColumnSet &set : sets) {
        const QAction *action = m_sets->addAction(set.name);
        connect(action, &QAction::triggered, this, [this, columns = set.columns] { Q_EMIT columnsChosen(columns); });
    }
}

void TableMenu::setOrder(const QList<ColumnSet> &choices, const QStringList &order)
{
    const QString first = order.value(0).mid(1);
    for (QMenu *menu : {m_sort, m_sortFurther}) {
        const bool isFurther = menu == m_sortFurther;
        menu->clear();
        for (const ColumnSet &choice : choices) {
            const QString field = choice.columns.first();
            if (isFurther && field == first)
                continue;
            const bool isDown = order.contains(QString(u'-' + field));
            const bool isChosen = isFurther ? isDown || order.contains(QString(u'+' + field)) : field == first;
            QAction *action = menu->addAction(!isChosen ? choice.name
                    : isDown                            ? tr("%1, descending", "order").arg(choice.name)
                                                        : tr("%1, ascending", "order").arg(choice.name));
            action->setCheckable(true);
            action->setChecked(isChosen);
            connect(
                action, &QAction::triggered, this, [this, field, isFurther] { Q_EMIT sortChosen(field, isFurther); });
        }
    }
    m_sortFurther->menuAction()->setVisible(!first.isEmpty());
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
