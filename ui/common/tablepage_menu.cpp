// What a table page does for its menu: files and the clipboard.
#include "table/csv.h"
#include "table/grouping.h"
#include "table/selection.h"
#include "ui/common/exportbar.h"
#include "ui/common/facetpanel.h"
#include "ui/common/querybox.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>

namespace belvedere {

void TablePage::connectMenu()
{
    connect(m_menu, &TableMenu::exportRequested, this, &TablePage::exportRequested);
    connect(m_menu, &TableMenu::copyCsvRequested, this, &TablePage::copyCsv);
    connect(m_menu, &TableMenu::densityChosen, m_view, &TableView::setDensity);
    connect(m_menu, &TableMenu::groupChosen, m_model, [this](const QString &field) { m_model->setGroup(field); });
    connect(m_menu, &TableMenu::foldChosen, m_model, &TableModel::setAllCollapsed);
    connect(m_menu, &TableMenu::columnsChosen, m_model, &TableModel::setColumns);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        const qint64 ticked = m_selection->countIn(*m_model->view());
        m_menu->setGroups(groupChoices(), groupName());
        m_menu->setRows(ticked > 0 ? ticked : m_model->matching(), ticked > 0);
    });
    for (const auto changed : {&TableModel::columnsInserted, &TableModel::columnsRemoved})
        connect(m_model, changed, this, &TablePage::arrangementChanged);
    connect(m_model, &TableModel::columnsMoved, this, &TablePage::arrangementChanged);
    connect(m_model, &TableModel::viewReplaced, this, &TablePage::arrangementChanged);
    connect(m_export, &ExportBar::finished, this, &TablePage::exported);
}

void TablePage::setColumnSets(const QList<ColumnSet> &sets)
{
    m_menu->setColumnSets(QList<ColumnSet>{{tr("Usual", "set of columns"), m_usual}} + sets);
}

void TablePage::setFacets(const QStringList &names)
{
    m_facets->setFields(names);
    m_values->setVisible(!names.isEmpty());
}

QString TablePage::groupName() const
{
    const int column = m_model->groupColumn();
    return column < 0 ? QString() : QString::fromLatin1(m_store.fields()[size_t(column)].name);
}

TableArrangement TablePage::arrangement() const { return {m_model->columns(), m_model->sortKeys(), groupName()}; }

void TablePage::arrange(const TableArrangement &arrangement)
{
    m_model->setColumns(arrangement.columns);
    m_model->setSort(arrangement.sort);
    m_model->setGroup(arrangement.group);
}

void TablePage::addTool(QWidget *tool) { m_tools->insertWidget(m_tools->indexOf(m_query) + 1, tool, 0, Qt::AlignTop); }

// What repeats in the columns that are shown.
QList<ColumnSet> TablePage::groupChoices() const
{
    QList<ColumnSet> choices;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const Field &field = m_model->fieldAt(column);
        if (canGroup(field.kind) && field.is(Facet))
            choices.append({m_model->display().label(field), {QString::fromLatin1(field.name)}});
    }
    return choices;
}

ExportRequest TablePage::exportRequest(ExportFormat format, const QString &path) const
{
    std::vector<int> columns;
    for (int column = 0; column < m_model->columnCount(); ++column)
        columns.push_back(int(&m_model->fieldAt(column) - m_store.fields().data()));
    const ViewPointer &view = m_model->view();
    return {m_selection->countIn(*view) > 0 ? tickedRows(view, *m_selection) : view, columns, m_model->display(),
        format, path};
}

void TablePage::startExport(ExportRequest request) { m_export->start(std::move(request)); }

bool TablePage::isExporting() const { return m_export->isBusy(); }

void TablePage::copyCsv() const
{
    const ExportRequest request = exportRequest(ExportFormat::Csv, {});
    CsvWriter writer(request.view, request.columns, request.display, {.byteOrderMark = false});
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    // one step of many rows; more than that belongs into a file
    if (writer.step(buffer, TableView::mostCopied))
        QGuiApplication::clipboard()->setText(QString::fromUtf8(buffer.data()));
}

} // namespace belvedere
