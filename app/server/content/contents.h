// Contents: where the bytes of uploads, and of what is kept, lie: as files beside the database, or as pieces in it.
#pragma once

#include "server/store/transaction.h"

namespace belvedere::server {

class Contents {
public:
    // What is left to do in the transaction that goes with it.
    using Step = std::function<Result<Done>(Transaction &)>;

    virtual ~Contents() = default;

    // How much of an upload has arrived; bytes. Any thread.
    virtual Result<qint64> arrived(Database &database, const QString &upload) const = 0;
    // Adds a piece. Error "upload.offset" when something else than `offset` bytes has arrived, with the right number in
    // the field "offset"; here or in the step. Never in the writing thread.
    virtual Result<Step> append(Database &database, const QString &upload, qint64 offset, const QByteArray &bytes) = 0;
    // What has arrived is kept under its digest, and is on the disk once the step's transaction is. Never in the
    // writing thread.
    virtual Result<Step> keep(const QString &upload, const QString &sha256) = 0;
    // The same for what is small.
    Result<Step> keep(Database &database, const QByteArray &bytes);
    // At most `most` bytes from `offset` on, of an upload or, by its digest, of what is kept; empty at the end.
    // "not-found" when there is none.
    virtual Result<QByteArray> read(Database &database, const QString &owner, qint64 offset, qint64 most) const = 0;

    // Inside a transaction: nothing names it any more. What cannot be taken back is done by settle().
    virtual Result<Done> forget(Transaction &transaction, const QString &owner) = 0;
    // In the writing thread, when the transaction has ended.
    virtual void settle(bool committed) = 0;
    // Owners of which something is kept without any record of them since `moment`; what a crash may leave.
    virtual QStringList strays(const QDateTime &moment) const = 0;
};

// "upload.offset": the client goes on from `offset`.
ApiError wrongOffset(qint64 offset);
// SHA-256 of everything that has arrived, 64 lower-case hex digits; reads all of it.
Result<QString> digestOf(const Contents &contents, Database &database, const QString &owner);

} // namespace belvedere::server
