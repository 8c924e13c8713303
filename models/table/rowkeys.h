// RowKeys: a sort column of a snapshot as one unsigned number per row that orders as the column does.
#pragma once

#include "table/order.h"

namespace belvedere {

// Made for one snapshot, which must outlive it. What is not known has the largest key, whatever the direction.
class RowKeys {
public:
    // `ranks` of columns that have codes.
    RowKeys(const Snapshot &snapshot, const SortKey &key, Ranks ranks);

    quint64 largest() const { return m_unknown; } // no key is larger
    // Calls use(keyOf), where keyOf(row) gives the key; for loops over many rows.
    template<class Use> void with(const Use &use) const
    {
        std::visit(
            [this, &use](const auto &lane) {
                using L = std::decay_t<decltype(lane)>;
                if constexpr (std::is_same_v<L, std::monostate>) {
                    use([](quint32) { return quint64(0); });
                } else if constexpr (std::is_same_v<L, Lane<quint32>> || std::is_same_v<L, Lane<quint16>>) {
                    const quint32 *ranks = m_ranks->byCode.data();
                    use([this, &lane, ranks](quint32 row) {
                        const auto code = lane.at(row);
                        return key(code != 0, ranks[code]);
                    });
                } else {
                    if constexpr (std::is_same_v<L, Lane<qint64>>) {
                        if (m_bands) {
                            use([this, &lane, &bands = *m_bands](quint32 row) {
                                const qint64 value = lane.at(row);
                                return key(value != unknownValue<qint64>, bands.indexOf(value));
                            });
                            return;
                        }
                    }
                    use([this, &lane](quint32 row) {
                        const auto value = lane.at(row);
                        const bool known = value != unknownValue<std::decay_t<decltype(value)>>;
                        return key(known, quint64(value) - m_lowest);
                    });
                }
            },
            m_column->lane);
    }
    quint64 at(quint32 row) const
    {
        quint64 key = 0;
        with([&key, row](const auto &keyOf) { key = keyOf(row); });
        return key;
    }

private:
    quint64 key(bool known, quint64 value) const
    {
        return !known ? m_unknown : m_descending ? m_unknown - 1 - value : value;
    }

    const Column *m_column;
    Ranks m_ranks;
    bool m_descending;
    BandsPointer m_bands;
    quint64 m_lowest = 0; // of numbers
    quint64 m_unknown = 0;
};

} // namespace belvedere
