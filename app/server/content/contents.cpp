// What both kinds of store do alike.
#include "server/content/contents.h"

#include "base/digest.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 readPiece = 1024 * 1024; // bytes

} // namespace

ApiError wrongOffset(qint64 offset)
{
    ApiError error = conflict(u"upload.offset"_s, u"The next piece begins at byte %1."_s.arg(offset));
    error.fields = {{u"offset"_s, QString::number(offset)}};
    return error;
}

Result<QString> digestOf(const Contents &contents, Database &database, const QString &owner)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 offset = 0;;) {
        const Result<QByteArray> piece = contents.read(database, owner, offset, readPiece);
        if (!piece)
            return piece.error();
        if (piece.value().isEmpty())
            return QString::fromLatin1(hash.result().toHex());
        hash.addData(piece.value());
        offset += piece.value().size();
    }
}

Result<Contents::Step> Contents::keep(Database &database, const QByteArray &bytes)
{
    const QString name = u"own-"_s + randomToken(12); // no upload has such a name
    const Result<Step> appended = append(database, name, 0, bytes);
    if (!appended)
        return appended;
    const Result<Step> kept = keep(name, sha256Hex(bytes));
    if (!kept)
        return kept;
    return Step([first = appended.value(), second = kept.value()](Transaction &transaction) {
        const Result<Done> done = first(transaction);
        return done ? second(transaction) : done;
    });
}

} // namespace belvedere::server
