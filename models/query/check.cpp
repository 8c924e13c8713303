// Compiling and evaluating checks.
#include "query/check.h"

#include "domain/json.h"
#include "query/print.h"
#include "query/value.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// How strongly a state decides, in the order of CheckState.
constexpr int strengthInAll[] = {1, 4, 2, 3, 0};
constexpr int strengthInAny[] = {4, 1, 2, 3, 0};

ApiError compileError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = code;
    error.detail = detail;
    return error;
}

struct Show {
    QString operator()(std::monostate) const { return {}; }
    QString operator()(bool v) const { return v ? u"yes"_s : u"no"_s; }
    QString operator()(qint64 v) const { return QString::number(v); }
    QString operator()(const QString &v) const { return v; }
    QString operator()(const QDateTime &v) const { return v.toUTC().toString(Qt::ISODate); }
    QString operator()(const Version &v) const { return v.text(); }
    QString operator()(const QStringList &v) const { return v.join(u", "_s); }
    // documents, without the brackets of the array that JSON text needs around a bare value
    template<class T> QString operator()(const T &v) const
    {
        const QJsonDocument document(QJsonArray{cellToJson(Cell(v))});
        return QString::fromUtf8(document.toJson(QJsonDocument::Compact)).chopped(1).sliced(1);
    }
};

QString shown(const FactReading &fact, Kind kind)
{
    if (fact.reportedAbsent)
        return u"none"_s;
    // as one would write them in a check
    if (const auto *number = std::get_if<qint64>(&fact.value); number && !fact.list) {
        if (kind == Kind::Bytes)
            return shortBytes(*number);
        if (kind == Kind::Duration)
            return writtenSpan(*number);
    }
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

std::vector<ListItem> membersOf(const QStringList &set)
{
    std::vector<ListItem> members;
    for (const QString &member : set)
        members.push_back(ListItem{member, {}, {}, {}});
    return members;
}

} // namespace

CheckState all(CheckState a, CheckState b) { return strengthInAll[size_t(a)] < strengthInAll[size_t(b)] ? b : a; }

CheckState any(CheckState a, CheckState b) { return strengthInAny[size_t(a)] < strengthInAny[size_t(b)] ? b : a; }

CheckState negated(CheckState state)
{
    return state == CheckState::Pass ? CheckState::Fail : state == CheckState::Fail ? CheckState::Pass : state;
}

CheckState Check::missingState(const Leaf &leaf) { return fromMissing(leaf.missing); }

CheckState Check::knownState(const Leaf &leaf, const Cell &value)
{
    if (!leaf.list)
        return cellFits(value, leaf.value->kind) ? fromTruth(leaf.value->test(value)) : CheckState::Error;
    const auto *set = std::get_if<QStringList>(&value);
    return set ? fromTruth(leaf.list->test(membersOf(*set))) : CheckState::Error;
}

Result<Check> Check::compile(const Query &query, std::span<const Field> fields, const CheckSettings &settings)
{
    if (query.mode != QueryMode::Check)
        return compileError(u"query.mode"_s, u"A filter is not a check."_s);
    Check check;
    check.m_now = settings.now;
    if (auto error = check.add(query.root, fields, settings))
        return *error;
    return check;
}

std::optional<ApiError> Check::add(const QueryNode &node, std::span<const Field> fields, const CheckSettings &settings)
{
    const size_t at = m_nodes.size();
    m_nodes.push_back({node.type, 0, quint32(m_leaves.size())});
    if (node.type == QueryNode::Type::Word)
        return compileError(u"query.type"_s, u"A check tests fields; a bare word names none."_s);
    if (node.type == QueryNode::Type::Test) {
        if (auto error = addLeaf(node.test, fields, settings))
            return error;
    }
    for (const QueryNode &child : node.children) {
        if (auto error = add(child, fields, settings))
            return error;
    }
    m_nodes[at].end = quint32(m_nodes.size());
    return std::nullopt;
}

std::optional<ApiError> Check::addLeaf(
    const QueryTest &test, std::span<const Field> fields, const CheckSettings &settings)
{
    const Field *field = findField(fields, test.field);
    if (!field)
        return compileError(u"query.unknown-field"_s, u"There is no field named %1."_s.arg(test.field));
    const Result<BoundTest> bound = bindParameters(test, *field, settings.parameters);
    if (!bound)
        return bound.error();
    Leaf leaf;
    leaf.field = size_t(field - fields.data());
    leaf.kind = field->kind;
    leaf.name = test.field;
    leaf.missing = test.attributes.missing.value_or(settings.missing);
    leaf.maximumAge = test.attributes.maximumAge.value_or(settings.maximumAge);
    QueryNode expected;
    expected.type = QueryNode::Type::Test;
    expected.test = bound.value().test;
    expected.test.attributes = {};
    leaf.expected = printed(expected, fields);
    if (!bound.value().emptyList) {
        if (isListOp(test.op))
            leaf.list = ListLeaf::compile(bound.value().test, settings.now);
        else
            leaf.value = compileLeaf(bound.value().test, fields, leaf.field, settings.now);
        if (!leaf.list && !leaf.value)
            return compileError(u"query.type"_s, u"The value does not suit %1."_s.arg(test.field));
    }
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
    result.actual = shown(fact, leaf.kind);
    result.asOf = fact.asOf;
    if (isMissing(fact.value) && !fact.list && !fact.reportedAbsent)
        return end(fromMissing(leaf.missing), u"missing"_s);
    // A fact without a time cannot be shown to be fresh.
    const bool stale = leaf.maximumAge != CheckAttributes::anyAge
        && (!fact.asOf.isValid() || fact.asOf.secsTo(m_now) > leaf.maximumAge);
    if (stale)
        return end(CheckState::Unknown, u"stale"_s);
    if (leaf.list) {
        const auto *set = std::get_if<QStringList>(&fact.value);
        if (!fact.list && !set && !fact.reportedAbsent)
            return end(CheckState::Error, u"type_error"_s);
        const std::vector<ListItem> members = !fact.list && set ? membersOf(*set) : std::vector<ListItem>();
        const std::vector<ListItem> &items = fact.list ? *fact.list : members;
        const CheckState state = fromTruth(leaf.list->test(items));
        return end(state, state == CheckState::Fail ? leaf.list->reason(items) : QString());
    }
    if (fact.reportedAbsent) {
        // Nothing equals what is not there, and `unknown` does.
        const bool absentPasses = leaf.value->unknownPasses != leaf.value->negated;
        return end(absentPasses ? CheckState::Pass : CheckState::Fail);
    }
    if (fact.list && isMissing(fact.value) && leaf.value->form == QueryLeaf::Form::Nothing)
        return end(leaf.value->negated ? CheckState::Pass : CheckState::Fail); // a list is there, that is all it asks
    if (fact.list || !cellFits(fact.value, leaf.value->kind))
        return end(CheckState::Error, u"type_error"_s);
    return end(fromTruth(leaf.value->test(fact.value)));
}

// A part decides when it has the state of the whole, or behind a minus the opposite.
void Check::markDeciding(quint32 at, CheckState state, std::vector<CheckLeafResult> &leaves) const
{
    const Node &node = m_nodes[at];
    const auto leafState = [&leaves](size_t leaf) { return leaves[leaf].state; };
    quint32 probe = at;
    if (state == CheckState::NotApplicable || combineAt(probe, leafState) != state)
        return;
    if (node.type == QueryNode::Type::Test)
        leaves[node.leaf].decided = true;
    for (quint32 child = at + 1; child < node.end; child = m_nodes[child].end)
        markDeciding(child, node.type == QueryNode::Type::Not ? negated(state) : state, leaves);
}

CheckResult Check::evaluate(const std::function<FactReading(size_t)> &fact) const
{
    CheckResult result;
    for (const Leaf &leaf : m_leaves)
        result.leaves.push_back(evaluateLeaf(leaf, fact(leaf.field)));
    result.state = combine([&result](size_t leaf) { return result.leaves[leaf].state; });
    markDeciding(0, result.state, result.leaves);
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
