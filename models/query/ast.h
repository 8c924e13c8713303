// The tree of a query: what the parser makes, the printer prints, and both evaluators compile.
#pragma once

#include <optional>
#include <QString>
#include <vector>

namespace belvedere {

// A filter picks entities and knows three values; a check judges one fact after the other and knows five.
enum class QueryMode : quint8 { Filter, Check };

enum class QueryOp : quint8 {
    Is, // `:` equal; for Text contains, for Set has a member
    Equal, // `=` only in trees over Text and Set; elsewhere the parser writes Is
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    // The rest is written as words and belongs to checks.
    Has, // any of the named items is in the list
    HasAll,
    Lacks, // none of them
    Only, // nothing but them
    In, // a version range such as ">=17.7.1 <18 or >=18.1"
    Starts,
    Ends,
    Matches, // a regular expression over the whole text
    Expires, // an item of the list ends within the given time
    Lasts, // no item does
    Issuer, // an item has the issuer
};
inline bool isWordOp(QueryOp op) { return op >= QueryOp::Has; }
// Of Has to Issuer: those over lists of items, not over one text or version.
inline bool isListOp(QueryOp op)
{
    return isWordOp(op)
        && (op < QueryOp::In || op == QueryOp::Expires || op == QueryOp::Lasts || op == QueryOp::Issuer);
}

// One literal. Equality is that of the canonical form.
struct QueryValue {
    enum class Type : quint8 {
        Unknown, // the keyword: the value is missing
        Bool, // number 0 or 1
        Number, // Int; Bytes in bytes; Duration in seconds
        Text, // text, set member, or token of an enumeration
        Version,
        Date, // number: first millisecond of the day, UTC
        Time, // number: milliseconds since the epoch, UTC
        Age, // number: seconds before the evaluation
        Range, // parts[0] to parts[1], both included
        Item, // text: id; parts: nothing, or the version it is compared with by itemOp
        Parameter, // text: name
    };
    Type type = Type::Unknown;
    qint64 number = 0;
    QString text;
    std::vector<QueryValue> parts;
    QueryOp itemOp = QueryOp::Is;

    friend bool operator==(const QueryValue &, const QueryValue &) = default;
};

enum class OnMissing : quint8 { Unknown, Fail, Pass, NotApplicable };

// `{missing:fail age:7d}` behind a test of a check.
struct CheckAttributes {
    static constexpr qint64 anyAge = -1;
    std::optional<OnMissing> missing;
    std::optional<qint64> maximumAge; // seconds, or anyAge
    friend bool operator==(const CheckAttributes &, const CheckAttributes &) = default;
};

struct QueryTest {
    QString field; // name, never an alias
    QueryOp op = QueryOp::Is;
    std::vector<QueryValue> values; // never empty; several: any of
    CheckAttributes attributes;
    friend bool operator==(const QueryTest &, const QueryTest &) = default;
};

struct QueryNode {
    enum class Type : quint8 { And, Or, Not, Test, Word };
    Type type = Type::And;
    std::vector<QueryNode> children; // And, Or: any number; Not: one
    QueryTest test;
    QString word; // a word or phrase
    int column = 0; // in the source, UTF-16 units
    int length = 0;

    // Positions do not count.
    friend bool operator==(const QueryNode &a, const QueryNode &b)
    {
        return a.type == b.type && a.test == b.test && a.word == b.word && a.children == b.children;
    }
};

struct Query {
    QueryMode mode = QueryMode::Filter;
    QueryNode root; // an And without children lets everything through
    bool isEmpty() const { return root.type == QueryNode::Type::And && root.children.empty(); }
    friend bool operator==(const Query &a, const Query &b) { return a.mode == b.mode && a.root == b.root; }
};

// And in And and Or in Or are one level, and a group of one is its member. The parser answers in this form.
QueryNode flattened(QueryNode node);

} // namespace belvedere
