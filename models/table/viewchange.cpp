// Comparing two views.
#include "table/viewchange.h"

#include <numeric>

namespace belvedere {

namespace {

// Where each position of `from` stands in `to`.
std::vector<quint32> destinations(const View &from, const View &to, const StopFlag &stop)
{
    const Snapshot &before = *from.snapshot;
    const Snapshot &after = *to.snapshot;
    std::vector<quint32> result(from.rows.size(), View::notShown);
    const bool sameRows = from.snapshot == to.snapshot;
    const bool sameCodes = before.lineage() == after.lineage();
    for (quint32 position = 0; position < from.rows.size(); ++position) {
        if (position % blockRows == 0 && stop)
            return {};
        const quint32 row = from.rows[position];
        if (sameRows || (sameCodes && row < after.rowCount() && before.idCode(row) == after.idCode(row)))
            result[position] = to.positions[row];
        else if (const auto newRow = after.rowOf(before.idUtf8(row)))
            result[position] = to.positions[*newRow];
    }
    return result;
}

// The runs of positions for which `wanted` holds; one more than the maximum when there are too many.
template<class Wanted> std::vector<ViewChange::Range> ranges(quint32 count, const Wanted &wanted)
{
    std::vector<ViewChange::Range> result;
    for (quint32 position = 0; position < count && result.size() <= ViewChange::maximumRanges; ++position) {
        if (!wanted(position))
            continue;
        if (!result.empty() && result.back().last + 1 == position)
            result.back().last = position;
        else
            result.push_back({position, position});
    }
    return result;
}

} // namespace

std::shared_ptr<const ViewChange> viewChange(ViewPointer from, ViewPointer to, const StopFlag &stop)
{
    auto change = std::make_shared<ViewChange>();
    change->from = std::move(from);
    change->to = std::move(to);
    const View &before = *change->from;
    const View &after = *change->to;
    const std::vector<quint32> destination = destinations(before, after, stop);
    if (stop)
        return {};
    std::vector<bool> stays(after.rows.size(), false); // by new position
    quint32 stayCount = 0;
    quint32 last = 0;
    bool keepsOrder = true;
    for (const quint32 position : destination) {
        if (position == View::notShown)
            continue;
        keepsOrder = keepsOrder && (stayCount == 0 || position > last);
        last = position;
        stays[position] = true;
        ++stayCount;
    }
    change->stayCount = stayCount;
    if (keepsOrder) {
        change->removed =
            ranges(before.count(), [&destination](quint32 at) { return destination[at] == View::notShown; });
        change->inserted = ranges(after.count(), [&stays](quint32 at) { return !stays[at]; });
        change->isSame = change->removed.empty() && change->inserted.empty();
        change->isRanges = change->removed.size() + change->inserted.size() <= ViewChange::maximumRanges;
        std::reverse(change->removed.begin(), change->removed.end());
    }
    if (change->isSame)
        return change;
    if (change->isRanges) {
        for (const quint32 position : destination) {
            if (position != View::notShown)
                change->staying.push_back(after.rows[position]);
        }
        return change;
    }
    // New position -> place among the rows that stay.
    std::vector<quint32> place(after.rows.size());
    change->extended.resize(after.rows.size());
    change->finalPosition.resize(after.rows.size());
    quint32 staying = 0;
    quint32 coming = stayCount;
    for (quint32 position = 0; position < after.rows.size(); ++position) {
        place[position] = stays[position] ? staying++ : coming++;
        change->extended[place[position]] = after.rows[position];
        change->finalPosition[place[position]] = position;
    }
    change->front.resize(before.rows.size());
    change->frontPosition.resize(before.rows.size());
    quint32 going = stayCount;
    for (quint32 position = 0; position < before.rows.size(); ++position) {
        const quint32 target = destination[position] == View::notShown ? going++ : place[destination[position]];
        change->frontPosition[position] = target;
        change->front[target] = before.rows[position];
    }
    return change;
}

} // namespace belvedere
