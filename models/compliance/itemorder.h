// ItemOrder: what comes before what, without circles.
#pragma once

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

} // namespace belvedere
