// Word operators and attributes of checks.
#include "query/attributes.h"

#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr struct {
    QLatin1StringView word;
    QueryOp op;
} wordOps[] = {{"has"_L1, QueryOp::Has}, {"has_all"_L1, QueryOp::HasAll}, {"lacks"_L1, QueryOp::Lacks},
    {"only"_L1, QueryOp::Only}, {"in"_L1, QueryOp::In}, {"starts"_L1, QueryOp::Starts}, {"ends"_L1, QueryOp::Ends},
    {"matches"_L1, QueryOp::Matches}, {"expires"_L1, QueryOp::Expires}, {"lasts"_L1, QueryOp::Lasts},
    {"issuer"_L1, QueryOp::Issuer}};

constexpr QLatin1StringView missingWords[] = {"unknown"_L1, "fail"_L1, "pass"_L1, "na"_L1};

bool readAttribute(const QString &key, const QString &value, CheckAttributes *attributes)
{
    if (key == "missing"_L1) {
        for (size_t i = 0; i < std::size(missingWords); ++i) {
            if (value == missingWords[i])
                attributes->missing = OnMissing(i);
        }
        return attributes->missing.has_value();
    }
    attributes->maximumAge = value == "any"_L1 ? CheckAttributes::anyAge : readSpan(value);
    return attributes->maximumAge.has_value();
}

} // namespace

std::optional<QueryOp> takeWordOp(QueryLexer &lexer)
{
    const int start = lexer.position();
    const QString word = lexer.takeName();
    if (lexer.skipSpace()) {
        for (const auto &entry : wordOps) {
            if (word.compare(entry.word, Qt::CaseInsensitive) == 0)
                return entry.op;
        }
    }
    lexer.rewind(start);
    return std::nullopt;
}

QString writtenOp(QueryOp op)
{
    constexpr QLatin1StringView signs[] = {":"_L1, "="_L1, "!="_L1, "<"_L1, "<="_L1, ">"_L1, ">="_L1};
    if (!isWordOp(op))
        return signs[size_t(op)];
    const auto entry = std::find_if(std::begin(wordOps), std::end(wordOps), [op](const auto &e) { return e.op == op; });
    return u' ' + entry->word + u' ';
}

bool readAttributes(QueryLexer &lexer, CheckAttributes *attributes, QueryError *error)
{
    const int open = lexer.position();
    lexer.take(u'{');
    for (;;) {
        lexer.skipSpace();
        if (lexer.take(u'}'))
            return true;
        const int column = lexer.position();
        const QString key = lexer.takeName();
        const bool known = key == "missing"_L1 || key == "age"_L1;
        const bool again = key == "missing"_L1 ? attributes->missing.has_value() : attributes->maximumAge.has_value();
        QString message;
        if (lexer.atEnd())
            message = u"The closing brace is missing."_s;
        else if (!known)
            message = u"An attribute is missing:... or age:..."_s;
        else if (again)
            message = u"The attribute stands here twice."_s;
        else if (!lexer.take(u':') || !readAttribute(key, lexer.takeName(), attributes))
            message = key == "age"_L1 ? u"A span such as 7d, or any, is expected."_s
                                      : u"unknown, fail, pass or na is expected."_s;
        if (!message.isEmpty()) {
            const bool unclosed = lexer.atEnd();
            const int from = unclosed ? open : column;
            *error = {u"query.syntax"_s, message, from, qMax(1, lexer.position() - from), {}};
            return false;
        }
    }
}

QString writtenAttributes(const CheckAttributes &attributes)
{
    QStringList parts;
    if (attributes.missing)
        parts.append(u"missing:"_s + missingWords[size_t(*attributes.missing)]);
    if (attributes.maximumAge) {
        const bool any = *attributes.maximumAge == CheckAttributes::anyAge;
        parts.append(u"age:"_s + (any ? u"any"_s : writtenSpan(*attributes.maximumAge)));
    }
    return parts.isEmpty() ? QString() : QString(u'{' + parts.join(u' ') + u'}');
}

} // namespace belvedere
