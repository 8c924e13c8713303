// Reading the characters of a query.
#include "query/lexer.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool endsBoth(QChar c) { return c.isSpace() || c == u'(' || c == u')' || c == u'"' || c == u'{' || c == u'}'; }

bool startsOp(QStringView text, qsizetype at)
{
    const QChar c = text[at];
    return c == u':' || c == u'=' || c == u'<' || c == u'>'
        || (c == u'!' && at + 1 < text.size() && text[at + 1] == u'=');
}

bool startsRange(QStringView text, qsizetype at)
{
    return text[at] == u'.' && at + 1 < text.size() && text[at + 1] == u'.';
}

} // namespace

bool QueryLexer::skipSpace()
{
    const int before = m_at;
    while (!atEnd() && m_text[m_at].isSpace())
        ++m_at;
    return m_at > before;
}

bool QueryLexer::take(QChar c)
{
    if (atEnd() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

QString QueryLexer::takeQuoted(bool *closed)
{
    QString text;
    ++m_at;
    while (!atEnd()) {
        const QChar c = m_text[m_at++];
        if (c == u'"') {
            *closed = true;
            return text;
        }
        // A backslash only protects quotes and itself, so that a pasted path stays what it is.
        if (c == u'\\' && !atEnd() && (m_text[m_at] == u'"' || m_text[m_at] == u'\\'))
            text.append(m_text[m_at++]);
        else
            text.append(c);
    }
    *closed = false;
    return text;
}

QString QueryLexer::takeBare(bool inValue)
{
    const int start = m_at;
    while (!atEnd()) {
        const QChar c = m_text[m_at];
        if (endsBoth(c) || (inValue ? c == u',' || startsRange(m_text, m_at) : startsOp(m_text, m_at)))
            break;
        ++m_at;
    }
    return m_text.sliced(start, m_at - start).toString();
}

QueryToken QueryLexer::next()
{
    using Type = QueryToken::Type;
    skipSpace();
    QueryToken token;
    token.column = m_at;
    const auto finish = [this, &token](Type type) {
        token.type = type;
        token.length = m_at - token.column;
        return token;
    };
    if (atEnd())
        return finish(Type::End);
    const QChar c = m_text[m_at];
    if (c == u'(' || c == u')' || c == u'-') {
        ++m_at;
        return finish(c == u'(' ? Type::Open : c == u')' ? Type::Close : Type::Minus);
    }
    if (c == u'"') {
        bool closed = false;
        token.text = takeQuoted(&closed);
        if (!closed)
            token.text = u"The closing quote is missing."_s;
        return finish(closed ? Type::Quoted : Type::Bad);
    }
    token.text = takeBare(false);
    if (!token.text.isEmpty())
        return finish(Type::Word);
    ++m_at;
    token.text =
        c == u'{' || c == u'}' ? u"A brace does not belong here."_s : u"A field name is missing before the operator."_s;
    return finish(Type::Bad);
}

std::optional<QueryOp> QueryLexer::takeOp()
{
    if (atEnd() || !startsOp(m_text, m_at))
        return std::nullopt;
    const QChar c = m_text[m_at++];
    if (c == u':')
        return QueryOp::Is;
    if (c == u'=')
        return QueryOp::Equal;
    const bool orEqual = take(u'=');
    if (c == u'!')
        return QueryOp::NotEqual;
    if (c == u'<')
        return orEqual ? QueryOp::LessEqual : QueryOp::Less;
    return orEqual ? QueryOp::GreaterEqual : QueryOp::Greater;
}

RawValue QueryLexer::takeValue()
{
    RawValue value;
    value.column = m_at;
    const auto part = [this, &value](QString *text, bool *quoted) {
        *quoted = peek() == u'"';
        if (!*quoted) {
            *text = takeBare(true);
            return;
        }
        bool closed = false;
        *text = takeQuoted(&closed);
        if (!closed)
            value.bad = u"The closing quote is missing."_s;
    };
    if (!atEnd() && startsOp(m_text, m_at) && peek() != u':') {
        value.bad = u"A value is expected, not a second operator."_s;
        value.length = 1;
        return value;
    }
    part(&value.text, &value.quoted);
    if (!atEnd() && startsRange(m_text, m_at)) {
        m_at += 2;
        value.range = true;
        part(&value.upper, &value.upperQuoted);
        // "a..b..c" is text at best, and "a".."b"..c nothing
        while (!atEnd() && startsRange(m_text, m_at)) {
            m_at += 2;
            value.upper += u".." + takeBare(true);
            if (value.upperQuoted)
                value.bad = u"A range has two ends."_s;
        }
    }
    value.length = m_at - value.column;
    value.whole = m_text.sliced(value.column, value.length).toString();
    return value;
}

QString QueryLexer::takeName()
{
    const int start = m_at;
    const auto belongs = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_'
            || c == u'.' || c == u'-';
    };
    while (!atEnd() && belongs(m_text[m_at]))
        ++m_at;
    return m_text.sliced(start, m_at - start).toString();
}

bool isBareWord(QStringView text)
{
    if (text.isEmpty() || text.front() == u'-' || text.compare("or"_L1, Qt::CaseInsensitive) == 0)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (endsBoth(text[i]) || startsOp(text, i) || text[i] == u'!')
            return false; // a trailing "!" would join an operator that follows
    }
    return true;
}

bool isBareValue(QStringView text)
{
    if (text.isEmpty() || text.front() == u'$' || text.back() == u'.' || startsOp(text, 0)
        || text.compare("unknown"_L1, Qt::CaseInsensitive) == 0)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (endsBoth(text[i]) || text[i] == u',' || startsRange(text, i))
            return false;
    }
    return true;
}

QString quotedText(const QString &text)
{
    QString result = text;
    result.replace(u'\\', u"\\\\"_s);
    result.replace(u'"', u"\\\""_s);
    return u'"' + result + u'"';
}

} // namespace belvedere
