// Filtering and ordering of lists.
#include "server/lists/listresults.h"

#include <algorithm>

namespace belvedere::server {

namespace {

constexpr quint64 unknownLast = std::numeric_limits<quint64>::max();
constexpr size_t leastSorted = 512; // rows; the next pages are likely to be asked for

// One column as numbers that order its rows.
struct RowKeys {
    const Column *column;
    bool descending;
    RankNumbers ranks; // of kinds with codes

    quint64 directed(bool known, quint64 value) const
    {
        return !known ? unknownLast : descending ? unknownLast - 1 - value : value;
    }
    quint64 at(quint32 row) const
    {
        struct Read {
            const RowKeys &keys;
            quint32 row;
            quint64 operator()(std::monostate) const { return unknownLast; }
            quint64 operator()(const Lane<quint32> &lane) const { return ofCode(lane.at(row)); }
            quint64 operator()(const Lane<quint16> &lane) const { return ofCode(lane.at(row)); }
            quint64 operator()(const Lane<qint64> &lane) const
            {
                constexpr quint64 signBit = quint64(1) << 63;
                const qint64 value = lane.at(row);
                return keys.directed(value != unknownValue<qint64>, quint64(value) ^ signBit);
            }
            quint64 operator()(const Lane<quint8> &lane) const
            {
                const quint8 value = lane.at(row);
                return keys.directed(value != unknownValue<quint8>, value);
            }
            quint64 ofCode(quint32 code) const { return keys.directed(code != 0, code == 0 ? 0 : (*keys.ranks)[code]); }
        };
        return std::visit(Read{*this, row}, column->lane);
    }
};

template<class T> bool sameBlocks(const Lane<T> &a, const Lane<T> &b)
{
    if (a.blockCount() != b.blockCount())
        return false;
    for (size_t i = 0; i < a.blockCount(); ++i) {
        if (a.block(i) != b.block(i))
            return false;
    }
    return true;
}

// Blocks are copied before they are written to, so the same blocks hold the same values; codes never get another
// meaning without their blocks being written anew.
bool sameValues(const Column &a, const Column &b)
{
    return std::visit(
        [&b](const auto &lane) {
            if constexpr (std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                return true;
            else
                return sameBlocks(lane, *std::get_if<std::decay_t<decltype(lane)>>(&b.lane));
        },
        a.lane);
}

} // namespace

// The matching rows; as much of their beginning is in order as pages have been asked for.
class ListResults::Matching {
public:
    Matching(const Snapshot &snapshot, const ListQuery &query, ByteRanks &ranks, FilterTools tools);

    bool holdsFor(const Snapshot &snapshot) const;
    ListSlice slice(qint64 offset, qint64 limit);
    size_t bytes() const { return m_items.capacity() * sizeof(Item); }

private:
    struct Item {
        quint64 key; // of the first sort column
        quint32 row;
    };
    bool isBefore(const Item &a, const Item &b) const;
    void sortUpTo(size_t end);

    // What the result depends on, and no more of the snapshot, which would keep every replaced block alive.
    std::vector<std::pair<int, Column>> m_columns;
    quint32 m_rowCount;
    const Column *m_ids = nullptr;
    RankNumbers m_idRanks;
    std::vector<RowKeys> m_keys;

    std::mutex m_mutex;
    std::vector<Item> m_items;
    size_t m_sorted = 0;
};

ListResults::Matching::Matching(const Snapshot &snapshot, const ListQuery &query, ByteRanks &ranks, FilterTools tools)
    : m_rowCount(snapshot.rowCount())
{
    m_columns.emplace_back(snapshot.idColumn(), snapshot.column(snapshot.idColumn()));
    for (const int column : query.columns) {
        if (column != snapshot.idColumn())
            m_columns.emplace_back(column, snapshot.column(column));
    }
    const auto columnOf = [this](int number) {
        const auto found = std::find_if(
            m_columns.begin(), m_columns.end(), [number](const auto &entry) { return entry.first == number; });
        return &found->second;
    };
    m_ids = columnOf(snapshot.idColumn());
    m_idRanks = ranks.idRanks(snapshot);
    for (const SortKey &key : query.sort)
        m_keys.push_back({columnOf(key.column), key.descending, ranks.ranks(snapshot, key.column)});

    const StopFlag stop = false;
    RowBits wanted;
    if (query.filter)
        wanted = query.filter->matches(snapshot, nullptr, tools, stop);
    const auto eachRow = [&](auto take) {
        if (!query.filter) {
            for (quint32 row = 0; row < m_rowCount; ++row)
                take(row);
            return;
        }
        wanted.forEach(take);
    };
    m_items.reserve(query.filter ? size_t(wanted.count()) : size_t(m_rowCount));
    if (m_keys.empty()) {
        const auto numbers = ranks.idNumbers(snapshot);
        eachRow([&](quint32 row) { m_items.push_back({(*numbers)[snapshot.idCode(row)], row}); });
    } else {
        eachRow([this](quint32 row) { m_items.push_back({m_keys.front().at(row), row}); });
    }
}

bool ListResults::Matching::holdsFor(const Snapshot &snapshot) const
{
    return snapshot.rowCount() == m_rowCount
        && std::all_of(m_columns.begin(), m_columns.end(),
            [&snapshot](const auto &entry) { return sameValues(entry.second, snapshot.column(entry.first)); });
}

bool ListResults::Matching::isBefore(const Item &a, const Item &b) const
{
    if (a.key != b.key)
        return a.key < b.key;
    for (size_t i = 1; i < m_keys.size(); ++i) {
        const quint64 left = m_keys[i].at(a.row);
        const quint64 right = m_keys[i].at(b.row);
        if (left != right)
            return left < right;
    }
    const auto &codes = *std::get_if<Lane<quint32>>(&m_ids->lane);
    return (*m_idRanks)[codes.at(a.row)] < (*m_idRanks)[codes.at(b.row)];
}

// In steps that double, so that reading a list to its end costs as much as sorting it once.
void ListResults::Matching::sortUpTo(size_t end)
{
    const auto before = [this](const Item &a, const Item &b) { return isBefore(a, b); };
    while (m_sorted < std::min(end, m_items.size())) {
        const size_t target = std::max({end, 2 * m_sorted, leastSorted});
        const auto begin = m_items.begin() + ptrdiff_t(m_sorted);
        if (target < m_items.size()) {
            std::nth_element(begin, m_items.begin() + ptrdiff_t(target), m_items.end(), before);
            std::sort(begin, m_items.begin() + ptrdiff_t(target), before);
            m_sorted = target;
        } else {
            std::sort(begin, m_items.end(), before);
            m_sorted = m_items.size();
        }
    }
}

ListSlice ListResults::Matching::slice(qint64 offset, qint64 limit)
{
    const std::lock_guard lock(m_mutex);
    const auto count = qint64(m_items.size());
    const qint64 first = std::min(offset, count);
    const qint64 end = first + std::min(limit, count - first);
    sortUpTo(size_t(end));
    ListSlice slice;
    slice.total = count;
    for (qint64 i = first; i < end; ++i)
        slice.rows.push_back(m_items[size_t(i)].row);
    return slice;
}

std::shared_ptr<ListResults::Matching> ListResults::find(const Snapshot &snapshot, const ListQuery &query)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(query.identity);
    if (found == m_kept.end())
        return nullptr;
    if (!found->result->holdsFor(snapshot)) {
        m_bytes -= found->result->bytes();
        m_kept.erase(found);
        return nullptr;
    }
    found->used = ++m_uses;
    return found->result;
}

void ListResults::keep(const Snapshot &snapshot, const ListQuery &query, const std::shared_ptr<Matching> &result)
{
    const std::lock_guard lock(m_mutex);
    // What no longer holds would keep blocks alive that have been replaced since.
    for (auto it = m_kept.begin(); it != m_kept.end();) {
        const bool holds = it->result->holdsFor(snapshot);
        m_bytes -= holds ? 0 : it->result->bytes();
        it = holds ? std::next(it) : m_kept.erase(it);
    }
    if (const auto before = m_kept.find(query.identity); before != m_kept.end()) {
        m_bytes -= before->result->bytes();
        m_kept.erase(before);
    }
    const auto older = [](const Kept &a, const Kept &b) { return a.used < b.used; };
    while (!m_kept.isEmpty() && (m_bytes + result->bytes() > maximumBytes || m_kept.size() >= maximumResults)) {
        const auto oldest = std::min_element(m_kept.begin(), m_kept.end(), older);
        m_bytes -= oldest->result->bytes();
        m_kept.erase(oldest);
    }
    m_bytes += result->bytes();
    m_kept.insert(query.identity, {result, ++m_uses});
}

ListSlice ListResults::slice(const Snapshot &snapshot, const ListQuery &query, qint64 offset, qint64 limit)
{
    std::shared_ptr<Matching> result = find(snapshot, query);
    if (!result) {
        std::unique_ptr<Tools> tools = borrow();
        result = std::make_shared<Matching>(snapshot, query, m_ranks, FilterTools{tools->crew, tools->searches});
        giveBack(std::move(tools));
        keep(snapshot, query, result);
    }
    return result->slice(offset, limit);
}

std::unique_ptr<ListResults::Tools> ListResults::borrow()
{
    const std::lock_guard lock(m_mutex);
    if (m_tools.empty())
        return std::make_unique<Tools>();
    std::unique_ptr<Tools> tools = std::move(m_tools.back());
    m_tools.pop_back();
    return tools;
}

void ListResults::giveBack(std::unique_ptr<Tools> tools)
{
    const std::lock_guard lock(m_mutex);
    m_tools.push_back(std::move(tools));
}

void ListResults::prepare(const Snapshot &snapshot)
{
    m_ranks.idRanks(snapshot);
    m_ranks.idNumbers(snapshot);
    for (int column = 0; column < snapshot.columnCount(); ++column)
        m_ranks.ranks(snapshot, column);
}

} // namespace belvedere::server
