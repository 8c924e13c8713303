// Uploads: announced, filled piece by piece, checked at the end.
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/blobs.h"
#include "server/content/uploads.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char finishing[] = "finishing"; // reading a whole file again: one at a time, so that others get their turn

using UploadStep = std::function<Result<Upload>(WriteCall &)>;

Result<UploadStep> append(ReadCall &call, Site &site, const AppendUpload &operation)
{
    const QByteArray &bytes = operation.body.bytes;
    const qint64 offset = operation.parameters.offset;
    const auto turn = site.uploads.begin(operation.id.text);
    if (!turn)
        return turn.error();
    Result<Upload> upload = uploadOf(call.database, *site.contents, call.info.actor.account, operation.id, call.now);
    if (!upload)
        return upload.error();
    if (upload.value().finished)
        return conflict(u"upload.finished"_s, u"The upload is finished already."_s);
    if (upload.value().offset != offset)
        return wrongOffset(upload.value().offset);
    if (bytes.size() > upload.value().size - offset)
        return validationError({{u"offset"_s, u"more than the announced %1 bytes"_s.arg(upload.value().size)}});
    const Result<Contents::Step> step = site.contents->append(call.database, operation.id.text, offset, bytes);
    if (!step)
        return step.error();
    upload.value().offset += bytes.size();
    return UploadStep(
        [step = step.value(), upload = upload.value(), turn = turn.value()](WriteCall &write) -> Result<Upload> {
            const Result<Done> done = step(write.transaction);
            const Result<QDateTime> expires =
                done ? keepUpload(write.transaction, upload) : Result<QDateTime>(done.error());
            if (!expires)
                return expires.error();
            Upload answer = upload;
            answer.expires = expires.value();
            return answer;
        });
}

Result<UploadStep> finish(ReadCall &call, Site &site, const FinishUpload &operation)
{
    const auto turn = site.uploads.begin(operation.id.text);
    const auto first = turn ? site.uploads.begin(QString::fromLatin1(finishing)) : turn;
    if (!first)
        return first.error();
    Result<Upload> upload = uploadOf(call.database, *site.contents, call.info.actor.account, operation.id, call.now);
    if (!upload)
        return upload.error();
    if (upload.value().finished)
        return UploadStep([upload = upload.value()](WriteCall &) { return upload; });
    if (upload.value().offset != upload.value().size)
        return wrongOffset(upload.value().offset);
    const Result<QString> digest = digestOf(*site.contents, call.database, operation.id.text);
    if (!digest)
        return digest.error();
    if (!upload.value().sha256.isEmpty() && upload.value().sha256 != digest.value()) {
        ApiError error = conflict(u"upload.hash"_s, u"What arrived has another SHA-256; send the file again."_s);
        error.fields = {{u"sha256"_s, digest.value()}};
        return error;
    }
    const Result<Contents::Step> step = site.contents->keep(operation.id.text, digest.value());
    if (!step)
        return step.error();
    upload.value().sha256 = digest.value();
    return UploadStep([step = step.value(), upload = upload.value(), turn = turn.value(), first = first.value()](
                          WriteCall &write) -> Result<Upload> {
        const Result<Done> kept = step(write.transaction);
        const Result<QDateTime> expires =
            kept ? finishUpload(write.transaction, upload, upload.sha256) : Result<QDateTime>(kept.error());
        if (!expires)
            return expires.error();
        AuditNote note = recordNote("file.uploaded", "upload", upload.id.text, upload.name);
        note.reason = u"SHA-256 "_s + upload.sha256;
        const Result<Done> noted = write.audit(note);
        Upload answer = upload;
        answer.finished = true;
        answer.expires = expires.value();
        return noted ? Result<Upload>(answer) : noted.error();
    });
}

Result<None> cancel(WriteCall &call, Site &site, const CancelUpload &operation)
{
    // what has arrived goes with the next sweep, which finds no record of it
    const auto turn = site.uploads.begin(operation.id.text);
    if (!turn)
        return turn.error();
    const Result<Upload> upload =
        uploadOf(call.database(), *site.contents, call.info.actor.account, operation.id, call.now());
    if (!upload)
        return upload.error();
    if (upload.value().finished)
        return None{}; // another window of the account may be about to use it: it goes when it is too old
    Result<Done> done = dropUpload(call.transaction, operation.id);
    if (done && call.database().isShared())
        done = site.contents->forget(call.transaction, operation.id.text);
    return done ? Result<None>(None{}) : done.error();
}

Result<UploadLimits> setLimits(WriteCall &call, const SetUploadLimits &operation)
{
    const Result<Done> set = setUploadLimits(call.transaction, operation.body);
    if (!set)
        return set.error();
    AuditNote note = recordNote("settings.edited", "site", u"uploads"_s, u"uploads"_s);
    const UploadSettings empty;
    note.changes = auditChanges(fields<UploadSettings>(), &empty, &operation.body);
    const Result<Done> noted = call.audit(note);
    return noted ? uploadLimits(call.database()) : noted.error();
}

} // namespace

void serveUploads(Router &router, Site &site)
{
    router.read<GetUploadLimits>([](ReadCall &call, const GetUploadLimits &) { return uploadLimits(call.database); });
    router.write<SetUploadLimits>(setLimits);
    router.write<CreateUpload>([](WriteCall &call, const CreateUpload &operation) {
        return announceUpload(call.transaction, call.info.actor.account, operation.body);
    });
    router.read<ListUploads>([&site](ReadCall &call, const ListUploads &) -> Result<Page<Upload>> {
        Result<std::vector<Upload>> uploads =
            uploadsAtHand(call.database, *site.contents, call.info.actor.account, call.now);
        if (!uploads)
            return uploads.error();
        const qint64 total = qint64(uploads.value().size());
        return Page<Upload>{std::move(uploads.value()), total, {}};
    });
    router.read<GetUpload>([&site](ReadCall &call, const GetUpload &operation) {
        return uploadOf(call.database, *site.contents, call.info.actor.account, operation.id, call.now);
    });
    router.slow<AppendUpload>(
        [&site](ReadCall &call, const AppendUpload &operation) { return append(call, site, operation); });
    router.slow<FinishUpload>(
        [&site](ReadCall &call, const FinishUpload &operation) { return finish(call, site, operation); });
    router.write<CancelUpload>(
        [&site](WriteCall &call, const CancelUpload &operation) { return cancel(call, site, operation); });
}

} // namespace belvedere::server
