// The transport: trust, and the start of exchanges.
#include "rest/qnamexchange.h"

namespace belvedere {

QnamTransport::QnamTransport(QList<QSslCertificate> authorities)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->authorities = std::move(authorities);
}

QnamTransport::~QnamTransport() = default;

Exchange *QnamTransport::start(const WireRequest &request, QObject *parent)
{
    return new QnamExchange(m_shared, request, parent);
}

void QnamTransport::setTrust(const std::optional<TrustDecision> &decision)
{
    m_shared->trust = decision;
    m_shared->problem.reset();
    m_shared->calls.clearConnectionCache();
    m_shared->streams.clearConnectionCache();
}

std::optional<TlsFacts> QnamTransport::tlsProblem() const { return m_shared->problem; }

std::optional<TrustDecision> QnamTransport::Shared::pinFor(const QUrl &url) const
{
    const bool fits = trust && trust->host.compare(url.host(), Qt::CaseInsensitive) == 0 && trust->port == portOf(url);
    return fits ? trust : std::nullopt;
}

} // namespace belvedere
