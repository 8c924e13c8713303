// Certificates that the computer was given: authorities beyond those of its distribution, and its own.
#include "agent/facts/collectors.h"
#include "api/agentprotocol.h"

#include <QDirIterator>
#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumFile = 256 * 1024; // bytes
constexpr int maximumFiles = 5'000;

QString nameOf(const QSslCertificate &certificate, bool issuer)
{
    for (const auto part :
        {QSslCertificate::CommonName, QSslCertificate::OrganizationalUnitName, QSslCertificate::Organization}) {
        const QStringList values = issuer ? certificate.issuerInfo(part) : certificate.subjectInfo(part);
        if (!values.isEmpty() && !values.first().isEmpty())
            return values.first().left(256);
    }
    return u"-"_s;
}

void addFile(const FactSource &source, const QString &path, const QString &purpose, QList<InstalledCertificate> &all)
{
    const auto bytes = source.read(path, maximumFile);
    if (!bytes)
        return;
    const QList<QSslCertificate> found =
        QSslCertificate::fromData(*bytes, bytes->contains("-----BEGIN") ? QSsl::Pem : QSsl::Der);
    // of a chain the first is the computer's own; the others are its authorities'
    for (const QSslCertificate &certificate : found.mid(0, purpose == "identity"_L1 ? 1 : found.size())) {
        if (certificate.isNull())
            continue;
        InstalledCertificate one;
        one.subject = nameOf(certificate, false);
        one.issuer = nameOf(certificate, true);
        one.serial = QString::fromLatin1(certificate.serialNumber()).remove(u':').toLower();
        one.notAfter = certificate.expiryDate().toUTC();
        one.purpose = purpose;
        one.sha256 = QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
        const bool known =
            std::any_of(all.begin(), all.end(), [&one](const auto &other) { return other.sha256 == one.sha256; });
        if (!known)
            all.append(one);
    }
}

} // namespace

std::optional<HeldCertificates> heldCertificates(const FactSource &source)
{
    const QString local = u"/usr/local/share/ca-certificates"_s;
    const QString live = u"/etc/letsencrypt/live"_s;
    // without the directory of bundles the computer knows no authorities in the way that is read here
    if (!source.exists(u"/etc/ssl/certs"_s))
        return std::nullopt;
    QList<InstalledCertificate> all;
    QDirIterator files(source.path(local), {u"*.crt"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    for (int i = 0; files.hasNext() && i < maximumFiles; ++i)
        addFile(source, files.next().mid(source.root.size()), u"authority"_s, all);
    for (const QString &name : source.names(live))
        addFile(source, live + u'/' + name + u"/cert.pem"_s, u"identity"_s, all);
    HeldCertificates held;
    for (const InstalledCertificate &one : std::as_const(all)) { // before the list is cut
        if (one.notAfter.isValid() && (!held.nextExpiry.isValid() || one.notAfter < held.nextExpiry))
            held.nextExpiry = one.notAfter;
    }
    std::sort(all.begin(), all.end(),
        [](const auto &a, const auto &b) { return std::tie(a.notAfter, a.sha256) < std::tie(b.notAfter, b.sha256); });
    held.certificates = all.mid(0, maximumCertificates);
    return held;
}

} // namespace belvedere
