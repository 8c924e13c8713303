// One exchange: TLS verdict, limits, classification.
#include "rest/qnamexchange.h"

#include "rest/problem.h"

#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Kind = ApiError::Kind;

// Of a streamed body: what a busy window finds waiting is handed on in pieces, between which it has a turn.
constexpr qint64 pieceBytes = 512 * 1024;

// A body that can be read once: the access manager cannot silently send the request again.
class OneShotBody final : public QIODevice {
public:
    explicit OneShotBody(QByteArray bytes, QObject *parent)
        : QIODevice(parent)
        , m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_bytes.size() - m_at + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maximum) override
    {
        const qint64 count = std::min<qint64>(maximum, m_bytes.size() - m_at);
        if (count == 0)
            return -1;
        std::copy_n(m_bytes.constData() + m_at, count, data);
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

QNetworkRequest prepared(const WireRequest &from, const QList<QSslCertificate> &authorities)
{
    using Request = QNetworkRequest;
    Request request(from.url);
    request.setAttribute(Request::RedirectPolicyAttribute, Request::ManualRedirectPolicy);
    request.setAttribute(Request::CookieLoadControlAttribute, Request::Manual);
    request.setAttribute(Request::CookieSaveControlAttribute, Request::Manual);
    request.setAttribute(Request::AuthenticationReuseAttribute, Request::Manual);
    request.setAttribute(Request::CacheLoadControlAttribute, Request::AlwaysNetwork);
    request.setAttribute(Request::CacheSaveControlAttribute, false);
    request.setAttribute(Request::Http2AllowedAttribute, false);
    request.setTransferTimeout(0); // it counts time in the queue and ends like an abort; we have our own
    for (const Header &header : from.headers)
        request.setRawHeader(header.name, header.value);
    if (!from.contentType.isEmpty())
        request.setHeader(Request::ContentTypeHeader, from.contentType);
    QSslConfiguration tls = request.sslConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.addCaCertificates(authorities);
    request.setSslConfiguration(tls);
    return request;
}

ApiError transportError(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return wireError(Kind::Transport, u"http.refused"_s, u"The server does not accept connections."_s);
    case QNetworkReply::HostNotFoundError:
        return wireError(Kind::Transport, u"http.host-not-found"_s, u"There is no such host."_s);
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return wireError(Kind::Transport, u"http.closed"_s, u"The connection ended before the answer was complete."_s);
    default:
        return wireError(Kind::Transport, u"http.failed"_s,
            u"The exchange failed: %1."_s.arg(QVariant::fromValue(reply.error()).toString()));
    }
}

} // namespace

QnamExchange::QnamExchange(std::shared_ptr<QnamTransport::Shared> shared, const WireRequest &request, QObject *parent)
    : Exchange(parent)
    , m_shared(std::move(shared))
    , m_request(request)
{
    m_silence.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this,
        [this] { giveUp(wireError(Kind::Timeout, u"http.silence"_s, u"The server was silent for too long."_s)); });
    connect(&m_deadline, &QTimer::timeout, this,
        [this] { giveUp(wireError(Kind::Timeout, u"http.deadline"_s, u"The answer took too long."_s)); });
    if (m_request.url.scheme() != "https"_L1 && !isLoopback(m_request.url.host())) {
        giveUp(wireError(Kind::Tls, u"tls.required"_s, u"Without TLS only this computer itself is allowed."_s));
        return;
    }
    send();
}

QnamExchange::~QnamExchange()
{
    if (m_network) {
        m_network->disconnect(this);
        delete m_network; // before the body that it may still read
    }
}

void QnamExchange::send()
{
    QNetworkRequest request = prepared(m_request, m_shared->authorities);
    QNetworkAccessManager &manager =
        m_request.streamed && m_request.deadline.count() == 0 ? m_shared->streams : m_shared->calls;
    if (m_request.once && !m_request.body.isEmpty()) {
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        m_network = manager.sendCustomRequest(request, m_request.verb, new OneShotBody(m_request.body, this));
    } else {
        m_network = manager.sendCustomRequest(request, m_request.verb, m_request.body);
    }
    m_network->setParent(this);
    connect(m_network, &QNetworkReply::sslErrors, this, &QnamExchange::onSslErrors);
    connect(m_network, &QNetworkReply::encrypted, this, &QnamExchange::onEncrypted);
    connect(m_network, &QNetworkReply::metaDataChanged, this, &QnamExchange::onHead);
    connect(m_network, &QNetworkReply::readyRead, this, &QnamExchange::onReadable);
    connect(m_network, &QNetworkReply::finished, this, &QnamExchange::onFinished);
    connect(m_network, &QNetworkReply::uploadProgress, this, [this] {
        if (m_request.silence.count() > 0)
            m_silence.start(m_request.silence);
    });
    if (m_request.silence.count() > 0)
        m_silence.start(m_request.silence);
    if (m_request.deadline.count() > 0)
        m_deadline.start(m_request.deadline);
}

void QnamExchange::onSslErrors(const QList<QSslError> &errors)
{
    const QSslCertificate leaf = m_network->sslConfiguration().peerCertificate();
    const QString code = judgeTls(errors, leaf, m_shared->pinFor(m_request.url));
    if (code.isEmpty())
        m_network->ignoreSslErrors(errors);
    else
        refuseTls(code, errors);
}

void QnamExchange::onEncrypted()
{
    // Nothing of the request has left yet. A pin also binds when some authority vouches for the certificate.
    const auto pin = m_shared->pinFor(m_request.url);
    const QString code = judgeTls({}, m_network->sslConfiguration().peerCertificate(), pin);
    if (code.isEmpty())
        return;
    refuseTls(code, {});
    m_network->abort(); // now, so that the request stays here; finished() finds the failure already set
}

void QnamExchange::refuseTls(const QString &code, const QList<QSslError> &errors)
{
    const QList<QSslCertificate> chain = m_network->sslConfiguration().peerCertificateChain();
    const TlsFacts facts = tlsFacts(m_request.url, code, chain, errors, m_shared->pinFor(m_request.url));
    m_shared->problem = facts;
    // Delivered when the handshake that fails now has ended.
    m_reply.failure =
        wireError(Kind::Tls, code, u"The certificate is not trusted. %1"_s.arg(facts.errors.join(u' ')).trimmed());
}

void QnamExchange::onHead()
{
    const int status = m_network->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status < 200 || m_reply.status != 0)
        return;
    m_reply.status = status;
    m_isRefusal = status >= 300;
    const QList<QNetworkReply::RawHeaderPair> pairs = m_network->rawHeaderPairs();
    for (const auto &pair : pairs)
        m_reply.headers.push_back({pair.first.toLower(), pair.second});
    if (m_request.silence.count() > 0)
        m_silence.start(m_request.silence);
    if (m_request.streamed && !m_isRefusal)
        Q_EMIT started(m_reply);
}

void QnamExchange::onReadable()
{
    onHead();
    if (m_delivered || m_reply.failure || !m_network || m_isWaiting)
        return;
    if (m_request.silence.count() > 0)
        m_silence.start(m_request.silence);
    const bool inPieces = m_request.streamed && !m_isRefusal;
    const QByteArray piece = inPieces ? m_network->read(pieceBytes) : m_network->readAll();
    if (!piece.isEmpty() && m_network->bytesAvailable() > 0) {
        m_isWaiting = true;
        QMetaObject::invokeMethod(this, &QnamExchange::readOn, Qt::QueuedConnection);
    }
    m_bytes += piece.size();
    const qint64 bound = m_isRefusal ? maximumProblemBytes : m_request.maximumBytes;
    if (bound > 0 && m_bytes > bound) {
        refuseSize(bound);
    } else if (inPieces) {
        Q_EMIT received(piece);
    } else {
        m_reply.body += piece;
    }
}

void QnamExchange::readOn()
{
    m_isWaiting = false;
    if (m_isOver)
        onFinished();
    else
        onReadable();
}

void QnamExchange::refuseSize(qint64 bound)
{
    if (m_isRefusal) {
        m_reply.body.clear(); // not a problem document; the status says enough
        deliver();
        return;
    }
    ApiError error = wireError(Kind::Decode, u"http.too-large"_s, u"The answer is larger than %1 bytes."_s.arg(bound));
    error.http = m_reply.status;
    giveUp(error);
}

std::optional<ApiError> QnamExchange::failureOf(const QNetworkReply &reply) const
{
    const auto code = reply.error();
    if (code == QNetworkReply::SslHandshakeFailedError)
        return wireError(Kind::Tls, u"tls.failed"_s, u"No secure connection could be made."_s);
    // A body cut short keeps its "200 OK" and has an error beside it.
    const bool refusedByServer = m_isRefusal && code >= QNetworkReply::ContentAccessDenied;
    if (m_reply.status == 0 || (code != QNetworkReply::NoError && !refusedByServer))
        return transportError(reply);
    return std::nullopt;
}

void QnamExchange::onFinished()
{
    m_isOver = true;
    onHead();
    if (m_delivered || m_isWaiting)
        return; // comes again when everything was handed on
    if (m_reply.failure) {
        deliver();
        return;
    }
    m_reply.failure = failureOf(*m_network);
    if (!m_reply.failure && m_network->bytesAvailable() > 0)
        onReadable();
    if (m_isWaiting && !m_reply.failure)
        return;
    if (m_reply.failure && m_reply.failure->code == "tls.failed"_L1 && !m_shared->problem)
        m_shared->problem = tlsFacts(m_request.url, m_reply.failure->code, {}, {}, m_shared->pinFor(m_request.url));
    deliver();
}

void QnamExchange::giveUp(const ApiError &error)
{
    if (!m_reply.failure)
        m_reply.failure = error;
    // Later: an abort inside one of the reply's signals would re-enter us.
    QMetaObject::invokeMethod(
        this, [this] { deliver(); }, Qt::QueuedConnection);
}

void QnamExchange::deliver()
{
    if (std::exchange(m_delivered, true))
        return;
    m_silence.stop();
    m_deadline.stop();
    if (m_network)
        m_network->disconnect(this); // it ends with us; aborting it here would re-enter it
    Q_EMIT finished(m_reply);
}

} // namespace belvedere
