// ProfileSigner: the certificate that Apple's configuration profiles are signed with, read and checked at the start.
#pragma once

#include "profiles/rendering.h"
#include "server/http/identity.h"

namespace belvedere::server {

class ProfileSigner {
public:
    // PEM files, the certificate followed by its chain. Errors: "signing.certificate", "signing.key" (unreadable, not
    // PEM, larger than 1 MiB, encrypted), "signing.key-mismatch", "signing.failed" for a key that cannot sign messages.
    // A certificate that is not valid now is no error: one that runs out must not keep a server from starting again.
    static Result<ProfileSigner> load(const http::TlsFiles &files);

    // Error: "signing.expired" (409), before and after the certificate's validity.
    Result<Done> checkValidity(const QDateTime &now) const;
    // The same file as a signed message (CMS, DER). What somebody else has signed, and was imported so, stays as it is.
    // Errors: those of checkValidity(), "signing.failed". Any thread.
    Result<Rendering> sign(Rendering rendering, const QDateTime &now) const;

private:
    explicit ProfileSigner(http::Identity identity);

    http::Identity m_identity;
};

} // namespace belvedere::server
