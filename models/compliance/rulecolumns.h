// RuleColumns: the states of rules for all devices of a snapshot, column by column.
#pragma once

#include "compliance/evaluate.h"
#include "table/snapshot.h"

#include <array>
#include <functional>

namespace belvedere {

// When each field of each device was measured: FactTimes for a snapshot. Fields of one section share a lane.
struct FactColumns {
    std::vector<Lane<qint64>> lanes; // by row, milliseconds since 1970; not known: counts as stale
    std::vector<int> laneOf; // by index in ruleFields(); -1 or none: as fresh as the evaluation
};

// Each distinct value is tested once for each test, and each test runs once over a block whatever number of rules
// makes it. The states are those of CompiledRule::evaluate() for devices with the values of the snapshot (objects and
// lists are not in it and count as not known). Immutable; any number of threads may evaluate at once. The rules must
// outlive it.
class RuleColumns {
public:
    using States = std::array<RuleState, blockRows>;
    using Bytes = std::array<quint8, blockRows>;

    // What one thread needs for a block; used again for the next.
    struct Sheet {
        std::vector<States> states; // by rule; what stands behind the last row means nothing
        std::vector<Bytes> stale; // scratch, as are all below
        std::vector<Bytes> tests;
        std::vector<std::unique_ptr<Bytes>> levels;
    };

    RuleColumns(std::span<const CompiledRule> rules, SnapshotPointer snapshot, FactColumns times);
    // What was measured at this moment or later, in milliseconds since 1970, is fresh for every rule, so that nobody
    // needs to know when exactly. The smallest number when age does not matter.
    static qint64 freshFrom(std::span<const CompiledRule> rules);

    size_t ruleCount() const { return m_rules.size(); }
    size_t blockCount() const { return (size_t(m_snapshot->rowCount()) + blockRows - 1) / blockRows; }
    // The states of the rows of a block.
    void evaluate(size_t block, Sheet &sheet) const;

private:
    // States as they decide in `all`, the strongest last: there the strongest of several is the state of the whole.
    enum Strength : quint8 { NotApplicable, Pass, Unknown, Error, Fail };
    // In tables, beside the strength: the value is known, so it can be stale.
    static constexpr quint8 knownFlag = 0x80;
    using Table = std::vector<quint8>; // strengths by code

    // By code of a column, 255 where the rule or the test applies, else 0. Of a column of truths: where it is not
    // false.
    struct Mask {
        const Column *column = nullptr;
        std::vector<quint8> applies;
    };
    struct Test {
        bool isEmpty = false; // compares with nothing: does not apply
        const Column *column = nullptr; // null: nothing is known of any device
        std::optional<Mask> platforms; // that have the fact; none: all
        const QueryLeaf *numbers = nullptr; // of numbers, times and truths
        std::shared_ptr<const Table> table; // of all else
        quint8 missing = Unknown;
        int stale = -1; // number in m_ages
    };
    struct Age {
        int lane;
        qint64 oldest; // milliseconds since 1970; what was measured before is stale
    };
    struct Rule {
        const CompiledRule *rule = nullptr;
        std::vector<size_t> tests; // by leaf
        std::vector<Mask> masks; // all must apply
    };
    struct Fill;

    static quint8 strength(CheckState state);
    size_t addTest(const Check::Leaf &leaf, const QDateTime &now);
    std::shared_ptr<const Table> tableOf(const Check::Leaf &leaf, const Column &column);
    Mask maskOf(const Column &column, const std::function<bool(const Cell &)> &applies) const;
    std::vector<Mask> masksOf(const ComplianceRule &rule) const;
    static void apply(const Mask &mask, size_t block, Bytes &strengths);
    const Bytes &node(const Rule &rule, quint32 &at, size_t depth, Sheet &sheet) const;
    void finish(const Rule &rule, size_t block, Bytes &strengths, States &states) const;

    SnapshotPointer m_snapshot;
    FactColumns m_times;
    const Column *m_platform = nullptr;
    std::vector<Test> m_tests; // no two alike
    std::vector<Age> m_ages;
    std::vector<Rule> m_rules;
    std::vector<std::vector<Cell>> m_cells; // by field and code; only while the tests are made
};

} // namespace belvedere
