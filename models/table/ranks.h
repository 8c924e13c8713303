// Ranks: the order of a column's distinct values as one number each, so that sorting rows compares numbers only.
#pragma once

#include "table/filter.h"

#include <QLocale>

namespace belvedere {

// ranks[code]; equal numbers where two texts are the same for the reader. Rank of code 0 means nothing.
using Ranks = std::shared_ptr<const std::vector<quint32>>;

// Keeps what it computed until a column has new texts. Used by one thread.
class RankCache {
public:
    // Texts and sets by the locale, digits as numbers; versions as versions; enumerations in declared order, foreign
    // words behind them; ids by their bytes. Null when stopped, and for kinds without codes.
    Ranks ranks(const Snapshot &snapshot, int column, const QLocale &locale, const StopFlag &stop);

private:
    struct Entry {
        quint64 lineage = 0;
        quint32 codes = 0;
        std::shared_ptr<const TextList::Chunk> firstChunk;
        QLocale locale;
        Ranks ranks;
    };
    std::vector<Entry> m_entries;
};

} // namespace belvedere
