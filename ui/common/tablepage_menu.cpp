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

using namespace Qt::StringLiterals;

namespace belvedere {

void TablePage::connectMenu()
{
    connect(m_menu, &TableMenu::exportRequested, this, &TablePage::exportRequested);
    connect(m_menu, &TableMenu::copyCsvRequested, this, &TablePage::copyCsv);
    connect(m_menu, &TableMenu::densityChosen, m_view, &TableView::setDensity);
    connect(m_menu, &TableMenu::groupChosen, this, &TablePage::groupBy);
    connect(m_menu, &TableMenu::foldChosen, m_model, &TableModel::setAllCollapsed);
    connect(m_menu, &TableMenu::columnsChosen, m_model, &TableModel::setColumns);
    connect(m_menu, &TableMenu::columnChooserRequested, this, [this] { openChooser(m_columns); });
    connect(m_menu, &TableMenu::sortChosen, this, [this](const QString &field, bool further) {
        m_view->sortBy(int(m_model->columns().indexOf(field)), further);
    });
    connect(m_menu, &QMenu::aboutToShow, this, &TablePage::refreshMenu);
    const auto join = [](QAction *entry, QToolButton *button) {
        connect(entry, &QAction::toggled, button, &QToolButton::setChecked);
        connect(button, &QToolButton::toggled, entry, &QAction::setChecked);
    };
    join(m_menu->values(), m_values);
    join(m_menu->inspector(), m_inspect);
    for (const auto changed : {&TableModel::columnsInserted, &TableModel::columnsRemoved})
        connect(m_model, changed, this, &TablePage::arrangementChanged);
    connect(m_model, &TableModel::columnsMoved, this, &TablePage::arrangementChanged);
    connect(m_model, &TableModel::viewReplaced, this, &TablePage::arrangementChanged);
    connect(m_export, &ExportBar::finished, this, &TablePage::exported);
}

void TablePage::refreshMenu()
{
    const qint64 ticked = m_selection->countIn(*m_model->view());
    m_menu->setOrder(shownFields(), order());
    m_menu->setGroups(groupChoices(), groupName());
    m_menu->setRows(ticked > 0 ? ticked : m_model->matching(), ticked > 0);
}

void TablePage::setColumnSets(const QList<ColumnSet> &sets)
{
    m_menu->setColumnSets(QList<ColumnSet>{{tr("Usual", "set of columns"), m_usual}} + sets);
}

// Those first that a person usually sees.
void TablePage::refreshFacets()
{
    QStringList names;
    const auto add = [&names](const Field &field) {
        const QString name = QString::fromLatin1(field.name);
        if (field.is(Facet) && canCount(field.kind) && !field.is(Hidden) && !field.is(Detail) && !names.contains(name))
            names.append(name);
    };
    for (const QString &name : m_usual) {
        if (const Field *field = findField(m_store.fields(), name))
            add(*field);
    }
    for (const Field &field : m_store.fields())
        add(field);
    m_facets->setFields(names);
    m_values->setVisible(!names.isEmpty());
    m_menu->values()->setVisible(!names.isEmpty());
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
    groupBy(arrangement.group);
}

void TablePage::addTool(QWidget *tool) { m_tools->insertWidget(m_tools->indexOf(m_query) + 1, tool, 0, Qt::AlignTop); }

void TablePage::groupBy(const QString &name)
{
    const Field *field = findField(m_store.fields(), name);
    m_model->setGroup(name, field && field->kind == Kind::Time); // what was last comes first
}

QList<ColumnSet> TablePage::shownFields() const
{
    QList<ColumnSet> fields;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const Field &field = m_model->fieldAt(column);
        fields.append({m_model->display().label(field), {QString::fromLatin1(field.name)}});
    }
    return fields;
}

// What repeats in the columns that are shown, and what has ranges.
QList<ColumnSet> TablePage::groupChoices() const
{
    QList<ColumnSet> choices = shownFields();
    choices.removeIf([this](const ColumnSet &choice) {
        const Field &field = *findField(m_store.fields(), choice.columns.first());
        return !canGroup(field.kind) || !(field.is(Facet) || hasBands(field));
    });
    return choices;
}

QStringList TablePage::order() const
{
    QStringList order;
    for (const SortKey &key : m_model->sortKeys())
        order.append(
            (key.descending ? u"-"_s : u"+"_s) + QString::fromLatin1(m_store.fields()[size_t(key.column)].name));
    return order;
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
