// IdIndex: from an id to its row, in shards that successive snapshots share.
#pragma once

#include "table/lane.h"

#include <bit>
#include <optional>
#include <QHashFunctions>
#include <string_view>

namespace belvedere {

// Holds row numbers only; `idOf(row)` gives the id of a row as UTF-8. A copy is a reader, see Lane.
class IdIndex {
public:
    // Nothing for an id that is not there.
    template<class IdOf> std::optional<quint32> find(std::string_view id, const IdOf &idOf) const
    {
        if (m_shards.empty())
            return {};
        const size_t hash = hashOf(id);
        const Shard &shard = *m_shards[shardOf(hash)];
        const size_t slot = slotOf(shard, hash, id, idOf);
        if (slot == shard.slots.size())
            return {};
        return shard.slots[slot] - 1;
    }

    // `id` must not be there.
    template<class IdOf> void insert(std::string_view id, quint32 row, const IdOf &idOf)
    {
        if (m_rows >= m_shards.size() * shardRows)
            spread(std::max<size_t>(1, m_shards.size() * 2), idOf);
        const size_t hash = hashOf(id);
        Shard &shard = own(shardOf(hash));
        if ((size_t(shard.used) + 1) * 4 > shard.slots.size() * 3)
            rebuild(shard, idOf);
        place(shard, hash, row);
        ++m_rows;
    }

    // `id` must be there, in all that follow.
    template<class IdOf> void remove(std::string_view id, const IdOf &idOf)
    {
        write(id, removedSlot, idOf);
        --m_rows;
    }
    template<class IdOf> void move(std::string_view id, quint32 newRow, const IdOf &idOf)
    {
        write(id, newRow + 1, idOf);
    }

    // A reader; from now on every shard is shared.
    IdIndex share()
    {
        std::fill(m_isOwn.begin(), m_isOwn.end(), false);
        return *this;
    }

private:
    struct Shard {
        std::vector<quint32> slots; // row + 1, or one of the two below; a power of two, or none
        quint32 used = 0; // slots that are not empty
    };
    static constexpr quint32 emptySlot = 0;
    static constexpr quint32 removedSlot = std::numeric_limits<quint32>::max();
    static constexpr quint32 shardRows = 2'048; // average at most

    static size_t hashOf(std::string_view id) { return qHashBits(id.data(), id.size(), QHashSeed::globalSeed()); }
    // The upper bits choose the shard, the lower ones the slot.
    size_t shardOf(size_t hash) const
    {
        const int bits = std::countr_zero(m_shards.size());
        return bits == 0 ? 0 : hash >> (sizeof(size_t) * 8 - size_t(bits));
    }

    // The number of slots when `id` is not there.
    template<class IdOf> static size_t slotOf(const Shard &shard, size_t hash, std::string_view id, const IdOf &idOf)
    {
        const size_t mask = shard.slots.size() - 1;
        if (shard.slots.empty())
            return 0;
        for (size_t i = hash & mask; shard.slots[i] != emptySlot; i = (i + 1) & mask) {
            if (shard.slots[i] != removedSlot && idOf(shard.slots[i] - 1) == id)
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

    template<class IdOf> void write(std::string_view id, quint32 slot, const IdOf &idOf)
    {
        const size_t hash = hashOf(id);
        Shard &shard = own(shardOf(hash));
        shard.slots[slotOf(shard, hash, id, idOf)] = slot;
    }

    static void place(Shard &shard, size_t hash, quint32 row)
    {
        const size_t mask = shard.slots.size() - 1;
        size_t i = hash & mask;
        while (shard.slots[i] != emptySlot)
            i = (i + 1) & mask;
        shard.slots[i] = row + 1;
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
                place(shard, hashOf(idOf(slot - 1)), slot - 1);
        }
    }

    template<class IdOf> void spread(size_t shardCount, const IdOf &idOf)
    {
        const std::vector<std::shared_ptr<Shard>> old = std::move(m_shards);
        m_shards.clear();
        for (size_t i = 0; i < shardCount; ++i)
            m_shards.push_back(std::make_shared<Shard>());
        m_isOwn.assign(shardCount, true);
        for (const auto &from : old) {
            for (const quint32 slot : from->slots) {
                if (slot == emptySlot || slot == removedSlot)
                    continue;
                const size_t hash = hashOf(idOf(slot - 1));
                Shard &shard = *m_shards[shardOf(hash)];
                if ((size_t(shard.used) + 1) * 4 > shard.slots.size() * 3)
                    rebuild(shard, idOf);
                place(shard, hash, slot - 1);
            }
        }
    }

    std::vector<std::shared_ptr<Shard>> m_shards; // a power of two, or none
    std::vector<bool> m_isOwn;
    quint32 m_rows = 0;
};

} // namespace belvedere
