// The agent's requests.
#include "agent/client/httpclient.h"

#include "api/agentprotocol.h"

#include <chrono>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int silence = 30'000; // ms without a byte
constexpr auto deadline = std::chrono::seconds(120); // for the whole answer

// Why we ended a request ourselves; the reply only knows that it was aborted.
struct Verdict {
    QString tls;
    bool tooLarge = false;
    bool late = false;
};

ApiError failure(ApiError::Kind kind, const QString &code, const QString &detail, int http = 0)
{
    ApiError error;
    error.kind = kind;
    error.code = code;
    error.detail = detail;
    error.http = http;
    return error;
}

QString fingerprintOf(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
}

// A pin stands in for an authority, not for the host name or the dates.
bool isAboutTrust(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return true;
    default:
        return false;
    }
}

ApiError::Kind kindOf(int http)
{
    switch (http) {
    case 401:
        return ApiError::Kind::Unauthorized;
    case 403:
        return ApiError::Kind::Forbidden;
    case 404:
    case 410:
        return ApiError::Kind::NotFound;
    case 409:
    case 412:
        return ApiError::Kind::Conflict;
    case 400:
    case 413:
    case 422:
        return ApiError::Kind::Validation;
    case 429:
        return ApiError::Kind::RateLimited;
    default:
        return ApiError::Kind::Server;
    }
}

// The server's own problem document, or at least its status.
ApiError problem(int http, const QByteArray &body, const QByteArray &retryAfter)
{
    ApiError error = failure(kindOf(http), u"http.%1"_s.arg(http), u"The server answered %1."_s.arg(http), http);
    const Result<QJsonObject> object = parseObject(body, 65'536);
    if (object) {
        const QString code = object.value().value(u"code"_s).toString();
        const QString detail = object.value().value(u"detail"_s).toString();
        error.code = code.isEmpty() ? error.code : code.left(100);
        error.detail = detail.isEmpty() ? error.detail : detail.left(500);
    }
    bool ok = false;
    const int seconds = retryAfter.toInt(&ok);
    if (ok && seconds >= 0)
        error.retryAfter = qMin(seconds, maximumNext);
    return error;
}

Result<QJsonObject> readAnswer(QNetworkReply &reply, const Verdict &verdict)
{
    using Kind = ApiError::Kind;
    if (!verdict.tls.isEmpty())
        return failure(Kind::Tls, u"tls.fingerprint"_s, verdict.tls);
    if (verdict.tooLarge)
        return failure(Kind::Decode, u"answer.too-large"_s, u"The answer is larger than an agent accepts."_s);
    const int http = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError code = reply.error();
    if (verdict.late || code == QNetworkReply::OperationCanceledError || code == QNetworkReply::TimeoutError)
        return failure(Kind::Timeout, u"transport.timeout"_s, u"The server did not answer in time."_s);
    if (code == QNetworkReply::SslHandshakeFailedError)
        return failure(Kind::Tls, u"tls.refused"_s, reply.errorString());
    // a body cut short has a status and an error
    if (http == 0 || (code != QNetworkReply::NoError && code < QNetworkReply::ContentAccessDenied))
        return failure(Kind::Transport, u"transport.failed"_s, reply.errorString());
    const QByteArray body = reply.readAll();
    if (http != 200 && http != 201)
        return problem(http, body, reply.rawHeader("Retry-After"));
    return parseObject(body, maximumAgentMessage);
}

} // namespace

HttpClient::HttpClient(ServerTrust trust, QObject *parent)
    : QObject(parent)
    , m_trust(std::move(trust))
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

QNetworkRequest HttpClient::requestFor(const QString &path, const QByteArray &authorization) const
{
    QUrl url = m_trust.url;
    const QString base = url.path();
    url.setPath((base.endsWith(u'/') ? base.chopped(1) : base) + path);
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("belvedere-agent/" BELVEDERE_VERSION));
    request.setRawHeader("Accept-Encoding", "identity"); // a bound on the answer is one on its bytes
    if (!authorization.isEmpty())
        request.setRawHeader("Authorization", authorization);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(silence);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    request.setSslConfiguration(tls);
    return request;
}

void HttpClient::pin(QNetworkReply *reply, const std::function<void(const QString &)> &refused)
{
    const QString pinned = m_trust.fingerprint;
    connect(reply, &QNetworkReply::sslErrors, this, [reply, pinned](const QList<QSslError> &errors) {
        // refused without us unless every error is about trust, and the certificate is the pinned one
        const bool trust = std::all_of(errors.begin(), errors.end(), isAboutTrust);
        if (trust && !pinned.isEmpty() && fingerprintOf(reply->sslConfiguration().peerCertificate()) == pinned)
            reply->ignoreSslErrors(errors);
    });
    connect(reply, &QNetworkReply::encrypted, this, [reply, pinned, refused] {
        // nothing has been sent yet, the secret neither
        const QString seen = fingerprintOf(reply->sslConfiguration().peerCertificate());
        if (!pinned.isEmpty() && seen != pinned) {
            refused(u"The server's certificate is another one than the pinned: "_s + seen);
            reply->abort();
        }
    });
}

void HttpClient::post(const QString &path, const QByteArray &authorization, const QJsonObject &body,
    const std::function<void(const Result<QJsonObject> &)> &answer)
{
    QNetworkRequest request = requestFor(path, authorization);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("Accept", "application/json");
    QNetworkReply *reply = m_network.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact));
    reply->setReadBufferSize(maximumAgentMessage + 65'536);
    const auto verdict = std::make_shared<Verdict>();
    pin(reply, [verdict](const QString &why) { verdict->tls = why; });
    connect(reply, &QNetworkReply::readyRead, this, [reply, verdict] {
        if (reply->bytesAvailable() > maximumAgentMessage) {
            verdict->tooLarge = true;
            reply->abort();
        }
    });
    auto *timer = new QTimer(reply);
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, reply, [reply, verdict] {
        verdict->late = true;
        reply->abort();
    });
    timer->start(deadline);
    connect(reply, &QNetworkReply::finished, this, [reply, verdict, answer] {
        reply->deleteLater();
        answer(readAnswer(*reply, *verdict));
    });
}

namespace {

// Where a partial answer begins; -1 when it does not say.
qint64 beginOf(const QByteArray &contentRange)
{
    // bytes 100-199/200
    if (!contentRange.startsWith("bytes "))
        return -1;
    bool ok = false;
    const qint64 begin = contentRange.mid(6, contentRange.indexOf('-') - 6).toLongLong(&ok);
    return ok && begin >= 0 ? begin : -1;
}

struct Transfer {
    Verdict verdict;
    QString stopped; // code of the error for which we ended it
    bool hasBegun = false;
    qint64 received = 0; // with what was there before
};

void takeBytes(QNetworkReply *reply, Transfer &transfer, const HttpClient::Download &download)
{
    const int http = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if ((http != 200 && http != 206) || !transfer.stopped.isEmpty())
        return; // a problem document, read in the end
    const auto stop = [&transfer, reply](const QString &code) {
        transfer.stopped = code;
        reply->abort();
    };
    if (!transfer.hasBegun) {
        transfer.received = http == 206 ? beginOf(reply->rawHeader("Content-Range")) : 0;
        transfer.hasBegun = true;
        if (transfer.received < 0 || !download.begin(transfer.received))
            return stop(u"content.stopped"_s);
    }
    const QByteArray bytes = reply->readAll();
    transfer.received += bytes.size();
    if (transfer.received > download.maximum)
        return stop(u"content.too-large"_s);
    if (!bytes.isEmpty() && !download.take(bytes))
        stop(u"content.stopped"_s);
}

Result<Done> endOf(QNetworkReply &reply, const Transfer &transfer)
{
    using Kind = ApiError::Kind;
    const Verdict &verdict = transfer.verdict;
    if (!verdict.tls.isEmpty())
        return failure(Kind::Tls, u"tls.fingerprint"_s, verdict.tls);
    if (!transfer.stopped.isEmpty())
        return failure(Kind::Decode, transfer.stopped, u"The content is not what was announced, or cannot be kept."_s);
    const int http = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError code = reply.error();
    if (code == QNetworkReply::OperationCanceledError || code == QNetworkReply::TimeoutError)
        return failure(Kind::Timeout, u"transport.timeout"_s, u"The server sent nothing for too long."_s);
    if (code == QNetworkReply::SslHandshakeFailedError)
        return failure(Kind::Tls, u"tls.refused"_s, reply.errorString());
    if (http == 416)
        return failure(Kind::Decode, u"content.range"_s, u"The server has nothing at that place."_s, http);
    if (http == 0 || (code != QNetworkReply::NoError && code < QNetworkReply::ContentAccessDenied))
        return failure(Kind::Transport, u"transport.failed"_s, reply.errorString());
    if (http != 200 && http != 206)
        return problem(http, reply.read(65'536), reply.rawHeader("Retry-After"));
    return Done{};
}

} // namespace

void HttpClient::get(const QString &path, const QByteArray &authorization, const Download &download,
    const std::function<void(const Result<Done> &)> &answer)
{
    QNetworkRequest request = requestFor(path, authorization);
    if (download.from > 0)
        request.setRawHeader("Range", "bytes=" + QByteArray::number(download.from) + '-');
    QNetworkReply *reply = m_network.get(request);
    reply->setReadBufferSize(1024 * 1024);
    const auto transfer = std::make_shared<Transfer>();
    pin(reply, [transfer](const QString &why) { transfer->verdict.tls = why; });
    connect(
        reply, &QNetworkReply::readyRead, this, [reply, transfer, download] { takeBytes(reply, *transfer, download); });
    connect(reply, &QNetworkReply::finished, this, [reply, transfer, download, answer] {
        reply->deleteLater();
        takeBytes(reply, *transfer, download);
        answer(endOf(*reply, *transfer));
    });
}

} // namespace belvedere
