// A compliance rule compiled, and what comes of it on one device.
#pragma once

#include "domain/rule.h"
#include "query/check.h"

namespace belvedere {

// When each field of a device was measured, by index in fields<Device>(). What the server itself keeps (tags, seen,
// person …) is as fresh as the evaluation. A field without a time counts as stale.
using FactTimes = std::vector<QDateTime>;

inline constexpr qint64 factLifetime = 7 * 86'400; // seconds, for tests that name no age

// What keeps the clock of a failure running.
struct EarlierFailure {
    qint64 revision = 0; // of the rule
    bool isFail = false; // not merely unknown after a failure
    qint64 since = 0; // milliseconds since 1970
};
// Since when the rule fails, in milliseconds; nothing while it does not. `now` likewise.
std::optional<qint64> failingSince(RuleState state, qint64 revision, const EarlierFailure *earlier, qint64 now);

// Immutable; any number of threads may evaluate at once.
class CompiledRule {
public:
    // `now` is the moment from which ages count. Errors: those of the parser, on the field "check" with the column;
    // "rule.field" for a check of `compliance`, which follows from the rules and cannot decide one.
    static Result<CompiledRule> compile(const ComplianceRule &rule, const QDateTime &now);

    // The result without id and version. `previous`, if any, is what was on record: it keeps the clock of a failure
    // running while nothing better is known, and over a new revision only if the old one failed as well.
    RuleResult evaluate(const Device &device, const FactTimes &times, const RuleResult *previous) const;

    // For a stored rule that this server cannot read any more: every result is an error, "rule.invalid".
    static CompiledRule unreadable(const ComplianceRule &rule, const QDateTime &now) { return {rule, {}, now}; }

    const ComplianceRule &rule() const { return m_rule; }
    const std::optional<Check> &check() const { return m_check; } // nothing: unreadable
    const QDateTime &now() const { return m_now; }

private:
    CompiledRule(ComplianceRule rule, std::optional<Check> check, const QDateTime &now)
        : m_rule(std::move(rule))
        , m_check(std::move(check))
        , m_now(now)
    {
    }

    ComplianceRule m_rule;
    std::optional<Check> m_check;
    QDateTime m_now;
};

// Whether `after` has to be stored over `before`: at once when a person or a decision would see another result; a
// value or a time alone (free storage moves with every report) at most hourly on a failing rule and daily otherwise,
// so that a report of a device does not change every list.
bool mattersOver(const RuleResult &before, const RuleResult &after);

} // namespace belvedere
