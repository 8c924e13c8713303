// Saved views over the API, and how many rows one matches.
#pragma once

#include "api/resource.h"
#include "domain/savedview.h"

namespace belvedere {

template<> struct TypeName<SavedView> {
    static constexpr char value[] = "SavedView";
};
template<> struct Resource<SavedView> {
    static constexpr char path[] = "views";
    static constexpr char singular[] = "view";
    // Everybody has views of his own; which others he sees and may change is decided for each.
    static constexpr Permission read = Permission::Self;
    static constexpr Permission write = Permission::Self;
    static QString audience(const SavedView &view);
};

struct ViewCount {
    qint64 matching = 0;
    qint64 total = 0; // of the list
};
template<> struct TypeName<ViewCount> {
    static constexpr char value[] = "ViewCount";
};
struct CountView : Operation<SavedView, None, None, ViewCount> {
    static constexpr Spec spec{
        "countView", Verb::Get, "views", "/{id}/count", Permission::Self, "How many rows of its list a view matches."};
};

} // namespace belvedere
