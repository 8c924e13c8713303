// Ranks: the order of a column's distinct values as one number each, so that sorting rows compares numbers only.
#pragma once

#include "table/collation.h"

namespace belvedere {

// byCode[code]; equal numbers where two texts are the same for the reader. The rank of code 0 means nothing.
struct RankTable {
    std::vector<quint32> byCode;
    quint32 count = 0; // ranks are smaller than this
};
using Ranks = std::shared_ptr<const RankTable>;

// Keeps what it computed while a column's texts stay, and sorts only new ones in when some are added. Used by one
// thread.
class RankCache {
public:
    // Texts and sets by the locale, digits as numbers; versions as versions; enumerations in declared order, foreign
    // words behind them; ids by their bytes. Null when stopped, and for kinds without codes.
    Ranks ranks(const Snapshot &snapshot, int number, const QLocale &locale, Crew &crew, const StopFlag &stop);

private:
    struct Entry {
        quint64 lineage = 0;
        std::shared_ptr<const TextList::Chunk> firstChunk;
        QLocale locale;
        Ranks ranks;
    };
    const Collation &collation(const QLocale &locale);

    std::vector<Entry> m_entries;
    std::optional<Collation> m_collation;
};

} // namespace belvedere
