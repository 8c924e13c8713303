// ItemOrder: what comes before what, without circles.
#pragma once

#include "domain/policy.h"

#include <QHash>
#include <QStringList>

namespace belvedere {

class ItemOrder {
public:
    // False, and nothing is added, when `item` already comes before `needed`, or is it.
    bool add(const QString &item, const QString &needed);
    QStringList neededBy(const QString &item) const { return m_needs.value(item); }
    // From what needs to what is needed, both included; empty when there is no such way.
    QStringList path(const QString &from, const QString &to) const;

private:
    QHash<QString, QStringList> m_needs;
};

// Ids of the first items that wait for each other, the first of them again at the end; empty: none do.
QStringList circleOf(const std::vector<PolicyItem> &items);

} // namespace belvedere
