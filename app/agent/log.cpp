// Writing of log lines.
#include "agent/log.h"

#include <cstdio>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace belvedere {

void logLine(const QString &text)
{
    QString line = text.left(1'000);
    for (QChar &c : line) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    }
    const QString stamped =
        QDateTime::currentDateTimeUtc().toString(Qt::ISODate) + u" belvedere-agent: " + line + u'\n';
    std::fputs(stamped.toUtf8().constData(), stderr);
    std::fflush(stderr);
}

} // namespace belvedere
