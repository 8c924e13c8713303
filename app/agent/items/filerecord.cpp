// The record of files as JSON.
#include "agent/items/filerecord.h"

#include "agent/state/statefile.h"

#include <QJsonArray>

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
    const auto object = readState(state, recordFile, maximumRecord, u"The record of files"_s);
    if (!object)
        return object.error();
    FileRecords records;
    if (!object.value())
        return records;
    const QJsonArray files = object.value()->value(u"files"_s).toArray();
    for (const QJsonValue value : files) {
        const QJsonObject entry = value.toObject();
        FileRecord record{entry.value(u"id"_s).toString(), placedFromJson(entry.value(u"now"_s).toObject()), {}};
        if (entry.contains(u"next"_s))
            record.next = placedFromJson(entry.value(u"next"_s).toObject());
        records.files.append(record);
    }
    records.directories = textsFromJson(object.value()->value(u"directories"_s));
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
    return writeState(state, recordFile, maximumRecord, object);
}

} // namespace belvedere
