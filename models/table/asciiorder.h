// AsciiOrder: what a locale's collation does to plain ASCII, worked out from its answers, as keys that are quick to
// make.
#pragma once

#include <array>
#include <optional>
#include <QCollator>
#include <string>
#include <string_view>

namespace belvedere {

// Nearly all names of computers are ASCII, and making the platform's collation keys for a million of them takes most
// of a second. Immutable; any number of threads may make keys at once.
class AsciiOrder {
public:
    // Asks `collator` (numeric, case-sensitive) for the order of single characters, then checks the rule found against
    // its answers for all pairs and some thousands of longer texts. Nothing where they disagree, as in languages in
    // which two letters sort as one.
    static std::optional<AsciiOrder> of(const QCollator &collator);

    // Appends the key of `text`; keys compare bytewise as the texts do. False, and nothing appended: not printable
    // ASCII only, or digits without end.
    bool appendKey(std::string_view text, std::string &keys) const;

private:
    static constexpr char firstPlain = 0x20;
    static constexpr char lastPlain = 0x7E;
    static constexpr size_t plainCount = 95;

    AsciiOrder() = default;
    bool derive(const QCollator &collator);
    bool agrees(const QCollator &collator) const;

    // By character: its place among those that differ in more than their case, from 1, and its place within that.
    std::array<quint8, plainCount> m_primary = {};
    std::array<quint8, plainCount> m_minor = {};
};

} // namespace belvedere
