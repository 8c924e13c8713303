// Evaluation of rules.
#include "compliance/evaluate.h"

#include "compliance/derived.h"
#include "compliance/registry.h"
#include "compliance/ruleparameters.h"
#include "query/parser.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 hour = 3'600;
constexpr qint64 day = 24 * hour;
constexpr qsizetype longestActual = 1'000; // characters kept of what a device told

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

bool hasFailed(RuleState state) { return state == RuleState::Fail || state == RuleState::Excepted; }

QDateTime failingSince(const RuleResult &result, const RuleResult *previous, const QDateTime &now)
{
    std::optional<EarlierFailure> earlier;
    if (previous && previous->failingSince.isValid())
        earlier = {previous->revision, hasFailed(previous->state.value()), previous->failingSince.toMSecsSinceEpoch()};
    const std::optional<qint64> since = belvedere::failingSince(
        result.state.value(), result.revision, earlier ? &*earlier : nullptr, now.toMSecsSinceEpoch());
    return since ? QDateTime::fromMSecsSinceEpoch(*since, Qt::UTC) : QDateTime();
}

ApiError onCheck(ApiError error)
{
    error.fields = {{u"check"_s, error.detail}};
    return error;
}

FactReading readFact(size_t field, const Device &device, const FactTimes &times, const DeviceLists *lists)
{
    FactReading reading;
    reading.applies = hasFact(field, device.platform.value());
    if (field >= fields<Device>().size()) {
        const bool isApps = field == installedAppsField();
        const auto *list = !lists ? nullptr : isApps ? &lists->apps : &lists->certificates;
        if (list && list->has_value()) {
            reading.list = &list->value();
            reading.asOf = isApps ? lists->appsAsOf : lists->certificatesAsOf;
        }
        return reading;
    }
    const Field &declared = fields<Device>()[field];
    reading.value = declared.get(&device);
    reading.asOf = field < times.size() ? times[field] : QDateTime();
    // a value that is there has been measured, whatever else is said of it
    reading.reportedAbsent =
        isMissing(reading.value) && device.absent && device.absent->contains(QLatin1StringView(declared.name));
    return reading;
}

RuleLeaf kept(const CheckLeafResult &leaf)
{
    return {leaf.field, stateOf(leaf.state), leaf.reason, leaf.expected, leaf.actual.left(longestActual), leaf.asOf,
        leaf.decided};
}

} // namespace

std::optional<qint64> failingSince(RuleState state, qint64 revision, const EarlierFailure *earlier, qint64 now)
{
    const bool carries = earlier && (earlier->revision == revision || earlier->isFail);
    switch (state) {
    case RuleState::Fail:
    case RuleState::Excepted:
        return carries ? earlier->since : now;
    case RuleState::Undetermined:
    case RuleState::Error:
        return carries ? std::optional(earlier->since) : std::nullopt;
    default:
        return {};
    }
}

QString notFor(const ComplianceRule &rule, const Device &device)
{
    if (!rule.platforms.isEmpty() && !rule.platforms.contains(device.platform.token()))
        return u"unsupported_os"_s;
    const bool isTooOld = !rule.osMinimum.isNull() && device.osVersion < rule.osMinimum;
    const bool isTooNew = !rule.osMaximum.isNull() && device.osVersion > rule.osMaximum;
    if (!device.osVersion.isNull() && (isTooOld || isTooNew))
        return u"unsupported_os"_s;
    const bool isOthers = rule.ownership.isKnown() && device.ownership.isKnown() && rule.ownership != device.ownership;
    if (isOthers || (rule.supervisedOnly && !device.supervised.value_or(true)))
        return u"unsupported_enrolment"_s;
    const bool isOtherForm =
        !rule.forms.isEmpty() && device.formFactor.isKnown() && !rule.forms.contains(device.formFactor.token());
    return isOtherForm ? u"unsupported_form"_s : QString();
}

Result<CompiledRule> CompiledRule::compile(const ComplianceRule &rule, const QDateTime &now, const RuleUse &use)
{
    const std::span<const Field> fields = ruleFields();
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
    const Result<Parameters> parameters = ruleParameters(rule, use.parameters);
    if (!parameters)
        return parameters.error();
    settings.parameters = parameters.value();
    const Result<Check> check = Check::compile(parsed.query(), fields, settings);
    if (!check)
        return onCheck(check.error());
    return CompiledRule(rule, check.value(), now, use);
}

bool CompiledRule::asksLists() const
{
    const std::span<const Check::Leaf> leaves = m_check ? m_check->leaves() : std::span<const Check::Leaf>();
    return std::any_of(
        leaves.begin(), leaves.end(), [](const Check::Leaf &leaf) { return leaf.field >= fields<Device>().size(); });
}

RuleResult CompiledRule::evaluate(
    const Device &device, const FactTimes &times, const RuleCircumstances &circumstances) const
{
    const RuleResult *previous = circumstances.previous;
    RuleResult result;
    result.rule = m_rule.id;
    result.ruleName = m_rule.name;
    result.revision = m_rule.revision;
    result.device = device.id;
    result.deviceName = device.name;
    result.severity = m_rule.severity;
    const bool monitors = circumstances.monitors || m_rule.mode.value() == RuleMode::Monitor;
    result.mode = monitors ? RuleMode::Monitor : RuleMode::Enforce;
    result.evaluated = m_now;
    result.state = RuleState::NotApplicable;
    const auto finish = [&]() -> const RuleResult & {
        if (previous)
            result.previous = previous->state == result.state ? previous->previous : previous->state;
        return result;
    };
    result.reason = notFor(m_rule, device);
    if (!result.reason.isEmpty())
        return finish();
    if (!m_check) {
        result.state = RuleState::Error;
        result.reason = u"rule.invalid"_s;
        result.failingSince = failingSince(result, previous, m_now);
        return finish();
    }
    const CheckResult checked =
        m_check->evaluate([&](size_t field) { return readFact(field, device, times, circumstances.lists); });
    result.state = stateOf(checked.state);
    result.asOf = checked.asOf;
    if (checked.state != CheckState::Pass)
        result.reason = checked.reason;
    result.leaves.reserve(checked.leaves.size());
    for (const CheckLeafResult &leaf : checked.leaves)
        result.leaves.push_back(kept(leaf));
    const auto deciding = std::find_if(
        checked.leaves.begin(), checked.leaves.end(), [](const CheckLeafResult &leaf) { return leaf.decided; });
    if (deciding != checked.leaves.end()) {
        result.expected = deciding->expected;
        result.actual = deciding->actual.left(longestActual);
    }
    if (result.state.value() == RuleState::Fail && !circumstances.waiver.isEmpty()) {
        result.state = RuleState::Excepted;
        result.waiver = circumstances.waiver;
    }
    result.failingSince = failingSince(result, previous, m_now);
    if (hasFailed(result.state.value())) {
        const bool fromAssignment =
            m_rule.graceStarts.value() == GraceStart::PolicyAssigned && circumstances.assigned.isValid();
        result.graceUntil = (fromAssignment ? circumstances.assigned : result.failingSince).addSecs(m_rule.grace);
    }
    return finish();
}

bool mattersOver(const RuleResult &before, const RuleResult &after)
{
    const auto decisive = [](const RuleResult &r) {
        return std::tuple(r.revision, r.ruleName, r.deviceName, r.severity.value(), r.mode.value(), r.state.value(),
            r.reason, r.expected, r.failingSince, r.graceUntil, r.waiver);
    };
    if (decisive(before) != decisive(after))
        return true;
    const qint64 age = before.evaluated.secsTo(after.evaluated);
    const bool other = before.actual != after.actual && after.state.value() == RuleState::Fail;
    return age >= day || (other && age >= hour);
}

} // namespace belvedere
