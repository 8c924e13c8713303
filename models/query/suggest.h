// Completion: what could stand at the cursor of a half-written query.
#pragma once

#include "domain/field.h"
#include "query/ast.h"

#include <functional>
#include <QList>

namespace belvedere {

struct QuerySuggestion {
    enum class What : quint8 { Field, Operator, Value, Keyword };
    What what = What::Field;
    QString text; // what replaces the span; ready to be parsed, quotes included
    QString label; // English label of the field or choice, to be translated in the entity's context; may be empty
};

struct QuerySuggestions {
    int start = 0; // the span that a suggestion replaces, UTF-16 units
    int length = 0;
    QList<QuerySuggestion> items; // best first, at most maximumSuggestions
};

inline constexpr qsizetype maximumSuggestions = 20;

// Values that occur in the data and begin with or contain the text; at most `limit`.
using ValuesOf = std::function<QStringList(const Field &field, const QString &typed, qsizetype limit)>;

// Works on text that does not parse. `cursor` is a UTF-16 offset; Hidden fields are not offered.
QuerySuggestions suggest(const QString &text, int cursor, std::span<const Field> fields,
    QueryMode mode = QueryMode::Filter, const ValuesOf &valuesOf = {});

} // namespace belvedere
