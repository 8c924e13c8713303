// The compliance report: from the server's numbers to headline, figures and pictures.
#pragma once

#include "domain/compliancereport.h"
#include "reports/report.h"

namespace belvedere {

// Charts: the devices by state as a ring, then the rules as stacked bars. Labels are translated.
Report complianceReport(const ComplianceReport &numbers);

} // namespace belvedere
