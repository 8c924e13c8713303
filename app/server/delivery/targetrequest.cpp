// The request and the reading of its answer.
#include "server/delivery/targetrequest.h"

#include "server/policy/deliverybody.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QNetworkRequest requestOf(const Outgoing &outgoing, qint64 seconds)
{
    using R = QNetworkRequest;
    R request(QUrl(outgoing.url, QUrl::StrictMode));
    request.setAttribute(R::RedirectPolicyAttribute, R::ManualRedirectPolicy); // the signature is for this address
    request.setAttribute(R::CookieLoadControlAttribute, R::Manual);
    request.setAttribute(R::CookieSaveControlAttribute, R::Manual);
    request.setAttribute(R::AuthenticationReuseAttribute, R::Manual);
    request.setAttribute(R::CacheLoadControlAttribute, R::AlwaysNetwork);
    request.setAttribute(R::CacheSaveControlAttribute, false);
    request.setAttribute(R::Http2AllowedAttribute, false);
    request.setTransferTimeout(deliveryTime);
    request.setHeader(R::ContentTypeHeader, u"application/json"_s);
    request.setHeader(R::UserAgentHeader, u"Belvedere/" BELVEDERE_VERSION ""_s);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("Accept-Encoding", "identity"); // what is counted is what came
    request.setRawHeader("Idempotency-Key", outgoing.repeatKey);
    request.setRawHeader("Belvedere-Signature", deliverySignature(outgoing.body, outgoing.secret.bytes(), seconds));
    return request;
}

} // namespace

TargetRequest::TargetRequest(QNetworkAccessManager &manager, const Outgoing &outgoing, qint64 seconds, QObject *parent)
    : QObject(parent)
    , m_reply(manager.post(requestOf(outgoing, seconds), outgoing.body))
{
    m_reply->setParent(this);
    m_reply->setReadBufferSize(maximumDeliveryAnswer + 1); // no more comes while nobody here reads
    connect(m_reply, &QNetworkReply::readyRead, this, &TargetRequest::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &TargetRequest::onFinished);
    // the transfer's own limit begins anew with every byte
    QTimer::singleShot(deliveryTime, this, [this] { giveUp(u"delivery.timeout"_s); });
}

TargetRequest::~TargetRequest()
{
    m_reply->disconnect(this);
    m_reply->abort();
}

void TargetRequest::giveUp(const QString &code)
{
    if (!m_code.isEmpty() || m_reply->isFinished())
        return;
    m_code = code;
    // not from inside one of its signals: it finishes before abort() returns
    QMetaObject::invokeMethod(m_reply, &QNetworkReply::abort, Qt::QueuedConnection);
}

void TargetRequest::onReadyRead()
{
    if (!m_code.isEmpty())
        return;
    m_answer += m_reply->read(maximumDeliveryAnswer + 1 - m_answer.size());
    if (m_answer.size() > maximumDeliveryAnswer)
        giveUp(u"delivery.answer-too-large"_s);
}

QString TargetRequest::codeOfAnswer() const
{
    if (!m_code.isEmpty())
        return m_code;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError error = m_reply->error();
    if (error == QNetworkReply::SslHandshakeFailedError)
        return u"delivery.tls"_s;
    if (error == QNetworkReply::OperationCanceledError || error == QNetworkReply::TimeoutError)
        return u"delivery.timeout"_s;
    if (status / 100 == 3)
        return u"delivery.redirect"_s;
    if (status != 0 && status / 100 != 2)
        return u"delivery.status-%1"_s.arg(status);
    return status != 0 && error == QNetworkReply::NoError ? QString() : u"delivery.unreachable"_s;
}

void TargetRequest::onFinished()
{
    if (m_code.isEmpty() && m_reply->isOpen())
        onReadyRead();
    // what came is more than is taken, and nothing is left to be given up
    if (m_code.isEmpty() && m_answer.size() > maximumDeliveryAnswer)
        m_code = u"delivery.answer-too-large"_s;
    Q_EMIT finished({codeOfAnswer(), m_answer});
}

} // namespace belvedere::server
