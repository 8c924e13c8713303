// The rival of the decode benchmark: simdjson's On-Demand interface without anything around it.
#pragma once

#include "domain/field.h"

#include <QByteArray>

namespace belvedere::bench {

struct RivalSum {
    qint64 rows = 0; // lines that had an id
    quint64 sum = 0; // over all values, so that none is left out
};
// Reads every value of every field as its kind, line by line, and keeps nothing. The bytes behind `lines` are copied
// away first, because simdjson reads beyond the end.
RivalSum readWithSimdjson(const QByteArray &lines, std::span<const Field> fields);
// Which instruction sets it was built for and finds the structure with.
QString simdjsonImplementation();

} // namespace belvedere::bench
