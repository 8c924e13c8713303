// The matcher: a filter compiled for one field list and one moment, run over rows or columns.
#pragma once

#include "base/result.h"
#include "query/leaf.h"

#include <functional>

namespace belvedere {

// Immutable; any number of threads may evaluate at once. A list shows what is True.
class Matcher {
public:
    // The tree in prefix order: the children of node i stand at i + 1, at nodes[i + 1].end, and so on up to its end.
    struct Node {
        QueryNode::Type type;
        quint32 end; // index after the last node below
        quint32 index; // Test: in leaves(); Word: in words()
    };

    // `now` is the time from which ages count. Errors: query.unknown-field, query.type, when the query was parsed
    // against other fields; query.mode for a check.
    static Result<Matcher> compile(const Query &query, std::span<const Field> fields, const QDateTime &now);

    // Asks for cells by field index, only for those that it needs.
    Truth evaluate(const std::function<Cell(size_t field)> &cell) const;
    // With the truth of leaf i and word i from elsewhere, such as columns; both may be asked in any order or never.
    template<class LeafTruth, class WordTruth> Truth combine(LeafTruth leafTruth, WordTruth wordTruth) const
    {
        quint32 at = 0;
        return combineAt(at, leafTruth, wordTruth);
    }

    bool isEmpty() const { return m_nodes.size() == 1 && m_nodes.front().type == QueryNode::Type::And; }
    std::span<const Node> nodes() const { return m_nodes; }
    std::span<const QueryLeaf> leaves() const { return m_leaves; }
    // Folded. A word is a substring of any searchable text, or of any one member of a searchable set, and is simply
    // false where nothing is known, so that leaving a word out keeps rows with gaps.
    const QStringList &words() const { return m_words; }
    std::span<const size_t> searchable() const { return m_searchable; } // field indices; kinds Text and Set only
    // Folded words as they are searched for in folded sets.
    const QStringList &memberWords() const { return m_memberWords; }

private:
    std::optional<ApiError> add(const QueryNode &node, std::span<const Field> fields, const QDateTime &now);

    template<class LeafTruth, class WordTruth>
    Truth combineAt(quint32 &at, LeafTruth &leafTruth, WordTruth &wordTruth) const
    {
        const Node &node = m_nodes[at++];
        switch (node.type) {
        case QueryNode::Type::Test:
            return leafTruth(size_t(node.index));
        case QueryNode::Type::Word:
            return wordTruth(size_t(node.index));
        case QueryNode::Type::Not:
            return !combineAt(at, leafTruth, wordTruth);
        case QueryNode::Type::And:
        case QueryNode::Type::Or:
            break;
        }
        const Truth decisive = node.type == QueryNode::Type::And ? Truth::False : Truth::True;
        Truth result = !decisive;
        while (at < node.end && result != decisive) {
            const Truth next = combineAt(at, leafTruth, wordTruth);
            result = decisive == Truth::False ? both(result, next) : either(result, next);
        }
        at = node.end;
        return result;
    }

    std::vector<Node> m_nodes;
    std::vector<QueryLeaf> m_leaves;
    QStringList m_words;
    QStringList m_memberWords;
    std::vector<size_t> m_searchable;
    std::vector<Kind> m_searchableKinds;
};

} // namespace belvedere
