// Signing of rendered profiles.
#include "server/api/profilesigner.h"

#include "profiles/signing.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

ProfileSigner::ProfileSigner(http::Identity identity)
    : m_identity(std::move(identity))
{
}

Result<ProfileSigner> ProfileSigner::load(const http::TlsFiles &files)
{
    Result<http::Identity> read = http::readIdentity(files);
    if (!read) {
        ApiError error = read.error();
        error.code.replace("tls."_L1, "signing."_L1);
        return error;
    }
    ProfileSigner signer(std::move(read).value());
    const Result<QByteArray> trial = signedProfile("trial", signer.m_identity.certificatePem, signer.m_identity.keyPem);
    if (!trial) {
        ApiError error = trial.error();
        error.detail = u"%1: %2"_s.arg(files.key, error.detail);
        return error;
    }
    return signer;
}

Result<Done> ProfileSigner::checkValidity(const QDateTime &now) const
{
    const Result<Done> valid = http::checkValidity(m_identity, now);
    if (valid)
        return valid;
    return conflict(u"signing.expired"_s,
        QString(valid.error().detail + u" Profiles cannot be signed; give the server another one."));
}

Result<Rendering> ProfileSigner::sign(Rendering rendering, const QDateTime &now) const
{
    const Result<Done> valid = checkValidity(now);
    if (!valid)
        return valid.error();
    for (RenderedText &text : rendering.texts) {
        if (signedContent(text.content))
            continue;
        Result<QByteArray> message = signedProfile(text.content, m_identity.certificatePem, m_identity.keyPem);
        if (!message)
            return message.error();
        text.content = std::move(message).value();
    }
    return rendering;
}

} // namespace belvedere::server
