// The texts of the data files as the translators find them; a test holds that none is missing.
#pragma once

#include <span>

namespace belvedere {

std::span<const char *const> androidProfileTexts();
std::span<const char *const> iosProfileTexts();
std::span<const char *const> linuxProfileTexts();
std::span<const char *const> macosProfileTexts();
std::span<const char *const> windowsProfileTexts();

} // namespace belvedere
