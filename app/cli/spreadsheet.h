// Records as an XLSX workbook, the same that the window exports.
#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <span>
#include <vector>

namespace belvedere {

struct Field;

// The bytes of the file. `columns` are among `fields`; objects and lists stay empty. Errors: xlsx.write, export.file.
Result<QByteArray> spreadsheet(
    std::span<const Field> fields, const QList<QJsonObject> &records, const std::vector<const Field *> &columns);

} // namespace belvedere
