// Compiling of policies.
#include "compliance/policyset.h"

#include "compliance/derived.h"
#include "compliance/rollout.h"
#include "query/parser.h"

#include <algorithm>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError fieldError(const QString &field, const QString &message)
{
    ApiError error = validationError({{field, message}});
    error.code = u"policy.scope"_s;
    return error;
}

bool isTrue(const Matcher &matcher, const Device &device)
{
    return matcher.evaluate([&device](size_t field) { return fields<Device>()[field].get(&device); }) == Truth::True;
}

// A query over devices that decides on what policies do.
Result<Matcher> compileQuery(const QString &query, const QString &field, const QDateTime &now)
{
    const QueryParse parsed = parseQuery(query, fields<Device>());
    if (!parsed) {
        ApiError error = toApiError(parsed.error());
        error.fields = {{field, error.detail}};
        return error;
    }
    if (testsDerived(parsed.query().root))
        return fieldError(
            field, u"what follows from policies cannot decide on one: %1"_s.arg(u"compliance, access.blocked"_s));
    const Result<Matcher> matcher = Matcher::compile(parsed.query(), fields<Device>(), now);
    if (matcher && matcher.value().isEmpty())
        return fieldError(field, u"a query, or all_devices for the whole fleet"_s);
    return matcher;
}

} // namespace

Pin rulePin(const QString &rule, qint64 revision, const QJsonObject &parameters)
{
    if (parameters.isEmpty())
        return {rule, revision};
    const QByteArray values = QJsonDocument(parameters).toJson(QJsonDocument::Compact); // its keys are sorted
    return {QString(rule + u' ' + QString::fromUtf8(values)), revision};
}

bool CompiledPolicy::holds(const Device &device) const { return scope ? isTrue(*scope, device) : policy.allDevices; }

qint64 CompiledPolicy::waveOf(const Device &device) const
{
    const int bucket = rolloutBucket(policy.id.text, device.id.text);
    for (size_t i = 0; i < waves.size(); ++i) {
        const CompiledWave &wave = waves[i];
        if (wave.query ? isTrue(*wave.query, device) : isInShare(bucket, wave.percent))
            return qint64(i) + 1;
    }
    return qint64(waves.size()) + 1;
}

const CompiledPolicy *CompiledPolicy::version(size_t back) const
{
    const CompiledPolicy *version = this;
    for (; version && back > 0; --back)
        version = version->previous.get();
    return version;
}

Result<CompiledPolicy> compilePolicy(const BusinessPolicy &policy, const QDateTime &now)
{
    const bool hasScope = !policy.scope.trimmed().isEmpty();
    if (hasScope == policy.allDevices)
        return fieldError(u"scope"_s,
            hasScope ? u"either a query or all devices, not both"_s : u"a query, or all_devices for the whole fleet"_s);
    CompiledPolicy compiled{policy, std::nullopt};
    if (!policy.allDevices) {
        const Result<Matcher> matcher = compileQuery(policy.scope, u"scope"_s, now);
        if (!matcher)
            return matcher.error();
        compiled.scope = matcher.value();
    }
    compiled.waves.reserve(policy.waves.size());
    for (const RolloutWave &wave : policy.waves) {
        CompiledWave step{wave.percent, std::nullopt};
        if (!wave.query.trimmed().isEmpty()) {
            const Result<Matcher> matcher = compileQuery(wave.query, u"rollout.waves"_s, now);
            if (!matcher)
                return matcher.error();
            step.query = matcher.value();
        }
        compiled.waves.push_back(step);
    }
    return compiled;
}

void sortByActivation(std::vector<CompiledPolicy> &policies)
{
    std::sort(policies.begin(), policies.end(), [](const CompiledPolicy &a, const CompiledPolicy &b) {
        return std::tuple(a.policy.activated, number(a.policy.id))
            < std::tuple(b.policy.activated, number(b.policy.id));
    });
}

} // namespace belvedere
