// Texts of windows.json for the translators; written by resources/profiles/texts.py.
#include "profiles/texts.h"

#include <QtGlobal>

namespace belvedere {

// clang-format off
std::span<const char *const> windowsProfileTexts()
{
    static constexpr const char *texts[] = {
        QT_TRANSLATE_NOOP("Profiles", "Passcode"),
        QT_TRANSLATE_NOOP("Profiles",
            "What the passwords of local accounts must be like, and when the computer locks itself."),
        QT_TRANSLATE_NOOP("Profiles", "A password must be set"),
        QT_TRANSLATE_NOOP("Profiles", "Minimum length"),
        QT_TRANSLATE_NOOP("Profiles", "characters"),
        QT_TRANSLATE_NOOP("Profiles", "Locks at the latest after"),
        QT_TRANSLATE_NOOP("Profiles", "minutes"),
    };
    return texts;
}
// clang-format on

} // namespace belvedere
