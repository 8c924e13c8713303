// From the text of a query to its tree, within fixed limits.
#pragma once

#include "base/result.h"
#include "query/ast.h"
#include "query/error.h"

namespace belvedere {

inline constexpr qsizetype maximumQueryBytes = 4'096; // UTF-8, as given and as printed
inline constexpr int maximumQueryDepth = 32; // of brackets
inline constexpr int maximumQueryTests = 256; // words count, and every value of a test

// A tree or an error, for callers that point at the column.
class [[nodiscard]] QueryParse {
public:
    QueryParse(Query query)
        : m_query(std::move(query))
    {
    }
    QueryParse(QueryError error)
        : m_error(std::move(error))
    {
    }
    explicit operator bool() const { return m_query.has_value(); }
    const Query &query() const { return *m_query; } // only if there is one
    const QueryError &error() const { return m_error; }
    Result<Query> result() const { return m_query ? Result<Query>(*m_query) : Result<Query>(toApiError(m_error)); }

private:
    std::optional<Query> m_query;
    QueryError m_error;
};

// Any text at all may come in; an empty one is the query that lets everything through. Any thread; linear in time.
QueryParse parseQuery(const QString &text, std::span<const Field> fields, QueryMode mode = QueryMode::Filter);

} // namespace belvedere
