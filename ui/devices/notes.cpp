// Sentences for notes.
#include "ui/devices/notes.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 hour = 3'600; // seconds
constexpr qint64 day = 24 * hour;

struct Notes {
    Q_DECLARE_TR_FUNCTIONS(DeviceNotes)
public:
    static QString length(qint64 seconds)
    {
        if (seconds >= 2 * day)
            return tr("%n day(s)", nullptr, int(std::min<qint64>(seconds / day, 100'000)));
        if (seconds >= 2 * hour)
            return tr("%n hour(s)", nullptr, int(seconds / hour));
        return tr("%n minute(s)", nullptr, int(seconds / 60));
    }
    static QString skew(qint64 seconds)
    {
        const QString text = seconds < 0
            ? tr("The device's clock is %1 behind. Its reports carry the time at which the server got them.")
            : tr("The device's clock is %1 ahead. Its reports carry the time at which the server got them.");
        return text.arg(length(qAbs(seconds)));
    }
    static QString clone(const QString &id)
    {
        return tr("Its inventory names itself “%1”, as that of another device does: probably one was copied from the "
                  "other.")
            .arg(id);
    }
};

} // namespace

QString noteText(const QString &note)
{
    const QString code = note.section(u' ', 0, 0);
    const QString rest = note.section(u' ', 1);
    bool isNumber = false;
    const qint64 seconds = rest.section(u' ', 0, 0).toLongLong(&isNumber);
    if (code == "clock.skew"_L1 && isNumber)
        return Notes::skew(seconds);
    if (code == "identity.clone"_L1)
        return Notes::clone(rest);
    return note;
}

} // namespace belvedere
