// The five usual operations of a resource, for every entity that names its path and permissions.
#pragma once

#include "api/operation.h"

namespace belvedere {

// Specialised per entity: path, read, write, singular (the kind in change events). Where not everybody who may read the
// kind sees every record, also audience(): of a record, the id of the one account or the name of the permission whose
// holders see it.
template<class E> struct Resource;
template<class E> inline constexpr bool isGuarded = requires(const E &entity) { Resource<E>::audience(entity); };

struct ListParameters {
    QString query; // the query language; empty: everything
    QString sort; // field names, comma between, "-" for descending; ties end with the id
    std::optional<qint64> limit; // 1 to maximumPageSize; default 100
    QString cursor; // from the page before
};

struct StreamParameters {
    QString since; // change token; empty: everything
};

template<class E> struct List : Operation<None, ListParameters, None, Page<E>> {
    static constexpr Spec spec{
        "list", Verb::Get, Resource<E>::path, "", Resource<E>::read, "A page of the list, filtered and sorted."};
};
template<class E> struct Stream : Operation<None, StreamParameters, None, Lines<E>> {
    static constexpr Spec spec{"stream", Verb::Get, Resource<E>::path, "/stream", Resource<E>::read,
        "The whole list, or what changed since a token, one JSON object a line."};
};
template<class E> struct Get : Operation<E, None, None, E> {
    static constexpr Spec spec{
        "get", Verb::Get, Resource<E>::path, "/{id}", Resource<E>::read, "One record with its details."};
};
template<class E> struct Create : Operation<None, None, E, E> {
    static constexpr Spec spec{"create", Verb::Post, Resource<E>::path, "", Resource<E>::write, "Makes a record."};
};
template<class E> struct Update : Operation<E, None, Patch<E>, E> {
    static constexpr Spec spec{"update", Verb::Patch, Resource<E>::path, "/{id}", Resource<E>::write,
        "Changes the fields that are sent; null clears one."};
};
template<class E> struct Remove : Operation<E, None, None, None> {
    static constexpr Spec spec{
        "remove", Verb::Delete, Resource<E>::path, "/{id}", Resource<E>::write, "Removes the record."};
};

} // namespace belvedere
