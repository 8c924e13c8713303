// The target of a request, taken apart and checked.
#pragma once

#include "base/result.h"
#include "server/http/message.h"

namespace belvedere::http {

struct Target {
    QString path;
    QStringList segments;
    QList<std::pair<QString, QString>> parameters;
};

// Origin form ("/a?b=c"), absolute form ("http://host/a") or "*". Refused with `request.malformed`: bytes outside
// printable ASCII, broken percent encoding, invalid UTF-8, control characters, "." and ".." segments (also when
// encoded, also behind a backslash), fragments, more than 256 segments or parameters.
Result<Target> parseTarget(QByteArrayView raw);

} // namespace belvedere::http
