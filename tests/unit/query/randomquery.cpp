// Seeded random trees, rows and garbage.
#include "randomquery.h"

#include "query/value.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Type = QueryValue::Type;

const QStringList &words()
{
    static const QStringList list{u"anna"_s, u"Anna L"_s, u"MÜLLER"_s, u"müller"_s, u"Mu\u0308ller"_s, u"a"_s, u"Zoë"_s,
        u"100%"_s, u"under_score"_s, u"it's"_s, u"say \"hi\""_s, u"back\\slash"_s, u"or"_s, u"-minus"_s, u"unknown"_s,
        u"a,b"_s, u"x:y"_s, u"1..2"_s, u"(z)"_s, u"$p"_s, u"{q}"_s, u"\U0001F600"_s, u"\uFB01n"_s, u"fin"_s,
        u"İstanbul"_s, u"istanbul"_s, u"straße"_s, u"STRASSE"_s, u"\u0301"_s, u"a\u001Fb"_s, u"\uE000"_s,
        u"\U00010000"_s, u" pad "_s, u"hello!"_s, u"dot."_s, u"日本"_s, u"n"_s, u"'; drop table x; --"_s, u"?"_s};
    return list;
}

} // namespace

QString RandomQueries::word() { return words()[below(int(words().size()))]; }

QString RandomQueries::version()
{
    static const QStringList list{u"1"_s, u"1.0"_s, u"1.0.0"_s, u"17.4"_s, u"17.10"_s, u"17.9.1"_s, u"18"_s, u"18.0"_s,
        u"16.4.1 (a)"_s, u"16.4.1 (c)"_s, u"10.0.22631.4460"_s, u"beta"_s, u"2.0-rc1"_s, u"2.0-RC1"_s, u"2."_s, u"0"_s,
        u"3..4"_s, u"99999999999999999999.1"_s};
    return list[below(int(list.size()))];
}

qint64 RandomQueries::milliseconds()
{
    const qint64 day = 86'400'000;
    const qint64 midnight = m_now.toMSecsSinceEpoch() / day * day;
    static constexpr qint64 steps[] = {0, 1, -1, 500, 60'000, 3'600'000};
    return midnight - day * below(10) + steps[below(6)] + (below(2) ? m_now.toMSecsSinceEpoch() - midnight : 0);
}

QueryValue RandomQueries::value(const Field &field, QueryOp op)
{
    QueryValue value;
    const bool equality = op == QueryOp::Is || op == QueryOp::Equal || op == QueryOp::NotEqual;
    if (equality && (below(8) == 0 || field.kind == Kind::Object || field.kind == Kind::List))
        return value;
    const auto single = [this, &field, equality] {
        QueryValue one;
        switch (field.kind) {
        case Kind::Bool:
            one.type = Type::Bool;
            one.number = below(2);
            break;
        case Kind::Int:
            one.type = Type::Number;
            one.number = below(20) == 0 ? std::numeric_limits<qint64>::min() : below(9) - 3;
            break;
        case Kind::Bytes:
        case Kind::Duration:
            one.type = Type::Number;
            one.number = qint64(below(5)) * (below(2) ? 1 : below(2) ? 1'000 : 3'600);
            break;
        case Kind::Time:
            one.type = !equality && below(2) ? Type::Age : below(2) ? Type::Date : Type::Time;
            one.number = one.type == Type::Age ? below(12) * (below(2) ? 86'400 : 3'601) : milliseconds();
            if (one.type == Type::Date)
                one.number = one.number / 86'400'000 * 86'400'000;
            break;
        case Kind::Version:
            one.type = Type::Version;
            one.text = version();
            break;
        case Kind::Enum:
            one.type = Type::Text;
            one.text = QString::fromLatin1(field.choices[1 + size_t(below(int(field.choices.size()) - 1))].token);
            if (equality && below(5) == 0)
                one.text = u"foreign"_s;
            break;
        case Kind::Text:
        case Kind::Set:
        case Kind::Object:
        case Kind::List:
            one.type = Type::Text;
            one.text = below(12) ? word() : QString();
            break;
        }
        return one;
    };
    const bool ranges = field.kind == Kind::Int || field.kind == Kind::Bytes || field.kind == Kind::Duration
        || field.kind == Kind::Time || field.kind == Kind::Version;
    if (!equality || !ranges || below(3) > 0)
        return single();
    value.type = Type::Range;
    value.parts = {single(), single()};
    if (field.kind == Kind::Time && below(2)) {
        for (QueryValue &part : value.parts) {
            part.type = Type::Age;
            part.number = below(9) * 86'400;
        }
    }
    return value;
}

QueryTest RandomQueries::test()
{
    QueryTest test;
    const Field &field = m_fields[size_t(below(int(m_fields.size())))];
    test.field = QString::fromLatin1(field.name);
    do
        test.op = QueryOp(below(int(QueryOp::GreaterEqual) + 1));
    while (!opSuits(test.op, field.kind));
    const bool equality = test.op == QueryOp::Is || test.op == QueryOp::Equal || test.op == QueryOp::NotEqual;
    do
        test.values.push_back(value(field, test.op));
    while (equality && below(3) == 0);
    if (m_mode == QueryMode::Check && below(2))
        test.attributes.missing = OnMissing(below(4));
    if (m_mode == QueryMode::Check && below(2))
        test.attributes.maximumAge = below(4) ? qint64(below(1'000'000)) : CheckAttributes::anyAge;
    return test;
}

QueryNode RandomQueries::node(int depth)
{
    QueryNode node;
    const int choice = depth >= 4 ? 6 + below(4) : below(10);
    if (choice < 6) {
        node.type = choice < 2 ? QueryNode::Type::And : choice < 4 ? QueryNode::Type::Or : QueryNode::Type::Not;
        const int count = node.type == QueryNode::Type::Not ? 1 : 1 + below(3);
        for (int i = 0; i < count; ++i)
            node.children.push_back(this->node(depth + 1));
    } else if (choice < 7 && m_mode == QueryMode::Filter) {
        node.type = QueryNode::Type::Word;
        node.word = word();
    } else {
        node.type = QueryNode::Type::Test;
        node.test = test();
    }
    return node;
}

Query RandomQueries::query(QueryMode mode)
{
    m_mode = mode;
    Query query;
    query.mode = mode;
    query.root = flattened(node(0));
    return query;
}

Cell RandomQueries::cell(const Field &field)
{
    if (below(5) == 0)
        return {};
    switch (field.kind) {
    case Kind::Text:
        return below(10) ? Cell(below(3) ? word() : QString(word() + u' ' + word())) : Cell(QString());
    case Kind::Int:
        return qint64(below(40) == 0 ? std::numeric_limits<qint64>::min() : below(9) - 3);
    case Kind::Bytes:
    case Kind::Duration:
        return qint64(below(5)) * (below(2) ? 1 : below(2) ? 1'000 : 3'600);
    case Kind::Bool:
        return below(2) == 1;
    case Kind::Time:
        return QDateTime::fromMSecsSinceEpoch(milliseconds(), Qt::UTC);
    case Kind::Enum:
        return below(6) ? QString::fromLatin1(field.choices[1 + size_t(below(int(field.choices.size()) - 1))].token)
                        : u"foreign"_s;
    case Kind::Version:
        return Version(version());
    case Kind::Set: {
        QStringList members;
        for (int i = below(4); i > 0; --i)
            members.append(word());
        return canonicalSet(members);
    }
    case Kind::Object:
        return QJsonObject{{u"k"_s, below(3)}};
    case Kind::List:
        return QJsonArray{below(3)};
    }
    return {};
}

QString RandomQueries::garbage()
{
    static const QStringList pieces{u"("_s, u")"_s, u"\""_s, u"-"_s, u" "_s, u" or "_s, u":"_s, u"="_s, u"!="_s, u"<"_s,
        u">="_s, u","_s, u".."_s, u"{"_s, u"}"_s, u"$"_s, u"\\"_s, u"7d"_s, u"unknown"_s, u"name"_s, u"tags"_s,
        u"seen"_s, u"os"_s, u"has"_s, u"missing:fail"_s, u"2026-02-30"_s, u"99999999999999999999"_s, u"\U0001F600"_s,
        QString(QChar(0xD800)), QString(QChar(0xDC00)), QString(QChar(0)), QString(QChar(0xFFFF)), u"\u202E"_s};
    QString text;
    for (int i = below(40); i > 0; --i)
        text += below(4) ? pieces[below(int(pieces.size()))] : QString(QChar(char16_t(below(0x10000))));
    return text;
}

} // namespace belvedere
