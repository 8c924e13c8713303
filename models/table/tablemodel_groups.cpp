// Groups and facets of the item model.
#include "table/tablemodel.h"

namespace belvedere {

namespace {

// The test, perhaps behind a `not`, of one field.
bool isTestOf(const QueryNode &node, QLatin1StringView field)
{
    const QueryNode &inner = node.type == QueryNode::Type::Not ? node.children.front() : node;
    return inner.type == QueryNode::Type::Test && inner.test.field == field;
}

Query without(const Query &query, QLatin1StringView field)
{
    Query rest = query;
    if (isTestOf(rest.root, field)) {
        rest.root = {};
    } else if (rest.root.type == QueryNode::Type::And) {
        std::vector<QueryNode> &parts = rest.root.children;
        std::erase_if(parts, [field](const QueryNode &part) { return isTestOf(part, field); });
        rest.root = flattened(std::move(rest.root));
    }
    return rest;
}

} // namespace

// Null: by value.
BandsPointer TableModel::bandsOf(const Field &field) const
{
    if (!hasBands(field))
        return {};
    return std::make_shared<const Bands>(field.kind == Kind::Time
            ? timeBands(m_display.now(), QTimeZone::systemTimeZone(), m_display.locale().firstDayOfWeek())
            : amountBands(field));
}

bool TableModel::setGroup(const QString &field, bool descending)
{
    std::optional<SortKey> group;
    if (!field.isEmpty()) {
        const int column = m_store.snapshot()->columnOf(field);
        if (column < 0 || !canGroup(m_store.fields()[size_t(column)].kind))
            return false;
        group = SortKey{column, descending, bandsOf(m_store.fields()[size_t(column)])};
    }
    if (group == m_group)
        return true;
    if (!group || !m_group || group->column != m_group->column)
        m_collapsed = {};
    m_group = group;
    requestView();
    return true;
}

void TableModel::setCollapsed(int row, bool collapsed)
{
    const int number = m_view->lineAt(quint32(row)).group;
    if (number < 0)
        return;
    const ViewPointer before = m_view;
    m_collapsed.set(before->groupValue(number), collapsed);
    if (before->groups[size_t(number)].isCollapsed == collapsed)
        return;
    auto after = std::make_shared<View>(*before);
    RowGroup &group = after->groups[size_t(number)];
    group.isCollapsed = collapsed;
    layLines(*after);
    const quint32 first = group.line + 1;
    const quint32 last = group.line + group.count;
    if (collapsed)
        removeLines(first, last);
    else
        insertLines(first, last, *after);
    m_view = std::move(after);
    m_lines.show(*m_view);
    const QModelIndex header = index(int(first) - 1, 0);
    Q_EMIT dataChanged(header, header.siblingAtColumn(columnCount() - 1), {CollapsedRole});
    Q_EMIT viewReplaced();
    // what is being computed starts from the view that was
    if (m_worker.isBusy())
        requestView();
}

void TableModel::setAllCollapsed(bool collapsed)
{
    m_collapsed = {collapsed, {}};
    if (m_group)
        requestView();
}

QVariant TableModel::headerValue(const View &view, const View::Line &line, const QModelIndex &index, int role) const
{
    const Field &field = m_store.fields()[size_t(view.groupColumn)];
    const RowGroup &group = view.groups[size_t(line.group)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? m_display.group(view.groupValue(line.group), view.groupBands.get(), field)
                                   : QString();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft) | Qt::AlignVCenter);
    case IdRole:
        return QString();
    case CellRole:
        return QVariant::fromValue(view.groupValue(line.group));
    case GroupRole:
        return true;
    case GroupCountRole:
        return int(group.count);
    case CollapsedRole:
        return group.isCollapsed;
    default:
        return {};
    }
}

void TableModel::setFacets(const QStringList &names)
{
    std::vector<int> facets;
    for (const QString &name : names) {
        const int column = m_store.snapshot()->columnOf(name);
        if (column >= 0 && canCount(m_store.fields()[size_t(column)].kind))
            facets.push_back(column);
    }
    if (facets == m_facets)
        return;
    m_facets = std::move(facets);
    if (m_facets.empty())
        m_facetCounts = {};
    else
        requestView();
}

std::vector<FacetRequest> TableModel::facetRequests() const
{
    std::vector<FacetRequest> requests;
    for (const int column : m_facets) {
        const Query rest = without(m_query, QLatin1StringView(m_store.fields()[size_t(column)].name));
        const bool hasOwn = !(rest == m_query);
        requests.push_back({column, hasOwn, hasOwn ? filter(rest) : RowFilterPointer()});
    }
    return requests;
}

} // namespace belvedere
