// Waivers in force, and whom they cover.
#include "compliance/waivers.h"

#include "compliance/derived.h"
#include "query/parser.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError scopeError(const QString &text)
{
    ApiError error = validationError({{u"scope"_s, text}});
    error.code = u"waiver.scope"_s;
    return error;
}

} // namespace

bool CompiledWaiver::covers(const QString &rule, const Device &device) const
{
    if (waiver.rule.text != rule)
        return false;
    if (!scope)
        return waiver.device == device.id;
    return scope->evaluate([&device](size_t field) { return fields<Device>()[field].get(&device); }) == Truth::True;
}

Result<CompiledWaiver> compileWaiver(const Waiver &waiver, const QDateTime &now)
{
    const bool hasScope = !waiver.scope.trimmed().isEmpty();
    if (hasScope == !waiver.device.isEmpty())
        return scopeError(hasScope ? u"one device or a query, not both"_s : u"one device, or a query"_s);
    if (!hasScope)
        return CompiledWaiver{waiver, std::nullopt};
    const QueryParse parsed = parseQuery(waiver.scope, fields<Device>());
    if (!parsed) {
        ApiError error = toApiError(parsed.error());
        error.fields = {{u"scope"_s, error.detail}};
        return error;
    }
    if (testsDerived(parsed.query().root))
        return scopeError(u"compliance follows from rules and waivers and cannot decide on one"_s);
    const Result<Matcher> matcher = Matcher::compile(parsed.query(), fields<Device>(), now);
    if (!matcher)
        return matcher.error();
    if (matcher.value().isEmpty())
        return scopeError(u"a query that says which devices"_s);
    return CompiledWaiver{waiver, matcher.value()};
}

QString waiverFor(std::span<const CompiledWaiver> waivers, const QString &rule, const Device &device)
{
    const auto found = std::find_if(
        waivers.begin(), waivers.end(), [&](const CompiledWaiver &waiver) { return waiver.covers(rule, device); });
    return found == waivers.end() ? QString() : found->waiver.id.text;
}

} // namespace belvedere
