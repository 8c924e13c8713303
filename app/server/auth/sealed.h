// Sealing of what is stored and not everybody's who reads the database: AES-256-GCM.
#pragma once

#include <optional>
#include <QByteArray>
#include <QString>

namespace belvedere::server {

// Base64 of nonce, tag and cipher text; the key is derived from `key` by SHA-256. `place`: what it is for; it opens
// nowhere else.
QString sealed(const QByteArray &plain, const QByteArray &key, const QByteArray &place = {});
// Nothing when the text was made under another key or for another place, or has been changed.
std::optional<QByteArray> unsealed(const QString &text, const QByteArray &key, const QByteArray &place = {});

} // namespace belvedere::server
