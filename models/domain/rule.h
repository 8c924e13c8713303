// ComplianceRule: a condition that devices must meet; RuleResult: what came of it on one device.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class RuleSeverity : quint8 { Unknown, Info, Low, Medium, High, Critical };
enum class RuleState : quint8 {
    Unknown,
    Pass,
    Fail,
    Undetermined,
    Error,
    NotApplicable,
    NotChecked, // in scope, never evaluated
    Excepted, // a failure that a waiver covers
};
// Monitor: evaluated and shown, without action and without effect on the device's state.
enum class RuleMode : quint8 { Unknown, Enforce, Monitor };
enum class GraceStart : quint8 { Unknown, FirstFail, PolicyAssigned };
enum class ParameterType : quint8 { Unknown, Bool, Int, Duration, Version, Range, Text, Choice, List };
enum class RuleActionKind : quint8 {
    Unknown,
    NotifyUser,
    NotifyAdmin,
    BlockAccess,
    RemoteLock,
    LostMode,
    RemoveWorkData,
    Wipe,
    PushProfile,
    InstallApp,
    RunCommand,
    Webhook,
    CreateTicket,
};

// `$name` in a check. Values are written as in a query ("6", "7d", "yes"); those of a list with commas between.
struct RuleParameter {
    QString name; // [a-z][a-z0-9_]{0,31}
    Coded<ParameterType> type;
    QString label; // for people
    QString value; // unless a policy gives another; empty: each policy must, or, for a list, the test does not apply
    QString minimum; // of numbers, spans and versions
    QString maximum;
    QStringList allowed; // of choices
    QJsonObject baselines; // name of a baseline -> value
};

// What is done about a failure once the device no longer meets the rule.
struct RuleAction {
    Coded<RuleActionKind> kind;
    qint64 after = 0; // seconds from then
    qint64 repeat = 0; // seconds; 0: once
    QString message = {}; // of lost mode: what the screen shows
    QString phone = {}; // and the number to call
    QString item = {}; // id of what is brought to the device
    std::optional<qint64> revision = {}; // of the item; not known or 0: the newest when the rule is saved
    QString command = {}; // of run_command: its name, see isCommandName()
    QString target = {}; // of webhook and create_ticket: id of an OutsideTarget
};

// How the failure can be mended, for each platform.
struct RuleFix {
    QString platform; // word of Platform
    QString kind; // "profile", "command", "application", "instruction"
    QString text; // the key to set, or what to do
};

struct ComplianceRule {
    static constexpr char idPrefix[] = "rul";

    Id<ComplianceRule> id;
    QString name;
    QString description;
    QString rationale;
    QString remediation; // what to do about a failure
    QString check; // in the query language, as a check
    std::vector<RuleParameter> parameters;
    QStringList platforms; // words of Platform; empty: all
    Version osMinimum; // the rule is for versions from this
    Version osMaximum; // to this
    Coded<Ownership> ownership; // not known: any
    bool supervisedOnly = false;
    QStringList forms; // words of FormFactor; empty: all
    Coded<RuleSeverity> severity = RuleSeverity::Medium;
    std::optional<qint64> weight; // 0 to 100; not known: by severity
    qint64 grace = 0; // seconds from the start of grace; 0 to 8,760 h
    Coded<GraceStart> graceStarts = GraceStart::FirstFail;
    Coded<RuleMode> mode = RuleMode::Enforce;
    bool disabled = false;
    std::vector<RuleAction> actions; // none: nothing is done by itself
    QStringList references; // "iso27001:2022 a.8.24"
    std::vector<RuleFix> fixes;
    QString starter; // key of the starter rule that it was made from
    // Of what decides and where: check, parameters, what it applies to, severity, grace, mode. Results name the one
    // that they were computed with.
    qint64 revision = 0;
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

inline constexpr qint64 maximumGrace = 8'760 * 3'600; // seconds
// What failing counts in a score: 0, 1, 5, 10, 20 by severity unless the rule says otherwise.
qint64 weightOf(const ComplianceRule &rule);

// One test of a rule on one device.
struct RuleLeaf {
    QString field;
    Coded<RuleState> state; // pass, fail, undetermined, error or not_applicable
    QString reason; // as that of the result
    QString expected; // with the parameters' values
    QString actual; // empty: nothing known
    QDateTime asOf;
    bool decided = false; // the state of the whole hangs on it
};

struct RuleResult {
    static constexpr char idPrefix[] = "res";

    Id<RuleResult> id;
    Id<ComplianceRule> rule;
    QString ruleName;
    qint64 revision = 0; // of the rule
    Id<Device> device;
    QString deviceName;
    Coded<RuleSeverity> severity;
    Coded<RuleMode> mode; // not known: enforce
    Coded<RuleState> state;
    QString reason; // stale, missing, type_error …; empty for pass and for a plain failure
    QString expected; // the deciding test
    QString actual;
    QDateTime asOf; // of the oldest fact that decided
    QDateTime evaluated;
    QDateTime failingSince;
    QDateTime graceUntil; // while failing
    Coded<RuleState> previous; // the state before this one
    QString waiver; // id; of an excepted failure
    std::vector<RuleLeaf> leaves; // every test, in the order of the check
    qint64 version = 0;
};

} // namespace belvedere
