// Severity: how good or bad something is, always shown as a colour together with an icon or a word.
#pragma once

#include "ui/common/icons.h"

namespace belvedere {

enum class Severity : quint8 { Neutral, Info, Ok, Warning, Danger };

Tone toneOf(Severity severity);
Icon iconOf(Severity severity);
// "Warning", translated; for screen readers and wherever no icon is shown.
QString wordOf(Severity severity);
// The value of the style sheet's `tone` property: "warning".
QString toneName(Tone tone);

} // namespace belvedere
