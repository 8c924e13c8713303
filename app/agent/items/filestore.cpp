// Placing files of items.
#include "agent/items/filestore.h"

#include "agent/items/filerecord.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// True when the place holds exactly this file; false also when it holds nothing.
Result<bool> holds(const RootDir &root, const PlacedFile &file)
{
    if (file.path.isEmpty())
        return false;
    return root.digest(file.path).map(
        [&file](const std::optional<RootDir::FileDigest> &digest) { return digest && digest->sha256 == file.sha256; });
}

void prune(const RootDir &root, FileRecords &records)
{
    QStringList kept;
    for (qsizetype i = records.directories.size() - 1; i >= 0; --i) {
        const Result<Done> removed = root.removeDirectory(records.directories[i]);
        const Result<bool> there = root.hasDirectory(records.directories[i]);
        if (!removed || !there || there.value())
            kept.prepend(records.directories[i]);
    }
    records.directories = records.files.isEmpty() ? QStringList() : kept;
}

} // namespace

Result<Done> FileStore::checkPlace(const FileRecords &records, const FilePlan &plan, const FileRecord *known) const
{
    for (const FileRecord &other : records.files) {
        if (other.id != plan.id && other.now.path == plan.path)
            return conflict(u"conflict"_s, u"%1 belongs to %2, which is installed already."_s.arg(plan.path, other.id));
    }
    if (known && !known->now.path.isEmpty()) {
        const auto there = m_root.digest(known->now.path);
        if (!there)
            return there.error();
        if (there.value() && there.value()->sha256 != known->now.sha256)
            return conflict(u"conflict"_s, known->now.path + u" was changed by somebody else; it was left alone."_s);
    }
    if (known && known->now.path == plan.path)
        return Done{};
    const auto there = m_root.digest(plan.path);
    if (!there)
        return there.error();
    if (there.value())
        return conflict(u"conflict"_s, plan.path + u" holds what Belvedere did not write; it was left alone."_s);
    return Done{};
}

// After the copy, and after a crash: what is in place decides which side counts.
Result<Done> FileStore::settle(FileRecords &records, const QString &id)
{
    FileRecord &record = *records.find(id);
    const PlacedFile next = *record.next;
    const Result<bool> isThere = holds(m_root, next);
    if (!isThere)
        return isThere.error();
    const bool isForward = next.path.isEmpty() || isThere.value();
    if (isForward && !record.now.path.isEmpty() && record.now.path != next.path) {
        const Result<bool> ours = holds(m_root, record.now);
        const Result<Done> removed =
            ours && ours.value() ? m_root.remove(record.now.path) : Result<Done>(Done{}); // else it is not ours
        if (!ours || !removed)
            return ours ? removed.error() : ours.error();
        reached("file-moved");
    }
    if (isForward)
        record.now = next;
    record.next.reset();
    if (record.now.path.isEmpty())
        records.files.removeIf([&id](const FileRecord &r) { return r.id == id; });
    prune(m_root, records);
    return saveFiles(m_state, records);
}

Result<Done> FileStore::recover()
{
    Result<FileRecords> records = loadFiles(m_state);
    if (!records)
        return records.error();
    QStringList open;
    for (const FileRecord &record : records.value().files) {
        if (record.next)
            open.append(record.id);
    }
    Result<Done> result = Done{};
    for (const QString &id : open) {
        const Result<Done> settled = settle(records.value(), id);
        if (!settled)
            result = settled;
    }
    return result;
}

Result<QJsonObject> FileStore::install(const FilePlan &plan)
{
    Result<FileRecords> loaded = loadFiles(m_state);
    if (!loaded)
        return loaded.error();
    FileRecords &records = loaded.value();
    const Result<Done> place = checkPlace(records, plan, records.find(plan.id));
    if (!place)
        return place.error();
    const QString directory = plan.path.section(u'/', 0, -2);
    const Result<QStringList> missing = missingLevels(m_root, directory);
    if (!missing)
        return missing.error();
    for (const QString &level : missing.value()) {
        if (!records.directories.contains(level))
            records.directories.append(level);
    }
    if (!records.find(plan.id))
        records.files.append({plan.id, {}, {}});
    records.find(plan.id)->next = PlacedFile{plan.revision, plan.path, plan.sha256, plan.mode};
    const bool isSamePlace = records.find(plan.id)->now.path == plan.path;
    const Result<Done> recorded = saveFiles(m_state, records);
    if (!recorded)
        return recorded.error();
    reached("file-recorded");
    Result<Done> copied = makePath(m_root, directory, 0755);
    if (copied)
        copied = m_root.copy(m_state, plan.content, plan.path, plan.mode,
            isSamePlace ? RootDir::Replace::Allowed : RootDir::Replace::Refused);
    if (copied)
        reached("file-copied");
    const Result<Done> settled = settle(records, plan.id);
    if (!copied)
        return copied.error();
    if (!settled)
        return settled.error();
    const Result<std::optional<QJsonObject>> now = verified(plan.id);
    if (!now)
        return now.error();
    if (!now.value() || now.value()->value(u"revision"_s).toInteger() != plan.revision)
        return conflict(u"file.not-verified"_s, u"The file does not read back as it was written."_s);
    return *now.value();
}

Result<QJsonObject> FileStore::remove(const QString &id)
{
    Result<FileRecords> loaded = loadFiles(m_state);
    if (!loaded)
        return loaded.error();
    FileRecord *record = loaded.value().find(id);
    if (!record)
        return notFound(u"item "_s + id);
    const PlacedFile old = record->now;
    const auto there = m_root.digest(old.path);
    if (!there)
        return there.error();
    if (there.value() && there.value()->sha256 != old.sha256)
        return conflict(u"conflict"_s, old.path + u" was changed by somebody else; it was left alone."_s);
    record->next = PlacedFile();
    const Result<Done> recorded = saveFiles(m_state, loaded.value());
    if (!recorded)
        return recorded.error();
    reached("file-recorded");
    return settle(loaded.value(), id).map([&old](Done) { return QJsonObject{{u"path"_s, old.path}}; });
}

Result<std::optional<RootDir::FileDigest>> FileStore::digestOf(const QString &path) const
{
    const auto stamp = m_root.stamp(path);
    if (!stamp || !stamp.value())
        return stamp;
    {
        const QMutexLocker lock(&m_mutex);
        const auto known = m_digests.constFind(path);
        if (known != m_digests.constEnd() && !known->stamp.isEmpty() && known->stamp == stamp.value()->stamp)
            return std::optional<RootDir::FileDigest>(*known);
    }
    auto digest = m_root.digest(path);
    if (digest && digest.value()) {
        const QMutexLocker lock(&m_mutex);
        m_digests.insert(path, *digest.value());
    }
    return digest;
}

Result<QString> FileStore::problemOf(const FileRecord &record) const
{
    if (record.next)
        return u"A change is under way."_s;
    const auto digest = digestOf(record.now.path);
    if (!digest)
        return digest.error();
    if (!digest.value())
        return QString(record.now.path + u" is gone."_s);
    if (digest.value()->sha256 != record.now.sha256)
        return QString(record.now.path + u" was changed."_s);
    if (digest.value()->mode != 0 && digest.value()->mode != record.now.mode)
        return QString(record.now.path + u" has other permissions."_s);
    return QString();
}

Result<std::optional<QJsonObject>> FileStore::verified(const QString &id) const
{
    const Result<FileRecords> records = loadFiles(m_state);
    if (!records)
        return records.error();
    const FileRecord *record = records.value().find(id);
    if (!record)
        return std::optional<QJsonObject>();
    const Result<QString> problem = problemOf(*record);
    if (!problem)
        return problem.error();
    if (!problem.value().isEmpty())
        return std::optional<QJsonObject>();
    return std::optional<QJsonObject>(
        {{u"item"_s, id}, {u"revision"_s, record->now.revision}, {u"path"_s, record->now.path},
            {u"sha256"_s, record->now.sha256}, {u"mode"_s, QString::number(record->now.mode, 8)}});
}

Result<bool> FileStore::isInstalled(const QString &id) const
{
    return loadFiles(m_state).map([&id](const FileRecords &records) { return records.find(id) != nullptr; });
}

Result<QList<InstalledItem>> FileStore::items() const
{
    const Result<FileRecords> records = loadFiles(m_state);
    if (!records)
        return records.error();
    QList<InstalledItem> items;
    for (const FileRecord &record : records.value().files) {
        if (record.now.path.isEmpty())
            continue; // about to come
        const Result<QString> problem = problemOf(record);
        const QString detail = problem ? problem.value() : problem.error().detail;
        items.append({record.id, u"file"_s, {}, record.now.path, record.now.revision, detail.isEmpty(), detail, {}});
    }
    return items;
}

} // namespace belvedere
