// ContentFetcher: brings the content of a command from the server into the ContentStore, resuming what was cut off.
#pragma once

#include "agent/client/httpclient.h"
#include "agent/content/contentstore.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

namespace belvedere {

class ContentFetcher : public QObject {
    Q_OBJECT

public:
    // `http` and `store` must outlive it.
    ContentFetcher(HttpClient &http, const ContentStore &store, QObject *parent = nullptr);

    // One at a time. `answer` is called once, later: the content is in the store, or not: "content.too-large" (more
    // than an agent takes, or more than announced), "content.no-space", "content.wrong-size", "content.wrong-hash",
    // the server's own problem, or that of the transport after maximumTries tries.
    void fetch(const ContentReference &content, const QByteArray &authorization,
        const std::function<void(const Result<Done> &)> &answer);

    static constexpr int maximumTries = 6; // in a row without a byte that was not there before
    static constexpr qint64 longestFetch = qint64(24) * 3'600'000; // milliseconds, all tries together

private:
    void request();
    bool begin(qint64 from);
    void ended(const Result<Done> &transfer);
    void finish(const Result<Done> &result);

    HttpClient &m_http;
    const ContentStore &m_store;
    ContentReference m_content;
    QByteArray m_authorization;
    std::function<void(const Result<Done> &)> m_answer;
    QFile m_file;
    QTimer m_timer;
    int m_tries = 0;
    qint64 m_most = 0; // bytes that were there at some time
    QElapsedTimer m_since;
};

} // namespace belvedere
