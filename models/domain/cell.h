// Cell: one value of any field, and the kinds that fields have.
#pragma once

#include "base/version.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>
#include <variant>

namespace belvedere {

enum class Kind : quint8 {
    Text,
    Int,
    Bool,
    Time, // QDateTime, UTC, milliseconds
    Enum, // QString: the word on the wire
    Version,
    Set, // QStringList: sorted, without repetition; an empty set is known, monostate is not
    Bytes, // qint64
    Duration, // qint64, seconds
    Object, // QJsonObject: a nested document; not for queries and tables
    List, // QJsonArray: entities inside an entity (Field::parts declares them); not for queries and tables
};

// monostate: not known.
using Cell =
    std::variant<std::monostate, bool, qint64, QString, QDateTime, Version, QStringList, QJsonObject, QJsonArray>;

inline bool isKnown(const Cell &cell) { return cell.index() != 0; }

} // namespace belvedere
