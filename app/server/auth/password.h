// Passwords: scrypt with an explicit memory limit, in a text form that names its own parameters.
#pragma once

#include "base/result.h"
#include "base/secret.h"

namespace belvedere::server {

inline constexpr qsizetype minimumPassword = 12; // characters
inline constexpr qsizetype maximumPassword = 256;

// "scrypt$N$r$p$salt$hash", base64url. Takes about 50 ms and 32 MiB; never call it on the writing thread.
Result<QString> hashPassword(const QString &password);
// False for a wrong password and for text of any other form. As slow as hashPassword() also then, so that the time
// does not tell whether an account exists: pass an empty text for one that does not.
bool verifyPassword(const QString &password, const QString &stored);
// Empty when the password may be chosen.
QString passwordProblem(const QString &password, const QString &email);

} // namespace belvedere::server
