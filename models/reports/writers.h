// Reports as files: CSV with one figure a row, and JSON.
#pragma once

#include "base/result.h"
#include "reports/report.h"

namespace belvedere {

// One header in English and one figure a row, the headline first, so that every program reads it as one table. A share
// without a whole (devices outside the percentage) leaves `of` and `percent` empty.
QByteArray reportCsv(const Report &report);
// The server's numbers, with the report's name and the headline.
QByteArray reportJson(const Report &report);
// The file appears whole or not at all. Error "file.write".
Result<Done> writeReportFile(const QString &path, const QByteArray &bytes);

} // namespace belvedere
