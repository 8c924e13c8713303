// SiteRecord: what this computer remembers of a site. No secret is in it.
#pragma once

#include "domain/json.h"
#include "rest/tls.h"

namespace belvedere {

struct SiteRecord {
    QString id; // made here, never changes; names the secret in the keychain
    QString provider = QStringLiteral("belvedere"); // kind of server
    QString address; // "https://host:port"
    QString email; // of the account that signed in last
    QString name; // for people
    QString pin; // SHA-256 of the accepted certificate; empty: the system's authorities decide
    bool remember = false; // a refresh token is in the keychain

    QUrl url() const { return QUrl(address, QUrl::StrictMode); }
    std::optional<TrustDecision> trust() const;
    bool operator==(const SiteRecord &) const = default;
};

// The address of a site as a person types it: "mdm.example.org", "localhost:8080", "https://host/path". Without a
// scheme https is meant, except for this computer itself with a port. Errors as checkedBase().
Result<QUrl> siteAddress(const QString &typed);
SiteRecord newSite(const QUrl &address, const QString &name);

} // namespace belvedere
