// Sorting row numbers by columns.
#include "table/order.h"

#include "table/radixsort.h"
#include "table/rowkeys.h"

#include <numeric>

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 4'096;
constexpr quint32 tiesShare = 16; // fewer ties than one row in so many are settled one by one
constexpr quint32 mergeShare = 8; // more changed rows than one in so many: sorting all is no dearer

// The columns that decide, and how single rows compare by them.
class RowOrder {
public:
    RowOrder(const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale, RankCache &cache,
        Crew &crew, const StopFlag &stop)
        : m_snapshot(snapshot)
    {
        for (const SortKey &key : keys) {
            Ranks ranks = cache.ranks(snapshot, key.column, locale, crew, stop);
            if (stop)
                return;
            m_columns.emplace_back(snapshot, key, std::move(ranks));
        }
    }
    const std::vector<RowKeys> &columns() const { return m_columns; }
    bool isLess(quint32 a, quint32 b, size_t firstColumn = 0) const
    {
        for (size_t i = firstColumn; i < m_columns.size(); ++i) {
            const quint64 left = m_columns[i].at(a);
            const quint64 right = m_columns[i].at(b);
            if (left != right)
                return left < right;
        }
        return m_snapshot.idUtf8(a) < m_snapshot.idUtf8(b);
    }

private:
    const Snapshot &m_snapshot;
    std::vector<RowKeys> m_columns;
};

// Sorts `rows` by one column; what is equal keeps its order. False when stopped.
template<class Key> bool sortBy(const RowKeys &keys, std::vector<quint32> &rows, Crew &crew, const StopFlag &stop)
{
    std::vector<KeyedRow<Key>> items(rows.size());
    keys.with([&items, &rows, &stop](const auto &keyOf) {
        for (size_t i = 0; i < rows.size() && (i % stopInterval != 0 || !stop); ++i)
            items[i] = {Key(keyOf(rows[i])), rows[i]};
    });
    if (stop || !radixSort(items, keys.largest(), crew, stop))
        return false;
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i] = items[i].row;
    return true;
}

bool sortByColumn(const RowKeys &keys, std::vector<quint32> &rows, Crew &crew, const StopFlag &stop)
{
    return keys.largest() <= std::numeric_limits<quint32>::max() ? sortBy<quint32>(keys, rows, crew, stop)
                                                                 : sortBy<quint64>(keys, rows, crew, stop);
}

// Every row where its key says, when no two rows have the same one. False also when stopped.
bool placeByUniqueKey(const RowKeys &keys, std::vector<quint32> &rows, const StopFlag &stop)
{
    constexpr quint32 free = std::numeric_limits<quint32>::max();
    if (keys.largest() < rows.size() || keys.largest() > rows.size() + rows.size() / 4)
        return false;
    std::vector<quint32> placed(keys.largest() + 1, free);
    bool unique = true;
    keys.with([&](const auto &keyOf) {
        for (quint32 row = 0; row < rows.size() && unique; ++row) {
            quint32 &place = placed[keyOf(row)];
            unique = place == free && (row % stopInterval != 0 || !stop);
            place = row;
        }
    });
    if (!unique)
        return false;
    std::copy_if(placed.begin(), placed.end(), rows.begin(), [](quint32 row) { return row != free; });
    return true;
}

// Sorts the runs that are equal by the first column by the others, when few rows are in such runs.
bool settleTies(const RowOrder &order, std::vector<quint32> &rows, const StopFlag &stop)
{
    std::vector<std::pair<size_t, size_t>> runs;
    size_t tied = 0;
    order.columns().front().with([&](const auto &keyOf) {
        size_t first = 0;
        for (size_t i = 1; i <= rows.size() && tied <= rows.size() / tiesShare; ++i) {
            if (i < rows.size() && keyOf(rows[i]) == keyOf(rows[first]))
                continue;
            if (i - first > 1) {
                runs.emplace_back(first, i);
                tied += i - first;
            }
            first = i;
        }
    });
    if (tied > rows.size() / tiesShare)
        return false;
    for (const auto &run : runs) {
        if (stop)
            return true;
        std::sort(rows.begin() + ptrdiff_t(run.first), rows.begin() + ptrdiff_t(run.second),
            [&order](quint32 a, quint32 b) { return order.isLess(a, b, 1); });
    }
    return true;
}

template<class T> void markChanged(const Lane<T> &before, const Lane<T> &after, quint32 rows, RowBits &changed)
{
    for (quint32 first = 0; first < rows; first += blockRows) {
        const size_t number = first / blockRows;
        if (before.block(number) == after.block(number))
            continue;
        const quint32 end = std::min(rows, first + blockRows);
        for (quint32 row = first; row < end; ++row) {
            if (before.at(row) != after.at(row))
                changed.set(row);
        }
    }
}

// The rows of `after` whose value in the column may differ; false: the codes mean something else now.
bool markChanged(const Column &before, const Column &after, quint32 rows, RowBits &changed)
{
    if (before.codeCount() > 0 && before.texts.size() > 0 && before.texts.firstChunk() != after.texts.firstChunk())
        return false;
    std::visit(
        [&after, rows, &changed](const auto &lane) {
            using L = std::decay_t<decltype(lane)>;
            if constexpr (!std::is_same_v<L, std::monostate>)
                markChanged(lane, *std::get_if<L>(&after.lane), rows, changed);
        },
        before.lane);
    return true;
}

} // namespace

std::vector<quint32> sortedRows(const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale,
    RankCache &cache, Crew &crew, const StopFlag &stop)
{
    std::vector<quint32> rows(snapshot.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    if (keys.empty() || rows.empty())
        return rows;
    const RowOrder order(snapshot, keys, locale, cache, crew, stop);
    if (stop)
        return {};
    const RowKeys &first = order.columns().front();
    if (placeByUniqueKey(first, rows, stop))
        return rows;
    if (stop)
        return {};
    if (first.largest() >= rows.size() / 2) {
        if (!sortByColumn(first, rows, crew, stop))
            return {};
        const bool settled = settleTies(order, rows, stop);
        if (stop)
            return {};
        if (settled)
            return rows;
        std::iota(rows.begin(), rows.end(), 0);
    }
    const Ranks ids = cache.ranks(snapshot, snapshot.idColumn(), locale, crew, stop);
    if (stop)
        return {};
    const RowKeys idKeys(snapshot, {snapshot.idColumn(), false}, ids);
    if (!placeByUniqueKey(idKeys, rows, stop) && !sortByColumn(idKeys, rows, crew, stop))
        return {};
    for (size_t i = order.columns().size(); i > 0; --i) {
        if (!sortByColumn(order.columns()[i - 1], rows, crew, stop))
            return {};
    }
    return rows;
}

std::optional<std::vector<quint32>> mergedRows(const Snapshot &before, std::span<const quint32> order,
    const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale, RankCache &cache, Crew &crew,
    const StopFlag &stop)
{
    const quint32 count = snapshot.rowCount();
    const quint32 common = std::min(before.rowCount(), count);
    if (before.lineage() != snapshot.lineage() || keys.empty())
        return std::nullopt;
    RowBits changed(count);
    for (quint32 row = common; row < count; ++row)
        changed.set(row);
    std::vector<int> columns = {snapshot.idColumn()};
    for (const SortKey &key : keys)
        columns.push_back(key.column);
    for (const int column : columns) {
        if (stop || !markChanged(before.column(column), snapshot.column(column), common, changed))
            return std::nullopt;
    }
    const quint32 changedCount = changed.count();
    if (changedCount > count / mergeShare)
        return std::nullopt;
    const RowOrder rowOrder(snapshot, keys, locale, cache, crew, stop);
    if (stop)
        return std::nullopt;
    std::vector<quint32> kept(count);
    size_t keptCount = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        if (i % stopInterval == 0 && stop)
            return std::nullopt;
        const quint32 row = order[i];
        if (row < count && !changed.at(row))
            kept[keptCount++] = row;
    }
    kept.resize(keptCount);
    std::vector<quint32> moving;
    moving.reserve(changedCount);
    changed.forEach([&moving](quint32 row) { moving.push_back(row); });
    const auto less = [&rowOrder](quint32 a, quint32 b) { return rowOrder.isLess(a, b); };
    if (!sortStoppably(moving, less, stop))
        return std::nullopt;
    std::vector<quint32> result;
    result.reserve(count);
    auto from = kept.begin();
    for (const quint32 row : moving) {
        if (stop)
            return std::nullopt;
        const auto place = std::upper_bound(from, kept.end(), row, less);
        result.insert(result.end(), from, place);
        result.push_back(row);
        from = place;
    }
    result.insert(result.end(), from, kept.end());
    return result;
}

} // namespace belvedere
