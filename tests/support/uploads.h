// Uploads for tests of the server: a file in one call, or its parts.
#pragma once

#include "support/serverprocess.h"

#include <QCryptographicHash>

namespace belvedere::test {

inline QString hexDigest(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

// The id of the new upload; empty when it was refused.
inline QString announce(
    const ServerProcess &server, const QByteArray &token, const QString &name, qint64 size, const QString &sha256 = {})
{
    QJsonObject body{{QStringLiteral("name"), name}, {QStringLiteral("size"), size}};
    if (!sha256.isEmpty())
        body.insert(QStringLiteral("sha256"), sha256);
    return server.post(QStringLiteral("/api/v1/uploads"), token, body).json()[QLatin1StringView("id")].toString();
}

inline HttpReply sendPiece(
    const ServerProcess &server, const QByteArray &token, const QString &upload, qint64 offset, const QByteArray &bytes)
{
    return server.ask("PATCH", QStringLiteral("/api/v1/uploads/%1?offset=%2").arg(upload).arg(offset), token, bytes,
        {{"Content-Type", "application/octet-stream"}});
}

inline HttpReply finishUpload(const ServerProcess &server, const QByteArray &token, const QString &upload)
{
    return server.post(QStringLiteral("/api/v1/uploads/%1/finish").arg(upload), token, {});
}

// A finished upload of the bytes; empty when something was refused.
inline QString uploaded(
    const ServerProcess &server, const QByteArray &token, const QString &name, const QByteArray &bytes)
{
    const QString id = announce(server, token, name, bytes.size(), hexDigest(bytes));
    if (!bytes.isEmpty() && sendPiece(server, token, id, 0, bytes).status != 200)
        return {};
    return finishUpload(server, token, id).status == 200 ? id : QString();
}

} // namespace belvedere::test
