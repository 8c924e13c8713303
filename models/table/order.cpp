// Sorting row numbers by columns.
#include "table/order.h"

#include <numeric>

namespace belvedere {

namespace {

constexpr quint64 unknownLast = std::numeric_limits<quint64>::max();
constexpr size_t runLength = 32'768; // sorted without looking at the stop flag

// Fills one number per row that orders as the column does.
class OrderKeys {
public:
    OrderKeys(quint32 rows, bool descending, Ranks ranks)
        : m_keys(rows)
        , m_descending(descending)
        , m_ranks(std::move(ranks))
    {
    }
    void operator()(std::monostate) { std::fill(m_keys.begin(), m_keys.end(), unknownLast); }
    void operator()(const Lane<quint32> &lane) { addRanks(lane); }
    void operator()(const Lane<quint16> &lane) { addRanks(lane); }
    void operator()(const Lane<qint64> &lane)
    {
        constexpr quint64 signBit = quint64(1) << 63;
        for (quint32 row = 0; row < m_keys.size(); ++row) {
            const qint64 value = lane.at(row);
            add(row, value != unknownValue<qint64>, quint64(value) ^ signBit);
        }
    }
    void operator()(const Lane<quint8> &lane)
    {
        for (quint32 row = 0; row < m_keys.size(); ++row)
            add(row, lane.at(row) != unknownValue<quint8>, lane.at(row));
    }
    std::vector<quint64> take() { return std::move(m_keys); }

private:
    void add(quint32 row, bool known, quint64 value)
    {
        m_keys[row] = !known ? unknownLast : m_descending ? unknownLast - 1 - value : value;
    }
    template<class T> void addRanks(const Lane<T> &lane)
    {
        for (quint32 row = 0; row < m_keys.size(); ++row)
            add(row, lane.at(row) != 0, (*m_ranks)[lane.at(row)]);
    }

    std::vector<quint64> m_keys;
    bool m_descending;
    Ranks m_ranks;
};

std::vector<quint64> orderKeys(const Snapshot &snapshot, const SortKey &key, const Ranks &ranks)
{
    OrderKeys keys(snapshot.rowCount(), key.descending, ranks);
    std::visit(keys, snapshot.column(key.column).lane);
    return keys.take();
}

// Sorts in runs that are merged, so that a newer request need not wait for all of it.
template<class Item, class Less> bool sortInRuns(std::vector<Item> &items, const Less &less, const StopFlag &stop)
{
    const size_t count = items.size();
    for (size_t start = 0; start < count; start += runLength) {
        if (stop)
            return false;
        std::sort(
            items.begin() + ptrdiff_t(start), items.begin() + ptrdiff_t(std::min(count, start + runLength)), less);
    }
    std::vector<Item> other(count > runLength ? count : 0);
    for (size_t length = runLength; length < count; length *= 2) {
        for (size_t start = 0; start < count; start += 2 * length) {
            if (stop)
                return false;
            const auto at = [&items, count](size_t i) { return items.begin() + ptrdiff_t(std::min(count, i)); };
            std::merge(at(start), at(start + length), at(start + length), at(start + 2 * length),
                other.begin() + ptrdiff_t(start), less);
        }
        items.swap(other);
    }
    return true;
}

} // namespace

std::vector<quint32> sortedRows(const Snapshot &snapshot, std::span<const SortKey> keys, const QLocale &locale,
    RankCache &cache, const StopFlag &stop)
{
    std::vector<quint32> rows(snapshot.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    if (keys.empty() || rows.empty())
        return rows;
    struct Item {
        quint64 key;
        quint32 row;
    };
    std::vector<std::vector<quint64>> columns;
    for (const SortKey &key : keys) {
        const Ranks ranks = cache.ranks(snapshot, key.column, locale, stop);
        if (stop)
            return {};
        columns.push_back(orderKeys(snapshot, key, ranks));
    }
    const Ranks ids = cache.ranks(snapshot, snapshot.idColumn(), locale, stop);
    columns.push_back(orderKeys(snapshot, {snapshot.idColumn(), false}, ids));
    std::vector<Item> items(rows.size());
    for (quint32 row = 0; row < items.size(); ++row)
        items[row] = {columns[0][row], row};
    const auto less = [&columns](const Item &a, const Item &b) {
        if (a.key != b.key)
            return a.key < b.key;
        for (size_t i = 1; i < columns.size(); ++i) {
            if (columns[i][a.row] != columns[i][b.row])
                return columns[i][a.row] < columns[i][b.row];
        }
        return false;
    };
    if (!sortInRuns(items, less, stop))
        return {};
    std::transform(items.begin(), items.end(), rows.begin(), [](const Item &item) { return item.row; });
    return rows;
}

} // namespace belvedere
