// The item model over views.
#include "table/tablemodel.h"

#include "table/queryfilter.h"

namespace belvedere {

namespace {

constexpr qsizetype namedUpdates = 64; // beyond that, one range over all rows is cheaper

QVariant sortValue(const Cell &cell)
{
    struct ToVariant {
        QVariant operator()(std::monostate) const { return {}; }
        QVariant operator()(const Version &v) const { return v.key(); }
        QVariant operator()(bool v) const { return v; }
        QVariant operator()(qint64 v) const { return v; }
        QVariant operator()(const QString &v) const { return v; }
        QVariant operator()(const QDateTime &v) const { return v; }
        QVariant operator()(const QStringList &v) const { return v; }
        QVariant operator()(const QJsonObject &v) const { return v; }
        QVariant operator()(const QJsonArray &v) const { return v; }
    };
    return std::visit(ToVariant(), cell);
}

bool isNumber(Kind kind) { return kind == Kind::Int || kind == Kind::Bytes || kind == Kind::Duration; }

} // namespace

TableModel::TableModel(TableStore &store, Display display, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_display(std::move(display))
{
    const std::span<const Field> fields = store.fields();
    for (size_t i = 0; i < fields.size(); ++i) {
        if (!fields[i].is(Hidden) && !fields[i].is(Detail))
            m_columns.push_back(int(i));
    }
    auto nothing = std::make_shared<View>();
    nothing->snapshot = SnapshotBuilder(fields).finish();
    m_lines.show(*nothing);
    m_view = std::move(nothing);
    m_pause.setSingleShot(true);
    m_pause.setInterval(liveInterval);
    m_aging.setInterval(agingInterval);
    m_aging.start();
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_isStale)
            requestView();
    });
    connect(&m_aging, &QTimer::timeout, this, &TableModel::age);
    connect(&m_worker, &ViewWorker::ready, this,
        [this](const std::shared_ptr<const ViewChange> &change) { apply(*change); });
    connect(&m_worker, &ViewWorker::counted, this, [this](const FacetCounts &counts) {
        m_facetCounts = counts;
        Q_EMIT facetsCounted(m_facetCounts);
    });
    connect(&store, &TableStore::loaded, this, [this](const LineReport &report) {
        m_updates.all = true;
        if (report.isComplete())
            requestView(); // nothing supersedes this again and again, and what a part had to show is not worth its time
        else
            dataArrived();
    });
    connect(&store, &TableStore::changed, this, [this](const RowChanges &changes) {
        m_updates.ids.append(changes.updated);
        m_updates.all = m_updates.all || m_updates.ids.size() > namedUpdates;
        if (!changes.isEmpty())
            dataArrived();
    });
    if (store.snapshot()->rowCount() > 0)
        requestView();
}

bool TableModel::isUpToDate() const
{
    return !m_worker.isBusy() && !m_isStale && !m_store.isBusy() && m_view->snapshot == m_store.snapshot();
}

// Data must not supersede a view that is being computed: steady changes would keep it from ever being shown.
void TableModel::dataArrived()
{
    if (m_worker.isBusy() || m_pause.isActive())
        m_isStale = true;
    else
        requestView();
}

void TableModel::requestView()
{
    m_isStale = false;
    m_updatesInView.ids.append(m_updates.ids);
    m_updatesInView.all = m_updatesInView.all || m_updates.all;
    m_updates = {};
    m_worker.request(
        {m_store.snapshot(), filter(m_query), m_sort, m_display.locale(), m_group, m_collapsed, facetRequests()},
        m_view);
}

bool TableModel::setQuery(const QString &text)
{
    const QueryParse parse = parseQuery(text, m_store.fields());
    if (!parse) {
        Q_EMIT queryRefused(parse.error());
        return false;
    }
    if (parse.query() == m_query)
        return true;
    m_query = parse.query();
    requestView();
    return true;
}

// Compiled anew for every view, because ages count from the present.
RowFilterPointer TableModel::filter(const Query &query) const
{
    if (query.isEmpty())
        return {};
    Result<Matcher> matcher = Matcher::compile(query, m_store.fields(), m_display.now());
    // A query that was parsed against these fields compiles against them.
    Q_ASSERT(matcher);
    return std::make_shared<QueryFilter>(std::move(matcher).value());
}

void TableModel::setSort(std::vector<SortKey> keys)
{
    if (keys == m_sort)
        return;
    m_sort = std::move(keys);
    requestView();
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    std::vector<SortKey> keys;
    if (column >= 0 && column < columnCount()) {
        keys.push_back({m_columns[size_t(column)], order == Qt::DescendingOrder});
        if (!m_sort.empty() && m_sort.front().column != keys.front().column)
            keys.push_back(m_sort.front());
    }
    setSort(std::move(keys));
}

QStringList TableModel::columns() const
{
    QStringList names;
    for (const int column : m_columns)
        names.append(QString::fromLatin1(m_store.fields()[size_t(column)].name));
    return names;
}

bool TableModel::setColumns(const QStringList &names)
{
    std::vector<int> wanted;
    for (const QString &name : names) {
        const int column = m_store.snapshot()->columnOf(name);
        if (column >= 0 && std::find(wanted.begin(), wanted.end(), column) == wanted.end())
            wanted.push_back(column);
    }
    if (wanted.empty())
        return false;
    for (int i = int(m_columns.size()) - 1; i >= 0; --i) {
        if (std::find(wanted.begin(), wanted.end(), m_columns[size_t(i)]) != wanted.end())
            continue;
        beginRemoveColumns({}, i, i);
        m_columns.erase(m_columns.begin() + i);
        endRemoveColumns();
    }
    for (int i = 0; i < int(wanted.size()); ++i) {
        const auto at = m_columns.begin() + i;
        const auto found = std::find(at, m_columns.end(), wanted[size_t(i)]);
        if (found == m_columns.end()) {
            beginInsertColumns({}, i, i);
            m_columns.insert(at, wanted[size_t(i)]);
            endInsertColumns();
        } else if (found != at) {
            const int from = int(found - m_columns.begin());
            beginMoveColumns({}, from, from, {}, i);
            std::rotate(at, found, found + 1);
            endMoveColumns();
        }
    }
    return true;
}

void TableModel::age()
{
    // at midnight what was today is yesterday
    bool isAnotherDay = false;
    if (m_group) {
        SortKey group = *m_group;
        group.bands = bandsOf(m_store.fields()[size_t(group.column)]);
        isAnotherDay = !(group == *m_group);
        m_group = group;
    }
    if (isAnotherDay || !m_query.isEmpty())
        dataArrived();
    if (rowCount() == 0)
        return;
    for (int column = 0; column < columnCount(); ++column) {
        if (fieldAt(column).kind == Kind::Time)
            Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column), {Qt::DisplayRole});
    }
}

QModelIndex TableModel::indexOfId(const QString &id, int column) const
{
    const std::optional<quint32> position = m_view->positionOf(id);
    const std::optional<quint32> line = position ? m_view->lineOf(*position) : std::nullopt;
    return line ? index(int(*line), column) : QModelIndex();
}

bool TableModel::isHeader(int row) const
{
    const ShownLines::Place place = m_lines.at(quint32(row));
    return place.view && place.view->lineAt(place.line).isHeader;
}

std::optional<quint32> TableModel::snapshotRow(int row) const
{
    const ShownLines::Place place = m_lines.at(quint32(row));
    if (!place.view || place.view->snapshot != m_view->snapshot)
        return std::nullopt;
    const View::Line line = place.view->lineAt(place.line);
    return line.isHeader ? std::nullopt : std::optional(place.view->rows[line.position]);
}

QString TableModel::idAt(int row) const
{
    const ShownLines::Place place = m_lines.at(quint32(row));
    if (!place.view)
        return {};
    const View::Line line = place.view->lineAt(place.line);
    return line.isHeader ? QString() : place.view->snapshot->id(place.view->rows[line.position]);
}

int TableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_lines.count()); }

int TableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_columns.size()); }

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid));
    const ShownLines::Place place = m_lines.at(quint32(index.row()));
    if (!place.view)
        return {};
    const View::Line line = place.view->lineAt(place.line);
    if (line.isHeader)
        return headerValue(*place.view, line, index, role);
    const Snapshot &snapshot = *place.view->snapshot;
    const quint32 row = place.view->rows[line.position];
    const int column = m_columns[size_t(index.column())];
    const Field &field = fieldAt(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return m_display.text(snapshot.cell(row, column), field);
    case Qt::ToolTipRole:
        return field.kind == Kind::Time && snapshot.column(column).isKnown(row)
            ? QVariant(m_display.detail(snapshot.cell(row, column), field))
            : QVariant();
    case Qt::AccessibleTextRole:
        return m_display.spoken(snapshot.cell(row, column), field);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(isNumber(field.kind) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case SortRole:
        return sortValue(snapshot.cell(row, column));
    case IdRole:
        return snapshot.id(row);
    case CellRole:
        return QVariant::fromValue(snapshot.cell(row, column));
    case GroupRole:
        return false;
    case GroupCountRole:
        return line.group < 0 ? 0 : int(place.view->groups[size_t(line.group)].count);
    case CollapsedRole:
        return false;
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Field &field = fieldAt(section);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return m_display.label(field);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(isNumber(field.kind) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace belvedere
