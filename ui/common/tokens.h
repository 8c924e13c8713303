// Tokens: the named colours and distances that every widget, icon and chart is drawn with.
#pragma once

#include <QColor>
#include <QPalette>

namespace belvedere {

enum class Tone : quint8 { Text, Muted, Accent, OnAccent, Ok, Warning, Danger, Info };

struct Tokens {
    bool dark;
    QColor surface; // the ground of the window
    QColor sunken; // navigation and top bar
    QColor raised; // tables, fields, cards
    QColor border;
    QColor strongBorder; // around what can be typed into: 3:1 against its ground
    QColor hover;
    QColor selected; // rows and the current place, under ordinary text
    QColor text;
    QColor muted;
    QColor accent;
    QColor onAccent;
    QColor ok;
    QColor warning;
    QColor danger;
    QColor info;

    QColor of(Tone tone) const;
    // The quiet ground behind a message or badge of this tone; ordinary and toned text is legible on it.
    QColor soft(Tone tone) const;
};

const Tokens &lightTokens();
const Tokens &darkTokens();
// The set that belongs to a palette, by the lightness of its window colour.
const Tokens &tokensFor(const QPalette &palette);
QPalette paletteFrom(const Tokens &tokens);

// WCAG 2 contrast of two opaque colours, 1..21.
double contrastRatio(const QColor &a, const QColor &b);
// `amount` (0..1) of `over` laid on `ground`.
QColor mixed(const QColor &ground, const QColor &over, double amount);

// Distances, in device-independent pixels.
namespace space {
inline constexpr int xs = 4;
inline constexpr int s = 8;
inline constexpr int m = 12;
inline constexpr int l = 16;
inline constexpr int xl = 24;
inline constexpr int xxl = 32;
inline constexpr int radius = 5;
} // namespace space

} // namespace belvedere
