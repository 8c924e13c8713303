// Installing and removing a profile's files.
#include "agent/commands/profilestore.h"

#include "base/digest.h"
#include "domain/json.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char recordFile[] = "/profile.json";
constexpr qsizetype maximumRecord = 16 * 1024 * 1024; // bytes
constexpr qsizetype maximumPolicy = 4 * 1024 * 1024; // bytes
using Files = QMap<QString, QByteArray>;

QJsonObject filesToJson(const Files &files)
{
    QJsonObject object;
    for (auto it = files.begin(); it != files.end(); ++it)
        object.insert(it.key(), QString::fromUtf8(it.value()));
    return object;
}

Files filesFromJson(const QJsonValue &value)
{
    Files files;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        files.insert(it.key(), it.value().toString().toUtf8());
    return files;
}

std::optional<QByteArray> at(const Files &files, const QString &path)
{
    const auto it = files.find(path);
    return it == files.end() ? std::nullopt : std::optional<QByteArray>(it.value());
}

} // namespace

// What we have on this device. While `changing`, the files are those of either side, or a mixture.
struct ProfileStore::Record {
    QString profile; // empty: none
    qint64 version = 0;
    Files files;
    QStringList directories; // made by us, outermost first
    bool changing = false;
    QString nextProfile;
    qint64 nextVersion = 0;
    Files nextFiles;

    QStringList paths() const
    {
        Files both = files;
        both.insert(nextFiles);
        return both.keys();
    }
};

Result<ProfileStore::Record> ProfileStore::load() const
{
    Record record;
    const auto bytes = m_state.read(QString::fromLatin1(recordFile), maximumRecord);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return record;
    const Result<QJsonObject> parsed = parseObject(*bytes.value(), maximumRecord);
    if (!parsed)
        return parsed.error();
    const QJsonObject &object = parsed.value();
    record.profile = object.value(u"profile"_s).toString();
    record.version = object.value(u"version"_s).toInteger();
    record.files = filesFromJson(object.value(u"files"_s));
    for (const QJsonValue directory : object.value(u"directories"_s).toArray())
        record.directories.append(directory.toString());
    const QJsonObject next = object.value(u"next"_s).toObject();
    record.changing = object.contains(u"next"_s);
    record.nextProfile = next.value(u"profile"_s).toString();
    record.nextVersion = next.value(u"version"_s).toInteger();
    record.nextFiles = filesFromJson(next.value(u"files"_s));
    return record;
}

Result<Done> ProfileStore::save(const Record &record) const
{
    QJsonObject object{{u"profile"_s, record.profile}, {u"version"_s, record.version},
        {u"files"_s, filesToJson(record.files)}, {u"directories"_s, QJsonArray::fromStringList(record.directories)}};
    if (record.changing)
        object.insert(u"next"_s,
            QJsonObject{{u"profile"_s, record.nextProfile}, {u"version"_s, record.nextVersion},
                {u"files"_s, filesToJson(record.nextFiles)}});
    return m_state.write(QString::fromLatin1(recordFile), QJsonDocument(object).toJson(QJsonDocument::Compact), 0600,
        RootDir::Replace::Allowed);
}

Result<Done> ProfileStore::put(
    const QString &path, const std::optional<QByteArray> &before, const std::optional<QByteArray> &after) const
{
    if (before == after)
        return Done{};
    if (!after)
        return m_root.remove(path);
    return m_root.write(path, *after, 0644, before ? RootDir::Replace::Allowed : RootDir::Replace::Refused);
}

Result<Done> ProfileStore::pruneDirectories(Record &record) const
{
    QStringList kept;
    for (qsizetype i = record.directories.size() - 1; i >= 0; --i) {
        const QString &directory = record.directories[i];
        const Result<Done> removed = m_root.removeDirectory(directory);
        if (!removed)
            return removed;
        const Result<bool> there = m_root.hasDirectory(directory);
        if (!there)
            return there.error();
        if (there.value())
            kept.prepend(directory); // not empty: ours are in it, or somebody else's
    }
    record.directories = kept;
    return Done{};
}

Result<Done> ProfileStore::putBack(Record &record) const
{
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumPolicy);
        if (!now)
            continue; // replaced by somebody else by what we do not touch
        const auto old = at(record.files, path);
        // what is neither the old nor the new content is not ours
        if (now.value() == old || (now.value() && now.value() != at(record.nextFiles, path)))
            continue;
        const Result<Done> restored = put(path, now.value(), old);
        if (!restored)
            return restored;
    }
    record.changing = false;
    record.nextFiles.clear();
    const Result<Done> pruned = pruneDirectories(record);
    if (!pruned)
        return pruned;
    return save(record);
}

Result<Done> ProfileStore::commit(Record &record) const
{
    record.profile = record.nextProfile;
    record.version = record.nextVersion;
    record.files = record.nextFiles;
    record.changing = false;
    record.nextFiles.clear();
    const Result<Done> pruned = pruneDirectories(record);
    if (!pruned)
        return pruned;
    if (record.profile.isEmpty())
        record.directories.clear(); // those that stayed hold what is not ours
    return save(record);
}

Result<Done> ProfileStore::verify(const QStringList &paths, const Files &files) const
{
    for (const QString &path : paths) {
        const auto now = m_root.read(path, maximumPolicy);
        if (!now)
            return now.error();
        if (now.value() != at(files, path))
            return conflict(u"profile.not-verified"_s, path + u" does not read back as it was written."_s);
    }
    return Done{};
}

Result<Done> ProfileStore::checkOurs(const Record &record) const
{
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumPolicy);
        const bool tooLarge = !now && now.error().code == "file.too-large"_L1;
        if (!now && !tooLarge)
            return now.error();
        if (tooLarge || (now.value() && now.value() != at(record.files, path)))
            return conflict(u"conflict"_s, path + u" holds what Belvedere did not write; it was left alone."_s);
    }
    return Done{};
}

Result<Done> ProfileStore::apply(Record &record) const
{
    for (auto it = record.nextFiles.begin(); it != record.nextFiles.end(); ++it) {
        const Result<Done> made = makePath(m_root, it.key().section(u'/', 0, -2), 0755);
        if (!made)
            return made;
    }
    reached("directories");
    for (const QString &path : record.paths()) {
        const auto now = m_root.read(path, maximumPolicy);
        if (!now)
            return now.error();
        const ApiError appeared = conflict(u"conflict"_s, path + u" appeared meanwhile; it was left alone."_s);
        if (now.value() && now.value() != at(record.files, path))
            return appeared;
        const Result<Done> done = put(path, now.value(), at(record.nextFiles, path));
        if (!done)
            return done.error().code == "file.exists"_L1 ? appeared : done.error();
        reached("file");
    }
    return verify(record.paths(), record.nextFiles);
}

Result<Done> ProfileStore::change(Record &record)
{
    const Result<Done> ours = checkOurs(record);
    if (!ours)
        return ours;
    for (auto it = record.nextFiles.begin(); it != record.nextFiles.end(); ++it) {
        const Result<QStringList> missing = missingLevels(m_root, it.key().section(u'/', 0, -2));
        if (!missing)
            return missing.error();
        for (const QString &level : missing.value()) {
            if (!record.directories.contains(level))
                record.directories.append(level);
        }
    }
    record.changing = true;
    const Result<Done> recorded = save(record);
    if (!recorded)
        return recorded;
    reached("recorded");
    const Result<Done> applied = apply(record);
    if (!applied) {
        const Result<Done> back = putBack(record);
        return back ? applied : back;
    }
    reached("applied");
    return commit(record);
}

Result<Done> ProfileStore::recover()
{
    Result<Record> record = load();
    if (!record)
        return record.error();
    if (!record.value().changing)
        return Done{};
    if (verify(record.value().paths(), record.value().nextFiles))
        return commit(record.value());
    return putBack(record.value());
}

Result<Done> ProfileStore::install(const QString &profile, qint64 version, const QList<PolicyFile> &files)
{
    Result<Record> loaded = load();
    if (!loaded)
        return loaded.error();
    Record &record = loaded.value();
    if (!record.profile.isEmpty() && record.profile != profile)
        return conflict(u"conflict"_s, u"The browser profile %1 is installed already."_s.arg(record.profile));
    record.nextProfile = profile;
    record.nextVersion = version;
    for (const PolicyFile &file : files) {
        if (!file.content.isEmpty())
            record.nextFiles.insert(file.path, file.content);
    }
    return change(record);
}

Result<Done> ProfileStore::remove(const QString &profile)
{
    Result<Record> loaded = load();
    if (!loaded)
        return loaded.error();
    Record &record = loaded.value();
    if (record.profile != profile)
        return notFound(u"profile "_s + profile);
    return change(record);
}

Result<std::optional<QJsonObject>> ProfileStore::verified() const
{
    const Result<Record> loaded = load();
    if (!loaded)
        return loaded.error();
    const Record &record = loaded.value();
    if (record.profile.isEmpty() || record.changing || !verify(record.paths(), record.files))
        return std::optional<QJsonObject>();
    QJsonObject hashes;
    for (auto it = record.files.begin(); it != record.files.end(); ++it)
        hashes.insert(it.key(), sha256Hex(it.value()));
    return std::optional<QJsonObject>(
        {{u"profile"_s, record.profile}, {u"version"_s, record.version}, {u"files"_s, hashes}});
}

Result<QString> ProfileStore::installed() const
{
    return load().map([](const Record &record) { return record.profile; });
}

} // namespace belvedere
