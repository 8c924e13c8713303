// Uploader: brings one file to the server piece by piece, and goes on after a pause, a lost connection, or where an
// earlier window or program of the account has left off.
#pragma once

#include "api/uploads.h"
#include "rest/call.h"
#include "rest/plan.h"
#include "rest/requestscope.h"

#include <QFile>
#include <QTimer>

namespace belvedere {

// The calls that an uploader makes; `sender` (an ApiClient, a Site) outlives it.
struct UploadCalls {
    std::function<Call<UploadLimits>(const GetUploadLimits &)> limits;
    std::function<Call<Page<Upload>>(const ListUploads &)> list;
    std::function<Call<Upload>(const CreateUpload &)> announce;
    std::function<Call<Upload>(const GetUpload &)> ask;
    std::function<Call<Upload>(const AppendUpload &, const CallOptions &)> append;
    std::function<Call<Upload>(const FinishUpload &, const CallOptions &)> finish;
    std::function<Call<Done>(const CancelUpload &)> cancel;
};
template<class Sender> UploadCalls uploadCalls(Sender &sender)
{
    return {[&sender](const GetUploadLimits &operation) { return sender.send(operation); },
        [&sender](const ListUploads &operation) { return sender.send(operation); },
        [&sender](const CreateUpload &operation) { return sender.send(operation); },
        [&sender](const GetUpload &operation) { return sender.send(operation); },
        [&sender](
            const AppendUpload &operation, const CallOptions &options) { return sender.send(operation, options); },
        [&sender](
            const FinishUpload &operation, const CallOptions &options) { return sender.send(operation, options); },
        [&sender](const CancelUpload &operation) { return sender.send(operation); }};
}

class Uploader final : public QObject {
    Q_OBJECT
public:
    enum class State {
        Idle,
        Asking, // how large a file may be, and what was begun earlier
        Hashing, // reads the file once, in another thread
        Sending,
        Waiting, // for the connection, and tries again by itself
        Paused,
        Finishing,
        Finished, // see upload()
        Failed, // see error()
    };
    Q_ENUM(State)

    explicit Uploader(UploadCalls calls, QObject *parent = nullptr);
    ~Uploader() override; // an upload that is under way stays on the server until it is too old

    // Once. Refuses what is no file that can be read ("upload.file") and what is larger than the site takes
    // ("upload.too-large", "upload.no-room") before a byte of it is read. An earlier upload of the same file is gone on
    // with, also when all of it has arrived; while another window still sends it, this one is Waiting ("upload.busy").
    void start(const QString &path);
    void pause(); // after the piece that is on its way
    void resume();
    void cancel(); // for good; the server forgets it, unless an earlier upload was gone on with, as others may still do

    State state() const { return m_state; }
    // Of hashing or sending; bytes.
    qint64 position() const { return m_position; }
    qint64 size() const { return m_size; }
    qint64 earlier() const { return m_earlier; } // bytes that an earlier upload had brought; 0: it began anew
    const QString &fileName() const { return m_name; }
    const Upload &upload() const { return m_upload; } // Finished: its id makes records
    const std::optional<ApiError> &error() const { return m_error; } // also why it is Waiting

Q_SIGNALS:
    void stateChanged(belvedere::Uploader::State state);
    void progressed();
    void tookUp(); // an earlier upload; see earlier()

private:
    void setState(State state);
    void fail(const ApiError &error);
    void checkRoom(const UploadLimits &limits);
    void hash();
    void takeUp();
    void announce();
    void arrived(const Upload &upload);
    void startOver();
    void sendNext();
    void takeAnswer(const Result<Upload> &answer);
    void wait(const ApiError &error);
    void goOn();
    void ask();
    void follow();
    void moved(const Upload &upload);
    void finish();
    void takeFinish(const Result<Upload> &answer);

    UploadCalls m_calls;
    RequestScope m_scope;
    QFile m_file;
    QString m_name;
    QDateTime m_modified;
    qint64 m_size = 0;
    qint64 m_position = 0;
    QString m_sha256; // known after hashing
    qint64 m_earlier = 0;
    Upload m_upload;
    bool m_isOurs = false; // announced here, not taken up
    State m_state = State::Idle;
    bool m_wantsPause = false;
    bool m_follows = false; // another window sends it; until a piece of one's own is taken
    int m_chain = 0; // answers of an earlier one are not for us
    std::optional<ApiError> m_error;
    QTimer m_again;
    int m_pause = 0; // milliseconds before the next try; longer each time until a piece is taken
    int m_restarts = 0; // without an answer in between that brought it on
    bool m_hasRetried = false; // after there was no room
    Id<Upload> m_damaged; // not to be taken up again
    std::shared_ptr<std::atomic_bool> m_stopHashing = std::make_shared<std::atomic_bool>(false);
};

} // namespace belvedere
