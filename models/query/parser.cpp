// Recursive descent over the grammar of the query language.
#include "query/parser.h"

#include "query/attributes.h"
#include "query/lexer.h"
#include "query/print.h"
#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Type = QueryNode::Type;
using Token = QueryToken::Type;

// U+0000 and half surrogate pairs are no text; databases would disagree about them.
qsizetype firstBadCharacter(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (c.isNull() || c.isSurrogate())
            return i;
    }
    return -1;
}

class Parser {
public:
    Parser(const QString &text, std::span<const Field> fields, QueryMode mode)
        : m_lexer(text)
        , m_fields(fields)
        , m_mode(mode)
    {
        advance();
    }

    // False: error() says why.
    bool parse(QueryNode *root)
    {
        if (m_token.type == Token::End)
            return true; // nothing: everything passes
        if (!readOr(root, 0))
            return false;
        if (m_token.type == Token::Close)
            return fail(u"query.syntax"_s, u"There is no open bracket to close."_s);
        return true;
    }
    const QueryError &error() const { return m_error; }

private:
    void advance()
    {
        m_end = m_lexer.position();
        m_token = m_lexer.next();
    }
    bool atOr() const { return m_token.type == Token::Word && m_token.text.compare("or"_L1, Qt::CaseInsensitive) == 0; }
    bool fail(const QString &code, const QString &message, const QString &suggestion = {})
    {
        return failAt(m_token.column, m_token.length, code, message, suggestion);
    }
    bool failAt(int column, int length, const QString &code, const QString &message, const QString &suggestion = {})
    {
        m_error = {code, message, column, qMax(1, length), suggestion};
        return false;
    }
    void finish(QueryNode *node, int column) const
    {
        node->column = column;
        node->length = m_end - column;
    }

    bool readOr(QueryNode *node, int depth)
    {
        node->type = Type::Or;
        const int column = m_token.column;
        for (;;) {
            if (!readAnd(&node->children.emplace_back(), depth))
                return false;
            if (!atOr())
                break;
            advance();
        }
        finish(node, column);
        return true;
    }

    bool readAnd(QueryNode *node, int depth)
    {
        node->type = Type::And;
        const int column = m_token.column;
        do {
            if (!readNot(&node->children.emplace_back(), depth))
                return false;
        } while (m_token.type != Token::End && m_token.type != Token::Close && !atOr());
        finish(node, column);
        return true;
    }

    bool readNot(QueryNode *node, int depth)
    {
        if (m_token.type != Token::Minus)
            return readAtom(node, depth);
        const int column = m_token.column;
        const int after = m_lexer.position();
        advance();
        if (m_token.type == Token::Minus || m_token.column != after || m_token.type == Token::End)
            return failAt(column, 1, u"query.syntax"_s, u"What is to be left out must follow the minus at once."_s);
        node->type = Type::Not;
        if (!readAtom(&node->children.emplace_back(), depth))
            return false;
        finish(node, column);
        return true;
    }

    bool readAtom(QueryNode *node, int depth)
    {
        switch (m_token.type) {
        case Token::Open:
            return readGroup(node, depth);
        case Token::Word:
            if (atOr())
                return fail(u"query.syntax"_s, u"A term is missing before or; to search for the word, quote it."_s,
                    u"\"or\""_s);
            return readTerm(node);
        case Token::Quoted:
            return readPhrase(node);
        case Token::Bad:
            return fail(u"query.syntax"_s, m_token.text);
        case Token::Close:
            return fail(u"query.syntax"_s, u"A term is missing before the bracket."_s);
        case Token::Minus:
        case Token::End:
            break;
        }
        return fail(u"query.syntax"_s, u"A term is missing at the end."_s);
    }

    bool readGroup(QueryNode *node, int depth)
    {
        if (depth >= maximumQueryDepth)
            return fail(
                u"query.too-deep"_s, u"More than %1 brackets stand inside each other."_s.arg(maximumQueryDepth));
        const QueryToken open = m_token;
        advance();
        if (!readOr(node, depth + 1))
            return false;
        if (m_token.type != Token::Close)
            return failAt(open.column, open.length, u"query.syntax"_s, u"The closing bracket is missing."_s);
        advance();
        finish(node, open.column);
        return true;
    }

    bool countTest(int column, int length)
    {
        return ++m_tests <= maximumQueryTests
            || failAt(column, length, u"query.too-many-tests"_s,
                u"The query has more than %1 tests."_s.arg(maximumQueryTests));
    }

    bool readPhrase(QueryNode *node)
    {
        if (m_mode == QueryMode::Check)
            return fail(u"query.syntax"_s, u"A check tests fields; a bare word names none."_s);
        if (m_token.text.isEmpty())
            return fail(u"query.syntax"_s, u"There is nothing between the quotes."_s);
        if (!countTest(m_token.column, m_token.length))
            return false;
        node->type = Type::Word;
        node->word = m_token.text;
        return endTerm(node, m_token.column);
    }

    // After a term: white space, a bracket or the end.
    bool endTerm(QueryNode *node, int column)
    {
        const int at = m_lexer.position();
        const bool closes = m_lexer.atEnd() || m_lexer.peek().isSpace() || m_lexer.peek() == u')';
        if (!closes) {
            const bool colon = m_lexer.takeOp().has_value();
            return failAt(at, 1, u"query.syntax"_s,
                colon ? u"Quoted text cannot be a field name."_s : u"A space is missing between two terms."_s);
        }
        advance();
        finish(node, column);
        return true;
    }

    bool readTerm(QueryNode *node)
    {
        const QueryToken name = m_token;
        const int afterName = m_lexer.position();
        m_lexer.skipSpace();
        std::optional<QueryOp> op = m_lexer.takeOp();
        if (!op && m_mode == QueryMode::Check)
            op = takeWordOp(m_lexer);
        if (!op) {
            m_lexer.rewind(afterName);
            return readPhrase(node);
        }
        if (!countTest(name.column, name.length))
            return false;
        const Field *field = findField(m_fields, name.text);
        if (!field)
            return failAt(name.column, name.length, u"query.unknown-field"_s,
                u"There is no field named %1."_s.arg(name.text.left(64)),
                nearest(name.text, fieldNames(m_fields, true)));
        if (*op == QueryOp::Equal && !opSuits(*op, field->kind))
            op = QueryOp::Is;
        if (!opSuits(*op, field->kind))
            return failAt(afterName, m_lexer.position() - afterName, u"query.type"_s,
                u"%1 cannot be compared in this way."_s.arg(QLatin1StringView(field->name)));
        node->type = Type::Test;
        node->test.field = QString::fromLatin1(field->name);
        node->test.op = *op;
        if (!readValues(&node->test, *field))
            return false;
        if (m_mode == QueryMode::Check && m_lexer.peek() == u'{'
            && !readAttributes(m_lexer, &node->test.attributes, &m_error))
            return false;
        return endTerm(node, name.column);
    }

    bool readValues(QueryTest *test, const Field &field)
    {
        const bool several = test->op == QueryOp::Is || test->op == QueryOp::Equal || test->op == QueryOp::NotEqual
            || (isListOp(test->op) && test->op != QueryOp::Expires && test->op != QueryOp::Lasts);
        do {
            m_lexer.skipSpace();
            const RawValue raw = m_lexer.takeValue();
            if (!test->values.empty() && !several)
                return failAt(
                    raw.column, raw.length, u"query.type"_s, u"This operator compares with one value only."_s);
            // Each further value costs a row as much as a test of its own.
            if (!test->values.empty() && !countTest(raw.column, raw.length))
                return false;
            if (!readValue(raw, field, test->op, m_mode, &test->values.emplace_back(), &m_error))
                return false;
            QueryValue &value = test->values.back();
            if (value.type == QueryValue::Type::Item && raw.quoted && !readItemVersion(&value))
                return false;
        } while (m_lexer.take(u','));
        return true;
    }

    // `"id">=1.2`
    bool readItemVersion(QueryValue *item)
    {
        const auto op = m_lexer.takeOp();
        if (!op)
            return true;
        Field version{};
        version.name = "version";
        version.kind = Kind::Version;
        item->itemOp = *op == QueryOp::Equal ? QueryOp::Is : *op;
        RawValue raw = m_lexer.takeValue();
        if (!readValue(raw, version, item->itemOp, QueryMode::Filter, &item->parts.emplace_back(), &m_error))
            return false;
        return item->parts[0].type == QueryValue::Type::Version
            || failAt(raw.column, raw.length, u"query.type"_s, u"A version such as 17.4 is expected."_s);
    }

    QueryLexer m_lexer;
    std::span<const Field> m_fields;
    QueryMode m_mode;
    QueryToken m_token;
    int m_end = 0; // of what came before m_token
    int m_tests = 0;
    QueryError m_error;
};

QueryError tooLong(qsizetype length)
{
    return {u"query.too-long"_s, u"The query is longer than %1 bytes."_s.arg(maximumQueryBytes), 0,
        int(qMin(length, maximumQueryBytes)), {}};
}

} // namespace

QueryParse parseQuery(const QString &text, std::span<const Field> fields, QueryMode mode)
{
    if (text.size() > maximumQueryBytes || text.toUtf8().size() > maximumQueryBytes)
        return tooLong(text.size());
    if (const qsizetype bad = firstBadCharacter(text); bad >= 0)
        return QueryError{u"query.syntax"_s, u"This character is not text."_s, int(bad), 1, {}};
    Query query;
    query.mode = mode;
    Parser parser(text, fields, mode);
    if (!parser.parse(&query.root))
        return parser.error();
    query.root = flattened(std::move(query.root));
    // Aliases and units may print longer; what is kept must be readable again.
    if (printed(query, fields).toUtf8().size() > maximumQueryBytes)
        return tooLong(text.size());
    return query;
}

} // namespace belvedere
