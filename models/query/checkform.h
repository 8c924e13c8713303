// CheckForm: a check as rows and groups, which a form shows and changes; the text stays what is stored.
#pragma once

#include "base/result.h"
#include "query/parser.h"

namespace belvedere {

// One test, with its values as they are written in a query.
struct CheckRow {
    QString field; // name, never an alias
    QueryOp op = QueryOp::Is;
    QString value;
    CheckAttributes attributes;
    friend bool operator==(const CheckRow &, const CheckRow &) = default;
};

// Of its rows and groups, in their order.
struct CheckGroup {
    enum class Kind : quint8 { All, Any, NotAll, None };
    struct Entry;
    Kind kind = Kind::All;
    std::vector<Entry> entries; // of a form: never empty inside another group
    friend bool operator==(const CheckGroup &, const CheckGroup &) = default;
};
struct CheckGroup::Entry {
    std::optional<CheckRow> row; // nothing: the group
    CheckGroup group;
    friend bool operator==(const Entry &, const Entry &) = default;
};

// Groups inside groups, the outermost counted.
inline constexpr int maximumFormDepth = 3;

// Nothing when the check nests deeper than a form shows.
std::optional<CheckGroup> formOf(const Query &check, std::span<const Field> fields);
// The canonical text. Errors: those of the parser for a row that is not complete, "query.empty" without any row.
Result<QString> textOf(const CheckGroup &form, std::span<const Field> fields);

// The operators that suit the field, in the order in which a form offers them.
QList<QueryOp> operatorsFor(const Field &field);

} // namespace belvedere
