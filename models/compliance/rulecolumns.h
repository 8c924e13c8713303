// RuleColumns: the states of rules for all devices of a snapshot, column by column.
#pragma once

#include "compliance/evaluate.h"
#include "table/snapshot.h"

#include <array>

namespace belvedere {

// When each field of each device was measured: FactTimes for a snapshot. Fields of one section share a lane.
struct FactColumns {
    std::vector<Lane<qint64>> lanes; // by row, milliseconds since 1970; not known: counts as stale
    std::vector<int> laneOf; // by index in fields<Device>(); -1 or none: as fresh as the evaluation
};

// Each distinct value is tested once for each test; rows look the answer up. The states are those of
// CompiledRule::evaluate() for devices with the values of the snapshot (objects and lists are not in it and count as
// not known). Immutable; any number of threads may evaluate at once. The rules must outlive it.
class RuleColumns {
public:
    using States = std::array<RuleState, blockRows>;

    RuleColumns(std::span<const CompiledRule> rules, SnapshotPointer snapshot, FactColumns times);

    size_t ruleCount() const { return m_rules.size(); }
    size_t blockCount() const { return (size_t(m_snapshot->rowCount()) + blockRows - 1) / blockRows; }
    // The states of the rows of a block; what stands behind the last row means nothing.
    void evaluate(size_t rule, size_t block, States &states) const;

private:
    // States as they decide in `all`, the strongest last: there the strongest of several is the state of the whole.
    enum Strength : quint8 { NotApplicable, Pass, Unknown, Error, Fail };
    using Strengths = std::array<quint8, blockRows>;
    using Table = std::vector<quint8>; // strengths by code

    struct Test {
        const Column *column = nullptr;
        const QueryLeaf *numbers = nullptr; // of numbers, times and truths
        std::shared_ptr<const Table> table; // of all else
        quint8 missing = Unknown;
        quint8 known = Error; // of numbers that the test does not suit
        const Lane<qint64> *measured = nullptr; // null: never stale
        qint64 oldest = 0; // milliseconds since 1970
    };
    struct Rule {
        const CompiledRule *rule = nullptr;
        std::vector<Test> tests; // by leaf; without a column: does not apply
        std::vector<quint8> platforms; // by code of the platform: whether the rule is for it; none: for all
    };

    struct Fill;

    static quint8 strength(CheckState state);
    static quint8 negated(quint8 strength)
    {
        return strength == Pass || strength == Fail ? strength ^ (Pass ^ Fail) : strength;
    }
    std::shared_ptr<const Table> tableOf(const Check::Leaf &leaf, const Column &column) const;
    void node(const Rule &rule, quint32 &at, size_t block, Strengths &out) const;
    static void test(const Test &test, size_t block, Strengths &out);

    SnapshotPointer m_snapshot;
    FactColumns m_times;
    const Column *m_platform = nullptr;
    std::vector<Rule> m_rules;
};

} // namespace belvedere
