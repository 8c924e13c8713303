// Running a query over columns: each distinct value is tested once, then rows only look the answer up.
#include "table/queryfilter.h"

#include "table/columntest.h"
#include "table/narrowing.h"

namespace belvedere {

namespace {

using Type = QueryNode::Type;

constexpr size_t blocksPerPart = 16;

// A matcher tied to one snapshot. Only what is true is asked for, or under a `not` only what is false, so that one bit
// per row will do for three truths.
class BlockEvaluator {
public:
    BlockEvaluator(const Matcher &matcher, const Snapshot &snapshot, FilterTools &tools, const StopFlag &stop)
        : m_matcher(matcher)
    {
        prepare(0, true, snapshot, tools, stop);
    }

    // Leaves in `rows` those that the query lets through.
    void narrow(size_t block, BlockBits &rows) const
    {
        quint32 step = 0;
        narrow(step, block, rows);
    }

private:
    // The tree again, with its `not`s worked in.
    struct Step {
        bool isTest = false;
        bool isAll = false; // of the children, otherwise any
        quint32 index = 0; // test: in m_tests
        quint32 end = 0; // index after the last step below
    };

    quint32 prepare(quint32 at, bool wanted, const Snapshot &snapshot, FilterTools &tools, const StopFlag &stop)
    {
        const Matcher::Node &node = m_matcher.nodes()[at];
        const size_t self = m_steps.size();
        switch (node.type) {
        case Type::Not:
            return prepare(at + 1, !wanted, snapshot, tools, stop);
        case Type::Test:
            addTest(m_matcher.leaves()[node.index], wanted, snapshot, tools, stop);
            return at + 1;
        case Type::Word:
            m_steps.push_back({false, !wanted, 0, 0});
            addWord(node.index, wanted, snapshot, tools, stop);
            break;
        case Type::And:
        case Type::Or:
            m_steps.push_back({false, (node.type == Type::And) == wanted, 0, 0});
            for (quint32 child = at + 1; child < node.end;)
                child = prepare(child, wanted, snapshot, tools, stop);
            break;
        }
        m_steps[self].end = quint32(m_steps.size());
        return node.end;
    }

    void addStep(ColumnTest test)
    {
        m_steps.push_back({true, false, quint32(m_tests.size()), quint32(m_steps.size()) + 1});
        m_tests.push_back(std::move(test));
    }

    void addTest(const QueryLeaf &leaf, bool wanted, const Snapshot &snapshot, FilterTools &tools, const StopFlag &stop)
    {
        const Column &column = snapshot.column(int(leaf.field));
        const bool missingPasses = leaf.whenMissing() == truth(wanted);
        if (column.codeCount() == 0)
            addStep({column, leaf, wanted, missingPasses});
        else
            addStep({column, tools.searches.table(leaf, column, tools.crew, stop), wanted, missingPasses});
    }

    void addWord(quint32 word, bool wanted, const Snapshot &snapshot, FilterTools &tools, const StopFlag &stop)
    {
        for (const size_t field : m_matcher.searchable()) {
            const Column &column = snapshot.column(int(field));
            addStep({column,
                tools.searches.wordTable(
                    m_matcher.words()[word], m_matcher.memberWords()[word], column, tools.crew, stop),
                wanted, !wanted});
        }
    }

    void narrow(quint32 &at, size_t block, BlockBits &rows) const
    {
        const Step &step = m_steps[at++];
        if (step.isTest) {
            m_tests[step.index].narrow(block, rows);
            return;
        }
        if (step.isAll) {
            while (at < step.end && rows != noRows)
                narrow(at, block, rows);
            at = step.end;
            return;
        }
        BlockBits open = rows; // not found by any child so far
        while (at < step.end && open != noRows) {
            BlockBits found = open;
            narrow(at, block, found);
            for (size_t i = 0; i < blockWords; ++i)
                open[i] &= ~found[i];
        }
        at = step.end;
        for (size_t i = 0; i < blockWords; ++i)
            rows[i] &= ~open[i];
    }

    const Matcher &m_matcher;
    std::vector<Step> m_steps;
    std::vector<ColumnTest> m_tests;
};

} // namespace

RowBits QueryFilter::matches(
    const Snapshot &snapshot, const RowBits *within, FilterTools &tools, const StopFlag &stop) const
{
    RowBits wanted = within ? *within : RowBits(snapshot.rowCount(), true);
    const BlockEvaluator evaluator(m_matcher, snapshot, tools, stop);
    const size_t blocks = (size_t(snapshot.rowCount()) + blockRows - 1) / blockRows;
    const size_t parts = (blocks + blocksPerPart - 1) / blocksPerPart;
    tools.crew.share(parts, [&](size_t part) {
        const size_t last = std::min(blocks, (part + 1) * blocksPerPart);
        for (size_t block = part * blocksPerPart; block < last && !stop; ++block) {
            const auto first = wanted.words().begin() + ptrdiff_t(block * blockWords);
            const size_t words = std::min(blockWords, wanted.words().size() - block * blockWords);
            BlockBits rows = noRows;
            std::copy_n(first, words, rows.begin());
            if (rows == noRows)
                continue;
            evaluator.narrow(block, rows);
            std::copy_n(rows.begin(), words, first);
        }
    });
    return wanted;
}

bool QueryFilter::isWithin(const RowFilter &other) const
{
    const auto *wide = dynamic_cast<const QueryFilter *>(&other);
    return wide && implies(m_matcher, wide->m_matcher);
}

} // namespace belvedere
