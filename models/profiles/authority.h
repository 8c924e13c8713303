// Authority: the certificate of an authority in a file that somebody gave us.
#pragma once

#include <optional>
#include <QByteArray>

namespace belvedere {

inline constexpr qsizetype maximumCertificateBytes = 65'536;

struct Authority {
    QByteArray der;
    QByteArray sha1; // 20 bytes, the thumbprint by which Windows names it
    bool isRoot = false; // it has issued itself
};

// One certificate in PEM or DER form that may issue others. Nothing when it is something else, or several.
std::optional<Authority> readAuthority(const QByteArray &file);

} // namespace belvedere
