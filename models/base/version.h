// Version: numeric segments, then a suffix as second key (compliance rules: 17.10 > 17.9.1, 18.0 = 18.0.0).
#pragma once

#include <QByteArray>
#include <QString>

#include <compare> // behind Qt's: moc cannot read it as the first of the standard library's

namespace belvedere {

class Version {
public:
    static constexpr int maximumLength = 128; // characters

    Version() = default; // not known
    // Any text; what does not start with a digit sorts before every number. Longer text is cut at maximumLength.
    explicit Version(QString text);

    bool isNull() const { return m_text.isEmpty(); }
    const QString &text() const { return m_text; }
    // Compares bytewise exactly as the versions compare; equal versions have equal keys. Printable as
    // far as the suffix is, so that it fits a text column.
    const QByteArray &key() const { return m_key; }

    friend bool operator==(const Version &a, const Version &b) { return a.m_key == b.m_key; }
    friend std::strong_ordering operator<=>(const Version &a, const Version &b)
    {
        const int order = a.m_key.compare(b.m_key);
        return order < 0 ? std::strong_ordering::less
            : order > 0  ? std::strong_ordering::greater
                         : std::strong_ordering::equal;
    }

private:
    QString m_text;
    QByteArray m_key;
};

} // namespace belvedere
