// Evaluating rules over columns.
#include "compliance/rulecolumns.h"

#include "table/searchtext.h"

#include <map>

namespace belvedere {

namespace {

bool isSubstringForm(QueryLeaf::Form form)
{
    return form == QueryLeaf::Form::Contains || form == QueryLeaf::Form::Equals || form == QueryLeaf::Form::Starts
        || form == QueryLeaf::Form::Ends;
}

bool fits(QueryLeaf::Form form, std::string_view text, std::string_view wanted)
{
    if (form == QueryLeaf::Form::Starts)
        return text.starts_with(wanted);
    if (form == QueryLeaf::Form::Ends)
        return text.ends_with(wanted);
    return text == wanted;
}

} // namespace

quint8 RuleColumns::strength(CheckState state)
{
    switch (state) {
    case CheckState::Pass:
        return Pass;
    case CheckState::Fail:
        return Fail;
    case CheckState::Unknown:
        return Unknown;
    case CheckState::Error:
        return Error;
    case CheckState::NotApplicable:
        break;
    }
    return NotApplicable;
}

RuleColumns::RuleColumns(std::span<const CompiledRule> rules, SnapshotPointer snapshot, FactColumns times)
    : m_snapshot(std::move(snapshot))
    , m_times(std::move(times))
    , m_platform(&m_snapshot->column(m_snapshot->columnOf(u"platform")))
{
    // Rules often make the same test.
    std::map<std::tuple<size_t, QString, OnMissing, QDateTime>, std::shared_ptr<const Table>> tables;
    for (const CompiledRule &compiled : rules) {
        Rule rule{&compiled, {}, {}};
        const QStringList &platforms = compiled.rule().platforms;
        if (!platforms.isEmpty()) {
            rule.platforms.resize(m_platform->codeCount());
            rule.platforms[0] = platforms.contains(QString());
            for (quint32 code = 1; code < rule.platforms.size(); ++code)
                rule.platforms[code] = platforms.contains(std::get<QString>(m_platform->cellOfCode(code)));
        }
        const auto leaves = compiled.check() ? compiled.check()->leaves() : std::span<const Check::Leaf>();
        for (const Check::Leaf &leaf : leaves) {
            Test test;
            if (leaf.value || leaf.list)
                test.column = &m_snapshot->column(int(leaf.field));
            if (test.column) {
                test.missing = strength(Check::missingState(leaf));
                test.numbers = leaf.value ? &*leaf.value : nullptr;
            }
            if (test.column && test.column->codeCount() > 0) {
                auto &table = tables[{leaf.field, leaf.expected, leaf.missing, compiled.now()}];
                if (!table)
                    table = tableOf(leaf, *test.column);
                test.table = table;
            }
            const int lane = leaf.field < m_times.laneOf.size() ? m_times.laneOf[leaf.field] : -1;
            if (lane >= 0 && leaf.maximumAge != CheckAttributes::anyAge) {
                test.measured = &m_times.lanes[size_t(lane)];
                // Ages count in whole seconds.
                test.oldest = compiled.now().toMSecsSinceEpoch() - leaf.maximumAge * 1'000 - 999;
            }
            rule.tests.push_back(std::move(test));
        }
        m_rules.push_back(std::move(rule));
    }
}

std::shared_ptr<const RuleColumns::Table> RuleColumns::tableOf(const Check::Leaf &leaf, const Column &column) const
{
    const quint32 codes = column.codeCount();
    auto table = std::make_shared<Table>(codes);
    (*table)[0] = strength(Check::missingState(leaf));
    if (!leaf.value || column.field->kind != Kind::Text || !isSubstringForm(leaf.value->form)) {
        for (quint32 code = 1; code < codes; ++code)
            (*table)[code] = strength(Check::knownState(leaf, column.cellOfCode(code)));
        return table;
    }
    const quint8 in = leaf.value->negated ? Fail : Pass;
    std::fill(table->begin() + 1, table->end(), negated(in));
    for (const QString &text : leaf.value->texts) {
        const std::string wanted = text.toStdString();
        if (leaf.value->form == QueryLeaf::Form::Contains) {
            searchFolded(column.texts, wanted, [&table, in](quint32 code) { (*table)[code] = in; });
            continue;
        }
        for (quint32 code = 1; code < codes; ++code) {
            if (fits(leaf.value->form, column.texts.folded(code), wanted))
                (*table)[code] = in;
        }
    }
    return table;
}

// One test over the rows of a block.
struct RuleColumns::Fill {
    const Test &test;
    size_t block;
    Strengths &out;
    void operator()(std::monostate) const { out.fill(test.missing); }
    void operator()(const Lane<quint32> &lane) const { look(lane); }
    void operator()(const Lane<quint16> &lane) const { look(lane); }
    void operator()(const Lane<qint64> &lane) const { compare(lane); }
    void operator()(const Lane<quint8> &lane) const { compare(lane); }

    template<class T> void look(const Lane<T> &lane) const
    {
        const auto *values = lane.block(block);
        if (!values) {
            out.fill(test.missing);
            return;
        }
        const quint8 *const table = test.table->data();
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = table[(*values)[i]];
        expire([values](quint32 i) { return (*values)[i] != unknownValue<T>; });
    }
    template<class T> void compare(const Lane<T> &lane) const
    {
        const auto *values = lane.block(block);
        if (!values) {
            out.fill(test.missing);
            return;
        }
        if (test.numbers) {
            const quint8 in = test.numbers->negated ? Fail : Pass;
            out.fill(negated(in));
            for (const QueryLeaf::Interval &interval : test.numbers->intervals) {
                for (quint32 i = 0; i < blockRows; ++i) {
                    const auto value = qint64((*values)[i]);
                    out[i] = interval.lower <= value && value <= interval.upper ? in : out[i];
                }
            }
        } else {
            out.fill(test.known);
        }
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = (*values)[i] == unknownValue<T> ? test.missing : out[i];
        expire([values](quint32 i) { return (*values)[i] != unknownValue<T>; });
    }
    template<class IsKnown> void expire(const IsKnown &isKnown) const
    {
        if (!test.measured)
            return;
        // Without a time a fact has the smallest one.
        const auto *times = test.measured->block(block);
        for (quint32 i = 0; i < blockRows; ++i) {
            const bool isStale = !times || (*times)[i] < test.oldest;
            out[i] = isStale && isKnown(i) ? quint8(Unknown) : out[i];
        }
    }
};

void RuleColumns::test(const Test &test, size_t block, Strengths &out)
{
    if (test.column)
        std::visit(Fill{test, block, out}, test.column->lane);
    else
        out.fill(NotApplicable);
}

// The same walk as Check::combine(), over a whole block. What is strongest in `any` is so in `all` once both sides are
// negated.
void RuleColumns::node(const Rule &rule, quint32 &at, size_t block, Strengths &out) const
{
    const Check::Node &node = rule.rule->check()->nodes()[at++];
    if (node.type == QueryNode::Type::Test) {
        test(rule.tests[node.leaf], block, out);
        return;
    }
    const bool isAnd = node.type == QueryNode::Type::And;
    const auto part = std::make_unique<Strengths>();
    out.fill(NotApplicable);
    while (at < node.end) {
        this->node(rule, at, block, *part);
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = std::max(out[i], isAnd ? (*part)[i] : negated((*part)[i]));
    }
    // A single part behind a minus has been negated already.
    if (node.type == QueryNode::Type::Or) {
        for (quint8 &value : out)
            value = negated(value);
    }
}

void RuleColumns::evaluate(size_t number, size_t block, States &states) const
{
    static constexpr RuleState stateOf[] = {
        RuleState::NotApplicable, RuleState::Pass, RuleState::Undetermined, RuleState::Error, RuleState::Fail};
    const Rule &rule = m_rules[number];
    const auto strengths = std::make_unique<Strengths>();
    if (rule.rule->check()) {
        quint32 at = 0;
        node(rule, at, block, *strengths);
    } else {
        strengths->fill(Error);
    }
    if (!rule.platforms.empty()) {
        const auto *codes = std::get_if<Lane<quint16>>(&m_platform->lane)->block(block);
        for (quint32 i = 0; i < blockRows; ++i)
            (*strengths)[i] = rule.platforms[codes ? (*codes)[i] : 0] != 0 ? (*strengths)[i] : quint8(NotApplicable);
    }
    for (quint32 i = 0; i < blockRows; ++i)
        states[i] = stateOf[(*strengths)[i]];
}

} // namespace belvedere
