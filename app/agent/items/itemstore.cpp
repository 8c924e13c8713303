// Installing and removing the files of items.
#include "agent/items/itemstore.h"

#include "agent/items/itemrecord.h"
#include "base/digest.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumFile = 4 * 1024 * 1024; // bytes

bool isSame(const std::optional<QByteArray> &now, const std::optional<FileState> &state)
{
    return now.has_value() == state.has_value() && (!now || *now == state->content);
}

Result<Done> put(const RootDir &root, const QString &path, const std::optional<QByteArray> &now,
    const std::optional<FileState> &state)
{
    if (isSame(now, state))
        return Done{};
    if (!state)
        return root.remove(path);
    return root.write(path, state->content, state->mode, now ? RootDir::Replace::Allowed : RootDir::Replace::Refused);
}

} // namespace

void ItemStore::prune(ItemRecords &records) const
{
    QStringList kept;
    for (qsizetype i = records.directories.size() - 1; i >= 0; --i) {
        const QString &directory = records.directories[i];
        // at best: a directory that stays does no harm, and a change must not fail for it
        const Result<Done> removed = m_root.removeDirectory(directory);
        const Result<bool> there = m_root.hasDirectory(directory);
        if (!removed || !there || there.value())
            kept.prepend(directory); // not empty: ours are in it, or somebody else's
    }
    records.directories = kept;
    if (records.items.isEmpty())
        records.directories.clear(); // those that stayed hold what is not ours
}

Result<QJsonObject> ItemStore::follow(const ItemRecord &record) const
{
    QJsonObject done;
    for (const QString &name : record.allFollowUps()) {
        if (!m_followUp)
            continue;
        const Result<QJsonObject> one = m_followUp(name);
        if (!one)
            return one.error();
        done.insert(name, one.value());
        reached("followed");
    }
    return done;
}

Result<Done> ItemStore::putBack(ItemRecords &records, ItemRecord &record)
{
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumFile);
        if (!now)
            continue; // replaced by somebody else by what we do not touch
        // what is neither the old nor the new content is not ours
        if (isSame(now.value(), record.before(path)) || (now.value() && !isSame(now.value(), record.after(path))))
            continue;
        const Result<Done> restored = put(m_root, path, now.value(), record.before(path));
        if (!restored)
            return restored;
    }
    reached("restored");
    // what they were run for is gone again; that they fail now must not keep the record from being settled
    (void)follow(record);
    record.isChanging = false;
    record.nextFiles.clear();
    record.nextFollowUps.clear();
    if (!record.isInstalled) {
        const QString id = record.id;
        records.items.removeIf([&id](const ItemRecord &r) { return r.id == id; });
    } else {
        record.originals.removeIf([&record](auto it) { return !record.files.contains(it.key()); });
    }
    prune(records);
    return saveItems(m_state, records);
}

// The files are as they shall be: what follows from them is done, then the change is over.
Result<QJsonObject> ItemStore::settle(ItemRecords &records, ItemRecord &record)
{
    const Result<QJsonObject> followed = follow(record);
    if (!followed) {
        const Result<Done> back = putBack(records, record);
        return back ? followed.error() : back.error();
    }
    record.isInstalled = record.nextInstalled;
    record.revision = record.nextRevision;
    record.files = record.nextFiles;
    record.followUps = record.nextFollowUps;
    record.isChanging = false;
    record.nextFiles.clear();
    record.nextFollowUps.clear();
    record.originals.removeIf([&record](auto it) { return !record.files.contains(it.key()); });
    if (!record.isInstalled) {
        const QString id = record.id;
        records.items.removeIf([&id](const ItemRecord &r) { return r.id == id; });
    }
    prune(records);
    const Result<Done> saved = saveItems(m_state, records);
    if (!saved)
        return saved.error();
    return followed;
}

Result<Done> ItemStore::verify(const ItemRecord &record, bool next) const
{
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumFile);
        if (!now)
            return now.error();
        if (!isSame(now.value(), next ? record.after(path) : record.before(path)))
            return conflict(u"profile.not-verified"_s, path + u" does not read back as it was written."_s);
    }
    return Done{};
}

Result<Done> ItemStore::intact(const ItemRecord &record) const
{
    if (record.isChanging)
        return conflict(u"profile.not-verified"_s, u"A change is under way."_s);
    const Result<Done> written = verify(record, false);
    const QString lacking = written && m_lacking ? m_lacking(record) : QString();
    return lacking.isEmpty() ? written : conflict(u"profile.not-verified"_s, lacking);
}

Result<Done> ItemStore::keepOriginals(ItemRecord &record, const QList<ItemFile> &files) const
{
    for (const ItemFile &file : files) {
        if (!file.replaces || record.files.contains(file.path) || record.originals.contains(file.path))
            continue;
        const auto now = m_root.read(file.path, maximumFile);
        if (!now)
            return now.error();
        if (!now.value())
            continue;
        const auto digest = m_root.digest(file.path);
        if (!digest)
            return digest.error();
        record.originals.insert(file.path, {*now.value(), digest.value() ? digest.value()->mode : 0644});
    }
    return Done{};
}

Result<Done> ItemStore::checkOurs(const ItemRecords &records, const ItemRecord &record) const
{
    for (const QString &path : record.paths()) {
        for (const ItemRecord &other : records.items) {
            if (other.id != record.id && other.files.contains(path))
                return conflict(u"conflict"_s, u"%1 belongs to %2, which is installed already."_s.arg(path, other.id));
        }
        const auto now = m_root.read(path, maximumFile);
        const bool tooLarge = !now && now.error().code == "file.too-large"_L1;
        if (!now && !tooLarge)
            return now.error();
        if (tooLarge || (now.value() && !isSame(now.value(), record.before(path))))
            return conflict(u"conflict"_s, path + u" holds what Belvedere did not write; it was left alone."_s);
    }
    return Done{};
}

Result<Done> ItemStore::apply(ItemRecord &record) const
{
    for (auto it = record.nextFiles.begin(); it != record.nextFiles.end(); ++it) {
        const Result<Done> made = makePath(m_root, it.key().section(u'/', 0, -2), 0755);
        if (!made)
            return made;
    }
    reached("directories");
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumFile);
        if (!now)
            return now.error();
        const ApiError appeared = conflict(u"conflict"_s, path + u" appeared meanwhile; it was left alone."_s);
        if (now.value() && !isSame(now.value(), record.before(path)))
            return appeared;
        const Result<Done> done = put(m_root, path, now.value(), record.after(path));
        if (!done)
            return done.error().code == "file.exists"_L1 ? appeared : done.error();
        reached("file");
    }
    return verify(record, true);
}

Result<QJsonObject> ItemStore::change(ItemRecords &records, ItemRecord &record)
{
    const Result<Done> ours = checkOurs(records, record);
    if (!ours)
        return ours.error();
    for (auto it = record.nextFiles.begin(); it != record.nextFiles.end(); ++it) {
        const Result<QStringList> missing = missingLevels(m_root, it.key().section(u'/', 0, -2));
        if (!missing)
            return missing.error();
        for (const QString &level : missing.value()) {
            if (!records.directories.contains(level))
                records.directories.append(level);
        }
    }
    record.isChanging = true;
    const Result<Done> recorded = saveItems(m_state, records);
    if (!recorded)
        return recorded.error();
    reached("recorded");
    const Result<Done> applied = apply(record);
    if (!applied) {
        const Result<Done> back = putBack(records, record);
        return back ? applied.error() : back.error();
    }
    reached("applied");
    return settle(records, record);
}

Result<Done> ItemStore::recover()
{
    Result<ItemRecords> loaded = loadItems(m_state);
    if (!loaded)
        return loaded.error();
    QStringList open;
    for (const ItemRecord &record : loaded.value().items) {
        if (record.isChanging)
            open.append(record.id);
    }
    Result<Done> result = Done{};
    for (const QString &id : open) {
        ItemRecord *record = loaded.value().find(id);
        // an installation whose follow-ups now refuse it has been taken back, which is an end too
        const Result<Done> ended = verify(*record, true)
            ? settle(loaded.value(), *record).map([](const QJsonObject &) { return Done{}; })
            : putBack(loaded.value(), *record);
        const ItemRecord *now = loaded.value().find(id);
        if (!ended && now && now->isChanging)
            result = ended;
    }
    return result;
}

Result<QJsonObject> ItemStore::install(const ItemPlan &plan)
{
    Result<ItemRecords> loaded = loadItems(m_state);
    if (!loaded)
        return loaded.error();
    ItemRecords &records = loaded.value();
    if (const ItemRecord *known = records.find(plan.id);
        known && (known->type != plan.type || known->kind != plan.kind))
        return conflict(u"profile.type-changed"_s,
            u"%1 is installed as %2 and cannot become %3."_s.arg(plan.id, known->type, plan.type));
    if (!records.find(plan.id)) {
        ItemRecord fresh;
        fresh.id = plan.id;
        fresh.kind = plan.kind;
        fresh.type = plan.type;
        records.items.append(fresh);
    }
    ItemRecord &record = *records.find(plan.id);
    record.nextInstalled = true;
    record.nextRevision = plan.revision;
    record.nextFollowUps = plan.followUps;
    for (const ItemFile &file : plan.files) {
        if (!file.content.isEmpty())
            record.nextFiles.insert(file.path, {file.content, file.mode});
    }
    const Result<Done> kept = keepOriginals(record, plan.files);
    if (!kept)
        return kept.error();
    const Result<QJsonObject> changed = change(records, record);
    if (!changed)
        return changed;
    const Result<std::optional<QJsonObject>> now = verified(plan.id);
    if (!now)
        return now.error();
    if (!now.value())
        return conflict(u"profile.not-verified"_s, u"The profile does not read back as it was written."_s);
    QJsonObject proof = *now.value();
    if (!changed.value().isEmpty())
        proof.insert(u"follow_ups"_s, changed.value());
    return proof;
}

Result<QJsonObject> ItemStore::remove(const QString &id)
{
    Result<ItemRecords> loaded = loadItems(m_state);
    if (!loaded)
        return loaded.error();
    ItemRecord *record = loaded.value().find(id);
    if (!record || !record->isInstalled)
        return notFound(u"item "_s + id);
    return change(loaded.value(), *record);
}

Result<std::optional<QJsonObject>> ItemStore::verified(const QString &id) const
{
    const Result<ItemRecords> loaded = loadItems(m_state);
    if (!loaded)
        return loaded.error();
    const ItemRecord *record = loaded.value().find(id);
    if (!record || !record->isInstalled || !intact(*record))
        return std::optional<QJsonObject>();
    QJsonObject hashes;
    for (auto it = record->files.begin(); it != record->files.end(); ++it)
        hashes.insert(it.key(), sha256Hex(it.value().content));
    return std::optional<QJsonObject>({{u"item"_s, id}, {u"revision"_s, record->revision}, {u"files"_s, hashes}});
}

Result<bool> ItemStore::isInstalled(const QString &id) const
{
    return loadItems(m_state).map([&id](const ItemRecords &records) {
        const ItemRecord *record = records.find(id);
        return record && record->isInstalled;
    });
}

Result<QList<InstalledItem>> ItemStore::items() const
{
    const Result<ItemRecords> loaded = loadItems(m_state);
    if (!loaded)
        return loaded.error();
    QList<InstalledItem> items;
    for (const ItemRecord &record : loaded.value().items) {
        if (!record.isInstalled)
            continue;
        InstalledItem item;
        item.item = record.id;
        item.kind = record.kind;
        item.type = record.type;
        item.name = record.files.isEmpty() ? QString() : record.files.firstKey();
        item.revision = record.revision;
        const Result<Done> whole = intact(record);
        item.verified = bool(whole);
        if (!whole)
            item.detail = whole.error().detail;
        items.append(item);
    }
    return items;
}

} // namespace belvedere
