// LineScanner: the short way through a line that looks like those before it, which nearly every line does.
#pragma once

#include "table/keyorder.h"
#include "table/recenttexts.h"

namespace belvedere {

// It takes rows only, written without white space, their keys in the order known so far and without escapes. All else
// is not refused but left to LineDecoder, which reads every line; what the scanner takes, both read alike.
class LineScanner {
public:
    static constexpr size_t readAhead = 64; // bytes that must be readable behind a line

    LineScanner(std::span<const Field> fields, size_t idColumn, KeyOrder &keys, RecentTexts &recent)
        : m_fields(fields)
        , m_idColumn(idColumn)
        , m_keys(keys)
        , m_recent(recent)
    {
    }
    // Fills the row that the batch has begun; the line must stay where it is as RecentTexts wants it. false: it is
    // filled in part, and the line is for LineDecoder.
    bool scan(std::string_view line, RowBatch &batch);

private:
    void setText(size_t column, std::string_view text, RowBatch &batch);
    bool value(const char *&at, size_t column, RowBatch &batch);
    bool set(const char *&at, size_t column, RowBatch &batch);

    std::span<const Field> m_fields;
    size_t m_idColumn;
    KeyOrder &m_keys;
    RecentTexts &m_recent;
    std::vector<std::string_view> m_members; // scratch
};

} // namespace belvedere
