// The ledger of packages as JSON.
#include "agent/packages/ledger.h"

#include "agent/state/statefile.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char ledgerFile[] = "/packages.json";
constexpr qsizetype maximumLedger = 16 * 1024 * 1024; // bytes

QJsonObject itemToJson(const PackageItem &item)
{
    QJsonArray present;
    for (const PackageWish &wish : item.present)
        present.append(QJsonObject{{u"name"_s, wish.name}, {u"version"_s, wish.version}});
    return {{u"id"_s, item.id}, {u"kind"_s, item.kind}, {u"type"_s, item.type}, {u"revision"_s, item.revision},
        {u"present"_s, present}, {u"absent"_s, QJsonArray::fromStringList(item.absent)},
        {u"complete"_s, item.isComplete}, {u"releasing"_s, QJsonArray::fromStringList(item.releasing)}};
}

PackageItem itemFromJson(const QJsonObject &object)
{
    PackageItem item;
    item.id = object.value(u"id"_s).toString();
    item.kind = object.value(u"kind"_s).toString();
    item.type = object.value(u"type"_s).toString();
    item.revision = object.value(u"revision"_s).toInteger();
    const QJsonArray present = object.value(u"present"_s).toArray();
    for (const QJsonValue wish : present)
        item.present.append(
            {wish.toObject().value(u"name"_s).toString(), wish.toObject().value(u"version"_s).toString()});
    item.absent = textsFromJson(object.value(u"absent"_s));
    item.isComplete = object.value(u"complete"_s).toBool();
    item.releasing = textsFromJson(object.value(u"releasing"_s));
    return item;
}

} // namespace

QStringList PackageItem::names() const
{
    QStringList names = absent;
    for (const PackageWish &wish : present)
        names.append(wish.name);
    return names;
}

PackageItem *Ledger::find(const QString &id)
{
    const auto it = std::find_if(items.begin(), items.end(), [&id](const PackageItem &i) { return i.id == id; });
    return it == items.end() ? nullptr : &*it;
}

const PackageItem *Ledger::find(const QString &id) const
{
    const auto it = std::find_if(items.begin(), items.end(), [&id](const PackageItem &i) { return i.id == id; });
    return it == items.end() ? nullptr : &*it;
}

bool Ledger::isWantedByOthers(const QString &name, const QString &id) const
{
    return std::any_of(items.begin(), items.end(),
        [&](const PackageItem &item) { return item.id != id && item.names().contains(name); });
}

Result<Ledger> loadLedger(const RootDir &state)
{
    const auto object = readState(state, ledgerFile, maximumLedger, u"The ledger of packages"_s);
    if (!object)
        return object.error();
    Ledger ledger;
    if (!object.value())
        return ledger;
    const QJsonArray items = object.value()->value(u"items"_s).toArray();
    for (const QJsonValue item : items)
        ledger.items.append(itemFromJson(item.toObject()));
    const QJsonObject deeds = object.value()->value(u"deeds"_s).toObject();
    for (auto it = deeds.begin(); it != deeds.end(); ++it) {
        const QJsonObject deed = it.value().toObject();
        ledger.deeds.insert(it.key(),
            {deed.value(u"removed"_s).toBool(), deed.value(u"version"_s).toString(),
                textsFromJson(deed.value(u"companions"_s))});
    }
    ledger.isUpdating = object.value()->value(u"updating"_s).toBool();
    return ledger;
}

Result<Done> saveLedger(const RootDir &state, const Ledger &ledger)
{
    QJsonArray items;
    for (const PackageItem &item : ledger.items)
        items.append(itemToJson(item));
    QJsonObject deeds;
    for (auto it = ledger.deeds.begin(); it != ledger.deeds.end(); ++it)
        deeds.insert(it.key(),
            QJsonObject{{u"removed"_s, it.value().isRemoval}, {u"version"_s, it.value().version},
                {u"companions"_s, QJsonArray::fromStringList(it.value().companions)}});
    return writeState(state, ledgerFile, maximumLedger,
        {{u"items"_s, items}, {u"deeds"_s, deeds}, {u"updating"_s, ledger.isUpdating}});
}

} // namespace belvedere
