// How a Windows computer proves who it is to a network, as an EapHostConfig.
#pragma once

#include <QStringList>

class QXmlStreamWriter;

namespace belvedere {

enum class EapMethod : quint8 { PeapMschapv2, Tls, Mschapv2 };

struct EapConfig {
    EapMethod method = EapMethod::PeapMschapv2;
    QStringList serverNames; // empty: any that the authorities know
    QStringList trustedRoots; // SHA-1 thumbprints in hexadecimal digits; of Mschapv2 nothing is checked
    bool windowsCredentials = false; // the password of the session
};

void writeEapHostConfig(QXmlStreamWriter &xml, const EapConfig &config);

} // namespace belvedere
