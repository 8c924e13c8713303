// Finding the range of a column's numbers.
#include "table/rowkeys.h"

namespace belvedere {

namespace {

struct Range {
    qint64 lowest = std::numeric_limits<qint64>::max();
    qint64 highest = std::numeric_limits<qint64>::min();
};

template<class T> Range rangeOf(const Lane<T> &lane)
{
    Range range;
    for (size_t number = 0; number < lane.blockCount(); ++number) {
        const auto *block = lane.block(number);
        if (!block)
            continue;
        for (const T value : *block) {
            const bool known = value != unknownValue<T>;
            range.lowest = std::min(range.lowest, known ? qint64(value) : range.lowest);
            range.highest = std::max(range.highest, known ? qint64(value) : range.highest);
        }
    }
    return range;
}

} // namespace

RowKeys::RowKeys(const Snapshot &snapshot, const SortKey &key, Ranks ranks)
    : m_column(&snapshot.column(key.column))
    , m_ranks(std::move(ranks))
    , m_descending(key.descending)
    , m_bands(key.bands)
{
    Range range;
    if (m_bands)
        m_unknown = m_bands->count();
    else if (m_ranks)
        m_unknown = m_ranks->count;
    else if (const auto *numbers = std::get_if<Lane<qint64>>(&m_column->lane))
        range = rangeOf(*numbers);
    else if (const auto *truths = std::get_if<Lane<quint8>>(&m_column->lane))
        range = rangeOf(*truths);
    if (range.lowest <= range.highest) {
        m_lowest = quint64(range.lowest);
        m_unknown = quint64(range.highest) - m_lowest + 1;
    }
}

} // namespace belvedere
