// LineDecoder: any line of JSON into a row, with simdjson's On-Demand interface.
#pragma once

#include "table/keyorder.h"
#include "table/recenttexts.h"

#include <memory>
#include <optional>

namespace belvedere {

// Why a value or a line is refused, as in LineError; null: it is not.
using Refusal = const char *;

class LineDecoder {
public:
    static constexpr size_t readAhead = 64; // bytes that must be readable behind a line

    struct Line {
        Refusal refusal = nullptr;
        const Field *field = nullptr; // the refused one
        bool removed = false;
        bool isLast = false; // it held one of the two below
        std::optional<QString> token;
        std::optional<qint64> total;
    };

    // For lines of at most `longest` bytes.
    LineDecoder(std::span<const Field> fields, KeyOrder &keys, RecentTexts &recent, size_t longest);
    ~LineDecoder();
    Q_DISABLE_COPY_MOVE(LineDecoder)

    // Fills the row that the batch has begun, for which it must have prepared twice the size of the line.
    Line decode(std::string_view bytes, RowBatch &batch);

private:
    class Parser;
    void members(Line &line, RowBatch &batch);

    std::span<const Field> m_fields;
    KeyOrder &m_keys;
    RecentTexts &m_recent;
    std::unique_ptr<Parser> m_parser;
};

} // namespace belvedere
