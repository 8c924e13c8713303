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
    };
    return texts;
}
// clang-format on

} // namespace belvedere
