// ColumnTest: one test over one column, for the rows of a block at a time.
#pragma once

#include "table/searchcache.h"

#include <array>

namespace belvedere {

inline constexpr size_t blockWords = blockRows / 64;
using BlockBits = std::array<quint64, blockWords>; // one bit per row of a block
inline constexpr BlockBits noRows = {};

// Immutable once made, so any number of threads may run it over different blocks.
class ColumnTest {
public:
    // Of columns with codes: rows pass whose code has the wanted answer in the table; `missingPasses` decides
    // where nothing is known.
    ColumnTest(const Column &column, CodeTablePointer table, bool wantsYes, bool missingPasses);
    // Of numbers, times and truths.
    ColumnTest(const Column &column, const QueryLeaf &leaf, bool wantsYes, bool missingPasses);

    // Leaves in `rows` only those that pass.
    void narrow(size_t block, BlockBits &rows) const;

private:
    template<class T> void look(const Lane<T> &lane, size_t block, BlockBits &rows) const;
    template<class T> void compare(const Lane<T> &lane, size_t block, BlockBits &rows) const;
    bool copyRun(const Lane<quint32>::Block &values, BlockBits &rows) const;
    bool passes(quint32 code) const { return code == 0 ? m_missingPasses : m_codes->at(code); }

    const Column *m_column;
    CodeTablePointer m_table;
    const RowBits *m_codes = nullptr; // those that pass, in m_table
    std::vector<quint8> m_bytes; // the same as 0 and 255, when they are few
    bool m_isNone = false; // no code passes
    std::vector<QueryLeaf::Interval> m_intervals;
    bool m_inPasses = true; // within the intervals; otherwise outside
    bool m_missingPasses;
};

} // namespace belvedere
