// Certificate: an X.509 certificate that devices can be told to trust; its private key is never kept.
#pragma once

#include "domain/field.h"

namespace belvedere {

struct Certificate {
    static constexpr char idPrefix[] = "crt";

    Id<Certificate> id;
    QString name;
    QString description;
    QString subject; // one line, "CN=…, O=…"
    QString issuer;
    QString serial; // lower-case hex digits
    QDateTime notBefore;
    QDateTime notAfter;
    QStringList keyUsage; // words of RFC 5280: "keyCertSign"
    QString fingerprint; // SHA-256 of the certificate, 64 lower-case hex digits
    bool isCa = false; // may be trusted as an authority
    qint64 chain = 0; // certificates in the file, this one included
    QString sha256; // of the content that devices get: PEM
    qint64 size = 0; // bytes
    qint64 revision = 0;
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

} // namespace belvedere
