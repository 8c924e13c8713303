// Operation: one call of our API as a value type. Client endpoint, server route and OpenAPI document come from it.
#pragma once

#include "api/permission.h"
#include "domain/json.h"

#include <vector>

namespace belvedere {

enum class Verb : quint8 { Get, Post, Patch, Delete };

// How a repeated request is recognised.
enum class Repeat : quint8 {
    Harmless, // asking twice changes nothing more
    Keyed, // carries an Idempotency-Key
    Unkeyed, // sign-in and refresh: their answer must not be stored
};

// What no operation can do without. There is no default permission: leaving it out does not compile.
struct Spec {
    consteval Spec(const char *actionName, Verb method, const char *rootPath, const char *suffixPath, Permission needed,
        const char *text, Repeat onRepeat = Repeat::Harmless)
        : action(actionName)
        , verb(method)
        , root(rootPath)
        , suffix(suffixPath)
        , permission(needed)
        , summary(text)
        , repeat(method == Verb::Post && onRepeat == Repeat::Harmless ? Repeat::Keyed : onRepeat)
    {
    }
    const char *action; // "list"; with the resource it makes the operation id "listDevices"
    Verb verb;
    const char *root; // "devices", or "" for what belongs to no resource
    const char *suffix; // "/{id}/packages", or ""
    Permission permission;
    const char *summary; // one English sentence for the document
    Repeat repeat;
};

struct None { }; // no target, parameters, body or answer
template<> inline std::span<const Field> fields<None>() { return {}; }

// A page of a list; the total counts everything that the query matches.
template<class E> struct Page {
    std::vector<E> items;
    qint64 total = 0;
    QString nextCursor; // empty on the last page
};

// A whole list as NDJSON: one object in list form a line, then {"token":…}. After `since`, removed rows come as
// {"id":…,"removed":true}.
template<class E> struct Lines {
    QByteArray bytes;
};

struct Events { }; // text/event-stream

// A merge patch (RFC 7396) of E: only the keys that change; null clears a field.
template<class E> struct Patch {
    QJsonObject changes;
};

// A body that is no JSON but bytes as they are.
struct Bytes {
    QByteArray bytes;
};

enum class Shape : quint8 { None, Object, Page, Lines, Events, Patch, Bytes };

// What the document says about a body or answer.
struct Schema {
    Shape shape = Shape::None;
    const char *name = "";
    std::span<const Field> (*fields)() = nullptr;
};

template<class E> struct TypeName; // { static constexpr char value[] } for every type in a body or answer
template<class T> struct SchemaOf {
    static Schema get() { return {Shape::Object, TypeName<T>::value, &fields<T>}; }
};
template<> struct SchemaOf<None> {
    static Schema get() { return {}; }
};
template<> struct SchemaOf<Events> {
    static Schema get() { return {Shape::Events}; }
};
template<> struct SchemaOf<Bytes> {
    static Schema get() { return {Shape::Bytes}; }
};
template<class E> struct SchemaOf<Page<E>> {
    static Schema get() { return {Shape::Page, TypeName<E>::value, &fields<E>}; }
};
template<class E> struct SchemaOf<Lines<E>> {
    static Schema get() { return {Shape::Lines, TypeName<E>::value, &fields<E>}; }
};
template<class E> struct SchemaOf<Patch<E>> {
    static Schema get() { return {Shape::Patch, TypeName<E>::value, &fields<E>}; }
};

// Target: the entity whose id stands for {id} in the path.
template<class TargetT, class ParametersT, class BodyT, class AnswerT> struct Operation {
    using Target = TargetT;
    using Parameters = ParametersT;
    using Body = BodyT;
    using Answer = AnswerT;
    Id<Target> id{};
    Parameters parameters{};
    Body body{};
};

// The same, without types: for the router and the document.
struct OperationInfo {
    Spec spec;
    const char *idPrefix; // nullptr: no {id} in the path
    std::span<const Field> (*parameters)();
    Schema body;
    Schema answer;

    QString id() const; // "listDevices"
    QString path() const; // "/devices/{id}", below the API root
    bool needsMatch() const; // If-Match is required: a change of one existing resource, not a piece of it
};

template<class Op> OperationInfo describe()
{
    const char *prefix = nullptr;
    if constexpr (!std::is_same_v<typename Op::Target, None>)
        prefix = Op::Target::idPrefix;
    return {Op::spec, prefix, &fields<typename Op::Parameters>, SchemaOf<typename Op::Body>::get(),
        SchemaOf<typename Op::Answer>::get()};
}

inline constexpr char apiRoot[] = "/api/v1";
inline constexpr int maximumPageSize = 1'000;

} // namespace belvedere
