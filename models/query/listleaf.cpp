// Tests over lists of items.
#include "query/listleaf.h"

#include "base/fold.h"

using namespace Qt::StringLiterals;

namespace belvedere {

std::optional<ListLeaf> ListLeaf::compile(const QueryTest &test, const QDateTime &now)
{
    if (!isListOp(test.op) || test.values.empty())
        return std::nullopt;
    ListLeaf leaf;
    leaf.m_op = test.op;
    for (const QueryValue &value : test.values) {
        using Type = QueryValue::Type;
        if (test.op == QueryOp::Expires || test.op == QueryOp::Lasts) {
            if (value.type != Type::Age)
                return std::nullopt;
            leaf.m_limit = now.addSecs(value.number);
            continue;
        }
        if (value.type != (test.op == QueryOp::Issuer ? Type::Text : Type::Item))
            return std::nullopt;
        Wanted wanted{folded(value.text), value.itemOp, {}};
        if (!value.parts.empty())
            wanted.key = Version(value.parts[0].text).key();
        leaf.m_wanted.push_back(wanted);
    }
    return leaf;
}

Truth ListLeaf::fits(const Wanted &wanted, const ListItem &item, const QString &foldedId)
{
    if (foldedId != wanted.id)
        return Truth::False;
    if (wanted.key.isEmpty())
        return Truth::True;
    if (item.version.isNull())
        return Truth::Unknown;
    const int order = item.version.key().compare(wanted.key);
    switch (wanted.op) {
    case QueryOp::NotEqual:
        return truth(order != 0);
    case QueryOp::Less:
        return truth(order < 0);
    case QueryOp::LessEqual:
        return truth(order <= 0);
    case QueryOp::Greater:
        return truth(order > 0);
    case QueryOp::GreaterEqual:
        return truth(order >= 0);
    default:
        return truth(order == 0);
    }
}

Truth ListLeaf::isThere(const Wanted &wanted, const std::vector<ListItem> &items) const
{
    Truth result = Truth::False;
    for (const ListItem &item : items) {
        if (m_op == QueryOp::Issuer)
            result = either(result, truth(folded(item.issuer) == wanted.id));
        else
            result = either(result, fits(wanted, item, folded(item.id)));
    }
    return result;
}

Truth ListLeaf::test(const std::vector<ListItem> &items) const
{
    switch (m_op) {
    case QueryOp::Expires:
    case QueryOp::Lasts: {
        Truth expires = Truth::False;
        for (const ListItem &item : items)
            expires = either(expires, item.end.isValid() ? truth(item.end <= m_limit) : Truth::Unknown);
        return m_op == QueryOp::Expires ? expires : !expires;
    }
    case QueryOp::Only: {
        Truth all = Truth::True;
        for (const ListItem &item : items) {
            const QString id = folded(item.id);
            Truth allowed = Truth::False;
            for (const Wanted &wanted : m_wanted)
                allowed = either(allowed, fits(wanted, item, id));
            all = both(all, allowed);
        }
        return all;
    }
    case QueryOp::HasAll: {
        Truth all = Truth::True;
        for (const Wanted &wanted : m_wanted)
            all = both(all, isThere(wanted, items));
        return all;
    }
    default: {
        Truth any = Truth::False;
        for (const Wanted &wanted : m_wanted)
            any = either(any, isThere(wanted, items));
        return m_op == QueryOp::Lacks ? !any : any;
    }
    }
}

QString ListLeaf::reason(const std::vector<ListItem> &items) const
{
    if (m_op == QueryOp::Lacks || m_op == QueryOp::Only)
        return u"app_present"_s;
    if (m_op != QueryOp::Has && m_op != QueryOp::HasAll)
        return {};
    for (const Wanted &wanted : m_wanted) {
        const bool installed = std::any_of(
            items.begin(), items.end(), [&wanted](const ListItem &item) { return folded(item.id) == wanted.id; });
        if (!installed && m_op == QueryOp::HasAll)
            return u"app_missing"_s;
        if (installed && isThere(wanted, items) == Truth::False)
            return u"app_outdated"_s;
    }
    return u"app_missing"_s;
}

} // namespace belvedere
