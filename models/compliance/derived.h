// Fields of a device that follow from policies and rules: neither may hang on them, or they would hang on themselves.
#pragma once

#include "query/ast.h"

namespace belvedere {

// Whether some test of the tree is about such a field.
bool testsDerived(const QueryNode &node);

} // namespace belvedere
