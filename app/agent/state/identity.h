// Identity: who this device is to its server, kept in the state directory and readable by its owner only.
#pragma once

#include "agent/files/rootdir.h"
#include "base/secret.h"

#include <QUrl>

namespace belvedere {

struct Identity {
    QUrl server;
    QString fingerprint; // pinned certificate, or empty
    QString device; // id
    Secret secret;

    // The value of the Authorization header.
    QByteArray authorization() const;
};

// Makes the state directory with mode 0700; refuses one that others can write to ("state.unsafe").
Result<RootDir> openState(const QString &directory);
// Nothing when the device has not enrolled yet; "state.damaged" when the file cannot be read as one.
Result<std::optional<std::shared_ptr<const Identity>>> loadIdentity(const RootDir &state);
Result<Done> saveIdentity(const RootDir &state, const Identity &identity);

} // namespace belvedere
