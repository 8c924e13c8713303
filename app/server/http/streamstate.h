// What the writer of a stream and its connection share, behind a mutex.
#pragma once

#include "server/http/loop.h"

#include <memory>
#include <mutex>
#include <QByteArray>
#include <QList>

namespace belvedere::http {

// The connection's end of the answers; called on the loop's thread only. `serial` names the request, so that a
// late call cannot touch the next one.
class Answering {
public:
    virtual ~Answering() = default;
    virtual void answer(quint64 serial, struct Response response) = 0;
    virtual void openStream(quint64 serial, int status, const QByteArray &contentType,
        const QList<std::pair<QByteArray, QByteArray>> &headers, std::shared_ptr<struct StreamState> stream) = 0;
    virtual void pump(quint64 serial) = 0; // something was written to the stream, or it was finished
    virtual void cut(quint64 serial) = 0; // the peer is too slow, or the writer gave up
};

struct StreamState {
    StreamState(std::shared_ptr<Loop> onLoop, std::weak_ptr<Answering> to, quint64 ofSerial, qsizetype bound)
        : loop(std::move(onLoop))
        , session(std::move(to))
        , serial(ofSerial)
        , backlogBound(bound)
    {
    }

    const std::shared_ptr<Loop> loop;
    const std::weak_ptr<Answering> session;
    const quint64 serial;
    const qsizetype backlogBound;

    struct Batch {
        QList<QByteArray> chunks;
        qsizetype bytes = 0;
        bool last = false; // finished, and nothing follows
        bool cut = false; // the call to cut() may have come before the stream was open
    };

    // Writer's side, any thread.
    bool write(const QByteArray &chunk);
    void finish();
    void abandon(); // the writer is gone
    bool isOpen() const;
    qsizetype backlogNow() const;
    void setClosed(std::function<void()> callback);
    void setDrained(qsizetype low, std::function<void()> callback);

    // Connection's side, loop thread.
    Batch take(qsizetype atMost); // at least one chunk if there is one
    void sent(qsizetype bytes);
    void close();

private:
    void schedule(void (Answering::*what)(quint64));

    mutable std::mutex m_mutex;
    QList<QByteArray> m_pending;
    qsizetype m_backlog = 0;
    bool m_scheduled = false;
    bool m_finished = false;
    bool m_cut = false; // finished, but not whole
    bool m_closed = false;
    bool m_armed = false; // the backlog has been above the low-water mark
    qsizetype m_lowWater = 0;
    std::function<void()> m_onDrained;
    std::function<void()> m_onClosed;
};

} // namespace belvedere::http
