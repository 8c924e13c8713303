// Compiling and running filters.
#include "query/evaluate.h"

#include "base/fold.h"
#include "domain/foldedset.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError compileError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = code;
    error.http = 400;
    error.detail = detail;
    error.fields = {{u"query"_s, detail}};
    return error;
}

} // namespace

Result<Matcher> Matcher::compile(const Query &query, std::span<const Field> fields, const QDateTime &now)
{
    if (query.mode != QueryMode::Filter)
        return compileError(u"query.mode"_s, u"A check is not a filter."_s);
    Matcher matcher;
    for (size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].is(Searchable) && (fields[i].kind == Kind::Text || fields[i].kind == Kind::Set)) {
            matcher.m_searchable.push_back(i);
            matcher.m_searchableKinds.push_back(fields[i].kind);
        }
    }
    if (auto error = matcher.add(query.root, fields, now))
        return *error;
    return matcher;
}

std::optional<ApiError> Matcher::add(const QueryNode &node, std::span<const Field> fields, const QDateTime &now)
{
    const size_t at = m_nodes.size();
    m_nodes.push_back({node.type, 0, 0});
    if (node.type == QueryNode::Type::Word) {
        m_nodes[at].index = quint32(m_words.size());
        m_words.append(folded(node.word));
        m_memberWords.append(foldedMember(node.word));
    } else if (node.type == QueryNode::Type::Test) {
        const Field *field = findField(fields, node.test.field);
        if (!field)
            return compileError(u"query.unknown-field"_s, u"There is no field named %1."_s.arg(node.test.field));
        auto leaf = compileLeaf(node.test, fields, size_t(field - fields.data()), now);
        if (!leaf)
            return compileError(u"query.type"_s, u"The value does not suit %1."_s.arg(node.test.field));
        m_nodes[at].index = quint32(m_leaves.size());
        m_leaves.push_back(std::move(*leaf));
    }
    for (const QueryNode &child : node.children) {
        if (auto error = add(child, fields, now))
            return error;
    }
    m_nodes[at].end = quint32(m_nodes.size());
    return std::nullopt;
}

Truth Matcher::evaluate(const std::function<Cell(size_t)> &cell) const
{
    const auto leafTruth = [this, &cell](size_t leaf) { return m_leaves[leaf].test(cell(m_leaves[leaf].field)); };
    const auto wordTruth = [this, &cell](size_t word) {
        for (size_t i = 0; i < m_searchable.size(); ++i) {
            const Cell value = cell(m_searchable[i]);
            const auto *text = std::get_if<QString>(&value);
            const auto *set = std::get_if<QStringList>(&value);
            if ((text && m_searchableKinds[i] == Kind::Text && folded(*text).contains(m_words[qsizetype(word)]))
                || (set && m_searchableKinds[i] == Kind::Set
                    && foldedSet(*set).contains(m_memberWords[qsizetype(word)])))
                return Truth::True;
        }
        return Truth::False;
    };
    return combine(leafTruth, wordTruth);
}

} // namespace belvedere
