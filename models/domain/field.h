// Field: one declared property of an entity. JSON, columns, queries, forms, SQL and OpenAPI all come from it.
#pragma once

#include "base/coded.h"
#include "base/id.h"
#include "domain/cell.h"

#include <optional>
#include <span>
#include <vector>

namespace belvedere {

enum FieldFlag : quint32 {
    Required = 1, // must be present and known in JSON
    Searchable = 2, // a bare word in a query looks here
    Facet = 4, // few values; counts are worth showing
    ReadOnly = 8, // set by the server or the device, never by a request
    Detail = 16, // not in the list form
    Hidden = 32, // not a column that a person may choose
};

// Why a value concerns a person (data-protection register).
enum class Personal : quint8 { No, Identity, Contact, Usage, Location };

struct Field {
    const char *name; // key in JSON and queries, dotted: "os.version"
    const char *alias; // short name in queries, or nullptr
    const char *label; // English; translated by the UI in the context of the entity
    const char *unit; // "B": kind Bytes, "s": kind Duration, otherwise for people, or nullptr
    Kind kind;
    quint32 flags;
    Personal personal;
    std::span<const Choice> choices; // of Kind::Enum; choices[0] is Unknown
    std::span<const Field> (*parts)(); // of Kind::List: the fields of each member, otherwise nullptr
    Cell (*get)(const void *entity);
    bool (*set)(void *entity, const Cell &); // false: the cell has another kind; a known cell or monostate
    bool is(FieldFlag flag) const { return (flags & flag) != 0; }
};

// Specialised in each entity's .cpp.
template<class E> std::span<const Field> fields();

// Whether its values are grouped by ranges: times, and amounts that are not marked as having few values.
bool hasBands(const Field &field);
const Field *findField(std::span<const Field> list, QStringView nameOrAlias);
// Canonical form of a set: sorted by code point, no repetition, no empty member.
QStringList canonicalSet(QStringList members);

namespace detail {

// Bodies of Kind::List, in json.cpp.
QJsonArray listToJson(std::span<const Field> parts, const void *first, qsizetype count, size_t stride);
bool partFromJson(std::span<const Field> parts, void *entity, const QJsonValue &value);

template<class T> struct MemberKind;

template<> struct MemberKind<QString> {
    static constexpr Kind kind = Kind::Text;
    static Cell get(const QString &v) { return v.isEmpty() ? Cell() : Cell(v); }
    static bool set(QString &v, const Cell &c)
    {
        const auto *text = std::get_if<QString>(&c);
        v = text ? *text : QString();
        return text || !isKnown(c);
    }
};
template<> struct MemberKind<bool> {
    static constexpr Kind kind = Kind::Bool;
    static Cell get(bool v) { return v; }
    static bool set(bool &v, const Cell &c)
    {
        const auto *value = std::get_if<bool>(&c);
        v = value && *value;
        return value || !isKnown(c);
    }
};
template<> struct MemberKind<qint64> {
    static constexpr Kind kind = Kind::Int;
    static Cell get(qint64 v) { return v; }
    static bool set(qint64 &v, const Cell &c)
    {
        const auto *value = std::get_if<qint64>(&c);
        v = value ? *value : 0;
        return value || !isKnown(c);
    }
};
template<> struct MemberKind<QDateTime> {
    static constexpr Kind kind = Kind::Time;
    static Cell get(const QDateTime &v) { return v.isValid() ? Cell(v) : Cell(); }
    static bool set(QDateTime &v, const Cell &c)
    {
        const auto *value = std::get_if<QDateTime>(&c);
        v = value ? value->toUTC() : QDateTime();
        return value || !isKnown(c);
    }
};
template<> struct MemberKind<Version> {
    static constexpr Kind kind = Kind::Version;
    static Cell get(const Version &v) { return v.isNull() ? Cell() : Cell(v); }
    static bool set(Version &v, const Cell &c)
    {
        const auto *value = std::get_if<Version>(&c);
        v = value ? *value : Version();
        return value || !isKnown(c);
    }
};
template<> struct MemberKind<QStringList> {
    static constexpr Kind kind = Kind::Set;
    static Cell get(const QStringList &v) { return v; }
    static bool set(QStringList &v, const Cell &c)
    {
        const auto *value = std::get_if<QStringList>(&c);
        v = value ? canonicalSet(*value) : QStringList();
        return value || !isKnown(c);
    }
};
template<> struct MemberKind<QJsonObject> {
    static constexpr Kind kind = Kind::Object;
    static Cell get(const QJsonObject &v) { return v; }
    static bool set(QJsonObject &v, const Cell &c)
    {
        const auto *value = std::get_if<QJsonObject>(&c);
        v = value ? *value : QJsonObject();
        return value || !isKnown(c);
    }
};
template<class T> struct MemberKind<std::optional<T>> {
    static constexpr Kind kind = MemberKind<T>::kind;
    static Cell get(const std::optional<T> &v) { return v ? MemberKind<T>::get(*v) : Cell(); }
    static bool set(std::optional<T> &v, const Cell &c)
    {
        if (!isKnown(c)) {
            v.reset();
            return true;
        }
        T value{};
        const bool fits = MemberKind<T>::set(value, c);
        if (fits)
            v = std::move(value);
        return fits;
    }
};
template<class E> struct MemberKind<Coded<E>> {
    static constexpr Kind kind = Kind::Enum;
    static Cell get(const Coded<E> &v)
    {
        const QString token = v.token();
        return token.isEmpty() ? Cell() : Cell(token);
    }
    static bool set(Coded<E> &v, const Cell &c)
    {
        const auto *token = std::get_if<QString>(&c);
        v = token ? Coded<E>::fromToken(*token) : Coded<E>();
        return token || !isKnown(c);
    }
};
template<class E> struct MemberKind<Id<E>> {
    static constexpr Kind kind = Kind::Text;
    static Cell get(const Id<E> &v) { return v.isEmpty() ? Cell() : Cell(v.text); }
    static bool set(Id<E> &v, const Cell &c)
    {
        const auto *text = std::get_if<QString>(&c);
        v.text = text ? *text : QString();
        return text || !isKnown(c);
    }
};

template<class T> struct MemberKind<std::vector<T>> {
    static constexpr Kind kind = Kind::List;
    static Cell get(const std::vector<T> &v)
    {
        return listToJson(fields<T>(), v.data(), qsizetype(v.size()), sizeof(T));
    }
    static bool set(std::vector<T> &v, const Cell &c)
    {
        v.clear();
        const auto *array = std::get_if<QJsonArray>(&c);
        if (!array)
            return !isKnown(c);
        v.resize(size_t(array->size()));
        for (qsizetype i = 0; i < array->size(); ++i) {
            if (!partFromJson(fields<T>(), &v[size_t(i)], array->at(i)))
                return false;
        }
        return true;
    }
};

template<class> struct MemberPointer;
template<class C, class T> struct MemberPointer<T C::*> {
    using Class = C;
    using Type = T;
};

template<class T> struct ChoicesOf {
    static std::span<const Choice> list() { return {}; }
};
template<class E> struct ChoicesOf<Coded<E>> {
    static std::span<const Choice> list() { return choices<E>(); }
};

template<class T> struct PartsOf {
    static constexpr std::span<const Field> (*list)() = nullptr;
};
template<class T> struct PartsOf<std::vector<T>> {
    static constexpr std::span<const Field> (*list)() = &fields<T>;
};

constexpr Kind kindWithUnit(Kind kind, const char *unit)
{
    if (kind != Kind::Int || !unit || unit[1] != '\0')
        return kind;
    return unit[0] == 'B' ? Kind::Bytes : unit[0] == 's' ? Kind::Duration : kind;
}

} // namespace detail

// The text between label and flags may be wrapped in QT_TRANSLATE_NOOP("<Entity>", ...).
template<auto Member> Field field(const char *name, const char *label, quint32 flags = 0,
    Personal personal = Personal::No, const char *unit = nullptr, const char *alias = nullptr)
{
    using Class = typename detail::MemberPointer<decltype(Member)>::Class;
    using Type = typename detail::MemberPointer<decltype(Member)>::Type;
    using Traits = detail::MemberKind<Type>;
    return {name, alias, label, unit, detail::kindWithUnit(Traits::kind, unit), flags, personal,
        detail::ChoicesOf<Type>::list(), detail::PartsOf<Type>::list,
        [](const void *entity) { return Traits::get(static_cast<const Class *>(entity)->*Member); },
        [](void *entity, const Cell &cell) { return Traits::set(static_cast<Class *>(entity)->*Member, cell); }};
}

} // namespace belvedere
