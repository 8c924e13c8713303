// IdIndex: from an id to its row, in shards that successive snapshots share.
#pragma once

#include "table/lane.h"
#include "table/texthash.h"

#include <bit>
#include <optional>
#include <string_view>

namespace belvedere {

// Holds row numbers below 2^24 - 2 only; `idOf(row)` gives the id of a row as UTF-8. A copy is a reader, see Lane.
class IdIndex {
public:
    static quint32 hashOf(std::string_view id) { return textHash(id); }

    // Nothing for an id that is not there. `hash` is that of `id`, here and below.
    template<class IdOf> std::optional<quint32> find(std::string_view id, quint32 hash, const IdOf &idOf) const
    {
        if (m_shards.empty())
            return {};
        const Shard &shard = *m_shards[shardOf(hash)];
        const size_t slot = slotOf(shard, hash, id, idOf);
        if (slot == shard.slots.size())
            return {};
        return rowOf(shard.slots[slot]);
    }
    // Tells the processor that find() will ask for this soon.
    void prefetch(quint32 hash) const
    {
#if defined(__GNUC__)
        if (m_shards.empty())
            return;
        const Shard &shard = *m_shards[shardOf(hash)];
        if (!shard.slots.empty())
            __builtin_prefetch(&shard.slots[hash & (shard.slots.size() - 1)]);
#else
        Q_UNUSED(hash);
#endif
    }

    // The id must not be there, and `row` is the number of rows: rows are without gaps when one is added.
    template<class IdOf> void insert(quint32 hash, quint32 row, const IdOf &idOf)
    {
        if (m_rows >= m_shards.size() * shardRows)
            spread(std::max<size_t>(1, m_shards.size() * 4), idOf);
        add(hash, row, idOf);
        ++m_rows;
    }

    // `id` must be there, in all that follow.
    template<class IdOf> void remove(std::string_view id, const IdOf &idOf)
    {
        Shard &shard = own(shardOf(hashOf(id)));
        shard.slots[slotOf(shard, hashOf(id), id, idOf)] = removedSlot;
        --m_rows;
    }
    template<class IdOf> void move(std::string_view id, quint32 newRow, const IdOf &idOf)
    {
        const quint32 hash = hashOf(id);
        Shard &shard = own(shardOf(hash));
        shard.slots[slotOf(shard, hash, id, idOf)] = slotFor(hash, newRow);
    }

    // A reader; from now on every shard is shared.
    IdIndex share()
    {
        std::fill(m_isOwn.begin(), m_isOwn.end(), false);
        return *this;
    }

private:
    struct Shard {
        std::vector<quint32> slots; // see slotFor(), or one of the two below; a power of two, or none
        quint32 used = 0; // slots that are not empty
    };
    static constexpr quint32 emptySlot = 0;
    static constexpr quint32 removedSlot = std::numeric_limits<quint32>::max();
    static constexpr quint32 shardRows = 2'048; // average at most
    static constexpr int rowBits = 24;

    // Above the row there are eight bits of the hash, which spare nearly all comparisons of ids.
    static quint32 slotFor(quint32 hash, quint32 row) { return tagOf(hash) | (row + 1); }
    static quint32 tagOf(quint32 hash) { return (hash << 13) & (0xFFU << rowBits); }
    static quint32 rowOf(quint32 slot) { return (slot & ((1U << rowBits) - 1)) - 1; }

    // The upper bits choose the shard, the lower ones the slot.
    size_t shardOf(quint32 hash) const
    {
        const int bits = std::countr_zero(m_shards.size());
        return bits == 0 ? 0 : hash >> (32 - bits);
    }

    // The number of slots when `id` is not there.
    template<class IdOf> static size_t slotOf(const Shard &shard, quint32 hash, std::string_view id, const IdOf &idOf)
    {
        const size_t mask = shard.slots.size() - 1;
        if (shard.slots.empty())
            return 0;
        for (size_t i = hash & mask; shard.slots[i] != emptySlot; i = (i + 1) & mask) {
            const quint32 slot = shard.slots[i];
            if (slot != removedSlot && ((slot ^ tagOf(hash)) >> rowBits) == 0 && sameText(idOf(rowOf(slot)), id))
                return i;
        }
        return shard.slots.size();
    }

    Shard &own(size_t number)
    {
        if (!m_isOwn[number]) {
            m_shards[number] = std::make_shared<Shard>(*m_shards[number]);
            m_isOwn[number] = true;
        }
        return *m_shards[number];
    }

    template<class IdOf> void add(quint32 hash, quint32 row, const IdOf &idOf)
    {
        Shard &shard = own(shardOf(hash));
        if ((size_t(shard.used) + 1) * 4 > shard.slots.size() * 3)
            rebuild(shard, idOf);
        place(shard, hash, row);
    }

    static void place(Shard &shard, quint32 hash, quint32 row)
    {
        const size_t mask = shard.slots.size() - 1;
        size_t i = hash & mask;
        while (shard.slots[i] != emptySlot)
            i = (i + 1) & mask;
        shard.slots[i] = slotFor(hash, row);
        ++shard.used;
    }

    // Makes room: forgets removed slots, doubles when half of the slots hold rows.
    template<class IdOf> static void rebuild(Shard &shard, const IdOf &idOf)
    {
        const std::vector<quint32> old = std::move(shard.slots);
        const auto isRow = [](quint32 slot) { return slot != emptySlot && slot != removedSlot; };
        const auto rows = size_t(std::count_if(old.begin(), old.end(), isRow));
        shard.slots.assign(std::bit_ceil(std::max<size_t>(16, rows * 2 + 1)), emptySlot);
        shard.used = 0;
        for (const quint32 slot : old) {
            if (isRow(slot))
                place(shard, hashOf(idOf(rowOf(slot))), rowOf(slot));
        }
    }

    // Row by row, because that is the order in which the ids lie in memory.
    template<class IdOf> void spread(size_t shardCount, const IdOf &idOf)
    {
        m_shards.clear();
        for (size_t i = 0; i < shardCount; ++i) {
            m_shards.push_back(std::make_shared<Shard>());
            m_shards.back()->slots.assign(shardCount > 1 ? shardRows : 16, emptySlot); // soon needed anyway
        }
        m_isOwn.assign(shardCount, true);
        for (quint32 row = 0; row < m_rows; ++row)
            add(hashOf(idOf(row)), row, idOf);
    }

    std::vector<std::shared_ptr<Shard>> m_shards; // a power of two, or none
    std::vector<bool> m_isOwn;
    quint32 m_rows = 0;
};

} // namespace belvedere
