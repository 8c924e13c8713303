// DatabaseContents: contents as pieces in the database that several servers share.
#pragma once

#include "server/content/contents.h"

namespace belvedere::server {

class DatabaseContents final : public Contents {
public:
    Result<qint64> arrived(Database &database, const QString &upload) const override;
    Result<Step> append(Database &database, const QString &upload, qint64 offset, const QByteArray &bytes) override;
    Result<Step> keep(const QString &upload, const QString &sha256) override;
    Result<QByteArray> read(Database &database, const QString &owner, qint64 offset, qint64 most) const override;
    Result<Done> forget(Transaction &transaction, const QString &owner) override;
    void settle(bool) override { }
    QStringList strays(const QDateTime &) const override { return {}; } // pieces and records go together
};

} // namespace belvedere::server
