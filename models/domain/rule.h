// ComplianceRule: a condition that devices must meet; RuleResult: what came of it on one device.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class RuleSeverity : quint8 { Unknown, Info, Low, Medium, High, Critical };
enum class RuleState : quint8 { Unknown, Pass, Fail, Undetermined, Error, NotApplicable };

struct ComplianceRule {
    static constexpr char idPrefix[] = "rul";

    Id<ComplianceRule> id;
    QString name;
    QString description;
    QString remediation; // what to do about a failure
    QString check; // in the query language, as a check
    QStringList platforms; // words of Platform; empty: all
    Coded<RuleSeverity> severity = RuleSeverity::Medium;
    qint64 grace = 0; // seconds from the first failure; 0 to 8,760 h
    qint64 revision = 0; // of check, platforms, severity and grace; results name the one that they were computed with
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

inline constexpr qint64 maximumGrace = 8'760 * 3'600; // seconds

struct RuleResult {
    static constexpr char idPrefix[] = "res";

    Id<RuleResult> id;
    Id<ComplianceRule> rule;
    QString ruleName;
    qint64 revision = 0; // of the rule
    Id<Device> device;
    QString deviceName;
    Coded<RuleSeverity> severity;
    Coded<RuleState> state;
    QString reason; // stale, missing, type_error …; empty for pass and for a plain failure
    QString expected; // the deciding test
    QString actual;
    QDateTime asOf; // of the oldest fact that decided
    QDateTime evaluated;
    QDateTime failingSince;
    QDateTime graceUntil; // while failing
    qint64 version = 0;
};

} // namespace belvedere
