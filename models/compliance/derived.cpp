// Looking for fields that follow from policies.
#include "compliance/derived.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

bool testsDerived(const QueryNode &node)
{
    if (node.type == QueryNode::Type::Test)
        return node.test.field == "compliance"_L1 || node.test.field == "access.blocked"_L1;
    return std::any_of(node.children.begin(), node.children.end(), testsDerived);
}

} // namespace belvedere
