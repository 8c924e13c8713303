// Files for devices, in revisions.
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/blobs.h"
#include "server/content/uploads.h"
#include "server/policy/contentitems.h"
#include "server/policy/versions.h"
#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QList<FieldError> problems(const ManagedFile &file)
{
    return textProblems(file.name, {{u"description"_s, file.description}})
        + targetProblems(file.platform.value(), file.path, file.mode);
}

// What the file is now, for whoever looks back or was made with it; its content stays as long as the file.
Result<Done> keepRevision(WriteCall &call, const ManagedFile &file)
{
    const FileRevision revision{
        file.revision, file.path, file.mode, file.fileName, file.sha256, file.size, call.now(), call.info.actor.name};
    const Result<QSqlQuery *> stored =
        call.database().run(u"INSERT INTO file_revisions (file, revision, content) VALUES (?, ?, ?)"_s,
            {file.id.text, file.revision,
                QString::fromUtf8(QJsonDocument(toJson(revision)).toJson(QJsonDocument::Compact))});
    if (!stored)
        return stored.error();
    const Result<Done> used = useBlob(call.transaction, file.id.text, file.revision, file.sha256);
    const Result<Revision> kept = used ? newestFile(call.transaction, file.id.text) : used.error();
    return kept ? countOutdated(call.transaction, file.id.text) : kept.error();
}

void fill(ManagedFile &file, const Upload &upload)
{
    file.fileName = upload.name;
    file.sha256 = upload.sha256;
    file.size = upload.size;
}

Result<ManagedFile> create(WriteCall &call, const CreateFile &operation)
{
    ManagedFile file;
    file.name = operation.body.name;
    file.description = operation.body.description;
    file.platform = operation.body.platform;
    file.path = operation.body.path;
    file.mode = operation.body.mode;
    const QList<FieldError> errors = problems(file);
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<Upload> upload = takeUpload(call.transaction, call.info.actor.account, operation.body.upload);
    if (!upload)
        return upload.error();
    fill(file, upload.value());
    file.revision = 1;
    file.created = call.now();
    file.edited = call.now();
    const Result<ManagedFile> made = createRecord(call, file, "file.created", file.name);
    const Result<Done> kept = made ? keepRevision(call, made.value()) : made.error();
    return kept ? made : kept.error();
}

Result<ManagedFile> change(WriteCall &call, const ManagedFile &before, ManagedFile after)
{
    const bool isRevision = before.path != after.path || before.mode != after.mode || before.sha256 != after.sha256;
    if (isRevision)
        ++after.revision;
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    const Result<ManagedFile> changed = changeRecord(call, before, after, "file.edited", after.name);
    const Result<Done> kept = !changed ? changed.error() : isRevision ? keepRevision(call, after) : Done{};
    return kept ? changed : kept.error();
}

Result<ManagedFile> update(WriteCall &call, const Update<ManagedFile> &operation)
{
    const Result<std::pair<ManagedFile, ManagedFile>> both = patched(call, operation);
    if (!both)
        return both.error();
    const auto &[before, after] = both.value();
    QList<FieldError> errors = problems(after);
    if (before.platform != after.platform)
        errors.append({u"platform"_s, u"stays as it was made"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    return change(call, before, after);
}

Result<ManagedFile> replace(WriteCall &call, const ReplaceFile &operation)
{
    static const Table<ManagedFile> table;
    const Result<ManagedFile> stored = table.get(call.database(), operation.id);
    if (!stored)
        return stored;
    CallInfo seen = call.info;
    seen.ifMatch = QByteArray::number(operation.body.version);
    const Result<Done> matches = seen.match(stored.value().version);
    if (!matches)
        return matches.error();
    const Result<Upload> upload = takeUpload(call.transaction, call.info.actor.account, operation.body.upload);
    if (!upload)
        return upload.error();
    ManagedFile after = stored.value();
    fill(after, upload.value());
    return change(call, stored.value(), after);
}

Result<None> remove(WriteCall &call, const Remove<ManagedFile> &operation)
{
    const Result<ManagedFile> file = takeOut(call, operation.id, u"file.in-use"_s);
    if (!file)
        return file.error();
    Result<Done> done = unuseBlobs(call.transaction, operation.id.text);
    if (done)
        done = execute(call.database(), u"DELETE FROM file_revisions WHERE file = ?"_s, {operation.id.text});
    return done ? removeRecord(call, operation.id, "file.deleted", file.value().name) : done.error();
}

Result<Page<FileRevision>> revisions(ReadCall &call, const ListFileRevisions &operation)
{
    static const Table<ManagedFile> table;
    const Result<ManagedFile> file = table.get(call.database, operation.id);
    if (!file)
        return file.error();
    const Result<QSqlQuery *> rows = call.database.run(
        u"SELECT content FROM file_revisions WHERE file = ? ORDER BY revision DESC LIMIT %1"_s.arg(maximumPageSize),
        {operation.id.text});
    if (!rows)
        return rows.error();
    Page<FileRevision> page;
    page.total = file.value().revision; // none is ever lost
    while (rows.value()->next()) {
        const QByteArray text = rows.value()->value(0).toString().toUtf8();
        const Result<FileRevision> revision = fromJson<FileRevision>(QJsonDocument::fromJson(text).object());
        if (!revision) {
            rows.value()->finish();
            return revision.error();
        }
        page.items.push_back(revision.value());
    }
    rows.value()->finish();
    return page;
}

} // namespace

void serveFiles(Router &router)
{
    serveReading<ManagedFile>(router);
    router.write<CreateFile>(create);
    router.write<Update<ManagedFile>>(update);
    router.write<ReplaceFile>(replace);
    router.write<Remove<ManagedFile>>(remove);
    router.read<ListFileRevisions>(revisions);
}

} // namespace belvedere::server
