// RowBatch: rows on their way into the columns, column beside column, so that each column is written in one go.
#pragma once

#include "table/texthash.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <QtGlobal>
#include <string_view>
#include <vector>

namespace belvedere {

// Values are checked, but not yet encoded. Texts are borrowed until the batch is cleared: from what the reader reads,
// or from `keep`.
class RowBatch {
public:
    static constexpr quint32 capacity = 128; // rows: small enough that all values stay in the second-level cache

    // In place of a size: the text is the one that RecentTexts has at the place `number`.
    static constexpr quint32 seen = std::numeric_limits<quint32>::max();

    // Which part counts follows from the kind of the field.
    struct Value {
        union {
            qint64 number; // Int, Bytes, Duration, Time in ms, Bool as 0 or 1
            const char *data; // Text, Version, Enum: UTF-8, not empty; Set: canonical members with separators between
        };
        quint32 size; // of `data`, bytes; or `seen`
        quint32 hash; // of `data`, see textHash()
        bool isSeen() const { return size == seen; }
        std::string_view text() const { return {data, size}; }
    };

    explicit RowBatch(size_t columns)
        : m_columns(columns)
        , m_words((columns + 63) / 64)
        , m_values(columns * capacity)
        , m_known(m_words * capacity)
        , m_mayKnow(m_words)
    {
    }

    quint32 rows() const { return m_rows; }
    bool isFull() const { return m_rows == capacity; }
    size_t columns() const { return m_columns; }
    const Value &value(size_t column, quint32 row) const { return m_values[column * capacity + row]; }
    bool isKnown(size_t column, quint32 row) const
    {
        return (m_known[row * m_words + column / 64] >> (column % 64) & 1U) != 0;
    }

    // False: no row knows the column.
    bool mayKnow(size_t column) const { return (m_mayKnow[column / 64] >> (column % 64) & 1U) != 0; }

    // The row behind the last one is being filled; it counts once it is added.
    void begin()
    {
        m_rowValues = m_values.data() + m_rows;
        m_rowKnown = m_known.data() + m_rows * m_words;
        std::fill_n(m_rowKnown, m_words, 0);
    }
    // The text is this code of its column from now on, see SnapshotBuilder::encodeAhead().
    void setCode(size_t column, quint32 row, quint32 code) { m_values[column * capacity + row].number = code; }
    bool isEncodedAhead() const { return m_isEncodedAhead; }
    void setEncodedAhead() { m_isEncodedAhead = true; }

    bool isKnown(size_t column) const { return isKnown(column, m_rows); }
    const Value &value(size_t column) const { return value(column, m_rows); }
    void setNumber(size_t column, qint64 number)
    {
        m_rowValues[column * capacity].number = number;
        know(column);
    }
    void setText(size_t column, std::string_view text, quint32 hash)
    {
        Value &value = m_rowValues[column * capacity];
        value.data = text.data();
        value.size = quint32(text.size());
        value.hash = hash;
        know(column);
    }
    void setSeen(size_t column, quint32 place)
    {
        Value &value = m_rowValues[column * capacity];
        value.number = place;
        value.size = seen;
        know(column);
    }
    void add()
    {
        for (size_t i = 0; i < m_words; ++i)
            m_mayKnow[i] |= m_rowKnown[i];
        ++m_rows;
    }
    void clear()
    {
        m_rows = 0;
        m_used = 0;
        m_isEncodedAhead = false;
        std::fill(m_mayKnow.begin(), m_mayKnow.end(), 0);
    }

    // Room for the texts that do not stand in the source as they are. False: clear first. An empty batch has any room.
    bool prepare(size_t bytes)
    {
        if (m_room - m_used >= bytes)
            return true;
        if (m_rows > 0)
            return false;
        m_used = 0;
        if (m_room < bytes) {
            m_room = std::max(bytes, firstRoom);
            m_texts = std::make_unique_for_overwrite<char[]>(m_room);
        }
        return true;
    }
    // Within what was prepared.
    std::string_view keep(std::string_view text)
    {
        char *const at = m_texts.get() + m_used;
        text.copy(at, text.size());
        m_used += text.size();
        return {at, text.size()};
    }

private:
    static constexpr size_t firstRoom = 64 * 1024;

    void know(size_t column) { m_rowKnown[column / 64] |= quint64(1) << (column % 64); }

    size_t m_columns;
    size_t m_words;
    std::vector<Value> m_values;
    std::vector<quint64> m_known; // bits of the columns, row by row
    std::vector<quint64> m_mayKnow; // any of them
    Value *m_rowValues = nullptr; // of the row that is being filled, in the first column
    quint64 *m_rowKnown = nullptr;
    quint32 m_rows = 0;
    bool m_isEncodedAhead = false;
    std::unique_ptr<char[]> m_texts;
    size_t m_room = 0;
    size_t m_used = 0;
};

} // namespace belvedere
