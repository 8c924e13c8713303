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
    // <0, 0, >0, as the platform compares.
    int compare(const Column &column, quint32 codeA, quint32 codeB) const;
    // These codes in order; nothing when stopped.
    CodeOrder sorted(const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const;

private:
    CodeOrder sortedByPlatform(
        const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const;

    QLocale m_locale;
    QCollator m_collator;
    std::optional<AsciiOrder> m_ascii;
};

} // namespace belvedere
