// Compiling and evaluating checks.
#include "query/check.h"

#include "query/print.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// The first of `order` that occurs; not applicable when none does.
CheckState dominant(std::span<const CheckState> states, std::initializer_list<CheckState> order)
{
    for (const CheckState state : order) {
        if (std::find(states.begin(), states.end(), state) != states.end())
            return state;
    }
    return CheckState::NotApplicable;
}

ApiError compileError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = code;
    error.detail = detail;
    return error;
}

QString shown(const FactReading &fact)
{
    struct Show {
        QString operator()(std::monostate) const { return {}; }
        QString operator()(bool v) const { return v ? u"yes"_s : u"no"_s; }
        QString operator()(qint64 v) const { return QString::number(v); }
        QString operator()(const QString &v) const { return v; }
        QString operator()(const QDateTime &v) const { return v.toUTC().toString(Qt::ISODate); }
        QString operator()(const Version &v) const { return v.text(); }
        QString operator()(const QStringList &v) const { return v.join(u", "_s); }
        QString operator()(const QJsonObject &v) const
        {
            return QString::fromUtf8(QJsonDocument(v).toJson(QJsonDocument::Compact));
        }
    };
    if (fact.reportedAbsent)
        return u"none"_s;
    if (!fact.list)
        return std::visit(Show(), fact.value);
    QStringList items;
    for (const ListItem &item : *fact.list)
        items.append(item.version.isNull() ? item.id : QString(item.id + u' ' + item.version.text()));
    return items.join(u", "_s);
}

CheckState fromTruth(Truth value)
{
    return value == Truth::True ? CheckState::Pass : value == Truth::False ? CheckState::Fail : CheckState::Unknown;
}

CheckState fromMissing(OnMissing missing)
{
    switch (missing) {
    case OnMissing::Fail:
        return CheckState::Fail;
    case OnMissing::Pass:
        return CheckState::Pass;
    case OnMissing::NotApplicable:
        return CheckState::NotApplicable;
    case OnMissing::Unknown:
        break;
    }
    return CheckState::Unknown;
}

} // namespace

CheckState combineAll(std::span<const CheckState> states)
{
    using enum CheckState;
    return dominant(states, {Fail, Error, Unknown, Pass});
}

CheckState combineAny(std::span<const CheckState> states)
{
    using enum CheckState;
    return dominant(states, {Pass, Error, Unknown, Fail});
}

CheckState negated(CheckState state)
{
    return state == CheckState::Pass ? CheckState::Fail : state == CheckState::Fail ? CheckState::Pass : state;
}

Result<Check> Check::compile(const Query &query, std::span<const Field> fields, const CheckSettings &settings)
{
    if (query.mode != QueryMode::Check)
        return compileError(u"query.mode"_s, u"A filter is not a check."_s);
    Check check;
    check.m_now = settings.now;
    if (auto error = check.add(query.root, &check.m_root, fields, settings))
        return *error;
    return check;
}

std::optional<ApiError> Check::add(
    const QueryNode &from, Node *node, std::span<const Field> fields, const CheckSettings &settings)
{
    node->type = from.type;
    for (const QueryNode &child : from.children) {
        if (auto error = add(child, &node->children.emplace_back(), fields, settings))
            return error;
    }
    if (from.type != QueryNode::Type::Test)
        return std::nullopt;
    const Field *field = findField(fields, from.test.field);
    if (!field)
        return compileError(u"query.unknown-field"_s, u"There is no field named %1."_s.arg(from.test.field));
    const Result<BoundTest> bound = bindParameters(from.test, *field, settings.parameters);
    if (!bound)
        return bound.error();
    Leaf leaf;
    leaf.field = size_t(field - fields.data());
    leaf.name = from.test.field;
    leaf.missing = from.test.attributes.missing.value_or(settings.missing);
    leaf.maximumAge = from.test.attributes.maximumAge.value_or(settings.maximumAge);
    QueryNode expected;
    expected.type = QueryNode::Type::Test;
    expected.test = bound.value().test;
    expected.test.attributes = {};
    leaf.expected = printed(expected, fields);
    if (!bound.value().emptyList) {
        if (isListOp(from.test.op))
            leaf.list = ListLeaf::compile(bound.value().test, settings.now);
        else
            leaf.value = compileLeaf(bound.value().test, fields, leaf.field, settings.now);
        if (!leaf.list && !leaf.value)
            return compileError(u"query.type"_s, u"The value does not suit %1."_s.arg(from.test.field));
    }
    node->leaf = m_leaves.size();
    m_leaves.push_back(std::move(leaf));
    return std::nullopt;
}

CheckLeafResult Check::evaluateLeaf(const Leaf &leaf, const FactReading &fact) const
{
    CheckLeafResult result;
    result.field = leaf.name;
    result.expected = leaf.expected;
    const auto end = [&result](CheckState state, const QString &reason = {}) {
        result.state = state;
        result.reason = reason;
        return result;
    };
    if (!fact.applies || (!leaf.value && !leaf.list))
        return end(CheckState::NotApplicable);
    result.actual = shown(fact);
    result.asOf = fact.asOf;
    if (isMissing(fact.value) && !fact.list && !fact.reportedAbsent)
        return end(fromMissing(leaf.missing), u"missing"_s);
    // A fact without a time cannot be shown to be fresh.
    const bool stale = leaf.maximumAge != CheckAttributes::anyAge
        && (!fact.asOf.isValid() || fact.asOf.secsTo(m_now) > leaf.maximumAge);
    if (stale)
        return end(CheckState::Unknown, u"stale"_s);
    if (leaf.list) {
        std::vector<ListItem> members;
        const auto *set = std::get_if<QStringList>(&fact.value);
        if (!fact.list && !set && !fact.reportedAbsent)
            return end(CheckState::Error, u"type_error"_s);
        if (!fact.list && set) {
            for (const QString &member : *set)
                members.push_back(ListItem{member, {}, {}, {}});
        }
        const std::vector<ListItem> &items = fact.list ? *fact.list : members;
        const CheckState state = fromTruth(leaf.list->test(items));
        return end(state, state == CheckState::Fail ? leaf.list->reason(items) : QString());
    }
    if (fact.reportedAbsent) {
        // Nothing equals what is not there, and `unknown` does.
        const bool absentPasses = leaf.value->unknownPasses != leaf.value->negated;
        return end(absentPasses ? CheckState::Pass : CheckState::Fail);
    }
    if (!cellFits(fact.value, leaf.value->kind))
        return end(CheckState::Error, u"type_error"_s);
    return end(fromTruth(leaf.value->test(fact.value)));
}

CheckState Check::combine(const Node &node, const std::vector<CheckLeafResult> &leaves)
{
    if (node.type == QueryNode::Type::Test)
        return leaves[node.leaf].state;
    std::vector<CheckState> states;
    for (const Node &child : node.children)
        states.push_back(combine(child, leaves));
    if (node.type == QueryNode::Type::Not)
        return negated(states.front());
    return node.type == QueryNode::Type::And ? combineAll(states) : combineAny(states);
}

// A part decides when the whole has its state.
void Check::markDeciding(const Node &node, CheckState state, std::vector<CheckLeafResult> &leaves)
{
    if (combine(node, leaves) != state || state == CheckState::NotApplicable)
        return;
    if (node.type == QueryNode::Type::Test) {
        leaves[node.leaf].decided = true;
        return;
    }
    const CheckState wanted = node.type == QueryNode::Type::Not ? negated(state) : state;
    for (const Node &child : node.children)
        markDeciding(child, wanted, leaves);
}

CheckResult Check::evaluate(const std::function<FactReading(size_t)> &fact) const
{
    CheckResult result;
    for (const Leaf &leaf : m_leaves)
        result.leaves.push_back(evaluateLeaf(leaf, fact(leaf.field)));
    result.state = combine(m_root, result.leaves);
    markDeciding(m_root, result.state, result.leaves);
    for (const CheckLeafResult &leaf : result.leaves) {
        if (!leaf.decided)
            continue;
        if (result.reason.isEmpty())
            result.reason = leaf.reason;
        if (leaf.asOf.isValid() && (!result.asOf.isValid() || leaf.asOf < result.asOf))
            result.asOf = leaf.asOf;
    }
    return result;
}

} // namespace belvedere
