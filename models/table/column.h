// Column: the values of one field over all rows, readable by kind without going through Cell.
#pragma once

#include "domain/field.h"
#include "table/lane.h"
#include "table/textlist.h"

#include <variant>

namespace belvedere {

// How a kind is held. Objects and lists are not for tables.
using ColumnLane = std::variant<std::monostate,
    Lane<quint32>, // Text, Version, Set: a code of `texts`
    Lane<quint16>, // Enum: place in Field::choices, or behind those a code of `texts`
    Lane<qint64>, // Int, Bytes, Duration; Time in milliseconds since 1970
    Lane<quint8>>; // Bool
ColumnLane emptyLane(Kind kind);

// The members of a set are held as one text, separated by this; U+0000 cannot occur inside one.
inline constexpr char16_t memberSeparator = u'\0';

struct Column {
    const Field *field = nullptr;
    ColumnLane lane;
    TextList texts; // of an enumeration only the words that `choices` does not have

    // The code of the first foreign word of an enumeration.
    quint32 firstForeign() const { return quint32(std::max<size_t>(1, field->choices.size())); }
    Cell cell(quint32 row) const;
    bool isKnown(quint32 row) const;
    // The cell of a code of this column's lane; code >= 1.
    Cell cellOfCode(quint32 code) const;
    // How many codes there are, 0 included; 0 for kinds that have no codes.
    quint32 codeCount() const;
};

} // namespace belvedere
