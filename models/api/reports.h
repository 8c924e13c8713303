// Reports over the API: numbers that the server counts, so that everyone sees the same.
#pragma once

#include "api/resource.h"
#include "domain/rule.h"

namespace belvedere {

struct ReportRule {
    QString rule; // id
    QString name;
    Coded<RuleSeverity> severity;
    qint64 pass = 0; // devices
    qint64 fail = 0;
    qint64 undetermined = 0;
    qint64 error = 0;
    qint64 notApplicable = 0;
};
// Numbers of devices by state; the percentage is compliant over all that a policy concerns and that a rule applies to.
struct ComplianceReport {
    QDateTime generated;
    qint64 devices = 0;
    qint64 simulated = 0; // of them
    qint64 compliant = 0;
    qint64 inGrace = 0;
    qint64 noncompliant = 0;
    qint64 undetermined = 0;
    qint64 error = 0;
    qint64 notAssigned = 0;
    qint64 notApplicable = 0;
    std::vector<ReportRule> rules; // by severity, then by failures
};
template<> struct TypeName<ComplianceReport> {
    static constexpr char value[] = "ComplianceReport";
};

struct GetComplianceReport : Operation<None, None, None, ComplianceReport> {
    static constexpr Spec spec{"getComplianceReport", Verb::Get, "reports", "/compliance", Permission::ReportsRead,
        "How many devices are in which state, and how each rule stands."};
};

} // namespace belvedere
