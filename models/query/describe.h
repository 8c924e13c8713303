// A query for people: chips for the filter box and one sentence.
#pragma once

#include "domain/field.h"
#include "query/ast.h"

#include <QList>

namespace belvedere {

// One condition of the outermost level, which a person can take away.
struct QueryChip {
    QString text; // canonical
    QString label; // "OS version below 17.4", in the language of the program
    int column = 0; // in the source that was parsed, with length
    int length = 0;
};

// `context` is the entity's name, in which its field and choice labels are translated. GUI or any other thread.
QList<QueryChip> chips(const Query &query, std::span<const Field> fields, const char *context);
// The whole query as one sentence without a full stop; "everything" for the empty one.
QString sentence(const Query &query, std::span<const Field> fields, const char *context);
// The query without chip `index`.
Query withoutChip(const Query &query, qsizetype index);

} // namespace belvedere
