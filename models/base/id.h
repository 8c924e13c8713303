// Strong ids: text such as "dev-17", whose prefix names the kind so that an id of another kind is refused.
#pragma once

#include <compare>
#include <optional>
#include <QHashFunctions>
#include <QString>

namespace belvedere {

// Entity must have `static constexpr char idPrefix[]`.
template<class Entity> struct Id {
    QString text;

    bool isEmpty() const { return text.isEmpty(); }
    friend bool operator==(const Id &a, const Id &b) { return a.text == b.text; }
    friend bool operator<(const Id &a, const Id &b) { return a.text < b.text; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.text, seed); }
};

// "dev-17" with prefix "dev" -> 17; nothing for any other text. The number is positive and fits 63 bits.
std::optional<qint64> idNumber(QStringView text, const char *prefix);
QString idText(const char *prefix, qint64 number);

template<class Entity> Id<Entity> makeId(qint64 number) { return {idText(Entity::idPrefix, number)}; }
template<class Entity> std::optional<qint64> number(const Id<Entity> &id)
{
    return idNumber(id.text, Entity::idPrefix);
}

} // namespace belvedere
