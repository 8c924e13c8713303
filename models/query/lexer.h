// The characters of a query: words, quoted text, operators and values, read one at a time on the parser's demand.
#pragma once

#include "query/ast.h"

namespace belvedere {

struct QueryToken {
    enum class Type : quint8 { End, Open, Close, Minus, Word, Quoted, Bad };
    Type type = Type::End;
    QString text; // Word, Quoted: without quotes and escapes; Bad: what is wrong, in English
    int column = 0;
    int length = 0;
};

// A value as written, before its field says what it means.
struct RawValue {
    QString text;
    bool quoted = false;
    bool range = false; // `text..upper`
    QString upper;
    bool upperQuoted = false;
    QString whole; // of an unquoted value, with the dots
    int column = 0;
    int length = 0;
    QString bad; // not empty: what is wrong, in English
};

class QueryLexer {
public:
    explicit QueryLexer(QStringView text)
        : m_text(text)
    {
    }

    int position() const { return m_at; }
    void rewind(int position) { m_at = position; }
    bool skipSpace(); // whether there was any
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek() const { return atEnd() ? QChar() : m_text[m_at]; }
    bool take(QChar c);

    // A term's first token, after white space.
    QueryToken next();
    // `: = != < <= > >=`, if one stands here.
    std::optional<QueryOp> takeOp();
    // A value, here; empty text and not quoted: there is none.
    RawValue takeValue();
    // Letters, digits, `_`, `.` and `-`; for attributes, parameters and word operators.
    QString takeName();

private:
    QString takeQuoted(bool *closed);
    QString takeBare(bool inValue);

    QStringView m_text;
    int m_at = 0;
};

// Whether the text, written without quotes, is read back whole: as a term, or as a value.
bool isBareWord(QStringView text);
bool isBareValue(QStringView text);
QString quotedText(const QString &text);

} // namespace belvedere
