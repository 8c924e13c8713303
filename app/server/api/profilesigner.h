// ProfileSigner: the certificate that Apple's configuration profiles are signed with, read and checked at the start.
#pragma once

#include "profiles/rendering.h"
#include "server/http/identity.h"

namespace belvedere::server {

class ProfileSigner {
public:
    // PEM files, the certificate followed by its chain. Errors: "signing.certificate", "signing.key" (unreadable, not
    // PEM, larger than 1 MiB, encrypted), "signing.key-mismatch", "signing.expired" (outside its validity at `now`),
    // "signing.failed" for a key that cannot sign messages.
    static Result<ProfileSigner> load(const http::TlsFiles &files, const QDateTime &now);

    // Apple's platforms have such profiles.
    static bool signs(Platform platform);
    // The same file as a signed message (CMS, DER). What somebody else has signed, and was imported so, stays as it is.
    // Errors: "signing.expired" (409), "signing.failed". Any thread.
    Result<Rendering> sign(Rendering rendering, const QDateTime &now) const;

private:
    explicit ProfileSigner(http::Identity identity);

    http::Identity m_identity;
};

} // namespace belvedere::server
