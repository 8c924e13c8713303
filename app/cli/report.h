// Reports as files.
#pragma once

#include "cli/runner.h"

namespace belvedere {

enum class ReportFormat : quint8 { Csv, Json };
// CSV unless `json` or the word says otherwise. Error "usage" for an unknown word.
Result<ReportFormat> reportFormat(const QString &format, bool json);

// `report compliance`: to the file named by --out, or to standard output without one or with "-".
void writeComplianceReport(Runner &runner);

} // namespace belvedere
