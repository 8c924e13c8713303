// The order of items.
#include "compliance/itemorder.h"

#include <QSet>

namespace belvedere {

QStringList ItemOrder::path(const QString &from, const QString &to) const
{
    QList<QStringList> open{{from}};
    QSet<QString> seen;
    while (!open.isEmpty()) {
        const QStringList way = open.takeLast();
        if (way.last() == to)
            return way;
        if (seen.contains(way.last()))
            continue;
        seen.insert(way.last());
        for (const QString &next : m_needs.value(way.last()))
            open.append(way + QStringList{next});
    }
    return {};
}

bool ItemOrder::add(const QString &item, const QString &needed)
{
    if (!path(needed, item).isEmpty())
        return false;
    QStringList &needs = m_needs[item];
    if (!needs.contains(needed))
        needs.append(needed);
    return true;
}

QStringList circleOf(const std::vector<PolicyItem> &items)
{
    ItemOrder order;
    for (const PolicyItem &item : items) {
        for (const QString &needed : item.after) {
            if (!order.add(item.item, needed))
                return QStringList{item.item} + order.path(needed, item.item);
        }
    }
    return {};
}

} // namespace belvedere
