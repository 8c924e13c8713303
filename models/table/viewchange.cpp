// Comparing two views.
#include "table/viewchange.h"

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 4'096;

// Walks along both views at once and gives up as soon as there is too much to tell.
class Comparison {
public:
    explicit Comparison(ViewChange &change)
        : m_change(change)
        , m_from(*change.from)
        , m_to(*change.to)
    {
        const Snapshot &before = *m_from.snapshot;
        const Snapshot &after = *m_to.snapshot;
        if (&before == &after || before.lineage() != after.lineage())
            return;
        // Where the ids lie in the same memory, rows are what they were.
        const auto &ids = std::get<Lane<quint32>>(before.column(before.idColumn()).lane);
        const auto &newIds = std::get<Lane<quint32>>(after.column(after.idColumn()).lane);
        for (size_t block = 0; block < std::min(ids.blockCount(), newIds.blockCount()); ++block)
            m_sameBlocks.push_back(ids.block(block) == newIds.block(block));
    }

    // Whether few ranges tell it.
    bool run(const StopFlag &stop)
    {
        quint32 i = 0;
        quint32 j = 0;
        for (quint32 step = 1; i < m_from.count() || j < m_to.count(); ++step) {
            if (step % stopInterval == 0 && stop)
                return false;
            if (i < m_from.count() && j < m_to.count() && isSame(m_from.rows[i], m_to.rows[j])) {
                ++i;
                ++j;
            } else if (i < m_from.count() && !isIn(m_to, m_from, m_from.rows[i])) {
                add(m_change.removed, i++);
            } else if (j < m_to.count() && !isIn(m_from, m_to, m_to.rows[j])) {
                add(m_change.inserted, j++);
            } else {
                return false; // something has moved
            }
            if (m_change.removed.size() + m_change.inserted.size() > ViewChange::maximumRanges)
                return false;
        }
        std::reverse(m_change.removed.begin(), m_change.removed.end());
        return true;
    }

private:
    static void add(std::vector<ViewChange::Range> &ranges, quint32 line)
    {
        if (!ranges.empty() && ranges.back().last + 1 == line)
            ranges.back().last = line;
        else
            ranges.push_back({line, line});
    }
    bool isSame(quint32 row, quint32 newRow) const
    {
        const Snapshot &before = *m_from.snapshot;
        const Snapshot &after = *m_to.snapshot;
        if (&before == &after)
            return row == newRow;
        if (before.lineage() != after.lineage())
            return before.idUtf8(row) == after.idUtf8(newRow);
        if (row == newRow && m_sameBlocks[row / blockRows])
            return true;
        return before.idCode(row) == after.idCode(newRow);
    }
    static bool isIn(const View &view, const View &other, quint32 row)
    {
        const std::optional<quint32> here = rowIn(*view.snapshot, *other.snapshot, row);
        return here && view.isShown(*here);
    }

    ViewChange &m_change;
    const View &m_from;
    const View &m_to;
    std::vector<bool> m_sameBlocks;
};

} // namespace

std::shared_ptr<const ViewChange> viewChange(ViewPointer from, ViewPointer to, const StopFlag &stop)
{
    auto change = std::make_shared<ViewChange>();
    change->from = std::move(from);
    change->to = std::move(to);
    if (change->from->groupColumn < 0 && change->to->groupColumn < 0)
        change->isRanges = Comparison(*change).run(stop);
    if (stop)
        return {};
    if (!change->isRanges) {
        change->removed.clear();
        change->inserted.clear();
    }
    change->isSame = change->isRanges && change->removed.empty() && change->inserted.empty();
    return change;
}

} // namespace belvedere
