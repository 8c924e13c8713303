// Digests and random bytes from the operating system.
#pragma once

#include <QByteArray>
#include <QString>

namespace belvedere {

QByteArray randomBytes(qsizetype count); // cryptographically strong
QString randomToken(qsizetype bytes = 32); // base64url without padding
QByteArray sha256(QByteArrayView data); // 32 bytes
QString sha256Hex(QByteArrayView data); // 64 lower-case characters
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace belvedere
