// How old what is shown is, in words.
#pragma once

#include <QDateTime>

namespace belvedere {

// "as of 14:02, 3 hours ago"; with the date unless it is today's. Empty for an invalid time.
QString asOfText(const QDateTime &time, const QDateTime &now);
// The same as a sentence above a table: "As of 14:02, 3 hours ago; not connected".
QString notConnectedText(const QDateTime &time, const QDateTime &now);

} // namespace belvedere
