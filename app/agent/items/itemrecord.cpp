// The record of items as JSON.
#include "agent/items/itemrecord.h"

#include "agent/state/statefile.h"

#include <QJsonArray>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char recordFile[] = "/items.json";
constexpr char earlierFile[] = "/profile.json";
constexpr qsizetype maximumRecord = 64 * 1024 * 1024; // bytes

QJsonObject stateToJson(const FileState &state)
{
    QJsonObject object{{u"mode"_s, state.mode}};
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = utf8(state.content);
    if (utf8.hasError() || text.toUtf8() != state.content)
        object.insert(u"base64"_s, QString::fromLatin1(state.content.toBase64()));
    else
        object.insert(u"text"_s, text);
    return object;
}

FileState stateFromJson(const QJsonValue &value)
{
    if (value.isString()) // of an earlier agent
        return {value.toString().toUtf8(), 0644};
    const QJsonObject object = value.toObject();
    const QJsonValue base64 = object.value(u"base64"_s);
    return {base64.isString() ? QByteArray::fromBase64(base64.toString().toLatin1())
                              : object.value(u"text"_s).toString().toUtf8(),
        object.value(u"mode"_s).toInt(0644)};
}

QJsonObject statesToJson(const FileStates &states)
{
    QJsonObject object;
    for (auto it = states.begin(); it != states.end(); ++it)
        object.insert(it.key(), stateToJson(it.value()));
    return object;
}

FileStates statesFromJson(const QJsonValue &value)
{
    FileStates states;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        states.insert(it.key(), stateFromJson(it.value()));
    return states;
}

QJsonObject recordToJson(const ItemRecord &record)
{
    QJsonObject object{{u"id"_s, record.id}, {u"kind"_s, record.kind}, {u"type"_s, record.type},
        {u"installed"_s, record.isInstalled}, {u"revision"_s, record.revision},
        {u"files"_s, statesToJson(record.files)}, {u"originals"_s, statesToJson(record.originals)},
        {u"follow_ups"_s, QJsonArray::fromStringList(record.followUps)}};
    if (record.isChanging)
        object.insert(u"next"_s,
            QJsonObject{{u"installed"_s, record.nextInstalled}, {u"revision"_s, record.nextRevision},
                {u"files"_s, statesToJson(record.nextFiles)},
                {u"follow_ups"_s, QJsonArray::fromStringList(record.nextFollowUps)}});
    return object;
}

ItemRecord recordFromJson(const QJsonObject &object)
{
    ItemRecord record;
    record.id = object.value(u"id"_s).toString();
    record.kind = object.value(u"kind"_s).toString();
    record.type = object.value(u"type"_s).toString();
    record.isInstalled = object.value(u"installed"_s).toBool();
    record.revision = object.value(u"revision"_s).toInteger();
    record.files = statesFromJson(object.value(u"files"_s));
    record.originals = statesFromJson(object.value(u"originals"_s));
    record.followUps = textsFromJson(object.value(u"follow_ups"_s));
    const QJsonObject next = object.value(u"next"_s).toObject();
    record.isChanging = object.contains(u"next"_s);
    record.nextInstalled = next.value(u"installed"_s).toBool();
    record.nextRevision = next.value(u"revision"_s).toInteger();
    record.nextFiles = statesFromJson(next.value(u"files"_s));
    record.nextFollowUps = textsFromJson(next.value(u"follow_ups"_s));
    return record;
}

// One browser profile, {profile, version, files, directories, next{profile, version, files}}.
ItemRecords earlierRecords(const QJsonObject &object)
{
    ItemRecords records;
    records.directories = textsFromJson(object.value(u"directories"_s));
    const QJsonObject next = object.value(u"next"_s).toObject();
    const QString now = object.value(u"profile"_s).toString();
    ItemRecord record;
    record.id = now.isEmpty() ? next.value(u"profile"_s).toString() : now;
    if (record.id.isEmpty())
        return records;
    record.kind = u"profile"_s;
    record.type = u"browser"_s;
    record.isInstalled = !now.isEmpty();
    record.revision = object.value(u"version"_s).toInteger();
    record.files = statesFromJson(object.value(u"files"_s));
    record.isChanging = object.contains(u"next"_s);
    record.nextInstalled = !next.value(u"profile"_s).toString().isEmpty();
    record.nextRevision = next.value(u"version"_s).toInteger();
    record.nextFiles = statesFromJson(next.value(u"files"_s));
    records.items.append(record);
    return records;
}

std::optional<FileState> at(const FileStates &states, const QString &path)
{
    const auto it = states.find(path);
    return it == states.end() ? std::nullopt : std::optional<FileState>(it.value());
}

} // namespace

QStringList ItemRecord::paths() const
{
    FileStates all = originals;
    all.insert(files);
    all.insert(nextFiles);
    return all.keys();
}

std::optional<FileState> ItemRecord::before(const QString &path) const
{
    const auto ours = at(files, path);
    return ours ? ours : at(originals, path);
}

std::optional<FileState> ItemRecord::after(const QString &path) const
{
    const auto ours = at(nextFiles, path);
    return ours ? ours : at(originals, path);
}

QStringList ItemRecord::allFollowUps() const
{
    QStringList all = followUps + nextFollowUps;
    all.removeDuplicates();
    return all;
}

ItemRecord *ItemRecords::find(const QString &id)
{
    const auto it = std::find_if(items.begin(), items.end(), [&id](const ItemRecord &r) { return r.id == id; });
    return it == items.end() ? nullptr : &*it;
}

const ItemRecord *ItemRecords::find(const QString &id) const
{
    const auto it = std::find_if(items.begin(), items.end(), [&id](const ItemRecord &r) { return r.id == id; });
    return it == items.end() ? nullptr : &*it;
}

Result<ItemRecords> loadItems(const RootDir &state)
{
    const QString what = u"The record of installed items"_s;
    auto object = readState(state, recordFile, maximumRecord, what);
    const bool isEarlier = object && !object.value();
    if (isEarlier)
        object = readState(state, earlierFile, maximumRecord, what);
    if (!object)
        return object.error();
    if (!object.value())
        return ItemRecords();
    if (isEarlier)
        return earlierRecords(*object.value());
    ItemRecords records;
    records.directories = textsFromJson(object.value()->value(u"directories"_s));
    const QJsonArray items = object.value()->value(u"items"_s).toArray();
    for (const QJsonValue item : items)
        records.items.append(recordFromJson(item.toObject()));
    return records;
}

Result<Done> saveItems(const RootDir &state, const ItemRecords &records)
{
    QJsonArray items;
    for (const ItemRecord &record : records.items)
        items.append(recordToJson(record));
    const QJsonObject object{{u"items"_s, items}, {u"directories"_s, QJsonArray::fromStringList(records.directories)}};
    return writeState(state, recordFile, maximumRecord, object);
}

} // namespace belvedere
