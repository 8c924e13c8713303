// The list of places for managed files.
#include "domain/managedpath.h"

#include <algorithm>
#include <array>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace belvedere {

QString managedPathProblem(const QString &path)
{
    static constexpr std::array allowed = {
        "/etc/belvedere/", "/opt/", "/srv/", "/usr/local/share/", "/usr/local/etc/", "/usr/share/backgrounds/"};
    // within them, what other programs act upon
    static constexpr std::array refused = {"/usr/local/share/ca-certificates/", "/usr/local/share/dbus-1/",
        "/usr/local/share/polkit-1/", "/usr/local/share/systemd/", "/usr/local/share/glib-2.0/",
        "/usr/local/share/applications/", "/usr/local/share/xsessions/", "/usr/local/share/wayland-sessions/"};
    if (path.size() > 512 || !path.startsWith(u'/') || path.endsWith(u'/'))
        return u"An absolute path of at most 512 characters is expected."_s;
    for (const QChar c : path) {
        if (!c.isPrint())
            return u"The path holds a character that cannot be printed."_s;
    }
    const QStringList parts = path.mid(1).split(u'/');
    for (const QString &part : parts) {
        if (part.isEmpty() || part == "."_L1 || part == ".."_L1 || part.toUtf8().size() > 200)
            return u"The path holds an empty part, a part of dots, or one that is too long."_s;
    }
    const auto starts = [&path](const char *place) { return path.startsWith(QLatin1StringView(place)); };
    if (!std::any_of(allowed.begin(), allowed.end(), starts) || std::any_of(refused.begin(), refused.end(), starts))
        return u"Files are placed below /etc/belvedere, /opt, /srv, /usr/local/share, /usr/local/etc and "
               u"/usr/share/backgrounds only, and not where other programs act upon them."_s;
    return {};
}

std::optional<int> managedMode(const QString &text)
{
    if (text.isEmpty())
        return 0644;
    const bool isOctal = (text.size() == 3 || (text.size() == 4 && text.startsWith(u'0')))
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'7'; });
    const int mode = isOctal ? text.toInt(nullptr, 8) : 0;
    return mode >= 0400 && (mode & ~0755) == 0 ? std::optional(mode) : std::nullopt;
}

} // namespace belvedere
