// Checks: the same tests combined with five states, so that a compliance rule can say what it knew and when.
#pragma once

#include "query/leaf.h"
#include "query/listleaf.h"
#include "query/parameters.h"

#include <functional>

namespace belvedere {

enum class CheckState : quint8 { Pass, Fail, Unknown, Error, NotApplicable };

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

private:
    struct Leaf {
        std::optional<QueryLeaf> value; // one of both; neither: an empty list, which does not apply
        std::optional<ListLeaf> list;
        size_t field = 0;
        QString name;
        QString expected;
        OnMissing missing = OnMissing::Unknown;
        qint64 maximumAge = 0;
    };
    struct Node {
        QueryNode::Type type;
        std::vector<Node> children;
        size_t leaf = 0;
    };

    std::optional<ApiError> add(
        const QueryNode &from, Node *node, std::span<const Field> fields, const CheckSettings &settings);
    CheckLeafResult evaluateLeaf(const Leaf &leaf, const FactReading &fact) const;
    static CheckState combine(const Node &node, const std::vector<CheckLeafResult> &leaves);
    static void markDeciding(const Node &node, CheckState state, std::vector<CheckLeafResult> &leaves);

    QDateTime m_now;
    std::vector<Leaf> m_leaves;
    Node m_root;
};

// The five-state tables alone: na is ignored; All: fail, error, unknown, pass; Any: pass, error, unknown, fail.
CheckState combineAll(std::span<const CheckState> states);
CheckState combineAny(std::span<const CheckState> states);
CheckState negated(CheckState state);

} // namespace belvedere
