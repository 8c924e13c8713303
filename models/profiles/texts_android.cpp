// Texts of android.json for the translators; written by resources/profiles/texts.py.
#include "profiles/texts.h"

#include <QtGlobal>

namespace belvedere {

// clang-format off
std::span<const char *const> androidProfileTexts()
{
    static constexpr const char *texts[] = {
        QT_TRANSLATE_NOOP("Profiles", "Passcode"),
        QT_TRANSLATE_NOOP("Profiles", "What a passcode must be like."),
        QT_TRANSLATE_NOOP("Profiles", "Strength"),
        QT_TRANSLATE_NOOP("Profiles", "Anything"),
        QT_TRANSLATE_NOOP("Profiles", "Digits"),
        QT_TRANSLATE_NOOP("Profiles", "Digits without sequences"),
        QT_TRANSLATE_NOOP("Profiles", "Letters"),
        QT_TRANSLATE_NOOP("Profiles", "Letters and digits"),
        QT_TRANSLATE_NOOP("Profiles", "Letters, digits and special characters"),
        QT_TRANSLATE_NOOP("Profiles", "Minimum length"),
        QT_TRANSLATE_NOOP("Profiles", "characters"),
    };
    return texts;
}
// clang-format on

} // namespace belvedere
