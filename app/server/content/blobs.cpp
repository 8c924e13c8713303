// The table of contents, and its sweeping.
#include "server/content/blobs.h"

#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 graceSeconds = 3'600; // between the end of an upload and its use, and after its last use
constexpr int atATime = 200;

// Forgets them, and their rows in the table.
Result<Done> forgetAll(Transaction &transaction, Contents &contents, const QStringList &owners, const QString &remove)
{
    for (const QString &owner : owners) {
        Result<Done> done = contents.forget(transaction, owner);
        if (done)
            done = execute(transaction.database(), remove, {owner});
        if (!done)
            return done;
    }
    return Done{};
}

} // namespace

Result<Done> noteBlob(Transaction &transaction, const QString &sha256, qint64 size)
{
    return execute(transaction.database(),
        u"INSERT INTO blobs (sha256, size, created) VALUES (?, ?, ?) "
        "ON CONFLICT (sha256) DO UPDATE SET created = excluded.created"_s,
        {sha256, size, transaction.now().toMSecsSinceEpoch()});
}

Result<Done> useBlob(Transaction &transaction, const QString &owner, qint64 revision, const QString &sha256)
{
    const Result<QVariant> there =
        transaction.database().value(u"SELECT COUNT(*) FROM blobs WHERE sha256 = ?"_s, {sha256});
    if (!there)
        return there.error();
    if (there.value().toInt() == 0)
        return conflict(u"upload.gone"_s, u"The content is not kept any more; upload it again."_s);
    return execute(transaction.database(), u"INSERT INTO blob_uses (owner, revision, sha256) VALUES (?, ?, ?)"_s,
        {owner, revision, sha256});
}

Result<Done> unuseBlobs(Transaction &transaction, const QString &owner)
{
    // the hour counts from here, for a device may be fetching it
    const Result<Done> dated = execute(transaction.database(),
        u"UPDATE blobs SET created = ? WHERE sha256 IN (SELECT sha256 FROM blob_uses WHERE owner = ?)"_s,
        {transaction.now().toMSecsSinceEpoch(), owner});
    return dated ? execute(transaction.database(), u"DELETE FROM blob_uses WHERE owner = ?"_s, {owner}) : dated;
}

Result<qint64> keptBytes(Database &database)
{
    return database.value(u"SELECT COALESCE(SUM(size), 0) FROM blobs"_s).map([](const QVariant &bytes) {
        return bytes.toLongLong();
    });
}

Result<Done> sweepContents(Transaction &transaction, Contents &contents)
{
    Database &database = transaction.database();
    const qint64 now = transaction.now().toMSecsSinceEpoch();
    const QDateTime moment = transaction.now().addSecs(-graceSeconds);
    const Result<QStringList> old =
        textsOf(database, u"SELECT id FROM uploads WHERE expires <= ? ORDER BY expires LIMIT ?"_s, {now, atATime});
    Result<Done> done = old ? forgetAll(transaction, contents, old.value(), u"DELETE FROM uploads WHERE id = ?"_s)
                            : Result<Done>(old.error());
    if (!done)
        return done;
    const Result<QStringList> unused = textsOf(database,
        u"SELECT sha256 FROM blobs WHERE created <= ? "
        "AND NOT EXISTS (SELECT 1 FROM blob_uses WHERE blob_uses.sha256 = blobs.sha256) "
        "AND NOT EXISTS (SELECT 1 FROM uploads WHERE uploads.sha256 = blobs.sha256 AND finished = 1) "
        // a version of a policy that is kept may come into force again
        "AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.content LIKE '%' || blobs.sha256 || '%' "
        "AND (EXISTS (SELECT 1 FROM versions v WHERE v.content LIKE '%\"' || r.id || '\"%') "
        // as may a revision of a rule that brings it
        "OR EXISTS (SELECT 1 FROM revisions b WHERE b.id LIKE 'rul-%' AND b.content LIKE '%\"' || r.id || '\"%'))) "
        "LIMIT ?"_s,
        {moment.toMSecsSinceEpoch(), atATime});
    done = unused ? forgetAll(transaction, contents, unused.value(), u"DELETE FROM blobs WHERE sha256 = ?"_s)
                  : Result<Done>(unused.error());
    if (!done)
        return done;
    const QStringList strays = contents.strays(moment);
    for (const QString &owner : strays) {
        const Result<QVariant> known =
            database.value(u"SELECT (SELECT COUNT(*) FROM blobs WHERE sha256 = ?) "
                           "+ (SELECT COUNT(*) FROM uploads WHERE id = ? AND finished = 0)"_s,
                {owner, owner});
        if (!known)
            return known.error();
        if (known.value().toInt() == 0)
            done = contents.forget(transaction, owner);
        if (!done)
            return done;
    }
    return done;
}

} // namespace belvedere::server
