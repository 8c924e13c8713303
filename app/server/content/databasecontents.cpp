// The table of pieces.
#include "server/content/databasecontents.h"

#include "server/store/statements.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype row = 512 * 1024; // bytes of one piece: what a reader has in memory

} // namespace

Result<qint64> DatabaseContents::arrived(Database &database, const QString &upload) const
{
    return database.value(u"SELECT COALESCE(MAX(start + size), 0) FROM content_pieces WHERE owner = ?"_s, {upload})
        .map([](const QVariant &end) { return end.toLongLong(); });
}

Result<Contents::Step> DatabaseContents::append(
    Database &, const QString &upload, qint64 offset, const QByteArray &bytes)
{
    QStringList rows; // worked out before the writing thread gets them
    for (qsizetype begin = 0; begin < bytes.size(); begin += row)
        rows.append(QString::fromLatin1(bytes.sliced(begin, qMin(row, bytes.size() - begin)).toBase64()));
    return Step([this, upload, offset, size = bytes.size(), rows](Transaction &transaction) -> Result<Done> {
        // of all servers, one writes at a time
        const Result<qint64> there = arrived(transaction.database(), upload);
        if (!there || there.value() != offset)
            return there ? wrongOffset(there.value()) : there.error();
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const Result<QSqlQuery *> stored = transaction.database().run(
                u"INSERT INTO content_pieces (owner, start, size, bytes) VALUES (?, ?, ?, ?)"_s,
                {upload, offset + i * row, qMin(row, size - i * row), rows[i]});
            if (!stored)
                return stored.error();
        }
        return Done{};
    });
}

Result<Contents::Step> DatabaseContents::keep(const QString &upload, const QString &sha256)
{
    return Step([this, upload, sha256](Transaction &transaction) -> Result<Done> {
        const Result<Done> forgotten = forget(transaction, sha256); // the same content
        if (!forgotten)
            return forgotten;
        return execute(
            transaction.database(), u"UPDATE content_pieces SET owner = ? WHERE owner = ?"_s, {sha256, upload});
    });
}

Result<QByteArray> DatabaseContents::read(Database &database, const QString &owner, qint64 offset, qint64 most) const
{
    const Result<QSqlQuery *> query = database.run(
        u"SELECT start, bytes FROM content_pieces WHERE owner = ? AND start <= ? ORDER BY start DESC LIMIT 1"_s,
        {owner, offset});
    if (!query)
        return query.error();
    if (!query.value()->next())
        return QByteArray();
    const qint64 begin = query.value()->value(0).toLongLong();
    const QByteArray piece = QByteArray::fromBase64(query.value()->value(1).toString().toLatin1());
    query.value()->finish();
    return piece.mid(qsizetype(offset - begin), qsizetype(most));
}

Result<Done> DatabaseContents::forget(Transaction &transaction, const QString &owner)
{
    return transaction.database().run(u"DELETE FROM content_pieces WHERE owner = ?"_s, {owner}).map([](QSqlQuery *) {
        return Done{};
    });
}

} // namespace belvedere::server
