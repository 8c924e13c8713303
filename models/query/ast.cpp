// The normal form of query trees.
#include "query/ast.h"

namespace belvedere {

QueryNode flattened(QueryNode node)
{
    using Type = QueryNode::Type;
    if (node.type == Type::Not) {
        node.children[0] = flattened(std::move(node.children[0]));
        return node;
    }
    if (node.type != Type::And && node.type != Type::Or)
        return node;
    std::vector<QueryNode> children;
    for (QueryNode &child : node.children) {
        QueryNode flat = flattened(std::move(child));
        if (flat.type == node.type) {
            for (QueryNode &grandchild : flat.children)
                children.push_back(std::move(grandchild));
        } else {
            children.push_back(std::move(flat));
        }
    }
    if (children.size() == 1) {
        QueryNode only = std::move(children.front());
        return only;
    }
    node.children = std::move(children);
    return node;
}

} // namespace belvedere
