// The colours of both themes.
#include "ui/common/tokens.h"

#include <cmath>

namespace belvedere {

QColor Tokens::of(Tone tone) const
{
    switch (tone) {
    case Tone::Text:
        return text;
    case Tone::Muted:
        return muted;
    case Tone::Accent:
        return accent;
    case Tone::OnAccent:
        return onAccent;
    case Tone::Ok:
        return ok;
    case Tone::Warning:
        return warning;
    case Tone::Danger:
        return danger;
    case Tone::Info:
        return info;
    }
    return text;
}

QColor Tokens::soft(Tone tone) const { return mixed(raised, of(tone), dark ? 0.14 : 0.08); }

const Tokens &lightTokens()
{
    static const Tokens tokens{
        .dark = false,
        .surface = QColor(0xf6f8f9),
        .sunken = QColor(0xebeff1),
        .raised = QColor(0xffffff),
        .border = QColor(0xd7dee2),
        .strongBorder = QColor(0x85929b),
        .hover = QColor(0xedf2f4),
        .selected = QColor(0xd8eaf0),
        .text = QColor(0x18222a),
        .muted = QColor(0x51606b),
        .accent = QColor(0x0b647e),
        .onAccent = QColor(0xffffff),
        .ok = QColor(0x1b6e3c),
        .warning = QColor(0x8a5300),
        .danger = QColor(0xb3261e),
        .info = QColor(0x2a58b0),
    };
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens{
        .dark = true,
        .surface = QColor(0x171b1f),
        .sunken = QColor(0x121518),
        .raised = QColor(0x1e2328),
        .border = QColor(0x343c43),
        .strongBorder = QColor(0x6e7b85),
        .hover = QColor(0x272e34),
        .selected = QColor(0x1f4350),
        .text = QColor(0xe5eaed),
        .muted = QColor(0xa0acb5),
        .accent = QColor(0x62c1da),
        .onAccent = QColor(0x06222b),
        .ok = QColor(0x6bca92),
        .warning = QColor(0xe6b45a),
        .danger = QColor(0xff9388),
        .info = QColor(0x90b8f6),
    };
    return tokens;
}

const Tokens &tokensFor(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightnessF() < 0.5F ? darkTokens() : lightTokens();
}

QPalette paletteFrom(const Tokens &t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.surface);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.raised);
    palette.setColor(QPalette::AlternateBase, t.surface);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::PlaceholderText, t.muted);
    palette.setColor(QPalette::Button, t.raised);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::BrightText, t.danger);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::Light, t.raised);
    palette.setColor(QPalette::Midlight, t.hover);
    palette.setColor(QPalette::Mid, t.border);
    palette.setColor(QPalette::Dark, t.strongBorder);
    palette.setColor(QPalette::Shadow, t.dark ? QColor(Qt::black) : t.strongBorder);
    const QColor faint = mixed(t.surface, t.muted, 0.7);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Base, t.surface);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, t.border);
    return palette;
}

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(double(colour.redF())) + 0.7152 * linear(double(colour.greenF()))
        + 0.0722 * linear(double(colour.blueF()));
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor mixed(const QColor &ground, const QColor &over, double amount)
{
    const auto channel = [amount](int from, int to) { return int(std::lround(from + (to - from) * amount)); };
    return QColor(
        channel(ground.red(), over.red()), channel(ground.green(), over.green()), channel(ground.blue(), over.blue()));
}

} // namespace belvedere
