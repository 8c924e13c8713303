// The steps of an upload.
#include "rest/uploader.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 piece = 1024 * 1024; // bytes: what is sent again after a loss
constexpr int firstPause = 500; // milliseconds
constexpr int longestPause = 15'000;
constexpr int mostRestarts = 3;
constexpr std::chrono::milliseconds finishTime{600'000}; // the server reads the whole file again

ApiError fileError(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"upload.file"_s;
    error.detail = detail;
    return error;
}

ApiError refusal(const QString &code, const QString &detail)
{
    ApiError error = fileError(detail);
    error.code = code;
    return error;
}

// What time may mend.
bool mayPass(const ApiError &error)
{
    using Kind = ApiError::Kind;
    return error.kind == Kind::Transport || error.kind == Kind::Timeout || error.kind == Kind::RateLimited
        || error.http == 502 || error.http == 503 || error.http == 504;
}

// Another window is at work on the same upload.
bool isAtWork(const ApiError &error) { return error.code == "upload.busy"_L1 || error.code == "upload.offset"_L1; }

// Another window has finished the upload or given it up: asking tells.
bool isOverElsewhere(const ApiError &error)
{
    return error.code == "upload.finished"_L1 || error.code == "not-found"_L1;
}

} // namespace

Uploader::Uploader(UploadCalls calls, QObject *parent)
    : QObject(parent)
    , m_calls(std::move(calls))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Uploader::goOn);
}

Uploader::~Uploader() { *m_stopHashing = true; }

void Uploader::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Uploader::fail(const ApiError &error)
{
    if (m_state == State::Failed)
        return; // a call that was given up tells so
    m_scope.abortAll();
    m_again.stop();
    m_file.close();
    m_error = error;
    setState(State::Failed);
}

void Uploader::start(const QString &path)
{
    m_file.setFileName(path);
    const QFileInfo info(path);
    m_name = info.fileName();
    m_size = info.size();
    m_modified = info.lastModified();
    if (!info.isFile() || !m_file.open(QIODevice::ReadOnly)) {
        fail(fileError(u"%1 is no file that can be read."_s.arg(m_name)));
        return;
    }
    setState(State::Asking);
    m_scope.add(m_calls.limits({})).then(this, [this](const Result<UploadLimits> &limits) {
        if (!limits)
            fail(limits.error());
        else if (m_size > limits.value().maximum)
            fail(refusal(u"upload.too-large"_s,
                u"The file has %1 bytes; the site takes at most %2."_s.arg(m_size).arg(limits.value().maximum)));
        else if (m_size > limits.value().room)
            checkRoom(limits.value());
        else
            hash();
    });
}

// What was begun earlier has its room already.
void Uploader::checkRoom(const UploadLimits &limits)
{
    m_scope.add(m_calls.list({})).then(this, [this, room = limits.room](const Result<Page<Upload>> &open) {
        const auto isEarlier = [this](const Upload &upload) { return upload.size == m_size && upload.name == m_name; };
        if (m_state == State::Failed)
            return; // cancelled meanwhile
        if (open && std::any_of(open.value().items.begin(), open.value().items.end(), isEarlier))
            hash();
        else if (!open && mayPass(open.error()))
            fail(open.error());
        else
            fail(refusal(
                u"upload.no-room"_s, u"The file has %1 bytes; the site has room for %2."_s.arg(m_size).arg(room)));
    });
}

void Uploader::hash()
{
    setState(State::Hashing);
    const QPointer<Uploader> self(this);
    const auto tell = [self](auto call) {
        // the pointer is looked at in its own thread
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, call] {
                if (self)
                    call(*self);
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start([path = m_file.fileName(), stop = m_stopHashing, tell] {
        QFile file(path);
        QCryptographicHash hash(QCryptographicHash::Sha256);
        bool isRead = file.open(QIODevice::ReadOnly);
        while (isRead && !*stop && !file.atEnd()) {
            const QByteArray bytes = file.read(piece);
            isRead = !bytes.isEmpty();
            hash.addData(bytes);
            tell([position = file.pos()](Uploader &uploader) {
                uploader.m_position = position;
                Q_EMIT uploader.progressed();
            });
        }
        if (*stop)
            return;
        tell([isRead, digest = QString::fromLatin1(hash.result().toHex())](Uploader &uploader) {
            uploader.m_sha256 = digest;
            if (isRead)
                uploader.takeUp();
            else
                uploader.fail(fileError(u"%1 cannot be read."_s.arg(uploader.m_name)));
        });
    });
}

// Goes on with what was begun earlier, or announces the file. The record that is made of it gets the name of the
// upload, so that a file of another name is another one.
void Uploader::takeUp()
{
    if (m_state == State::Failed)
        return; // cancelled meanwhile
    m_position = 0;
    m_scope.add(m_calls.list({})).then(this, [this, chain = m_chain](const Result<Page<Upload>> &open) {
        if (m_state == State::Failed || chain != m_chain)
            return;
        if (!open && mayPass(open.error())) {
            wait(open.error());
            return;
        }
        const std::vector<Upload> uploads = open ? open.value().items : std::vector<Upload>();
        const Upload *furthest = nullptr;
        for (const Upload &upload : uploads) {
            const bool isSame = upload.size == m_size && upload.sha256 == m_sha256 && upload.name == m_name
                && !(upload.id == m_damaged);
            if (isSame && (!furthest || upload.offset > furthest->offset))
                furthest = &upload;
        }
        if (!furthest) {
            announce(); // which says what is wrong when the list could not be had
            return;
        }
        m_earlier = furthest->offset;
        if (m_earlier > 0)
            Q_EMIT tookUp();
        m_isOurs = false;
        arrived(*furthest);
    });
}

void Uploader::announce()
{
    CreateUpload operation;
    operation.body = {m_name, m_size, m_sha256};
    m_scope.add(m_calls.announce(operation)).then(this, [this, chain = m_chain](const Result<Upload> &announced) {
        if (chain != m_chain)
            return;
        if (announced) {
            m_earlier = 0;
            m_isOurs = true;
            arrived(announced.value());
            return;
        }
        if (mayPass(announced.error())) {
            wait(announced.error()); // it may have been announced: the list tells
            return;
        }
        // another window may have announced it a moment ago
        const bool isFull =
            announced.error().code == "upload.no-room"_L1 || announced.error().code == "upload.too-many"_L1;
        if (isFull && !std::exchange(m_hasRetried, true))
            takeUp();
        else
            fail(announced.error());
    });
}

// What the server says of it, whoever has sent it.
void Uploader::arrived(const Upload &upload)
{
    if (m_state == State::Failed)
        return; // cancelled by whoever was told that it was taken up
    m_upload = upload;
    if (!upload.finished) {
        setState(m_wantsPause ? State::Paused : State::Sending);
        sendNext();
        return;
    }
    m_position = m_size;
    m_file.close();
    m_error.reset();
    setState(State::Finished);
}

// What was sent so far is of no use: it was given up elsewhere, or is damaged.
void Uploader::startOver()
{
    m_upload = {};
    m_follows = false;
    setState(State::Sending);
    takeUp();
}

void Uploader::sendNext()
{
    m_position = m_upload.offset;
    Q_EMIT progressed();
    if (m_state == State::Failed)
        return; // cancelled by whoever was told
    if (m_wantsPause) {
        setState(State::Paused);
        return;
    }
    if (m_upload.offset == m_size) {
        finish();
        return;
    }
    const QFileInfo now(m_file.fileName());
    AppendUpload operation;
    operation.id = m_upload.id;
    operation.parameters.offset = m_upload.offset;
    if (m_file.seek(m_upload.offset))
        operation.body.bytes = m_file.read(qMin(piece, m_size - m_upload.offset));
    if (operation.body.bytes.isEmpty() || now.size() != m_size || now.lastModified() != m_modified) {
        fail(fileError(u"%1 has changed while it was sent."_s.arg(m_name)));
        return;
    }
    CallOptions options;
    options.retry = false; // what has arrived is asked first
    m_scope.add(m_calls.append(operation, options)).then(this, [this](const Result<Upload> &answer) {
        if (answer) { // no question's answer shows that sending works
            m_pause = 0;
            m_follows = false;
        }
        takeAnswer(answer);
    });
}

void Uploader::takeAnswer(const Result<Upload> &answer)
{
    if (m_state == State::Failed || m_state == State::Finished)
        return;
    if (answer) {
        m_restarts = 0;
        arrived(answer.value());
    } else if (isOverElsewhere(answer.error())) {
        ask();
    } else if (isAtWork(answer.error())) {
        follow();
    } else if (mayPass(answer.error())) {
        wait(answer.error());
    } else {
        fail(answer.error());
    }
}

void Uploader::wait(const ApiError &error)
{
    m_error = error;
    m_pause = qBound(firstPause, m_pause * 2, longestPause);
    setState(State::Waiting);
    m_again.start(m_pause);
}

// After a pause: nothing is known yet of an upload, or of how far it is by now.
void Uploader::goOn()
{
    if (m_upload.id.isEmpty())
        takeUp();
    else
        ask();
}

// Another window brings it on. Once nothing has moved between two questions, it is for this one to send.
void Uploader::follow()
{
    m_follows = true;
    if (m_wantsPause)
        setState(State::Paused); // going on asks
    else
        wait(refusal(u"upload.busy"_s, u"The upload is being worked on."_s));
}

// Where to go on.
void Uploader::ask()
{
    GetUpload operation;
    operation.id = m_upload.id;
    m_scope.add(m_calls.ask(operation)).then(this, [this, chain = m_chain](const Result<Upload> &answer) {
        if (chain != m_chain)
            return;
        if (!answer && answer.error().code == "not-found"_L1 && ++m_restarts <= mostRestarts)
            startOver();
        else if (!answer && isOverElsewhere(answer.error()))
            fail(answer.error());
        else if (answer && m_follows && !answer.value().finished && answer.value().offset != m_upload.offset)
            moved(answer.value());
        else
            takeAnswer(answer);
    });
}

// By another window.
void Uploader::moved(const Upload &upload)
{
    m_upload = upload;
    m_position = upload.offset;
    const int chain = m_chain;
    Q_EMIT progressed();
    if (chain == m_chain && m_state != State::Failed) // neither paused nor cancelled by whoever was told
        follow();
}

void Uploader::finish()
{
    setState(State::Finishing);
    FinishUpload operation;
    operation.id = m_upload.id;
    CallOptions options;
    options.silence = finishTime;
    options.deadline = finishTime;
    m_scope.add(m_calls.finish(operation, options)).then(this, [this](const Result<Upload> &answer) {
        takeFinish(answer);
    });
}

void Uploader::takeFinish(const Result<Upload> &answer)
{
    if (!answer && answer.error().code == "upload.hash"_L1) {
        const bool isFirst = m_damaged.isEmpty();
        m_damaged = m_upload.id;
        CancelUpload operation;
        operation.id = m_damaged;
        m_scope.add(m_calls.cancel(operation))
            .then(this, [this, isFirst, error = answer.error()](const Result<Done> &) {
                if (m_state == State::Failed)
                    return;
                if (isFirst)
                    startOver();
                else
                    fail(error);
            });
    } else {
        takeAnswer(answer);
    }
}

void Uploader::pause()
{
    if (m_state != State::Sending && m_state != State::Waiting)
        return;
    m_wantsPause = true;
    if (m_state == State::Waiting) {
        m_again.stop();
        ++m_chain; // it may be asking already; going on asks anew
        m_scope.abortAll();
        setState(State::Paused);
    }
}

void Uploader::resume()
{
    m_wantsPause = false;
    if (m_state != State::Paused)
        return;
    setState(State::Sending);
    goOn();
}

void Uploader::cancel()
{
    if (m_state == State::Failed || m_state == State::Finished)
        return;
    *m_stopHashing = true;
    const Id<Upload> id = m_upload.id;
    fail(cancelledError());
    if (id.isEmpty() || !m_isOurs)
        return;
    CancelUpload operation;
    operation.id = id;
    // nobody waits for the answer: what is left goes by itself after a day
    static_cast<void>(m_calls.cancel(operation));
}

} // namespace belvedere
