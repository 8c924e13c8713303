// QnamExchange: one request over QNetworkAccessManager, with its own time and size limits.
#pragma once

#include "rest/qnamtransport.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

namespace belvedere {

struct QnamTransport::Shared {
    // Event streams stay open: in the manager of the calls they would take the places of calls.
    QNetworkAccessManager calls;
    QNetworkAccessManager streams;
    QList<QSslCertificate> authorities;
    std::optional<TrustDecision> trust;
    std::optional<TlsFacts> problem;

    std::optional<TrustDecision> pinFor(const QUrl &url) const;
};

class QnamExchange final : public Exchange {
public:
    QnamExchange(std::shared_ptr<QnamTransport::Shared> shared, const WireRequest &request, QObject *parent);
    ~QnamExchange() override;

private:
    void send();
    void onSslErrors(const QList<QSslError> &errors);
    void onEncrypted();
    void onHead();
    void onReadable();
    void readOn();
    void onFinished();
    void refuseTls(const QString &code, const QList<QSslError> &errors);
    void refuseSize(qint64 bound);
    void giveUp(const ApiError &error);
    void deliver();
    std::optional<ApiError> failureOf(const QNetworkReply &reply) const;

    std::shared_ptr<QnamTransport::Shared> m_shared;
    WireRequest m_request;
    QNetworkReply *m_network = nullptr;
    WireReply m_reply;
    qint64 m_bytes = 0; // of the body, so far
    QTimer m_silence;
    QTimer m_deadline;
    bool m_isRefusal = false; // status of 300 or more: only the start of the body counts
    bool m_isWaiting = false; // for its turn to read on
    bool m_isOver = false; // nothing more arrives
    bool m_delivered = false;
};

} // namespace belvedere
