// Colour, icon and word of each severity.
#include "ui/common/severity.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

Tone toneOf(Severity severity)
{
    constexpr Tone tones[] = {Tone::Muted, Tone::Info, Tone::Ok, Tone::Warning, Tone::Danger};
    return tones[size_t(severity)];
}

Icon iconOf(Severity severity)
{
    constexpr Icon icons[] = {Icon::Unknown, Icon::Info, Icon::Ok, Icon::Warning, Icon::Error};
    return icons[size_t(severity)];
}

QString wordOf(Severity severity)
{
    switch (severity) {
    case Severity::Neutral:
        return QCoreApplication::translate("Severity", "Note");
    case Severity::Info:
        return QCoreApplication::translate("Severity", "Information");
    case Severity::Ok:
        return QCoreApplication::translate("Severity", "Done");
    case Severity::Warning:
        return QCoreApplication::translate("Severity", "Warning");
    case Severity::Danger:
        return QCoreApplication::translate("Severity", "Error");
    }
    return {};
}

QString toneName(Tone tone)
{
    static const QString names[] = {
        u"text"_s, u"muted"_s, u"accent"_s, u"onAccent"_s, u"ok"_s, u"warning"_s, u"danger"_s, u"info"_s};
    return names[size_t(tone)];
}

} // namespace belvedere
