// Collation: puts a column's texts into the order of a language, digits as numbers.
#pragma once

#include "table/asciiorder.h"
#include "table/column.h"
#include "table/keysort.h"

#include <QLocale>

namespace belvedere {

// Used by one thread at a time.
class Collation {
public:
    explicit Collation(const QLocale &locale);

    const QLocale &locale() const { return m_locale; }
    // Without a language (the C locale) texts are in the order of their bytes but for case, and nothing else of this is
    // needed.
    bool hasLanguage() const { return m_locale.language() != QLocale::C; }
    // <0, 0, >0, as the platform compares.
    int compare(const Column &column, quint32 codeA, quint32 codeB) const;
    // These codes in order; nothing when stopped.
    CodeOrder sorted(const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const;

private:
    const std::optional<AsciiOrder> &ascii() const;
    CodeOrder sortedByPlatform(
        const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const;

    QLocale m_locale;
    QCollator m_collator;
    mutable std::optional<AsciiOrder> m_ascii;
    mutable bool m_asciiKnown = false; // worked out when there are many texts for the first time
};

} // namespace belvedere
