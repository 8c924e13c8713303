// What only checks write: word operators and `{missing:fail age:7d}`.
#pragma once

#include "query/error.h"
#include "query/lexer.h"

namespace belvedere {

// One of the operators that are words, followed by white space; otherwise the lexer stays where it is.
std::optional<QueryOp> takeWordOp(QueryLexer &lexer);
QString writtenOp(QueryOp op); // of any operator; words stand between spaces
// From `{` to `}`.
bool readAttributes(QueryLexer &lexer, CheckAttributes *attributes, QueryError *error);
QString writtenAttributes(const CheckAttributes &attributes); // empty when there are none

} // namespace belvedere
