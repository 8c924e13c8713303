// Evaluation of rules.
#include "compliance/evaluate.h"

#include "compliance/derived.h"
#include "query/parser.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 hour = 3'600;
constexpr qint64 day = 24 * hour;

RuleState stateOf(CheckState state)
{
    switch (state) {
    case CheckState::Pass:
        return RuleState::Pass;
    case CheckState::Fail:
        return RuleState::Fail;
    case CheckState::Unknown:
        return RuleState::Undetermined;
    case CheckState::Error:
        return RuleState::Error;
    case CheckState::NotApplicable:
        break;
    }
    return RuleState::NotApplicable;
}

QDateTime failingSince(const RuleResult &result, const RuleResult *previous, const QDateTime &now)
{
    std::optional<EarlierFailure> earlier;
    if (previous && previous->failingSince.isValid())
        earlier = {
            previous->revision, previous->state.value() == RuleState::Fail, previous->failingSince.toMSecsSinceEpoch()};
    const std::optional<qint64> since = belvedere::failingSince(
        result.state.value(), result.revision, earlier ? &*earlier : nullptr, now.toMSecsSinceEpoch());
    return since ? QDateTime::fromMSecsSinceEpoch(*since, Qt::UTC) : QDateTime();
}

ApiError onCheck(ApiError error)
{
    error.fields = {{u"check"_s, error.detail}};
    return error;
}

} // namespace

std::optional<qint64> failingSince(RuleState state, qint64 revision, const EarlierFailure *earlier, qint64 now)
{
    const bool carries = earlier && (earlier->revision == revision || earlier->isFail);
    switch (state) {
    case RuleState::Fail:
        return carries ? earlier->since : now;
    case RuleState::Undetermined:
    case RuleState::Error:
        return carries ? std::optional(earlier->since) : std::nullopt;
    default:
        return {};
    }
}

Result<CompiledRule> CompiledRule::compile(const ComplianceRule &rule, const QDateTime &now)
{
    const std::span<const Field> fields = belvedere::fields<Device>();
    const QueryParse parsed = parseQuery(rule.check, fields, QueryMode::Check);
    if (!parsed)
        return onCheck(toApiError(parsed.error()));
    if (testsDerived(parsed.query().root)) {
        ApiError error = validationError({{u"check"_s, u"compliance follows from the rules and cannot decide one"_s}});
        error.code = u"rule.field"_s;
        return error;
    }
    CheckSettings settings;
    settings.now = now;
    settings.maximumAge = factLifetime;
    const Result<Check> check = Check::compile(parsed.query(), fields, settings);
    if (!check)
        return onCheck(check.error());
    return CompiledRule(rule, check.value(), now);
}

RuleResult CompiledRule::evaluate(const Device &device, const FactTimes &times, const RuleResult *previous) const
{
    RuleResult result;
    result.rule = m_rule.id;
    result.ruleName = m_rule.name;
    result.revision = m_rule.revision;
    result.device = device.id;
    result.deviceName = device.name;
    result.severity = m_rule.severity;
    result.evaluated = m_now;
    result.state = RuleState::NotApplicable;
    if (!m_rule.platforms.isEmpty() && !m_rule.platforms.contains(device.platform.token())) {
        result.reason = u"unsupported_os"_s;
        return result;
    }
    if (!m_check) {
        result.state = RuleState::Error;
        result.reason = u"rule.invalid"_s;
        result.failingSince = failingSince(result, previous, m_now);
        return result;
    }
    const std::span<const Field> fields = belvedere::fields<Device>();
    const CheckResult checked = m_check->evaluate([&](size_t field) {
        FactReading reading;
        reading.value = fields[field].get(&device);
        reading.asOf = field < times.size() ? times[field] : QDateTime();
        return reading;
    });
    result.state = stateOf(checked.state);
    result.asOf = checked.asOf;
    if (checked.state != CheckState::Pass)
        result.reason = checked.reason;
    const auto deciding = std::find_if(
        checked.leaves.begin(), checked.leaves.end(), [](const CheckLeafResult &leaf) { return leaf.decided; });
    if (deciding != checked.leaves.end()) {
        result.expected = deciding->expected;
        result.actual = deciding->actual;
    }
    result.failingSince = failingSince(result, previous, m_now);
    if (result.state.value() == RuleState::Fail)
        result.graceUntil = result.failingSince.addSecs(m_rule.grace);
    return result;
}

bool mattersOver(const RuleResult &before, const RuleResult &after)
{
    const auto decisive = [](const RuleResult &r) {
        return std::tuple(r.revision, r.ruleName, r.deviceName, r.severity.value(), r.state.value(), r.reason,
            r.expected, r.failingSince, r.graceUntil);
    };
    if (decisive(before) != decisive(after))
        return true;
    const qint64 age = before.evaluated.secsTo(after.evaluated);
    const bool other = before.actual != after.actual && after.state.value() == RuleState::Fail;
    return age >= day || (other && age >= hour);
}

} // namespace belvedere
