// DiskContents: contents as files in the site's directory, of which one server is the master.
#pragma once

#include "server/content/contents.h"

#include <mutex>
#include <QDir>
#include <QSet>

namespace belvedere::server {

class DiskContents final : public Contents {
public:
    // Where a site in this directory keeps its contents.
    static QString folderOf(const QString &site);
    // The directory of the site; what is needed in it is made, closed to others. Error "store.unreadable".
    static Result<std::unique_ptr<DiskContents>> open(const QString &site);

    Result<qint64> arrived(Database &database, const QString &upload) const override;
    Result<Step> append(Database &database, const QString &upload, qint64 offset, const QByteArray &bytes) override;
    Result<Step> keep(const QString &upload, const QString &sha256) override;
    Result<QByteArray> read(Database &database, const QString &owner, qint64 offset, qint64 most) const override;
    Result<Done> forget(Transaction &transaction, const QString &owner) override;
    void settle(bool committed) override;
    QStringList strays(const QDateTime &moment) const override;

    // Puts back what a backup holds, piece by piece; the last one is empty.
    Result<Done> putBack(const QString &sha256, qint64 offset, const QByteArray &bytes);

private:
    explicit DiskContents(const QDir &folder)
        : m_folder(folder)
    {
    }
    QString fileOf(const QString &owner) const;

    const QDir m_folder;
    mutable std::mutex m_mutex;
    mutable QString m_reached; // the folder of digests that was looked at last for strays; empty: from the first
    QSet<QString> m_doomed; // forgotten in the transaction that is under way
};

} // namespace belvedere::server
