// Bringing a new view into the item model step by step, so that selections and persistent indexes keep their rows.
#include "table/tablemodel.h"

namespace belvedere {

void TableModel::apply(const ViewChange &change)
{
    Q_ASSERT(change.from == m_view);
    const bool newValues = change.from->snapshot != change.to->snapshot;
    if (change.isRanges)
        applyRanges(change);
    else if (!change.isSame)
        applyMoves(change);
    m_view = change.to;
    m_snapshot = m_view->snapshot;
    m_rows = m_view->rows;
    if (newValues)
        announce(m_updatesInView);
    m_updatesInView = {};
    m_pause.start();
    Q_EMIT countsChanged();
    Q_EMIT viewReplaced();
}

void TableModel::announce(const Updates &updates)
{
    if (m_rows.empty())
        return;
    const int lastColumn = columnCount() - 1;
    if (updates.all) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, lastColumn));
        return;
    }
    for (const QString &id : updates.ids) {
        const QModelIndex first = indexOfId(id);
        if (first.isValid())
            Q_EMIT dataChanged(first, first.siblingAtColumn(lastColumn));
    }
}

void TableModel::applyRanges(const ViewChange &change)
{
    std::vector<quint32> rows = change.from->rows;
    for (const ViewChange::Range &range : change.removed) {
        beginRemoveRows({}, int(range.first), int(range.last));
        rows.erase(rows.begin() + range.first, rows.begin() + range.last + 1);
        m_rows = rows;
        endRemoveRows();
    }
    m_snapshot = change.to->snapshot;
    rows = change.staying;
    m_rows = rows;
    for (const ViewChange::Range &range : change.inserted) {
        beginInsertRows({}, int(range.first), int(range.last));
        const auto source = change.to->rows.begin();
        rows.insert(rows.begin() + range.first, source + range.first, source + range.last + 1);
        m_rows = rows;
        endInsertRows();
    }
    m_rows = change.to->rows;
}

void TableModel::permute(std::span<const quint32> rows, const std::vector<quint32> &positions)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &index : before)
        after.append(createIndex(int(positions[size_t(index.row())]), index.column()));
    m_rows = rows;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void TableModel::applyMoves(const ViewChange &change)
{
    const std::span<const quint32> front = change.front;
    const std::span<const quint32> extended = change.extended;
    if (!front.empty())
        permute(front, change.frontPosition);
    if (front.size() > change.stayCount) {
        beginRemoveRows({}, int(change.stayCount), int(front.size()) - 1);
        m_rows = front.first(change.stayCount);
        endRemoveRows();
    }
    m_snapshot = change.to->snapshot;
    m_rows = extended.first(change.stayCount);
    if (extended.size() == change.stayCount)
        return; // in their final order already
    beginInsertRows({}, int(change.stayCount), int(extended.size()) - 1);
    m_rows = extended;
    endInsertRows();
    if (change.stayCount > 0)
        permute(change.to->rows, change.finalPosition);
}

} // namespace belvedere
