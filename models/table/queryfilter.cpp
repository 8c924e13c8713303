// Running a query over columns: each distinct value is tested once, then rows only look the answer up.
#include "table/queryfilter.h"

#include "domain/foldedset.h"
#include "table/searchtext.h"

#include <array>

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 4'096;

using TruthBlock = std::array<qint8, blockRows>; // Truth of each row of a block
using TruthTable = std::vector<qint8>; // Truth by code

bool isSubstringForm(QueryLeaf::Form form)
{
    return form == QueryLeaf::Form::Contains || form == QueryLeaf::Form::Equals || form == QueryLeaf::Form::Starts
        || form == QueryLeaf::Form::Ends;
}

bool fits(QueryLeaf::Form form, std::string_view text, const std::string &wanted)
{
    if (form == QueryLeaf::Form::Starts)
        return text.starts_with(wanted);
    if (form == QueryLeaf::Form::Ends)
        return text.ends_with(wanted);
    return text == wanted;
}

TruthTable tableOf(const QueryLeaf &leaf, const Column &column, const StopFlag &stop)
{
    const quint32 codes = column.codeCount();
    TruthTable table(codes, qint8(truth(leaf.negated)));
    table[0] = qint8(leaf.whenMissing());
    if (isSubstringForm(leaf.form)) {
        const auto in = qint8(truth(!leaf.negated));
        for (const QString &text : leaf.texts) {
            const std::string wanted = text.toStdString();
            if (leaf.form == QueryLeaf::Form::Contains) {
                searchFolded(column.texts, wanted, [&table, in](quint32 code) { table[code] = in; });
                continue;
            }
            for (quint32 code = 1; code < codes; ++code) {
                if (fits(leaf.form, column.texts.folded(code), wanted))
                    table[code] = in;
            }
        }
        return table;
    }
    for (quint32 code = 1; code < codes; ++code) {
        if (code % stopInterval == 0 && stop)
            return table;
        table[code] = qint8(leaf.test(column.cellOfCode(code)));
    }
    return table;
}

// Which codes of a searchable column hold a word.
TruthTable wordTable(const Column &column, const QString &word, const QString &memberWord)
{
    TruthTable table(column.codeCount(), qint8(Truth::False));
    if (column.field->kind == Kind::Set) {
        for (quint32 code = 1; code < table.size(); ++code) {
            const Cell cell = column.cellOfCode(code);
            table[code] = qint8(truth(foldedSet(std::get<QStringList>(cell)).contains(memberWord)));
        }
        return table;
    }
    searchFolded(column.texts, word.toStdString(), [&table](quint32 code) { table[code] = qint8(Truth::True); });
    return table;
}

// One test, or one word in one column, over the rows of a block.
struct ColumnTest {
    const Column *column = nullptr;
    const QueryLeaf *leaf = nullptr; // of numbers and truths
    TruthTable table; // of all else
    qint8 missing = 0;

    template<class T> void look(const Lane<T> &lane, size_t block, TruthBlock &out) const
    {
        const auto *values = lane.block(block);
        if (!values) {
            out.fill(missing);
            return;
        }
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = table[(*values)[i]];
    }
    template<class T> void compare(const Lane<T> &lane, size_t block, TruthBlock &out) const
    {
        const auto *values = lane.block(block);
        if (!values) {
            out.fill(missing);
            return;
        }
        const auto in = qint8(truth(!leaf->negated));
        out.fill(qint8(truth(leaf->negated)));
        for (const QueryLeaf::Interval &interval : leaf->intervals) {
            for (quint32 i = 0; i < blockRows; ++i) {
                const auto value = qint64((*values)[i]);
                out[i] = interval.lower <= value && value <= interval.upper ? in : out[i];
            }
        }
        for (quint32 i = 0; i < blockRows; ++i)
            out[i] = (*values)[i] == unknownValue<T> ? missing : out[i];
    }
    void fill(size_t block, TruthBlock &out) const
    {
        struct Fill {
            const ColumnTest &test;
            size_t block;
            TruthBlock &out;
            void operator()(std::monostate) const { out.fill(test.missing); }
            void operator()(const Lane<quint32> &lane) const { test.look(lane, block, out); }
            void operator()(const Lane<quint16> &lane) const { test.look(lane, block, out); }
            void operator()(const Lane<qint64> &lane) const { test.compare(lane, block, out); }
            void operator()(const Lane<quint8> &lane) const { test.compare(lane, block, out); }
        };
        std::visit(Fill{*this, block, out}, column->lane);
    }
};

// A matcher tied to one snapshot.
class BlockEvaluator {
public:
    BlockEvaluator(const Matcher &matcher, const Snapshot &snapshot, const StopFlag &stop)
        : m_matcher(matcher)
    {
        for (const QueryLeaf &leaf : matcher.leaves()) {
            ColumnTest test{&snapshot.column(int(leaf.field)), &leaf, {}, qint8(leaf.whenMissing())};
            if (test.column->codeCount() > 0)
                test.table = tableOf(leaf, *test.column, stop);
            m_leaves.push_back(std::move(test));
        }
        for (qsizetype i = 0; i < matcher.words().size(); ++i) {
            std::vector<ColumnTest> columns;
            for (const size_t field : matcher.searchable()) {
                const Column &column = snapshot.column(int(field));
                columns.push_back({&column, nullptr, wordTable(column, matcher.words()[i], matcher.memberWords()[i]),
                    qint8(Truth::False)});
            }
            m_words.push_back(std::move(columns));
        }
    }

    void evaluate(size_t block, TruthBlock &out)
    {
        m_block = block;
        quint32 at = 0;
        node(at, out);
    }

private:
    using Type = QueryNode::Type;

    // The same walk as Matcher::combine(), over a whole block.
    void node(quint32 &at, TruthBlock &out)
    {
        const Matcher::Node &node = m_matcher.nodes()[at++];
        switch (node.type) {
        case Type::Test:
            m_leaves[node.index].fill(m_block, out);
            return;
        case Type::Word:
            word(m_words[node.index], out);
            return;
        case Type::Not:
            this->node(at, out);
            for (qint8 &value : out)
                value = qint8(-value);
            return;
        case Type::And:
        case Type::Or:
            break;
        }
        const bool isAnd = node.type == Type::And;
        const auto part = std::make_unique<TruthBlock>();
        out.fill(qint8(truth(isAnd)));
        while (at < node.end) {
            this->node(at, *part);
            for (quint32 i = 0; i < blockRows; ++i)
                out[i] = isAnd ? std::min(out[i], (*part)[i]) : std::max(out[i], (*part)[i]);
        }
    }

    void word(const std::vector<ColumnTest> &columns, TruthBlock &out) const
    {
        const auto part = std::make_unique<TruthBlock>();
        out.fill(qint8(Truth::False));
        for (const ColumnTest &test : columns) {
            test.fill(m_block, *part);
            for (quint32 i = 0; i < blockRows; ++i)
                out[i] = std::max(out[i], (*part)[i]);
        }
    }

    const Matcher &m_matcher;
    std::vector<ColumnTest> m_leaves;
    std::vector<std::vector<ColumnTest>> m_words;
    size_t m_block = 0;
};

} // namespace

std::vector<quint8> QueryFilter::matches(const Snapshot &snapshot, const StopFlag &stop) const
{
    const quint32 count = snapshot.rowCount();
    std::vector<quint8> wanted(count);
    BlockEvaluator evaluator(m_matcher, snapshot, stop);
    const auto truths = std::make_unique<TruthBlock>();
    for (quint32 first = 0; first < count && !stop; first += blockRows) {
        evaluator.evaluate(first / blockRows, *truths);
        const quint32 rows = std::min(blockRows, count - first);
        for (quint32 i = 0; i < rows; ++i)
            wanted[first + i] = (*truths)[i] == qint8(Truth::True);
    }
    return wanted;
}

} // namespace belvedere
