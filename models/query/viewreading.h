// ViewReading: a saved view in the terms of its list, or what about it cannot be understood.
#pragma once

#include "domain/savedview.h"
#include "query/parser.h"

namespace belvedere {

struct ViewOrder {
    int field; // index
    bool descending = false;
    bool operator==(const ViewOrder &) const = default;
};

struct ViewReading {
    Query query; // lets everything through when the view says `all`
    QStringList columns; // empty: the usual ones
    std::vector<ViewOrder> sort;
    int group = -1; // field index
};

// Errors on the field of the view: "query.…" with the column in the text, "view.scope" for a filter that says nothing
// or two things, "view.unknown-field". A view that was understood when it was saved may not be later: whoever shows it
// shows the error, and never rows.
Result<ViewReading> readView(const SavedView &view, std::span<const Field> fields);

} // namespace belvedere
