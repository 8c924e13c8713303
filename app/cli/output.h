// Records on standard output: as a table for people, as CSV, or as JSON.
#pragma once

#include "base/result.h"
#include "domain/json.h"

namespace belvedere {

enum class OutputFormat : quint8 { Table, Csv, Json, Xlsx };

// Error "usage" for an unknown word; `json` wins when no format was given.
Result<OutputFormat> outputFormat(const QString &format, bool json);
// The fields named by "a,b"; without names those of the list form. Error "usage" with the nearest name.
Result<std::vector<const Field *>> outputColumns(std::span<const Field> fields, const QString &names);
// "a,-b" in the words of the server: the names instead of aliases. Error "usage" with the nearest name.
Result<QString> outputOrder(std::span<const Field> fields, const QString &order);

// Of every format but Xlsx. Values in machine form: times in ISO 8601, words as on the wire, nothing where nothing is
// known.
QByteArray formatted(const QList<QJsonObject> &records, const std::vector<const Field *> &columns, OutputFormat format);
// One record, a line for each known field.
QByteArray asProperties(std::span<const Field> fields, const QJsonObject &record);
// A terminal would obey control characters.
QString withoutControls(QString text);
// The same, and no wider than a cell of a table.
QString printable(const QString &text);
void print(const QByteArray &text);

} // namespace belvedere
