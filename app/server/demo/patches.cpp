// Drawing of pending updates and storing of decisions.
#include "server/demo/patches.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "server/demo/catalogue.h"
#include "server/demo/draw.h"
#include "server/patches/blocking.h"
#include "server/patches/pending.h"
#include "server/store/entitytable.h"
#include "server/store/sections.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 updatePurpose = 21;
constexpr qint64 portion = 500; // devices of one transaction

struct Catalogue {
    QHash<QString, QList<PendingUpdate>> security; // by platform
    QHash<QString, QList<PendingUpdate>> others;
};

const Catalogue &updateCatalogue()
{
    static const Catalogue catalogue = [] {
        Catalogue all;
        const QJsonObject demo = demoDocument(u"patches"_s);
        const QJsonObject updates = demo["updates"_L1].toObject();
        for (auto it = updates.begin(); it != updates.end(); ++it) {
            for (const QJsonValue entry : it.value().toArray()) {
                PendingUpdate update;
                update.name = entry["package"_L1].toString();
                update.installed = entry["installed"_L1].toString();
                update.available = entry["release"_L1].toString();
                update.security = entry["security"_L1].toBool();
                update.manager = demo["managers"_L1][it.key()].toString();
                (*update.security ? all.security : all.others)[it.key()].append(update);
            }
        }
        return all;
    }();
    return catalogue;
}

// So many of them: the ones from a place on, around the end, so that each is missing somewhere.
QList<PendingUpdate> some(const QList<PendingUpdate> &all, qint64 count, Draw &draw)
{
    QList<PendingUpdate> chosen;
    if (all.isEmpty())
        return chosen;
    const int first = draw.below(int(all.size()));
    for (qint64 i = 0; i < qMin<qint64>(count, all.size()); ++i)
        chosen.append(all[(first + i) % all.size()]);
    return chosen;
}

Result<Done> storeUpdates(Transaction &transaction, const Device &device, Draw draw)
{
    const QString platform = device.platform.token();
    const qint64 security = device.securityUpdates.value_or(0);
    QList<PendingUpdate> updates = some(updateCatalogue().security.value(platform), security, draw);
    updates += some(updateCatalogue().others.value(platform), device.updates.value_or(0) - security, draw);
    for (qsizetype i = 0; i < updates.size(); ++i)
        updates[i].since = device.updateAvailableSince.addSecs(i == 0 ? 0 : draw.below(86'400));
    const QJsonObject section = writeItems(updates);
    const Result<Done> stored = storeSection(transaction, device.id, QString::fromLatin1(agentSource),
        QString::fromLatin1(section::updates), SectionContent(section), device.seen);
    return stored ? notePending(transaction, device, section) : stored;
}

Result<Done> decide(Transaction &transaction, const QJsonValue &entry, PatchDecision decision)
{
    static const Table<SoftwarePatch> table;
    const Result<std::vector<SoftwarePatch>> patches =
        table.list(transaction.database(), {u"package = ? AND block IS NULL"_s, {entry["package"_L1].toString()}});
    if (!patches)
        return patches.error();
    for (SoftwarePatch patch : patches.value()) {
        patch.decision = decision;
        patch.decided = transaction.now();
        patch.decidedBy = u"Demo"_s;
        patch.reason = entry["reason"_L1].toString();
        const Result<SoftwarePatch> stored = table.update(transaction, patch);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

Result<Done> storePattern(Transaction &transaction, const QJsonValue &entry)
{
    static const Table<PatchBlock> table;
    PatchBlock block;
    block.package = entry["package"_L1].toString();
    block.platform = Coded<Platform>::fromToken(entry["platform"_L1].toString());
    block.reason = entry["reason"_L1].toString();
    block.created = transaction.now();
    block.createdBy = u"Demo"_s;
    const Result<PatchBlock> made = table.insert(transaction, block);
    if (!made)
        return made.error();
    return blockStored(transaction, made.value()).map([](qint64) { return Done{}; });
}

Result<Done> storeDecisions(Transaction &transaction)
{
    const QJsonObject demo = demoDocument(u"patches"_s);
    for (const QJsonValue entry : demo["patterns"_L1].toArray()) {
        const Result<Done> stored = storePattern(transaction, entry);
        if (!stored)
            return stored;
    }
    for (const auto &[name, decision] :
        {std::pair("approved"_L1, PatchDecision::Approved), std::pair("blocked"_L1, PatchDecision::Blocked)}) {
        const QJsonArray list = demo[name].toArray();
        for (const QJsonValue entry : list) {
            const Result<Done> stored = decide(transaction, entry, decision);
            if (!stored)
                return stored;
        }
    }
    return refreshPatches(transaction);
}

} // namespace

int demoUpdates(Platform platform, bool isSecurity)
{
    const Catalogue &all = updateCatalogue();
    return int((isSecurity ? all.security : all.others).value(Coded<Platform>(platform).token()).size());
}

Result<Done> seedPatches(Executor &executor, quint32 seed)
{
    static const Table<Device> devices;
    qint64 reached = 0;
    bool isMore = true;
    while (isMore) {
        const Result<Done> stored = executor.writeAndWait([&](Transaction &transaction) -> Result<Done> {
            const Result<std::vector<Device>> found = devices.list(transaction.database(),
                {u"n > ? AND updates_all > 0 AND management = 'agent'"_s, {reached}}, u"n LIMIT %1"_s.arg(portion));
            if (!found)
                return found.error();
            isMore = qint64(found.value().size()) == portion;
            for (const Device &device : found.value()) {
                reached = idNumber(device.id.text, Device::idPrefix).value_or(reached);
                const Result<Done> done = storeUpdates(transaction, device, Draw(seed, updatePurpose, int(reached)));
                if (!done)
                    return done;
            }
            return Done{};
        });
        if (!stored)
            return stored;
    }
    return executor.writeAndWait(&storeDecisions);
}

} // namespace belvedere::server
