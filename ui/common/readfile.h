// readFileBeside: the content of a file that a person chose, read beside the window's thread.
#pragma once

#include "base/result.h"

#include <functional>
#include <QByteArray>

class QObject;

namespace belvedere {

// Reads at most `limit` bytes in a thread of its own and answers in that of `context`, unless it is gone by then. Error
// "file.too-large", "file.unreadable".
void readFileBeside(
    QObject *context, const QString &path, qsizetype limit, std::function<void(const Result<QByteArray> &)> done);

} // namespace belvedere
