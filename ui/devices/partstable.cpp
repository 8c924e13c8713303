// The table of a device's parts.
#include "ui/devices/partstable.h"

#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QVariant sortValue(const Cell &cell, const QString &text)
{
    if (const auto *number = std::get_if<qint64>(&cell))
        return *number;
    if (const auto *time = std::get_if<QDateTime>(&cell))
        return *time;
    if (const auto *version = std::get_if<Version>(&cell))
        return version->key();
    return isKnown(cell) ? text : QVariant();
}

} // namespace

PartsModel::PartsModel(std::span<const Field> fields, Display display, QObject *parent)
    : QAbstractTableModel(parent)
    , m_fields(fields)
    , m_display(std::move(display))
{
}

void PartsModel::setRows(std::vector<std::vector<Cell>> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int PartsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int PartsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_fields.size()); }

QVariant PartsModel::data(const QModelIndex &index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const Cell &cell = m_rows[size_t(index.row())][size_t(index.column())];
    const Field &field = m_fields[size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole: {
        const QString text = m_display.text(cell, field);
        return text.isEmpty() ? u"–"_s : text;
    }
    case Qt::ToolTipRole:
        return m_display.detail(cell, field);
    case Qt::AccessibleTextRole:
        return m_display.spoken(cell, field);
    case TokenRole:
        return std::holds_alternative<QString>(cell) ? std::get<QString>(cell) : QVariant();
    case SortRole:
        return sortValue(cell, m_display.text(cell, field));
    default:
        return {};
    }
}

QVariant PartsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= int(m_fields.size()))
        return {};
    return m_display.label(m_fields[size_t(section)]);
}

PartsTable::PartsTable(std::span<const Field> fields, const Display &display, const QString &name,
    const QString &placeholder, const QString &none, QWidget *parent)
    : QWidget(parent)
    , m_model(new PartsModel(fields, display, this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_noneText(none)
    , m_filter(new QLineEdit)
    , m_view(new QTableView)
    , m_count(new Label({}, Label::Style::Small, Tone::Muted))
    , m_none(new Label(none, Label::Style::Body, Tone::Muted))
{
    m_none->setWordWrap(true);
    m_proxy->setSourceModel(m_model);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setSortRole(PartsModel::SortRole);
    m_proxy->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setSortLocaleAware(true);
    m_filter->setPlaceholderText(placeholder);
    m_filter->setAccessibleName(placeholder);
    m_filter->setClearButtonEnabled(true);
    m_view->setModel(m_proxy);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->setShowGrid(false);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->verticalHeader()->hide();
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(name);
    auto *top = new QHBoxLayout;
    top->setSpacing(space::m);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, 0);
    layout->setSpacing(space::s);
    layout->addLayout(top);
    layout->addWidget(m_none);
    layout->addWidget(m_view, 1);
    layout->addStretch(0);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &PartsTable::refresh);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &PartsTable::refresh);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &PartsTable::refresh);
    connect(m_view, &QTableView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT opened(m_proxy->mapToSource(index).row()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this] { Q_EMIT currentChanged(currentRow()); });
    refresh();
}

void PartsTable::setNote(const QString &note) { m_none->setText(note.isEmpty() ? m_noneText : note); }

void PartsTable::setBadges(const QString &field, BadgeLooks looks)
{
    const auto list = m_model->fields();
    const Field *found = findField(list, field);
    if (found)
        m_view->setItemDelegateForColumn(
            int(found - list.data()), new BadgeDelegate(std::move(looks), PartsModel::TokenRole, m_view));
}

void PartsTable::sortBy(int column, Qt::SortOrder order) { m_view->sortByColumn(column, order); }

int PartsTable::currentRow() const
{
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() ? m_proxy->mapToSource(current).row() : -1;
}

void PartsTable::setCurrentRow(int row)
{
    const QModelIndex index = row < 0 ? QModelIndex() : m_proxy->mapFromSource(m_model->index(row, 0));
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

bool PartsTable::isEmpty(int column) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const Cell &cell = m_model->cell(row, column);
        if (isKnown(cell) && cell != Cell(QString()) && cell != Cell(QStringList()))
            return false;
    }
    return true;
}

void PartsTable::refresh()
{
    const bool any = m_model->rowCount() > 0;
    m_none->setVisible(!any);
    // where several stand above each other, one without rows leaves the room to the others
    setSizePolicy(QSizePolicy::Preferred, any ? QSizePolicy::Expanding : QSizePolicy::Maximum);
    m_view->setVisible(any);
    m_filter->setVisible(any);
    m_count->setVisible(any);
    m_count->setText(tr("%1 of %2", "rows shown").arg(m_proxy->rowCount()).arg(m_model->rowCount()));
    for (int column = 1; column < m_model->columnCount(); ++column)
        m_view->setColumnHidden(column, m_hidesEmpty && any && isEmpty(column));
    m_view->resizeColumnsToContents();
    // a long text must not push the columns behind it out of sight; the tool tip holds the whole
    const int widest = fontMetrics().averageCharWidth() * 60;
    const int last = m_model->columnCount() - 1;
    QList<int> wanted;
    int left = m_view->viewport()->width();
    for (int column = 0; column <= last; ++column) {
        // the last one has what is left over by now
        const int natural = column < last ? m_view->columnWidth(column)
                                          : qMax(static_cast<QAbstractItemView *>(m_view)->sizeHintForColumn(column),
                                              m_view->horizontalHeader()->sectionSizeHint(column));
        wanted.append(m_view->isColumnHidden(column) ? 0 : natural);
        left -= qMin(wanted.constLast(), widest);
        if (column < last)
            m_view->setColumnWidth(column, qMin(natural, widest));
    }
    for (int column = 0; column < last && left > 0; ++column) { // unless there is room
        const int more = qBound(0, wanted[column] - widest, left);
        if (more > 0)
            m_view->setColumnWidth(column, widest + more);
        left -= more;
    }
}

} // namespace belvedere
