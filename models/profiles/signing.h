// Signing of Apple configuration profiles (CMS), and reading what a signed one holds.
#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace belvedere {

// The content in a signed message, DER, with the certificates of the chain in it. `certificates`: PEM, that of the key
// first. Errors: "signing.certificate", "signing.key" (unreadable, encrypted, or of another certificate),
// "signing.failed".
Result<QByteArray> signedProfile(const QByteArray &content, const QByteArray &certificates, const Secret &key);

// What a signed message holds; who signed it is not checked. Error: "signing.message" when it is none.
Result<QByteArray> signedContent(const QByteArray &message);

} // namespace belvedere
