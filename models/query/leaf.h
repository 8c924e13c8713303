// One test over one field, compiled: everything about the literal is worked out once, before the first row.
#pragma once

#include "domain/field.h"
#include "query/ast.h"
#include "query/truth.h"
#include "query/versionrange.h"

#include <QRegularExpression>

namespace belvedere {

// The one evaluator of tests, used by filters, checks and the translation to SQL. Immutable after compiling, so any
// number of threads may test at once.
struct QueryLeaf {
    enum class Form : quint8 {
        Nothing, // no known value passes: the test asked for `unknown` alone
        Numbers, // Bool, Int, Bytes, Duration, and Time in milliseconds: within one of `intervals`
        Versions, // within one of `versions`
        Contains, // the folded text contains one of `texts`
        Equals, // the folded text is one of `texts`
        Starts,
        Ends,
        Matches, // the text itself fits one of `patterns`
        Tokens, // the token is one of `texts`
        OrderedTokens, // likewise; a token outside `declared` has no place in the order: unknown
        Members, // the folded set holds one of `texts`, each between separators
        SameSet, // the folded set is texts[0]
    };
    struct Interval {
        qint64 lower; // both included
        qint64 upper;
    };

    size_t field = 0; // index in the field list
    Kind kind = Kind::Text;
    Form form = Form::Nothing;
    bool negated = false; // of known values, and of `unknown` itself
    bool unknownPasses = false; // `unknown` is among the values
    std::vector<Interval> intervals;
    QList<VersionInterval> versions;
    QStringList texts;
    QStringList declared;
    std::vector<QRegularExpression> patterns;

    // Row by row. A cell of another kind counts as not known.
    Truth test(const Cell &cell) const;

    // Column by column, for values in stored form; each leaf is asked only what fits its form.
    Truth whenMissing() const { return unknownPasses ? truth(!negated) : Truth::Unknown; }
    bool testNumber(qint64 value) const;
    bool testVersion(QByteArrayView key) const;
    bool testText(QStringView folded) const; // Contains to Ends
    Truth testPattern(const QString &text) const; // unknown when a pattern takes too long
    Truth testToken(const QString &token) const;
    bool testSet(QStringView foldedSet) const;
};

// Nothing when the values do not suit the field, which parsed queries always do; parameters are bound before.
// `now` is the time from which ages count.
std::optional<QueryLeaf> compileLeaf(
    const QueryTest &test, std::span<const Field> fields, size_t field, const QDateTime &now);

// Whether the cell has the type that its kind promises, or is not known.
bool cellFits(const Cell &cell, Kind kind);
// Not known, whatever the type: monostate, an empty text, a null version, an invalid time.
bool isMissing(const Cell &cell);

} // namespace belvedere
