// The record of files as JSON.
#include "agent/items/filerecord.h"

#include "domain/json.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char recordFile[] = "/files.json";
constexpr qsizetype maximumRecord = 16 * 1024 * 1024; // bytes

QJsonObject placedToJson(const PlacedFile &file)
{
    return {{u"revision"_s, file.revision}, {u"path"_s, file.path}, {u"sha256"_s, file.sha256}, {u"mode"_s, file.mode}};
}

PlacedFile placedFromJson(const QJsonObject &object)
{
    return {object.value(u"revision"_s).toInteger(), object.value(u"path"_s).toString(),
        object.value(u"sha256"_s).toString(), object.value(u"mode"_s).toInt()};
}

} // namespace

FileRecord *FileRecords::find(const QString &id)
{
    const auto it = std::find_if(files.begin(), files.end(), [&id](const FileRecord &r) { return r.id == id; });
    return it == files.end() ? nullptr : &*it;
}

const FileRecord *FileRecords::find(const QString &id) const
{
    const auto it = std::find_if(files.begin(), files.end(), [&id](const FileRecord &r) { return r.id == id; });
    return it == files.end() ? nullptr : &*it;
}

Result<FileRecords> loadFiles(const RootDir &state)
{
    const auto bytes = state.read(QString::fromLatin1(recordFile), maximumRecord);
    if (!bytes)
        return bytes.error();
    FileRecords records;
    if (!bytes.value())
        return records;
    const Result<QJsonObject> object = parseObject(*bytes.value(), maximumRecord);
    if (!object)
        return conflict(u"state.damaged"_s, u"The record of files is damaged: "_s + object.error().detail);
    const QJsonArray files = object.value().value(u"files"_s).toArray();
    for (const QJsonValue value : files) {
        const QJsonObject entry = value.toObject();
        FileRecord record{entry.value(u"id"_s).toString(), placedFromJson(entry.value(u"now"_s).toObject()), {}};
        if (entry.contains(u"next"_s))
            record.next = placedFromJson(entry.value(u"next"_s).toObject());
        records.files.append(record);
    }
    const QJsonArray directories = object.value().value(u"directories"_s).toArray();
    for (const QJsonValue directory : directories)
        records.directories.append(directory.toString());
    return records;
}

Result<Done> saveFiles(const RootDir &state, const FileRecords &records)
{
    QJsonArray files;
    for (const FileRecord &record : records.files) {
        QJsonObject entry{{u"id"_s, record.id}, {u"now"_s, placedToJson(record.now)}};
        if (record.next)
            entry.insert(u"next"_s, placedToJson(*record.next));
        files.append(entry);
    }
    const QJsonObject object{{u"files"_s, files}, {u"directories"_s, QJsonArray::fromStringList(records.directories)}};
    return state.write(QString::fromLatin1(recordFile), QJsonDocument(object).toJson(QJsonDocument::Compact), 0600,
        RootDir::Replace::Allowed);
}

} // namespace belvedere
