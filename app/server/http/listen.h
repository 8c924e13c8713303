// The address to listen on, and what kind of address it is.
#pragma once

#include "base/result.h"

#include <QString>

namespace belvedere::http {

struct Listen {
    QString address; // numeric, without brackets
    quint16 port = 0; // 0: any free one
};

// "127.0.0.1:0", "[::1]:8443", "localhost:8080", "*:8443" (every address, both families). Error `listen.invalid`.
Result<Listen> parseListen(const QString &text);

// Plain HTTP is for these only.
bool isLoopback(const Listen &listen);
bool isLoopbackAddress(const QString &address); // 127.0.0.0/8, ::1, and the former mapped into IPv6
bool isAnyAddress(const QString &address);

// The address itself, or the /64 prefix of an IPv6 one: what one customer of a provider usually has.
QString networkOf(const QString &address);

} // namespace belvedere::http
