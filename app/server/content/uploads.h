// Uploads: what accounts have announced, how far it is, and what may still come.
#pragma once

#include "api/content.h"
#include "server/content/contents.h"

#include <mutex>
#include <QSet>

namespace belvedere::server {

inline constexpr int maximumOpenUploads = 16; // of one account
inline constexpr qint64 usualRoom = qint64(64) * 1024 * 1024 * 1024; // bytes of everything, unless it was set

// As the site has set them; `room` is what is left of its total, after what is kept and what was announced.
Result<UploadLimits> uploadLimits(Database &database);
Result<Done> setUploadLimits(Transaction &transaction, const UploadSettings &settings);

// Errors: those of fields; "upload.too-large", "upload.no-room", "upload.too-many".
Result<Upload> announceUpload(Transaction &transaction, const Id<Account> &account, const NewUpload &wanted);
// "not-found" for somebody else's, and for one that is too old. Its offset is how much has arrived.
Result<Upload> uploadOf(Database &database, const Contents &contents, const Id<Account> &account, const Id<Upload> &id,
    const QDateTime &now);
// The account's own that can be gone on with: those that are not finished, then those that are and that nothing ends
// soon; each the newest first.
Result<std::vector<Upload>> uploadsAtHand(
    Database &database, const Contents &contents, const Id<Account> &account, const QDateTime &now);
// A piece has arrived: an upload that has lived half of its time gets it anew. When it ends now.
Result<QDateTime> keepUpload(Transaction &transaction, const Upload &upload);
// Its content is kept under that digest, and an hour at least is left for its use. When it ends now.
Result<QDateTime> finishUpload(Transaction &transaction, const Upload &upload, const QString &sha256);
Result<Done> dropUpload(Transaction &transaction, const Id<Upload> &id);
// For a record that takes the content over: the upload ends within the hour, which is left to another window that has
// sent the same file with it. Errors (409): "upload.gone" when there is none, "upload.unfinished".
Result<Upload> takeUpload(Transaction &transaction, const Id<Account> &account, const QString &id);

// Who is at work on an upload: a second one at the same time is sent away instead of waiting.
class UploadDesk {
public:
    class Turn {
    public:
        Turn(UploadDesk &desk, QString what)
            : m_desk(desk)
            , m_what(std::move(what))
        {
        }
        Turn(const Turn &) = delete;
        Turn &operator=(const Turn &) = delete;
        ~Turn() { m_desk.end(m_what); }

    private:
        UploadDesk &m_desk;
        QString m_what;
    };
    // Held until the last copy goes. Error "upload.busy".
    Result<std::shared_ptr<Turn>> begin(const QString &what);

private:
    void end(const QString &what);

    std::mutex m_mutex;
    QSet<QString> m_busy;
};

} // namespace belvedere::server
