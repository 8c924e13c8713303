// Signing of rendered profiles.
#include "server/api/profilesigner.h"

#include "profiles/signing.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

ProfileSigner::ProfileSigner(http::Identity identity)
    : m_identity(std::move(identity))
{
}

Result<ProfileSigner> ProfileSigner::load(const http::TlsFiles &files, const QDateTime &now)
{
    Result<http::Identity> read = http::loadIdentity(files, now);
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

bool ProfileSigner::signs(Platform platform)
{
    return platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::MacOs;
}

Result<Rendering> ProfileSigner::sign(Rendering rendering, const QDateTime &now) const
{
    if (now >= m_identity.notAfter)
        return conflict(u"signing.expired"_s,
            u"The server's certificate for profiles was valid until %1; give it a newer one."_s.arg(
                m_identity.notAfter.toString(Qt::ISODate)));
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
