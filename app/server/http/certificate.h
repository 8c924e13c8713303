// The server's own self-signed certificate: made once, kept, and made anew only when it runs out.
#pragma once

#include "server/http/identity.h"

namespace belvedere::http {

// `server.crt` and `server.key` (0600) in `directory`, which is made when missing (0700). A pair that is whole and
// good for another 30 days from `now` is used as it is, so that the fingerprint that agents have pinned stays;
// otherwise a new one is made: EC P-256, 820 days, for localhost, 127.0.0.1, ::1 and this computer's name.
// Error `tls.certificate` when the directory cannot be written. Safe against another process doing the same.
Result<TlsFiles> ensureSelfSigned(const QString &directory, const QDateTime &now = QDateTime::currentDateTimeUtc());

} // namespace belvedere::http
