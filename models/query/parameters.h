// Parameters of checks: `$min` becomes the value that a policy set gives it.
#pragma once

#include "base/result.h"
#include "domain/field.h"
#include "query/ast.h"

#include <QHash>

namespace belvedere {

// By name. Text is read as if it stood in the query (in quotes, for texts and tokens); a number for a Time field is an
// age in seconds; a list gives several values.
using Parameters = QHash<QString, Cell>;

struct BoundTest {
    QueryTest test;
    bool emptyList = false; // a list parameter without members: the test does not apply
};

// Errors: query.unknown-parameter; query.type when the value does not suit the field.
Result<BoundTest> bindParameters(const QueryTest &test, const Field &field, const Parameters &parameters);

} // namespace belvedere
