// Comparing two compiled queries part by part.
#include "table/narrowing.h"

#include "table/searchcache.h"

namespace belvedere {

namespace {

using Type = QueryNode::Type;

class Comparison {
public:
    Comparison(const Matcher &narrow, const Matcher &wide)
        : m_narrow(narrow)
        , m_wide(wide)
    {
    }

    // Whether node `n` of the narrow query being true makes node `w` of the wide one true.
    bool implies(quint32 n, quint32 w) const
    {
        const Matcher::Node &wide = m_wide.nodes()[w];
        const Matcher::Node &narrow = m_narrow.nodes()[n];
        if (wide.type == Type::And)
            return allOf(m_wide, w, [this, n](quint32 child) { return implies(n, child); });
        if (narrow.type == Type::Or)
            return allOf(m_narrow, n, [this, w](quint32 child) { return implies(child, w); });
        if (wide.type == Type::Or && anyOf(m_wide, w, [this, n](quint32 child) { return implies(n, child); }))
            return true;
        if (narrow.type == Type::And)
            return anyOf(m_narrow, n, [this, w](quint32 child) { return implies(child, w); });
        if (narrow.type != wide.type)
            return false;
        switch (narrow.type) {
        case Type::Word:
            return m_narrow.words()[narrow.index].contains(m_wide.words()[wide.index])
                && m_narrow.memberWords()[narrow.index].contains(m_wide.memberWords()[wide.index]);
        case Type::Test:
            return testImplies(m_narrow.leaves()[narrow.index], m_wide.leaves()[wide.index]);
        case Type::Not:
            return isSame(n + 1, w + 1);
        default:
            return false;
        }
    }

private:
    template<class Holds> static bool allOf(const Matcher &matcher, quint32 parent, const Holds &holds)
    {
        const auto nodes = matcher.nodes();
        for (quint32 child = parent + 1; child < nodes[parent].end; child = nodes[child].end) {
            if (!holds(child))
                return false;
        }
        return true;
    }
    template<class Holds> static bool anyOf(const Matcher &matcher, quint32 parent, const Holds &holds)
    {
        return !allOf(matcher, parent, [&holds](quint32 child) { return !holds(child); });
    }

    static bool testImplies(const QueryLeaf &narrow, const QueryLeaf &wide)
    {
        if (isSameTest(narrow, wide))
            return true;
        if (narrow.field != wide.field || narrow.form != wide.form || narrow.negated || wide.negated
            || (narrow.unknownPasses && !wide.unknownPasses))
            return false;
        switch (narrow.form) {
        case QueryLeaf::Form::Contains:
            return std::all_of(narrow.texts.begin(), narrow.texts.end(), [&wide](const QString &text) {
                return std::any_of(
                    wide.texts.begin(), wide.texts.end(), [&text](const QString &part) { return text.contains(part); });
            });
        case QueryLeaf::Form::Tokens:
        case QueryLeaf::Form::Members:
        case QueryLeaf::Form::Equals:
            return std::all_of(narrow.texts.begin(), narrow.texts.end(),
                [&wide](const QString &text) { return wide.texts.contains(text); });
        case QueryLeaf::Form::Numbers:
            return std::all_of(
                narrow.intervals.begin(), narrow.intervals.end(), [&wide](const QueryLeaf::Interval &in) {
                    return std::any_of(
                        wide.intervals.begin(), wide.intervals.end(), [&in](const QueryLeaf::Interval &out) {
                            return out.lower <= in.lower && in.upper <= out.upper;
                        });
                });
        default:
            return false;
        }
    }

    bool isSame(quint32 n, quint32 w) const
    {
        const Matcher::Node &narrow = m_narrow.nodes()[n];
        const Matcher::Node &wide = m_wide.nodes()[w];
        if (narrow.type != wide.type || narrow.end - n != wide.end - w)
            return false;
        if (narrow.type == Type::Word)
            return m_narrow.words()[narrow.index] == m_wide.words()[wide.index];
        if (narrow.type == Type::Test)
            return isSameTest(m_narrow.leaves()[narrow.index], m_wide.leaves()[wide.index]);
        quint32 other = w + 1;
        return allOf(m_narrow, n, [this, &other](quint32 child) {
            const quint32 here = std::exchange(other, m_wide.nodes()[other].end);
            return isSame(child, here);
        });
    }

    const Matcher &m_narrow;
    const Matcher &m_wide;
};

} // namespace

bool implies(const Matcher &narrow, const Matcher &wide) { return Comparison(narrow, wide).implies(0, 0); }

} // namespace belvedere
