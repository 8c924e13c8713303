// Display: cells as text for people, in their language and formats.
#pragma once

#include "base/clock.h"
#include "domain/field.h"

#include <memory>
#include <QHash>
#include <QLocale>
#include <QSet>

namespace belvedere {

struct Bands;

// `context` is the entity's translation context ("Device"), a literal. For one thread at a time, like translations.
class Display {
public:
    Display(const char *context, std::shared_ptr<const Clock> clock, const QLocale &locale = QLocale());

    // What the codes in a field of text or of a set mean, already translated; codes that are not among them stand for
    // themselves.
    void setWords(const QString &field, const QHash<QString, QString> &words) { m_words.insert(field, words); }

    // What a zero or nothing in a field stands for, already translated: "None", "All".
    void setNothing(const QString &field, const QString &text) { m_nothing.insert(field, text); }
    // A field of time until which something holds: of one that has passed, text() says so.
    void setDeadline(const QString &field) { m_deadlines.insert(field); }
    // A field of time of which text() is exact too.
    void setExact(const QString &field) { m_exact.insert(field); }
    bool isExact(const Field &field) const { return m_exact.contains(QString::fromLatin1(field.name)); }

    const char *context() const { return m_context; }
    QString label(const Field &field) const;
    // As short as a table cell wants it: "5 minutes ago", "16 GiB", "Yes"; what is not known is a dash.
    QString text(const Cell &cell, const Field &field) const;
    // The heading of the rows that have this value or, with bands, this number of a band.
    QString group(const Cell &value, const Bands *bands, const Field &field) const;
    // The exact value: the point in time with its zone, all bytes, a word with its code; otherwise as text().
    QString detail(const Cell &cell, const Field &field) const;
    // For screen readers: as text(), but "not known" in words.
    QString spoken(const Cell &cell, const Field &field) const;
    // For a spreadsheet: labels as text(), but times in ISO 8601 (UTC), plain numbers, codes as they are, and nothing
    // where nothing is known.
    QString plain(const Cell &cell, const Field &field) const;

    const QLocale &locale() const { return m_locale; }
    QDateTime now() const { return m_clock->now(); }

private:
    QString band(qint64 number, const Bands &bands, const Field &field) const;
    QString edge(qint64 value, const Field &field) const;
    QString choiceLabel(const QString &token, const Field &field) const;
    QString relative(const QDateTime &time) const;
    QString duration(qint64 seconds) const;
    QString word(const QString &code, const Field &field) const;
    std::optional<QString> nothing(const Cell &cell, const Field &field) const;

    const char *m_context;
    std::shared_ptr<const Clock> m_clock;
    QLocale m_locale;
    QHash<QString, QHash<QString, QString>> m_words; // by field
    QHash<QString, QString> m_nothing; // by field
    QSet<QString> m_exact; // fields
    QSet<QString> m_deadlines; // fields
};

} // namespace belvedere
