// Evaluating rules over columns.
#include "compliance/rulecolumns.h"

#include "compliance/registry.h"
#include "table/searchtext.h"

#include <map>

namespace belvedere {

namespace {

constexpr quint32 mostCells = 65'536; // of one column, kept while the tests are made

// Ages count in whole seconds.
qint64 oldestFresh(const QDateTime &now, qint64 age) { return now.toMSecsSinceEpoch() - age * 1'000 - 999; }

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
    m_cells.resize(m_snapshot->fields().size());
    std::map<std::tuple<size_t, QString, OnMissing, qint64, QDateTime>, size_t> tests;
    for (const CompiledRule &compiled : rules) {
        Rule rule{&compiled, {}, masksOf(compiled.rule())};
        const auto leaves = compiled.check() ? compiled.check()->leaves() : std::span<const Check::Leaf>();
        for (const Check::Leaf &leaf : leaves) {
            const auto [place, isNew] =
                tests.try_emplace({leaf.field, leaf.expected, leaf.missing, leaf.maximumAge, compiled.now()});
            if (isNew)
                place->second = addTest(leaf, compiled.now());
            rule.tests.push_back(place->second);
        }
        m_rules.push_back(std::move(rule));
    }
    m_cells.clear();
}

RuleColumns::Mask RuleColumns::maskOf(const Column &column, const std::function<bool(const Cell &)> &applies) const
{
    Mask mask{&column, std::vector<quint8>(column.codeCount())};
    for (quint32 code = 0; code < mask.applies.size(); ++code)
        mask.applies[code] = applies(code == 0 ? Cell() : column.cellOfCode(code)) ? 255 : 0;
    return mask;
}

// What notFor() says of a rule and a device.
std::vector<RuleColumns::Mask> RuleColumns::masksOf(const ComplianceRule &rule) const
{
    std::vector<Mask> masks;
    const auto columnOf = [this](QStringView name) -> const Column & {
        return m_snapshot->column(m_snapshot->columnOf(name));
    };
    const auto tokenOf = [](const Cell &cell) { return isKnown(cell) ? std::get<QString>(cell) : QString(); };
    if (!rule.platforms.isEmpty())
        masks.push_back(maskOf(*m_platform, [&](const Cell &cell) { return rule.platforms.contains(tokenOf(cell)); }));
    if (!rule.osMinimum.isNull() || !rule.osMaximum.isNull()) {
        masks.push_back(maskOf(columnOf(u"os.version"), [&rule](const Cell &cell) {
            const auto *version = std::get_if<Version>(&cell);
            return !version
                || ((rule.osMinimum.isNull() || *version >= rule.osMinimum)
                    && (rule.osMaximum.isNull() || *version <= rule.osMaximum));
        }));
    }
    const auto isKnownWord = [](std::span<const Choice> list, const QString &word) {
        return !word.isEmpty() && std::any_of(list.begin(), list.end(), [&word](const Choice &choice) {
            return word == QLatin1StringView(choice.token);
        });
    };
    if (rule.ownership.isKnown()) {
        masks.push_back(maskOf(columnOf(u"ownership"), [&](const Cell &cell) {
            const QString word = tokenOf(cell);
            return !isKnownWord(choices<Ownership>(), word) || word == rule.ownership.token();
        }));
    }
    if (rule.supervisedOnly)
        masks.push_back({&columnOf(u"device.supervised"), {}});
    if (!rule.forms.isEmpty()) {
        masks.push_back(maskOf(columnOf(u"form"), [&](const Cell &cell) {
            const QString word = tokenOf(cell);
            return !isKnownWord(choices<FormFactor>(), word) || rule.forms.contains(word);
        }));
    }
    return masks;
}

void RuleColumns::apply(const Mask &mask, size_t block, Bytes &strengths)
{
    const quint8 *const applies = mask.applies.data();
    // NotApplicable is 0
    std::visit(
        [&](const auto &lane) {
            using Held = std::decay_t<decltype(lane)>;
            if constexpr (std::is_same_v<Held, Lane<quint8>>) {
                const auto *truths = lane.block(block);
                for (quint32 i = 0; truths && i < blockRows; ++i)
                    strengths[i] &= (*truths)[i] == 0 ? 0 : 255;
            } else if constexpr (std::is_same_v<Held, Lane<quint16>> || std::is_same_v<Held, Lane<quint32>>) {
                const auto *codes = lane.block(block);
                for (quint32 i = 0; i < blockRows; ++i)
                    strengths[i] &= applies[codes ? (*codes)[i] : 0];
            }
        },
        mask.column->lane);
}

qint64 RuleColumns::freshFrom(std::span<const CompiledRule> rules)
{
    qint64 from = std::numeric_limits<qint64>::min();
    for (const CompiledRule &rule : rules) {
        for (const Check::Leaf &leaf : rule.check() ? rule.check()->leaves() : std::span<const Check::Leaf>()) {
            if (leaf.maximumAge != CheckAttributes::anyAge)
                from = std::max(from, oldestFresh(rule.now(), leaf.maximumAge));
        }
    }
    return from;
}

size_t RuleColumns::addTest(const Check::Leaf &leaf, const QDateTime &now)
{
    Test test;
    test.isEmpty = !leaf.value && !leaf.list;
    test.missing = strength(Check::missingState(leaf));
    if (!factPlatforms(leaf.field).isEmpty()) {
        test.platforms = maskOf(*m_platform, [&leaf](const Cell &cell) {
            const auto *word = std::get_if<QString>(&cell);
            return hasFact(leaf.field, word ? Coded<Platform>::fromToken(*word).value() : Platform::Unknown);
        });
    }
    if (!test.isEmpty && leaf.field < m_snapshot->fields().size()) {
        test.column = &m_snapshot->column(int(leaf.field));
        test.numbers = leaf.value ? &*leaf.value : nullptr;
        if (test.column->codeCount() > 0)
            test.table = tableOf(leaf, *test.column);
    }
    const int lane = leaf.field < m_times.laneOf.size() ? m_times.laneOf[leaf.field] : -1;
    if (lane >= 0 && leaf.maximumAge != CheckAttributes::anyAge) {
        const qint64 oldest = oldestFresh(now, leaf.maximumAge);
        const auto same = [lane, oldest](const Age &age) { return age.lane == lane && age.oldest == oldest; };
        test.stale = int(std::find_if(m_ages.begin(), m_ages.end(), same) - m_ages.begin());
        if (test.stale == int(m_ages.size()))
            m_ages.push_back({lane, oldest});
    }
    m_tests.push_back(std::move(test));
    return m_tests.size() - 1;
}

std::shared_ptr<const RuleColumns::Table> RuleColumns::tableOf(const Check::Leaf &leaf, const Column &column)
{
    const quint32 codes = column.codeCount();
    auto table = std::make_shared<Table>(codes);
    (*table)[0] = strength(Check::missingState(leaf));
    if (!leaf.value || column.field->kind != Kind::Text || !isSubstringForm(leaf.value->form)) {
        // Many tests are about one column, and a version is dear to read.
        std::vector<Cell> &cells = m_cells[leaf.field];
        for (auto code = quint32(cells.size()); code < std::min(codes, mostCells); ++code)
            cells.push_back(code == 0 ? Cell() : column.cellOfCode(code));
        for (quint32 code = 1; code < codes; ++code) {
            const CheckState state =
                Check::knownState(leaf, code < cells.size() ? cells[code] : column.cellOfCode(code));
            (*table)[code] = strength(state) | knownFlag;
        }
        return table;
    }
    const quint8 in = (leaf.value->negated ? Fail : Pass) | knownFlag;
    const quint8 out = (leaf.value->negated ? Pass : Fail) | knownFlag;
    std::fill(table->begin() + 1, table->end(), out);
    for (const QString &text : leaf.value->texts) {
        const std::string wanted = text.toStdString();
        if (leaf.value->form == QueryLeaf::Form::Contains) {
            Crew alone(Crew::Size::Alone);
            searchFolded(column.texts, wanted, nullptr, alone, StopFlag(false)).forEach([&table, in](quint32 code) {
                (*table)[code] = in;
            });
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
    const Bytes *stale; // 255 where what is known is stale; null: nothing is
    size_t block;
    Bytes &out;

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
        expire();
    }
    template<class T> void compare(const Lane<T> &lane) const
    {
        const auto *values = lane.block(block);
        if (!values) {
            out.fill(test.missing);
            return;
        }
        if (test.numbers)
            compareKnown(*values);
        else
            out.fill(Error | knownFlag); // a test of lists
        const quint8 missing = test.missing;
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = (*values)[i] == unknownValue<T> ? missing : out[i];
        expire();
    }
    template<class Block> void compareKnown(const Block &values) const
    {
        using T = typename Block::value_type;
        const quint8 in = (test.numbers->negated ? Fail : Pass) | knownFlag;
        const quint8 other = (test.numbers->negated ? Pass : Fail) | knownFlag;
        out.fill(other);
        for (const QueryLeaf::Interval &interval : test.numbers->intervals) {
            // Within the values that the lane can hold, so that no wider type is needed.
            const qint64 lowest = std::numeric_limits<T>::min();
            const qint64 highest = std::numeric_limits<T>::max();
            if (interval.upper < lowest || interval.lower > highest || interval.lower > interval.upper)
                continue;
            const T lower = T(std::max(interval.lower, lowest));
            const T upper = T(std::min(interval.upper, highest));
            for (quint32 i = 0; i < blockRows; ++i) {
                const bool within = int(lower <= values[i]) & int(values[i] <= upper);
                out[i] = within ? in : out[i];
            }
        }
    }
    void expire() const
    {
        if (!stale) {
            for (quint8 &value : out)
                value &= quint8(~knownFlag);
            return;
        }
        for (quint32 i = 0; i < blockRows; ++i) {
            const quint8 value = out[i];
            out[i] = ((value & (*stale)[i]) & knownFlag) != 0 ? quint8(Unknown) : quint8(value & ~knownFlag);
        }
    }
};

namespace {

constexpr quint8 swapped(quint8 strength, quint8 pass, quint8 fail)
{
    return strength == pass ? fail : strength == fail ? pass : strength;
}

} // namespace

// The same walk as Check::combine(), over a whole block. What is strongest in `any` is so in `all` once both sides are
// negated.
const RuleColumns::Bytes &RuleColumns::node(const Rule &rule, quint32 &at, size_t depth, Sheet &sheet) const
{
    const Check::Node &node = rule.rule->check()->nodes()[at++];
    if (node.type == QueryNode::Type::Test)
        return sheet.tests[rule.tests[node.leaf]];
    while (sheet.levels.size() <= depth)
        sheet.levels.push_back(std::make_unique<Bytes>());
    Bytes &out = *sheet.levels[depth];
    out.fill(NotApplicable);
    const bool isAnd = node.type == QueryNode::Type::And;
    while (at < node.end) {
        const Bytes &part = this->node(rule, at, depth + 1, sheet);
        if (isAnd) {
            for (quint32 i = 0; i < blockRows; ++i)
                out[i] = std::max(out[i], part[i]);
        } else {
            for (quint32 i = 0; i < blockRows; ++i)
                out[i] = std::max(out[i], swapped(part[i], Pass, Fail));
        }
    }
    // The single part behind a minus has been negated already.
    if (node.type == QueryNode::Type::Or) {
        for (quint8 &value : out)
            value = swapped(value, Pass, Fail);
    }
    return out;
}

void RuleColumns::finish(const Rule &rule, size_t block, Bytes &strengths, States &states) const
{
    for (const Mask &mask : rule.masks)
        apply(mask, block, strengths);
    for (quint32 i = 0; i < blockRows; ++i) {
        const quint8 strength = strengths[i];
        RuleState state = RuleState::NotApplicable;
        state = strength == Pass ? RuleState::Pass : state;
        state = strength == Unknown ? RuleState::Undetermined : state;
        state = strength == Error ? RuleState::Error : state;
        state = strength == Fail ? RuleState::Fail : state;
        states[i] = state;
    }
}

void RuleColumns::evaluate(size_t block, Sheet &sheet) const
{
    sheet.states.resize(m_rules.size());
    sheet.stale.resize(m_ages.size());
    sheet.tests.resize(m_tests.size());
    for (size_t i = 0; i < m_ages.size(); ++i) {
        const Lane<qint64> &lane = m_times.lanes[size_t(m_ages[i].lane)];
        // Without a time a fact has the smallest one.
        const auto *times = block < lane.blockCount() ? lane.block(block) : nullptr;
        const qint64 oldest = m_ages[i].oldest;
        for (quint32 row = 0; row < blockRows; ++row)
            sheet.stale[i][row] = !times || (*times)[row] < oldest ? 255 : 0;
    }
    for (size_t i = 0; i < m_tests.size(); ++i) {
        const Test &test = m_tests[i];
        const Bytes *stale = test.stale < 0 ? nullptr : &sheet.stale[size_t(test.stale)];
        if (test.column)
            std::visit(Fill{test, stale, block, sheet.tests[i]}, test.column->lane);
        else
            sheet.tests[i].fill(test.isEmpty ? quint8(NotApplicable) : test.missing);
        if (test.platforms)
            apply(*test.platforms, block, sheet.tests[i]);
    }
    const auto strengths = std::make_unique<Bytes>();
    for (size_t i = 0; i < m_rules.size(); ++i) {
        quint32 at = 0;
        if (m_rules[i].rule->check())
            *strengths = node(m_rules[i], at, 0, sheet);
        else
            strengths->fill(Error);
        finish(m_rules[i], block, *strengths, sheet.states[i]);
    }
}

} // namespace belvedere
