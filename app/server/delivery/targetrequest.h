// TargetRequest: one POST to a target outside, bounded in time and size, that follows nothing and keeps nothing.
#pragma once

#include "server/policy/deliveries.h"

#include <QObject>

class QNetworkAccessManager;
class QNetworkReply;

namespace belvedere::server {

inline constexpr int deliveryTime = 10'000; // milliseconds, all in all
inline constexpr qint64 maximumDeliveryAnswer = 64 * 1024;

class TargetRequest final : public QObject {
    Q_OBJECT
public:
    // `seconds`: what the signature says of the time. The manager outlives the request.
    TargetRequest(QNetworkAccessManager &manager, const Outgoing &outgoing, qint64 seconds, QObject *parent);
    ~TargetRequest() override; // gives up

Q_SIGNALS:
    // Once. Codes: "delivery.unreachable", "delivery.tls", "delivery.timeout", "delivery.redirect",
    // "delivery.answer-too-large", "delivery.status-<number>".
    void finished(const belvedere::server::DeliveryOutcome &outcome);

private:
    void giveUp(const QString &code);
    void onReadyRead();
    void onFinished();
    QString codeOfAnswer() const;

    QNetworkReply *m_reply;
    QString m_code; // why it was given up
    QByteArray m_answer;
};

} // namespace belvedere::server
