// What the query language means to a reader: trees, canonical text, and errors that point.
#include "domain/device.h"
#include "query/parser.h"
#include "query/print.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

std::span<const Field> device() { return fields<Device>(); }

// The tree as nested brackets, so that precedence shows.
QString shape(const QueryNode &node)
{
    QStringList parts;
    for (const QueryNode &child : node.children)
        parts.append(shape(child));
    switch (node.type) {
    case QueryNode::Type::And:
        return u"and("_s + parts.join(u' ') + u')';
    case QueryNode::Type::Or:
        return u"or("_s + parts.join(u' ') + u')';
    case QueryNode::Type::Not:
        return u"not("_s + parts.join(u' ') + u')';
    case QueryNode::Type::Test:
        return node.test.field;
    case QueryNode::Type::Word:
        return u'\'' + node.word + u'\'';
    }
    return {};
}

} // namespace

class TestQueryParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void structure_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tree");
        QTest::newRow("nothing") << u""_s << u"and()"_s;
        QTest::newRow("blanks") << u" \t "_s << u"and()"_s;
        QTest::newRow("word") << u"anna"_s << u"'anna'"_s;
        QTest::newRow("phrase") << u"\"anna \\\"l\\\" \\\\ x\""_s << u"'anna \"l\" \\ x'"_s;
        QTest::newRow("a pasted path") << u"\"C:\\temp\""_s << u"'C:\\temp'"_s;
        QTest::newRow("and binds tighter") << u"a b or c d"_s << u"or(and('a' 'b') and('c' 'd'))"_s;
        QTest::newRow("brackets") << u"a (b or c) d"_s << u"and('a' or('b' 'c') 'd')"_s;
        QTest::newRow("needless brackets") << u"((a) ((b c)))"_s << u"and('a' 'b' 'c')"_s;
        QTest::newRow("not binds tightest") << u"-a b"_s << u"and(not('a') 'b')"_s;
        QTest::newRow("not of a group") << u"-(a or b)"_s << u"not(or('a' 'b'))"_s;
        QTest::newRow("dash inside") << u"a-b"_s << u"'a-b'"_s;
        QTest::newRow("OR in capitals") << u"a OR b"_s << u"or('a' 'b')"_s;
        QTest::newRow("quoted or") << u"a \"or\" b"_s << u"and('a' 'or' 'b')"_s;
        QTest::newRow("alias") << u"os<17.4"_s << u"os.version"_s;
        QTest::newRow("the design's example")
            << u"platform:ios os<17.4 tag:field,sales -tag:loaner seen>7d \"anna l\" (storage.encrypted:no or form:unknown)"_s
            << u"and(platform os.version tags not(tags) seen 'anna l' or(storage.encrypted form))"_s;
    }
    void structure()
    {
        QFETCH(QString, text);
        QFETCH(QString, tree);
        const QueryParse parse = parseQuery(text, device());
        QVERIFY2(parse, qPrintable(parse.error().message));
        QCOMPARE(shape(parse.query().root), tree);
    }

    void canonicalText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("alias") << u"tag:a"_s << u"tags:a"_s;
        QTest::newRow("equals is is") << u"os=17.4"_s << u"os.version:17.4"_s;
        QTest::newRow("text keeps exactness") << u"model=x"_s << u"model=x"_s;
        QTest::newRow("blanks around") << u"os  <  17.4   a"_s << u"os.version<17.4 a"_s;
        QTest::newRow("blank behind a comma") << u"tag:a, b"_s << u"tags:a,b"_s;
        QTest::newRow("enum case") << u"platform:IOS"_s << u"platform:ios"_s;
        QTest::newRow("foreign enum") << u"platform:\"BeOS\""_s << u"platform:\"BeOS\""_s;
        QTest::newRow("quoted known enum") << u"platform:\"ios\""_s << u"platform:ios"_s;
        QTest::newRow("the token unknown") << u"compliance:\"unknown\""_s << u"compliance:\"unknown\""_s;
        QTest::newRow("true") << u"encrypted:TRUE"_s << u"storage.encrypted:yes"_s;
        QTest::newRow("false") << u"encrypted!=false"_s << u"storage.encrypted!=no"_s;
        QTest::newRow("bytes") << u"ram>=16384MiB"_s << u"memory>=16GiB"_s;
        QTest::newRow("decimal bytes") << u"ram<1.5GB"_s << u"memory<1500MB"_s;
        QTest::newRow("unit case") << u"ram<2gb"_s << u"memory<2GB"_s;
        QTest::newRow("age") << u"seen>336h"_s << u"seen>14d"_s;
        QTest::newRow("minutes") << u"seen<90min"_s << u"seen<90m"_s;
        QTest::newRow("time zone") << u"seen<2026-01-31T12:00:00+02:00"_s << u"seen<2026-01-31T10:00Z"_s;
        QTest::newRow("no zone is UTC") << u"seen<2026-01-31T12:00:01"_s << u"seen<2026-01-31T12:00:01Z"_s;
        QTest::newRow("dates") << u"enrolled:2026-01-01..2026-01-31"_s << u"enrolled:2026-01-01..2026-01-31"_s;
        QTest::newRow("version range") << u"os:17..\"17.4 (a)\""_s << u"os.version:17..\"17.4 (a)\""_s;
        QTest::newRow("dots in text") << u"model:a..b"_s << u"model:\"a..b\""_s;
        QTest::newRow("colon in a value") << u"serial:aa:bb"_s << u"serial:aa:bb"_s;
        QTest::newRow("unknown") << u"person=UNKNOWN"_s << u"person=unknown"_s;
        QTest::newRow("quoted unknown") << u"person:\"unknown\""_s << u"person:\"unknown\""_s;
        QTest::newRow("not not") << u"-(-a)"_s << u"-(-a)"_s;
        QTest::newRow("or inside and") << u"(a or b) c"_s << u"(a or b) c"_s;
        QTest::newRow("and inside or") << u"(a b) or c"_s << u"a b or c"_s;
        QTest::newRow("negative number") << u"updates>-1"_s << u"updates.security>-1"_s;
    }
    void canonicalText()
    {
        QFETCH(QString, text);
        QFETCH(QString, canonical);
        const QueryParse parse = parseQuery(text, device());
        QVERIFY2(parse, qPrintable(parse.error().message));
        QCOMPARE(printed(parse.query(), device()), canonical);
        const QueryParse again = parseQuery(canonical, device());
        QVERIFY(again);
        QVERIFY(again.query() == parse.query());
    }

    void errorsPoint_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("suggestion");
        const QString syntax = u"query.syntax"_s;
        const QString type = u"query.type"_s;
        const QString field = u"query.unknown-field"_s;
        QTest::newRow("slip in a field") << u"a platfrom:ios"_s << field << 2 << 8 << u"platform"_s;
        QTest::newRow("part of a field") << u"encryp:no"_s << field << 0 << 6 << u"storage.encrypted"_s;
        QTest::newRow("no such field") << u"zzzzzz:1"_s << field << 0 << 6 << u""_s;
        QTest::newRow("beyond the basic plane") << u"\U0001F600 nope:1"_s << field << 3 << 4 << u"note"_s;
        QTest::newRow("slip in a value") << u"platform:andriod"_s << type << 9 << 7 << u"android"_s;
        QTest::newRow("second value") << u"platform:ios,andriod"_s << type << 13 << 7 << u"android"_s;
        QTest::newRow("no bool") << u"encrypted:yez"_s << type << 10 << 3 << u"yes"_s;
        QTest::newRow("no number") << u"updates>many"_s << type << 8 << 4 << u""_s;
        QTest::newRow("no size") << u"ram>5parsecs"_s << type << 4 << 8 << u""_s;
        QTest::newRow("half a byte") << u"ram>1.5"_s << type << 4 << 3 << u""_s;
        QTest::newRow("too large") << u"ram>99999999999TB"_s << type << 4 << 13 << u""_s;
        QTest::newRow("no date") << u"seen<2026-02-30"_s << type << 5 << 10 << u""_s;
        QTest::newRow("age equals") << u"seen:7d"_s << type << 5 << 2 << u""_s;
        QTest::newRow("mixed range") << u"seen:7d..2026-01-01"_s << type << 5 << 14 << u""_s;
        QTest::newRow("range after <") << u"os<1..2"_s << type << 3 << 4 << u""_s;
        QTest::newRow("three ends") << u"os:1..2..3"_s << type << 3 << 7 << u""_s;
        QTest::newRow("several after <") << u"os<1,2"_s << type << 5 << 1 << u""_s;
        QTest::newRow("text in order") << u"model<x"_s << type << 5 << 1 << u""_s;
        QTest::newRow("unknown in order") << u"os<unknown"_s << type << 3 << 7 << u""_s;
        QTest::newRow("no value") << u"os:"_s << syntax << 3 << 1 << u""_s;
        QTest::newRow("no value behind a comma") << u"tag:a,"_s << syntax << 6 << 1 << u""_s;
        QTest::newRow("two operators") << u"os:<17"_s << syntax << 3 << 1 << u""_s;
        QTest::newRow("no field") << u"a :b"_s << field << 0 << 1 << u""_s;
        QTest::newRow("operator first") << u"<3"_s << syntax << 0 << 1 << u""_s;
        QTest::newRow("open quote") << u"a \"b"_s << syntax << 2 << 2 << u""_s;
        QTest::newRow("open quote in a value") << u"model:\"b"_s << syntax << 6 << 2 << u""_s;
        QTest::newRow("empty quotes") << u"\"\""_s << syntax << 0 << 2 << u""_s;
        QTest::newRow("open bracket") << u"a (b or c"_s << syntax << 2 << 1 << u""_s;
        QTest::newRow("close bracket") << u"a) b"_s << syntax << 1 << 1 << u""_s;
        QTest::newRow("empty brackets") << u"a ()"_s << syntax << 3 << 1 << u""_s;
        QTest::newRow("or at the end") << u"a or"_s << syntax << 4 << 1 << u""_s;
        QTest::newRow("or at the start") << u"or a"_s << syntax << 0 << 2 << u"\"or\""_s;
        QTest::newRow("lone minus") << u"a - b"_s << syntax << 2 << 1 << u""_s;
        QTest::newRow("two minus") << u"--a"_s << syntax << 0 << 1 << u""_s;
        QTest::newRow("no space") << u"model:\"a\"b"_s << syntax << 9 << 1 << u""_s;
        QTest::newRow("quoted field") << u"\"os\":1"_s << syntax << 4 << 1 << u""_s;
        QTest::newRow("attributes are for checks") << u"os<1{age:7d}"_s << syntax << 4 << 1 << u""_s;
    }
    void errorsPoint()
    {
        QFETCH(QString, text);
        const QueryParse parse = parseQuery(text, device());
        QVERIFY(!parse);
        QTEST(parse.error().code, "code");
        QTEST(parse.error().column, "column");
        QTEST(parse.error().length, "length");
        QTEST(parse.error().suggestion, "suggestion");
        const Result<Query> result = parse.result();
        QVERIFY(!result);
        QCOMPARE(result.error().code, parse.error().code);
        QCOMPARE(result.error().status(), 400);
        QVERIFY(result.error().detail.contains(u"column %1"_s.arg(parse.error().column + 1)));
    }

    void checkModeAddsOperatorsAttributesAndParameters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("attributes") << u"os.version>=17{missing:fail age:7d}"_s << true;
        QTest::newRow("any age") << u"seen<7d{age:any}"_s << true;
        QTest::newRow("parameter") << u"memory>=$min"_s << true;
        QTest::newRow("list") << u"sources has \"belvedere-agent\">=1.2,\"x\""_s << true;
        QTest::newRow("lacks") << u"-sources lacks $list"_s << true;
        QTest::newRow("range of versions") << u"os.version in \">=17.7.1 <18 or >=18.1\""_s << true;
        QTest::newRow("pattern") << u"name matches [a-z]+-\\d+"_s << true;
        QTest::newRow("bad pattern") << u"name matches \"[\""_s << false;
        QTest::newRow("bad range of versions") << u"os.version in \"~17\""_s << false;
        QTest::newRow("bare word") << u"anna"_s << false;
        QTest::newRow("unknown attribute") << u"os.version>=17{colour:red}"_s << false;
        QTest::newRow("attribute twice") << u"os.version>=17{age:1d age:2d}"_s << false;
        QTest::newRow("open brace") << u"os.version>=17{age:1d"_s << false;
        QTest::newRow("list operator on text") << u"name has x"_s << false;
        QTest::newRow("parameter without a name") << u"memory>=$"_s << false;
    }
    void checkModeAddsOperatorsAttributesAndParameters()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        const QueryParse parse = parseQuery(text, device(), QueryMode::Check);
        QCOMPARE(bool(parse), good);
        if (good)
            QCOMPARE(printed(parse.query(), device()), text);
        if (good && text.contains(u'{'))
            QVERIFY(!parseQuery(text, device(), QueryMode::Filter));
    }

    void limits()
    {
        const auto code = [](const QString &text) {
            const QueryParse parse = parseQuery(text, device());
            return parse ? QString() : parse.error().code;
        };
        QCOMPARE(code(QString(4096, u'a')), QString());
        QCOMPARE(code(QString(4097, u'a')), u"query.too-long"_s);
        QCOMPARE(code(QString(2049, u'é')), u"query.too-long"_s); // bytes count, not characters
        QCOMPARE(code(QString(32, u'(') + u'a' + QString(32, u')')), QString());
        QCOMPARE(code(QString(33, u'(') + u'a' + QString(33, u')')), u"query.too-deep"_s);
        QCOMPARE(code(u"a "_s.repeated(256)), QString());
        QCOMPARE(code(u"a "_s.repeated(257)), u"query.too-many-tests"_s);
        QCOMPARE(code(u"tag:a"_s + u",a"_s.repeated(255)), QString());
        QCOMPARE(code(u"tag:a"_s + u",a"_s.repeated(256)), u"query.too-many-tests"_s);
        // 250 aliases fit, their full names do not: what is stored must be readable.
        QCOMPARE(code(u"encrypted:no "_s.repeated(250)), u"query.too-long"_s);
    }

    void positionsAreKept()
    {
        const QueryParse parse = parseQuery(u" anna  (a or b) -tag:x"_s, device());
        QVERIFY(parse);
        const auto &children = parse.query().root.children;
        QCOMPARE(children.size(), size_t(3));
        QCOMPARE(children[0].column, 1);
        QCOMPARE(children[0].length, 4);
        QCOMPARE(children[1].column, 7);
        QCOMPARE(children[2].column, 16);
        QCOMPARE(children[2].length, 6);
    }
};

QTEST_GUILESS_MAIN(TestQueryParser)
#include "tst_queryparser.moc"
