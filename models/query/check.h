// Checks: the same tests combined with five states, so that a compliance rule can say what it knew and when.
#pragma once

#include "query/leaf.h"
#include "query/listleaf.h"
#include "query/parameters.h"

#include <functional>

namespace belvedere {

enum class CheckState : quint8 { Pass, Fail, Unknown, Error, NotApplicable };

// The five-state tables. What does not apply is ignored; then the first of these wins: in `all` fail, error, unknown,
// pass, in `any` pass, error, unknown, fail.
CheckState all(CheckState a, CheckState b);
CheckState any(CheckState a, CheckState b);
CheckState negated(CheckState state);

// What is known about one field of one device.
struct FactReading {
    Cell value;
    const std::vector<ListItem> *list = nullptr; // for list operators; alive during evaluate(). A set needs none
    QDateTime asOf; // when the device measured it, else when the server got it
    bool applies = true; // false: the field does not exist on this platform
    bool reportedAbsent = false; // the device said that there is none, which is a fact of its own
};

struct CheckLeafResult {
    CheckState state = CheckState::Unknown;
    QString reason; // stale, missing, type_error, app_missing, app_outdated, app_present, or empty
    QString field;
    QString expected; // canonical text of the test with its parameters' values
    QString actual; // empty: nothing known
    QDateTime asOf;
    bool decided = false; // the state of the whole hangs on this test
};

struct CheckResult {
    CheckState state = CheckState::NotApplicable;
    QString reason; // of the first deciding test that has one
    QDateTime asOf; // the oldest among the deciding tests
    std::vector<CheckLeafResult> leaves; // of every test, in the order of the text
};

struct CheckSettings {
    QDateTime now; // passed in, so that evaluation can be repeated
    qint64 maximumAge = 604'800; // seconds, of facts whose test names no age; CheckAttributes::anyAge for none
    OnMissing missing = OnMissing::Unknown; // of tests that do not say
    Parameters parameters;
};

// Immutable; any number of threads may evaluate at once.
class Check {
public:
    // Errors: query.unknown-field, query.unknown-parameter, query.type, query.mode for a filter.
    static Result<Check> compile(const Query &query, std::span<const Field> fields, const CheckSettings &settings);

    // Reads each test's fact once. Never stops early, so that every test is on record.
    CheckResult evaluate(const std::function<FactReading(size_t field)> &fact) const;

    // The state alone, with the state of test i from elsewhere, such as columns; does not allocate.
    template<class LeafState> CheckState combine(LeafState leafState) const
    {
        quint32 at = 0;
        return combineAt(at, leafState);
    }
    struct Leaf {
        std::optional<QueryLeaf> value; // one of both; neither: an empty list, which does not apply
        std::optional<ListLeaf> list;
        size_t field = 0;
        Kind kind = Kind::Text;
        QString name;
        QString expected;
        OnMissing missing = OnMissing::Unknown;
        qint64 maximumAge = 0; // seconds, or CheckAttributes::anyAge
    };
    std::span<const Leaf> leaves() const { return m_leaves; }
    // What evaluate() finds for one test alone, for evaluation by columns: when nothing is known, and for a known value
    // that is not too old. A test without value and list does not apply.
    static CheckState missingState(const Leaf &leaf);
    static CheckState knownState(const Leaf &leaf, const Cell &value);

    // In prefix order, as in Matcher.
    struct Node {
        QueryNode::Type type;
        quint32 end;
        quint32 leaf;
    };
    std::span<const Node> nodes() const { return m_nodes; }

private:
    template<class LeafState> CheckState combineAt(quint32 &at, LeafState &leafState) const
    {
        const Node &node = m_nodes[at++];
        if (node.type == QueryNode::Type::Test)
            return leafState(size_t(node.leaf));
        if (node.type == QueryNode::Type::Not)
            return negated(combineAt(at, leafState));
        CheckState result = CheckState::NotApplicable;
        while (at < node.end) {
            const CheckState next = combineAt(at, leafState);
            result = node.type == QueryNode::Type::And ? all(result, next) : any(result, next);
        }
        return result;
    }
    std::optional<ApiError> add(const QueryNode &node, std::span<const Field> fields, const CheckSettings &settings);
    std::optional<ApiError> addLeaf(
        const QueryTest &test, std::span<const Field> fields, const CheckSettings &settings);
    CheckLeafResult evaluateLeaf(const Leaf &leaf, const FactReading &fact) const;
    void markDeciding(quint32 at, CheckState state, std::vector<CheckLeafResult> &leaves) const;

    QDateTime m_now;
    std::vector<Leaf> m_leaves;
    std::vector<Node> m_nodes;
};

} // namespace belvedere
