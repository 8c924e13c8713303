// The enrolment string: server, token and certificate in one line that a person can carry to a device.
#pragma once

#include "base/result.h"

#include <QUrl>

namespace belvedere {

struct EnrolmentString {
    QUrl server; // https, or http to a loopback address
    QString token;
    QString fingerprint; // SHA-256 of the server's certificate (DER), 64 lower-case hex; empty: public trust
};

// "url#token#sha256"; without a fingerprint "url#token".
QString toText(const EnrolmentString &enrolment);
// Error "enrolment.malformed". Colons and capitals in the fingerprint are accepted.
Result<EnrolmentString> parseEnrolmentString(const QString &text);

// True for localhost, 127.0.0.0/8 and ::1.
bool isLoopback(const QUrl &url);
// The server address alone: https, or http to loopback, no user, query or fragment.
bool isServerUrl(const QUrl &url);
// Lower case without colons; empty unless it is a SHA-256.
QString canonicalFingerprint(const QString &text);

} // namespace belvedere
