// Looking through the list of policies, which is short.
#include "ui/policies/policyuse.h"

#include "api/content.h"
#include "api/policies.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

QStringList usersOf(Site &site, QStringView field, const QString &id)
{
    QStringList users;
    LiveList &list = site.list<BusinessPolicy>();
    list.open();
    const SnapshotPointer &snapshot = list.store().snapshot();
    const int members = snapshot->columnOf(field);
    const int name = snapshot->columnOf(u"name");
    for (quint32 row = 0; row < snapshot->rowCount(); ++row) {
        const Cell held = snapshot->cell(row, members);
        const auto *set = std::get_if<QStringList>(&held);
        if (!set || !set->contains(id))
            continue;
        const Cell title = snapshot->cell(row, name);
        users.append(std::holds_alternative<QString>(title) ? std::get<QString>(title) : snapshot->id(row));
    }
    users.sort(Qt::CaseInsensitive);
    return users;
}

QString whyKept(Site &site, QStringView field, const QString &id, const QString &name)
{
    const QStringList users = usersOf(site, field, id);
    if (users.isEmpty())
        return {};
    return QCoreApplication::translate("PolicyUse", "“%1” is used by %2. Take it out of the policy first.")
        .arg(name, users.join(QCoreApplication::translate("PolicyUse", ", ", "between names")));
}

QStringList namesOf(LiveList &list, const QStringList &ids)
{
    list.open();
    const SnapshotPointer &known = list.store().snapshot();
    QStringList names;
    for (const QString &id : ids) {
        const auto row = known->rowOf(id);
        const Cell name = row ? known->cell(*row, known->columnOf(u"name")) : Cell();
        names.append(std::holds_alternative<QString>(name) ? std::get<QString>(name) : id);
    }
    return names;
}

qint64 revisionOf(LiveList &list, const QString &id)
{
    list.open();
    const SnapshotPointer &known = list.store().snapshot();
    const auto row = known->rowOf(id);
    const int column = known->columnOf(u"revision");
    const Cell revision = row && column >= 0 ? known->cell(*row, column) : Cell();
    return std::holds_alternative<qint64>(revision) ? std::get<qint64>(revision) : 0;
}

LiveList &itemList(Site &site, ItemKind kind)
{
    switch (kind) {
    case ItemKind::Application:
        return site.list<Application>();
    case ItemKind::File:
        return site.list<ManagedFile>();
    case ItemKind::Certificate:
        return site.list<Certificate>();
    case ItemKind::Profile:
    case ItemKind::Unknown:
        break;
    }
    return site.list<ConfigurationProfile>();
}

QString itemName(Site &site, const QString &id)
{
    const ItemKind kind = itemKind(id);
    return kind == ItemKind::Unknown ? id : namesOf(itemList(site, kind), {id}).value(0);
}

qint64 itemRevision(Site &site, const QString &id)
{
    const ItemKind kind = itemKind(id);
    return kind == ItemKind::Unknown ? 0 : revisionOf(itemList(site, kind), id);
}

} // namespace belvedere
