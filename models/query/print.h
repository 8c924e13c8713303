// The canonical text of a query: what parses to the same tree again.
#pragma once

#include "domain/field.h"
#include "query/ast.h"

namespace belvedere {

// The fields say how numbers are written; a test over a field that is not among them prints plain.
QString printed(const QueryNode &node, std::span<const Field> fields);
inline QString printed(const Query &query, std::span<const Field> fields) { return printed(query.root, fields); }

} // namespace belvedere
