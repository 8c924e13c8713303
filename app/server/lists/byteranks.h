// ByteRanks: the order of a column's distinct values as the databases sort them, one number each.
#pragma once

#include "table/snapshot.h"

#include <deque>
#include <mutex>

namespace belvedere::server {

// numbers[code]; equal where the database finds two values equal. Never a rank above the number of codes; code 0
// (not known) has no meaning.
using RankNumbers = std::shared_ptr<const std::vector<quint32>>;

// Keeps what it computed and only adds what is new: a name that changes does not sort a million others again. Any
// thread; one works a column out while the others wait for that column.
class ByteRanks {
public:
    explicit ByteRanks(size_t columns)
        : m_entries(columns)
    {
    }
    // Text and sets by their folded bytes, versions by their keys, enumerations by their words. Null for kinds
    // without codes.
    RankNumbers ranks(const Snapshot &snapshot, int column);
    // Ids by their bytes as they are: the tie-break of every order.
    RankNumbers idRanks(const Snapshot &snapshot);
    // Ids by the number at their end: the order of lists that nobody sorted. The numbers themselves, no ranks.
    std::shared_ptr<const std::vector<quint64>> idNumbers(const Snapshot &snapshot);

private:
    struct Entry {
        std::mutex mutex;
        std::shared_ptr<const TextList::Chunk> firstChunk; // codes are only ever added, unless this is another one
        std::vector<std::string> keys; // by code, of kinds whose texts are not their own keys
        std::vector<quint32> order; // codes in order
        RankNumbers ranks;
    };
    struct Numbers {
        std::mutex mutex;
        std::shared_ptr<const TextList::Chunk> firstChunk;
        std::shared_ptr<const std::vector<quint64>> numbers;
    };
    static RankNumbers extended(const Column &column, Entry &entry, bool isId);

    std::deque<Entry> m_entries; // by column
    Entry m_ids;
    Numbers m_numbers;
};

} // namespace belvedere::server
