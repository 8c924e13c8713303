// Reading addresses, with the system's own parser.
#include "server/http/listen.h"

#ifdef _WIN32
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

#include <array>
#include <cstring>
#include <QByteArray>

namespace belvedere::http {

using namespace Qt::StringLiterals;

namespace {

using Address = std::array<uchar, 16>;

// IPv4 as its mapping into IPv6; false when `text` is neither.
bool parseAddress(const QString &text, Address &address)
{
    const QByteArray latin = text.toLatin1();
    if (inet_pton(AF_INET6, latin.constData(), address.data()) == 1)
        return true;
    address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return inet_pton(AF_INET, latin.constData(), address.data() + 12) == 1;
}

bool isMapped(const Address &address)
{
    static constexpr uchar prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(address.data(), prefix, sizeof prefix) == 0;
}

ApiError invalid(const QString &text)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"listen.invalid"_s;
    error.detail = u"\"%1\" is not an address to listen on; write it like 127.0.0.1:8080 or [::1]:8443."_s.arg(text);
    return error;
}

} // namespace

Result<Listen> parseListen(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon < 0)
        return invalid(text);
    bool ok = false;
    const ushort port = text.sliced(colon + 1).toUShort(&ok);
    QString host = text.first(colon);
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (bracketed)
        host = host.sliced(1, host.size() - 2);
    if (!ok || host.contains(u':') != bracketed)
        return invalid(text);
    if (host == u"localhost")
        host = u"127.0.0.1"_s;
    else if (host == u"*")
        host = u"::"_s;
    Address address;
    if (!parseAddress(host, address))
        return invalid(text);
    return Listen{host, port};
}

bool isLoopback(const Listen &listen) { return isLoopbackAddress(listen.address); }

bool isLoopbackAddress(const QString &text)
{
    Address address;
    if (!parseAddress(text, address))
        return false;
    static constexpr Address one = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return address == one || (isMapped(address) && address[12] == 127);
}

bool isAnyAddress(const QString &text)
{
    Address address;
    if (!parseAddress(text, address))
        return false;
    return address == Address{} || (isMapped(address) && std::memcmp(address.data() + 12, "\0\0\0", 4) == 0);
}

QString networkOf(const QString &text)
{
    Address address;
    if (!parseAddress(text, address) || isMapped(address))
        return text;
    return QString::fromLatin1(QByteArray::fromRawData(reinterpret_cast<const char *>(address.data()), 8).toHex());
}

} // namespace belvedere::http
