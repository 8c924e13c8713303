// SearchCache: which distinct values of a column pass a test, remembered while the texts stay as they are.
#pragma once

#include "query/leaf.h"
#include "table/filter.h"

#include <deque>

namespace belvedere {

// By code; both 0 where the truth is not known, and for code 0, which is for the asker to decide.
struct CodeTable {
    RowBits yes;
    RowBits no;
};
using CodeTablePointer = std::shared_ptr<const CodeTable>;

// Whether two tests, compiled against the same fields, have the same answer for every value.
bool isSameTest(const QueryLeaf &a, const QueryLeaf &b);

// Typing asks for a longer and longer word, and facets ask for the same words again; live data mostly changes numbers
// and times: all three find their answer here. A column with a new text is looked through anew. Used by one thread.
class SearchCache {
public:
    // For columns that have codes. Not remembered, and not complete, when stopped.
    CodeTablePointer table(const QueryLeaf &leaf, const Column &column, Crew &crew, const StopFlag &stop);
    // Whether a member of a set, or else the text, contains `word` (folded; `memberWord` as in Matcher).
    CodeTablePointer wordTable(
        const QString &word, const QString &memberWord, const Column &column, Crew &crew, const StopFlag &stop);

private:
    struct Entry {
        const Field *field;
        std::shared_ptr<const TextList::Chunk> firstChunk; // with the number of codes: which texts these were
        quint32 codes;
        QueryLeaf leaf;
        bool isWord; // in members of sets
        CodeTablePointer table;
    };
    static constexpr size_t mostEntries = 32;

    CodeTablePointer find(const QueryLeaf &leaf, bool isWord, const Column &column);
    // What is known of a shorter word; null: nothing.
    const RowBits *candidates(const QString &text, const Column &column) const;
    bool isOf(const Entry &entry, const Column &column) const;
    CodeTablePointer keep(
        const QueryLeaf &leaf, bool isWord, const Column &column, RowBits yes, RowBits unknown, const StopFlag &stop);

    std::deque<Entry> m_entries; // the latest first
};

} // namespace belvedere
