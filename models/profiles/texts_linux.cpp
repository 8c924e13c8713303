// Texts of linux.json for the translators; written by resources/profiles/texts.py.
#include "profiles/texts.h"

#include <QtGlobal>

namespace belvedere {

// clang-format off
std::span<const char *const> linuxProfileTexts()
{
    static constexpr const char *texts[] = {
        QT_TRANSLATE_NOOP("Profiles", "Browser"),
        QT_TRANSLATE_NOOP("Profiles", "Managed policies of Chromium, Google Chrome and Firefox."),
        QT_TRANSLATE_NOOP("Profiles", "Home page"),
        QT_TRANSLATE_NOOP("Profiles", "Blocked addresses"),
        QT_TRANSLATE_NOOP("Profiles", "One pattern a line, e.g. example.org/path; * stands for everything."),
        QT_TRANSLATE_NOOP("Profiles", "Allowed addresses"),
        QT_TRANSLATE_NOOP("Profiles", "Exceptions from the blocked addresses, one pattern a line."),
        QT_TRANSLATE_NOOP("Profiles", "Saving passwords"),
        QT_TRANSLATE_NOOP("Profiles", "Private browsing"),
        QT_TRANSLATE_NOOP("Profiles", "Developer tools"),
        QT_TRANSLATE_NOOP("Profiles", "Password quality"),
        QT_TRANSLATE_NOOP("Profiles", "What new passwords must be like, by pam_pwquality."),
        QT_TRANSLATE_NOOP("Profiles", "Minimum length"),
        QT_TRANSLATE_NOOP("Profiles", "What the main file of pwquality says itself counts more."),
        QT_TRANSLATE_NOOP("Profiles", "characters"),
        QT_TRANSLATE_NOOP("Profiles", "Sorts of characters"),
        QT_TRANSLATE_NOOP("Profiles", "Of small letters, capitals, digits and others."),
        QT_TRANSLATE_NOOP("Profiles", "Same character in a row at most"),
        QT_TRANSLATE_NOOP("Profiles", "Sequences like 1234 at most"),
        QT_TRANSLATE_NOOP("Profiles", "Words of a dictionary are refused"),
        QT_TRANSLATE_NOOP("Profiles", "Also when the administrator sets a password"),
        QT_TRANSLATE_NOOP("Profiles", "Screen lock"),
        QT_TRANSLATE_NOOP("Profiles", "When the screen of a GNOME desktop locks; users cannot change it."),
        QT_TRANSLATE_NOOP("Profiles", "Locks without use after"),
        QT_TRANSLATE_NOOP("Profiles", "minutes"),
        QT_TRANSLATE_NOOP("Profiles", "Delay from the dark screen to the lock"),
        QT_TRANSLATE_NOOP("Profiles", "seconds"),
        QT_TRANSLATE_NOOP("Profiles", "Login banner"),
        QT_TRANSLATE_NOOP("Profiles", "A notice that is shown before people sign in."),
        QT_TRANSLATE_NOOP("Profiles", "Notice"),
        QT_TRANSLATE_NOOP("Profiles", "On text consoles"),
        QT_TRANSLATE_NOOP("Profiles", "Over SSH"),
        QT_TRANSLATE_NOOP("Profiles", "On the sign-in screen of GNOME"),
        QT_TRANSLATE_NOOP("Profiles", "Choose at least one place where the notice is shown."),
        QT_TRANSLATE_NOOP("Profiles", "Trusted authority"),
        QT_TRANSLATE_NOOP("Profiles", "A certificate authority that the computer trusts from then on."),
        QT_TRANSLATE_NOOP("Profiles", "Certificate"),
        QT_TRANSLATE_NOOP("Profiles", "One certificate of an authority in PEM form."),
        QT_TRANSLATE_NOOP("Profiles", "Time source"),
        QT_TRANSLATE_NOOP("Profiles", "Where systemd-timesyncd gets the time from."),
        QT_TRANSLATE_NOOP("Profiles", "Time servers"),
        QT_TRANSLATE_NOOP("Profiles", "When none of them answers"),
        QT_TRANSLATE_NOOP("Profiles", "System updates"),
        QT_TRANSLATE_NOOP("Profiles", "What unattended-upgrades of Debian and Ubuntu installs by itself."),
        QT_TRANSLATE_NOOP("Profiles", "Security updates are installed by themselves"),
        QT_TRANSLATE_NOOP("Profiles", "The computer restarts when an update needs it"),
        QT_TRANSLATE_NOOP("Profiles", "Time of the restart"),
        QT_TRANSLATE_NOOP("Profiles", "a time like 02:30"),
        QT_TRANSLATE_NOOP("Profiles", "Packages"),
        QT_TRANSLATE_NOOP("Profiles",
            "Packages that must be installed, or must not. The agent needs to run with "
            "--allow-packages."),
        QT_TRANSLATE_NOOP("Profiles", "Installed"),
        QT_TRANSLATE_NOOP("Profiles", "Not installed"),
        QT_TRANSLATE_NOOP("Profiles", "Name at least one package."),
        QT_TRANSLATE_NOOP("Profiles", "File"),
        QT_TRANSLATE_NOOP("Profiles", "A file in one of the places that are meant for it."),
        QT_TRANSLATE_NOOP("Profiles", "Path"),
        QT_TRANSLATE_NOOP("Profiles", "Who may read it"),
        QT_TRANSLATE_NOOP("Profiles", "Everybody"),
        QT_TRANSLATE_NOOP("Profiles", "The administrator"),
        QT_TRANSLATE_NOOP("Profiles", "Content"),
        QT_TRANSLATE_NOOP("Profiles", "Firewall"),
        QT_TRANSLATE_NOOP("Profiles",
            "The agent does not change packet filters: a mistake would cut the computer off from its "
            "server. Use a package with the rules."),
        QT_TRANSLATE_NOOP("Profiles", "Encryption"),
        QT_TRANSLATE_NOOP("Profiles",
            "A Linux system is encrypted when it is installed. A compliance rule can ask for it."),
        QT_TRANSLATE_NOOP("Profiles", "Restrictions"),
        QT_TRANSLATE_NOOP("Profiles",
            "Linux decides by groups, sudo and polkit what an account may do, and the agent changes "
            "none of them. The types “Browser”, “Screen lock” and “Password quality” hold what it can."),
        QT_TRANSLATE_NOOP("Profiles", "Wi-Fi"),
        QT_TRANSLATE_NOOP("Profiles",
            "The agent does not change network connections: a mistake would cut the computer off from "
            "its server. Use a package with the connection."),
        QT_TRANSLATE_NOOP("Profiles", "VPN"),
        QT_TRANSLATE_NOOP("Profiles",
            "The agent does not change network connections: a mistake would cut the computer off from "
            "its server. Use a package with the tunnel."),
        QT_TRANSLATE_NOOP("Profiles", "E-mail"),
        QT_TRANSLATE_NOOP("Profiles",
            "An e-mail account belongs to the mail application of a user; Linux keeps none for the "
            "computer."),
        QT_TRANSLATE_NOOP("Profiles", "Exchange"),
        QT_TRANSLATE_NOOP("Profiles",
            "An Exchange account belongs to the mail application of a user; Linux keeps none for the "
            "computer."),
        QT_TRANSLATE_NOOP("Profiles", "Contacts"),
        QT_TRANSLATE_NOOP("Profiles",
            "Contacts belong to the applications of a user; Linux keeps no account for the computer."),
        QT_TRANSLATE_NOOP("Profiles", "Kiosk"),
        QT_TRANSLATE_NOOP("Profiles",
            "The agent does not change which session starts: a mistake would lock everybody out. Use a "
            "package with a session for one application."),
        QT_TRANSLATE_NOOP("Profiles", "Web shortcut"),
        QT_TRANSLATE_NOOP("Profiles",
            "The menus of desktops take their entries from packages: bring a package with a .desktop "
            "file that opens the address."),
        QT_TRANSLATE_NOOP("Profiles", "Wallpaper"),
        QT_TRANSLATE_NOOP("Profiles",
            "A desktop keeps its wallpaper with the user. The type “File” brings pictures to "
            "/usr/share/backgrounds, where users choose them."),
        QT_TRANSLATE_NOOP("Profiles", "Application update"),
        QT_TRANSLATE_NOOP("Profiles", "Applications are packages of the system: use the type “System updates”."),
        QT_TRANSLATE_NOOP("Profiles", "Location"),
        QT_TRANSLATE_NOOP("Profiles",
            "Location services belong to the desktop, which asks its user; the agent does not switch "
            "them."),
    };
    return texts;
}
// clang-format on

} // namespace belvedere
