// QnamTransport: the transport over QNetworkAccessManager, its traps closed.
#pragma once

#include "rest/transport.h"

#include <memory>

namespace belvedere {

class QnamTransport final : public Transport {
public:
    // authorities: trusted beside the system's, for this transport only.
    explicit QnamTransport(QList<QSslCertificate> authorities = {});
    ~QnamTransport() override;

    Exchange *start(const WireRequest &request, QObject *parent) override;
    void setTrust(const std::optional<TrustDecision> &decision) override;
    std::optional<TlsFacts> tlsProblem() const override;

    struct Shared; // what the exchanges need of the transport

private:
    std::shared_ptr<Shared> m_shared;
};

} // namespace belvedere
