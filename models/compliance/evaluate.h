// A compliance rule compiled, and what comes of it on one device.
#pragma once

#include "domain/rule.h"
#include "query/check.h"

#include <QJsonObject>

namespace belvedere {

// When each field of a device was measured, by index in fields<Device>(). What the server itself keeps (tags, seen,
// person …) is as fresh as the evaluation. A field without a time counts as stale.
using FactTimes = std::vector<QDateTime>;

// What a device has installed; nothing: it never said.
struct DeviceLists {
    std::optional<std::vector<ListItem>> apps;
    QDateTime appsAsOf;
    std::optional<std::vector<ListItem>> certificates;
    QDateTime certificatesAsOf;
};

// How a policy uses a rule.
struct RuleUse {
    QJsonObject parameters; // name to text, over the rule's own values
};

// What an evaluation goes by besides the facts.
struct RuleCircumstances {
    // What was on record: it keeps the clock of a failure running while nothing better is known, and over a new
    // revision only if the old one failed as well.
    const RuleResult *previous = nullptr;
    const DeviceLists *lists = nullptr; // null: nothing known of either list
    QString waiver = {}; // id of one that covers this device; empty: none
    bool monitors = false; // only policies that monitor ask for it
    QDateTime assigned = {}; // when a policy with the rule first had the device
};

inline constexpr qint64 factLifetime = 7 * 86'400; // seconds, for tests that name no age

// What keeps the clock of a failure running.
struct EarlierFailure {
    qint64 revision = 0; // of the rule
    bool isFail = false; // excepted or not; not merely unknown after a failure
    qint64 since = 0; // milliseconds since 1970
};
// Since when the rule fails, in milliseconds; nothing while it does not. `now` likewise.
std::optional<qint64> failingSince(RuleState state, qint64 revision, const EarlierFailure *earlier, qint64 now);

// Immutable; any number of threads may evaluate at once.
class CompiledRule {
public:
    // `now` is the moment from which ages count. Errors: those of the parser, on the field "check" with the column;
    // "rule.field" for a check of `compliance`, which follows from the rules and cannot decide one; "rule.parameter".
    static Result<CompiledRule> compile(const ComplianceRule &rule, const QDateTime &now, const RuleUse &use = {});

    // The result without id and version.
    RuleResult evaluate(
        const Device &device, const FactTimes &times, const RuleCircumstances &circumstances = {}) const;
    RuleResult evaluate(const Device &device, const FactTimes &times, const RuleResult *previous) const
    {
        return evaluate(device, times, RuleCircumstances{previous});
    }
    // Whether some test is about what is installed.
    bool asksLists() const;

    // For a stored rule that this server cannot read any more: every result is an error, "rule.invalid".
    static CompiledRule unreadable(const ComplianceRule &rule, const QDateTime &now, const RuleUse &use = {})
    {
        return {rule, {}, now, use};
    }

    const ComplianceRule &rule() const { return m_rule; }
    const std::optional<Check> &check() const { return m_check; } // nothing: unreadable
    const QDateTime &now() const { return m_now; }
    const RuleUse &use() const { return m_use; }

private:
    CompiledRule(ComplianceRule rule, std::optional<Check> check, const QDateTime &now, RuleUse use)
        : m_rule(std::move(rule))
        , m_check(std::move(check))
        , m_now(now)
        , m_use(std::move(use))
    {
    }

    ComplianceRule m_rule;
    std::optional<Check> m_check;
    QDateTime m_now;
    RuleUse m_use;
};

// Why the rule is not for such a device: "unsupported_os", "unsupported_enrolment", "unsupported_form"; empty: it is.
// What is not known of a device leaves the rule in force.
QString notFor(const ComplianceRule &rule, const Device &device);

// Whether `after` has to be stored over `before`: at once when a person or a decision would see another result; a
// value or a time alone (free storage moves with every report) at most hourly on a failing rule and daily otherwise,
// so that a report of a device does not change every list.
bool mattersOver(const RuleResult &before, const RuleResult &after);

} // namespace belvedere
