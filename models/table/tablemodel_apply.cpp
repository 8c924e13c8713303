// Bringing a new view into the item model, at a cost that does not depend on the number of rows, so that selections and
// persistent indexes keep their rows.
#include "table/tablemodel.h"

namespace belvedere {

void TableModel::apply(const ViewChange &change)
{
    Q_ASSERT(change.from == m_view);
    const ViewPointer before = m_view;
    const bool newValues = before->snapshot != change.to->snapshot;
    if (!change.isRanges) {
        replaceLines(change.to);
    } else if (!change.isSame) {
        for (const ViewChange::Range &range : change.removed)
            removeLines(range.first, range.last);
        for (const ViewChange::Range &range : change.inserted)
            insertLines(range.first, range.last, *change.to);
    }
    m_view = change.to;
    m_lines.show(*m_view);
    if (newValues && change.isRanges)
        announce(m_updatesInView);
    m_updatesInView = {};
    if (m_view->snapshot->rowCount() > 0)
        m_pause.start();
    else if (m_isStale)
        requestView(); // the first rows wait for nothing
    Q_EMIT countsChanged();
    Q_EMIT viewReplaced();
    m_worker.dispose(before);
}

void TableModel::announce(const Updates &updates)
{
    if (rowCount() == 0)
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

void TableModel::removeLines(quint32 first, quint32 last)
{
    beginRemoveRows({}, int(first), int(last));
    m_lines.remove(first, last - first + 1);
    endRemoveRows();
}

void TableModel::insertLines(quint32 first, quint32 last, const View &view)
{
    beginInsertRows({}, int(first), int(last));
    m_lines.insert(first, &view, first, last - first + 1);
    endInsertRows();
}

// Everything may have moved. The number of lines may only change by inserting and removing: empty lines make up for the
// difference while the others move, and take those indexes with them whose rows are gone.
void TableModel::replaceLines(const ViewPointer &next)
{
    const View &to = *next;
    const quint32 before = m_lines.count();
    const quint32 after = to.lineCount();
    std::vector<quint32> lost; // lines with indexes, whose rows are gone; each needs a line of its own to go with
    for (const QModelIndex &index : persistentIndexList()) {
        if (!lineIn(to, *m_view, quint32(index.row())))
            lost.push_back(quint32(index.row()));
    }
    std::sort(lost.begin(), lost.end());
    lost.erase(std::unique(lost.begin(), lost.end()), lost.end());
    // In front, so that what a view makes current instead of a row that is gone is the first row.
    const quint32 spare = before > after ? before - after : 0;
    const quint32 going = lost.empty() ? 0 : std::max(spare, quint32(lost.size()));
    const quint32 most = std::max(before, after + going);
    if (most > before) {
        beginInsertRows({}, int(before), int(most) - 1);
        m_lines.insert(before, nullptr, 0, most - before);
        endInsertRows();
    }
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    QModelIndexList moved;
    moved.reserve(old.size());
    for (const QModelIndex &index : old) {
        const auto row = quint32(index.row());
        if (const auto line = row < before ? lineIn(to, *m_view, row) : std::nullopt) {
            moved.append(createIndex(int(going + *line), index.column()));
            continue;
        }
        // listeners may have made more indexes only now; those are simply not valid any more
        const auto slot = std::lower_bound(lost.begin(), lost.end(), row);
        const bool hasLine = slot != lost.end() && *slot == row;
        moved.append(hasLine ? createIndex(int(slot - lost.begin()), index.column()) : QModelIndex());
    }
    m_view = next; // whoever hears of the rows that go asks for those that come
    m_lines.show(to);
    m_lines.insert(0, nullptr, 0, going);
    m_lines.insert(going + after, nullptr, 0, most - after - going);
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, VerticalSortHint);
    if (going > 0)
        removeLines(0, going - 1);
    if (const quint32 count = m_lines.count(); count > after)
        removeLines(after, count - 1);
}

} // namespace belvedere
