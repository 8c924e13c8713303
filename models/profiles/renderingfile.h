// RenderingFile: a rendering as one file for a person to keep, from the answer of the server.
#pragma once

#include "base/result.h"

#include <QJsonObject>

namespace belvedere {

// `files` by name: {"base64": …}. A single one byte for byte; several follow each other, each behind a line with its
// name.
QByteArray asOneFile(const QJsonObject &files);

// A file name for the profile of this name: only what every file system takes, and the ending that belongs to it.
QString suggestedFileName(const QString &profile, const QJsonObject &files);

// Whole or not at all; a file with secrets is its owner's alone before the first byte is in it. Error "file.write".
Result<Done> writeRendering(const QString &path, const QByteArray &bytes, bool holdsSecrets);

} // namespace belvedere
