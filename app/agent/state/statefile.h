// A JSON object in the state directory, as several parts of the agent keep account in one.
#pragma once

#include "agent/files/rootdir.h"

#include <QJsonObject>

namespace belvedere {

// Nothing while it has not been written. `what` names it: "The ledger of packages"; "state.damaged" when it cannot be
// read as one.
Result<std::optional<QJsonObject>> readState(
    const RootDir &state, const char *file, qsizetype maximum, const QString &what);
// Whole or not at all. "items.too-large" for what could never be read again; then the file stays as it is.
Result<Done> writeState(const RootDir &state, const char *file, qsizetype maximum, const QJsonObject &object);

QStringList textsFromJson(const QJsonValue &value);

} // namespace belvedere
