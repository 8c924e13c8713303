// Sealing of stored answers: AES-256-GCM under a key that only the asking client holds.
#pragma once

#include <optional>
#include <QByteArray>
#include <QString>

namespace belvedere::server {

// Base64 of nonce, tag and cipher text; the key is derived from `key` by SHA-256.
QString sealed(const QByteArray &plain, const QByteArray &key);
// Nothing when the text was made under another key or has been changed.
std::optional<QByteArray> unsealed(const QString &text, const QByteArray &key);

} // namespace belvedere::server
