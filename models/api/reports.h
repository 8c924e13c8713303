// Reports over the API: numbers that the server counts, so that everyone sees the same.
#pragma once

#include "api/resource.h"
#include "domain/compliancereport.h"

namespace belvedere {

template<> struct TypeName<ComplianceReport> {
    static constexpr char value[] = "ComplianceReport";
};

struct GetComplianceReport : Operation<None, None, None, ComplianceReport> {
    static constexpr Spec spec{"getComplianceReport", Verb::Get, "reports", "/compliance", Permission::ReportsRead,
        "How many devices are in which state, and how each rule stands."};
};

} // namespace belvedere
