// Navigator: where the person is, and the way back.
#pragma once

#include <QObject>
#include <QVariantMap>
#include <vector>

namespace belvedere {

struct Location {
    QString place; // PlaceEntry::id
    QVariantMap arguments; // e.g. {"query": "seen>7d"}
    bool operator==(const Location &) const = default;
};

class Navigator : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Going to where one is already changes nothing; otherwise what lay ahead is forgotten. An argument whose name
    // begins with "!" is an order ("!create"), not part of the place: coming back does not repeat it.
    void go(const QString &place, const QVariantMap &arguments = {});
    // Remembers new arguments for the current location, so that coming back finds e.g. the same query.
    void amend(const QVariantMap &arguments);
    void back();
    void forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < int(m_trail.size()); }
    // Empty before the first `go`.
    Location current() const { return m_at < 0 ? Location() : m_trail[size_t(m_at)]; }
    void forget();

Q_SIGNALS:
    void amended(const belvedere::Location &location);
    void moved(const belvedere::Location &location);

private:
    std::vector<Location> m_trail;
    int m_at = -1;
};

} // namespace belvedere
