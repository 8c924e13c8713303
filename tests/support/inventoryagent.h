// The inventory agent that Debian ships, unmodified, pointed at a server of ours.
#pragma once

#include <QDir>
#include <QString>

class QProcess;

namespace belvedere::test {

// Starts it once; it keeps its state under `home` and reads none of this computer's own configuration. It ends with 0
// even when the server refused everything: what counts is the server's state afterwards. False: a file could not be
// written.
bool startInventoryAgent(QProcess &agent, const QDir &home, const QString &server, const QString &token);

} // namespace belvedere::test
