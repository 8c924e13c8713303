// The table of uploads.
#include "server/content/uploads.h"

#include "server/content/blobs.h"
#include "server/store/statements.h"

#include <QRegularExpression>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char maximumKey[] = "upload.maximum";
constexpr char totalKey[] = "upload.total";
constexpr qsizetype maximumName = 255; // characters
constexpr qint64 usedSeconds = 3'600; // for which an upload stays after its first use, and at least after its end
constexpr qint64 lastSeconds = 600; // in which a finished one is not offered any more: its use could come too late

Result<qint64> setting(Database &database, const char *key, qint64 usual)
{
    return database.value(u"SELECT value FROM site WHERE key = ?"_s, {QString::fromLatin1(key)})
        .map([usual](const QVariant &value) { return value.isValid() ? value.toLongLong() : usual; });
}

Result<Done> set(Transaction &transaction, const char *key, qint64 value)
{
    return execute(transaction.database(),
        u"INSERT INTO site (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"_s,
        {QString::fromLatin1(key), QString::number(value)});
}

bool isPlainName(const QString &name)
{
    const auto isOdd = [](QChar c) {
        return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c == u'/' || c == u'\\';
    };
    return !name.trimmed().isEmpty() && name.size() <= maximumName && std::none_of(name.begin(), name.end(), isOdd);
}

QList<FieldError> problems(const NewUpload &wanted)
{
    static const QRegularExpression digest(u"^[0-9a-f]{64}$"_s);
    QList<FieldError> errors;
    if (!isPlainName(wanted.name))
        errors.append({u"name"_s, u"1 to %1 characters, without slashes and control characters"_s.arg(maximumName)});
    if (wanted.size < 0)
        errors.append({u"size"_s, u"not less than 0"_s});
    if (!wanted.sha256.isEmpty() && !digest.match(wanted.sha256).hasMatch())
        errors.append({u"sha256"_s, u"64 lower-case hexadecimal digits"_s});
    return errors;
}

ApiError tooLarge(const QString &code, const QString &detail, qint64 limit)
{
    ApiError error = validationError({{u"size"_s, u"at most %1"_s.arg(limit)}});
    error.code = code;
    error.detail = detail;
    error.http = 413;
    return error;
}

} // namespace

Result<UploadLimits> uploadLimits(Database &database)
{
    const Result<qint64> maximum = setting(database, maximumKey, maximumUpload);
    const Result<qint64> total = setting(database, totalKey, usualRoom);
    const Result<qint64> kept = keptBytes(database);
    const Result<QVariant> announced =
        database.value(u"SELECT COALESCE(SUM(size), 0) FROM uploads WHERE finished = 0"_s);
    for (const auto *number : {&maximum, &total, &kept}) {
        if (!*number)
            return number->error();
    }
    if (!announced)
        return announced.error();
    return UploadLimits{qMin(maximum.value(), maximumUpload),
        qMax<qint64>(0, total.value() - kept.value() - announced.value().toLongLong()), total.value()};
}

Result<Done> setUploadLimits(Transaction &transaction, const UploadSettings &settings)
{
    QList<FieldError> errors;
    if (settings.maximum < 1 || settings.maximum > maximumUpload)
        errors.append({u"maximum"_s, u"1 to %1"_s.arg(maximumUpload)});
    if (settings.total < 0)
        errors.append({u"total"_s, u"not less than 0"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<Done> done = set(transaction, maximumKey, settings.maximum);
    return done ? set(transaction, totalKey, settings.total) : done;
}

Result<Upload> announceUpload(Transaction &transaction, const Id<Account> &account, const NewUpload &wanted)
{
    const QList<FieldError> errors = problems(wanted);
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<UploadLimits> limits = uploadLimits(transaction.database());
    if (!limits)
        return limits.error();
    if (wanted.size > limits.value().maximum)
        return tooLarge(u"upload.too-large"_s, u"A file may have at most %1 bytes here."_s.arg(limits.value().maximum),
            limits.value().maximum);
    if (wanted.size > limits.value().room)
        return tooLarge(
            u"upload.no-room"_s, u"There is room for %1 bytes only."_s.arg(limits.value().room), limits.value().room);
    const Result<QVariant> open = transaction.database().value(
        u"SELECT COUNT(*) FROM uploads WHERE account = ? AND finished = 0 AND expires > ?"_s,
        {account.text, transaction.now().toMSecsSinceEpoch()});
    if (!open)
        return open.error();
    if (open.value().toInt() >= maximumOpenUploads)
        return conflict(
            u"upload.too-many"_s, u"An account has at most %1 uploads under way."_s.arg(maximumOpenUploads));
    const Result<qint64> number = transaction.nextNumber(u"upload"_s);
    if (!number)
        return number.error();
    Upload upload;
    upload.id = makeId<Upload>(number.value());
    upload.name = wanted.name;
    upload.size = wanted.size;
    upload.sha256 = wanted.sha256;
    upload.expires = transaction.now().addSecs(uploadHours * 3'600);
    const Result<QSqlQuery *> stored = transaction.database().run(
        u"INSERT INTO uploads (id, account, name, size, sha256, finished, expires) VALUES (?, ?, ?, ?, ?, 0, ?)"_s,
        {upload.id.text, account.text, upload.name, upload.size, upload.sha256, upload.expires.toMSecsSinceEpoch()});
    if (!stored)
        return stored.error();
    return upload;
}

Result<Upload> uploadOf(Database &database, const Contents &contents, const Id<Account> &account, const Id<Upload> &id,
    const QDateTime &now)
{
    const Result<QSqlQuery *> row = database.run(
        u"SELECT name, size, sha256, finished, expires FROM uploads WHERE id = ? AND account = ? AND expires > ?"_s,
        {id.text, account.text, now.toMSecsSinceEpoch()});
    if (!row)
        return row.error();
    if (!row.value()->next())
        return notFound(u"upload "_s + id.text.left(64));
    Upload upload;
    upload.id = id;
    upload.name = row.value()->value(0).toString();
    upload.size = row.value()->value(1).toLongLong();
    upload.sha256 = row.value()->value(2).toString();
    upload.finished = row.value()->value(3).toInt() != 0;
    upload.expires = QDateTime::fromMSecsSinceEpoch(row.value()->value(4).toLongLong(), Qt::UTC);
    row.value()->finish();
    const Result<qint64> arrived = upload.finished ? Result<qint64>(upload.size) : contents.arrived(database, id.text);
    if (!arrived)
        return arrived.error();
    upload.offset = arrived.value();
    return upload;
}

Result<std::vector<Upload>> uploadsAtHand(
    Database &database, const Contents &contents, const Id<Account> &account, const QDateTime &now)
{
    const Result<QStringList> ids = textsOf(database,
        u"SELECT id FROM uploads WHERE account = ? AND expires > ? AND (finished = 0 OR expires > ?) "
        "ORDER BY finished, expires DESC, id LIMIT ?"_s,
        {account.text, now.toMSecsSinceEpoch(), now.addSecs(lastSeconds).toMSecsSinceEpoch(), 2 * maximumOpenUploads});
    if (!ids)
        return ids.error();
    std::vector<Upload> uploads;
    uploads.reserve(size_t(ids.value().size()));
    for (const QString &id : ids.value()) {
        Result<Upload> upload = uploadOf(database, contents, account, Id<Upload>{id}, now);
        if (upload)
            uploads.push_back(std::move(upload.value()));
        else if (upload.error().code != "not-found"_L1) // given up just now
            return upload.error();
    }
    return uploads;
}

Result<QDateTime> keepUpload(Transaction &transaction, const Upload &upload)
{
    if (transaction.now().secsTo(upload.expires) >= uploadHours * 3'600 / 2)
        return upload.expires; // not written with every piece
    const QDateTime expires = transaction.now().addSecs(uploadHours * 3'600);
    return transaction.database()
        .run(u"UPDATE uploads SET expires = ? WHERE id = ? AND finished = 0"_s,
            {expires.toMSecsSinceEpoch(), upload.id.text})
        .map([expires](QSqlQuery *) { return expires; });
}

Result<QDateTime> finishUpload(Transaction &transaction, const Upload &upload, const QString &sha256)
{
    const QDateTime expires = std::max(upload.expires, transaction.now().addSecs(usedSeconds));
    const Result<QSqlQuery *> row = transaction.database().run(
        u"UPDATE uploads SET finished = 1, sha256 = ?, expires = ? WHERE id = ? AND finished = 0"_s,
        {sha256, expires.toMSecsSinceEpoch(), upload.id.text});
    if (!row)
        return row.error();
    if (row.value()->numRowsAffected() == 0)
        return notFound(u"upload "_s + upload.id.text);
    return noteBlob(transaction, sha256, upload.size).map([expires](Done) { return expires; });
}

Result<Done> dropUpload(Transaction &transaction, const Id<Upload> &id)
{
    return transaction.database().run(u"DELETE FROM uploads WHERE id = ?"_s, {id.text}).map([](QSqlQuery *) {
        return Done{};
    });
}

Result<Upload> takeUpload(Transaction &transaction, const Id<Account> &account, const QString &id)
{
    const Result<QSqlQuery *> row = transaction.database().run(
        u"SELECT name, size, sha256, finished FROM uploads WHERE id = ? AND account = ? AND expires > ?"_s,
        {id, account.text, transaction.now().toMSecsSinceEpoch()});
    if (!row)
        return row.error();
    if (!row.value()->next())
        return conflict(u"upload.gone"_s, u"There is no such upload, or not any more; send the file again."_s);
    Upload upload;
    upload.id.text = id;
    upload.name = row.value()->value(0).toString();
    upload.size = row.value()->value(1).toLongLong();
    upload.sha256 = row.value()->value(2).toString();
    upload.finished = row.value()->value(3).toInt() != 0;
    row.value()->finish();
    if (!upload.finished)
        return conflict(u"upload.unfinished"_s, u"The upload has not been finished."_s);
    const qint64 end = transaction.now().addSecs(usedSeconds).toMSecsSinceEpoch();
    const Result<Done> ended = execute(transaction.database(),
        u"UPDATE uploads SET expires = ? WHERE id = ? AND expires > ?"_s, {end, upload.id.text, end});
    return ended ? Result<Upload>(upload) : ended.error();
}

Result<std::shared_ptr<UploadDesk::Turn>> UploadDesk::begin(const QString &what)
{
    const std::lock_guard lock(m_mutex);
    if (m_busy.contains(what)) {
        ApiError error = conflict(u"upload.busy"_s, u"Another request is at work on it; try again."_s);
        error.retryAfter = 1;
        return error;
    }
    m_busy.insert(what);
    return std::make_shared<Turn>(*this, what);
}

void UploadDesk::end(const QString &what)
{
    const std::lock_guard lock(m_mutex);
    m_busy.remove(what);
}

} // namespace belvedere::server
