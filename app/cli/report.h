// The formats of reports.
#pragma once

#include "base/result.h"

namespace belvedere {

enum class ReportFormat : quint8 { Csv, Json };
// CSV unless `json` or the word says otherwise. Error "usage" for an unknown word.
Result<ReportFormat> reportFormat(const QString &format, bool json);

} // namespace belvedere
