// ComplianceReport: how many devices are in which state of compliance, and how each rule stands.
#pragma once

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

    // Devices that the rule applies to.
    qint64 assessed() const { return pass + fail + undetermined + error; }
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

    // The denominator of the percentage.
    qint64 assessed() const { return compliant + inGrace + noncompliant + undetermined + error; }
};

} // namespace belvedere
