// Chips, sentences and completion.
#include "domain/device.h"
#include "query/describe.h"
#include "query/parser.h"
#include "query/print.h"
#include "query/suggest.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

std::span<const Field> device() { return fields<Device>(); }

// Completion at the `|` in the text, as the texts that it would leave.
QStringList completed(const QString &marked, QueryMode mode = QueryMode::Filter, const ValuesOf &valuesOf = {})
{
    const int cursor = int(marked.indexOf(u'|'));
    QString text = marked;
    text.remove(cursor, 1);
    const QuerySuggestions found = suggest(text, cursor, device(), mode, valuesOf);
    QStringList result;
    for (const QuerySuggestion &item : found.items)
        result.append(QString(text).replace(found.start, found.length, item.text));
    return result;
}

} // namespace

class TestQueryDescribe : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentences_data()
    {
        QTest::addColumn<QString>("expected");
        QTest::newRow("") << u"everything"_s;
        QTest::newRow("platform:ios,android") << u"Platform is iOS or Android"_s;
        QTest::newRow("os<17.4") << u"OS version below 17.4"_s;
        QTest::newRow("seen>7d") << u"Last seen more than 7d ago"_s;
        QTest::newRow("enrolled<2026-01-31") << u"Enrolled before 2026-01-31"_s;
        QTest::newRow("tag:a -tag:b") << u"Tags has \u201ca\u201d and not (Tags has \u201cb\u201d)"_s;
        QTest::newRow("tag=a,b") << u"Tags is exactly \u201ca\u201d and \u201cb\u201d"_s;
        QTest::newRow("encrypted:no or person:unknown") << u"Storage encrypted is no or Person is not known"_s;
        QTest::newRow("person!=unknown") << u"Person is known"_s;
        QTest::newRow("ram:4GB..8GB") << u"Memory is 4GB to 8GB"_s;
        QTest::newRow("a (b or model:\"%1 %2\")")
            << u"something contains \u201ca\u201d and (something contains \u201cb\u201d or Model contains \u201c%1 %2\u201d)"_s;
    }
    void sentences()
    {
        QFETCH(QString, expected);
        const QueryParse parse = parseQuery(QString::fromUtf8(QTest::currentDataTag()), device());
        QVERIFY(parse);
        QCOMPARE(sentence(parse.query(), device(), "Device"), expected);
    }

    void chipsAreTheOutermostConditions()
    {
        const QString text = u"os<17.4 (a or b) -tag:x"_s;
        const QueryParse parse = parseQuery(text, device());
        QVERIFY(parse);
        const QList<QueryChip> list = chips(parse.query(), device(), "Device");
        QCOMPARE(list.size(), 3);
        QCOMPARE(list[0].text, u"os.version<17.4"_s);
        QCOMPARE(list[0].label, u"OS version below 17.4"_s);
        QCOMPARE(list[1].text, u"(a or b)"_s);
        QCOMPARE(text.sliced(list[2].column, list[2].length), u"-tag:x"_s);
        QCOMPARE(printed(withoutChip(parse.query(), 1), device()), u"os.version<17.4 -tags:x"_s);
        QCOMPARE(printed(withoutChip(withoutChip(parse.query(), 1), 0), device()), u"-tags:x"_s);
        const QueryParse either = parseQuery(u"a or b"_s, device());
        QCOMPARE(chips(either.query(), device(), "Device").size(), 1);
        QVERIFY(withoutChip(either.query(), 0).isEmpty());
        QVERIFY(chips(Query(), device(), "Device").isEmpty());
    }

    void completesFields()
    {
        QVERIFY(completed(u"|"_s).contains(u"name:"_s));
        QVERIFY(!completed(u"|"_s).contains(u"person.id:"_s)); // hidden
        QVERIFY(!completed(u"|"_s).contains(u"or"_s));
        QVERIFY(completed(u"anna |"_s).contains(u"anna or"_s));
        QCOMPARE(completed(u"anna -plat|"_s).first(), u"anna -platform:"_s);
        QVERIFY(completed(u"(encr|"_s).contains(u"(storage.encrypted:"_s));
        QVERIFY(completed(u"maker|"_s).contains(u"manufacturer:"_s)); // by its alias
        QVERIFY(completed(u"\"pla|"_s).isEmpty()); // a phrase is what it is
    }

    void completesOperators()
    {
        const QStringList list = completed(u"seen|"_s);
        QVERIFY(list.contains(u"seen>="_s));
        QVERIFY(!list.contains(u"seen has "_s));
        QVERIFY(!completed(u"model|"_s).contains(u"model<"_s));
        QVERIFY(completed(u"sources|"_s, QueryMode::Check).contains(u"sources has "_s));
    }

    void completesValues()
    {
        QCOMPARE(completed(u"platform:an|"_s), QStringList{u"platform:android"_s});
        QCOMPARE(completed(u"a platform:ios, an| b"_s), QStringList{u"a platform:ios, android b"_s});
        QVERIFY(completed(u"encrypted: |"_s).contains(u"encrypted: no"_s));
        QVERIFY(completed(u"encrypted:|"_s).contains(u"encrypted:unknown"_s));
        QVERIFY(completed(u"seen>|"_s).contains(u"seen>7d"_s));
        QVERIFY(completed(u"compliance:u|"_s).contains(u"compliance:\"unknown\""_s));
        const ValuesOf data = [](const Field &field, const QString &, qsizetype) {
            return QLatin1StringView(field.name) == "tags"_L1 ? QStringList{u"field"_s, u"field sales"_s, u"loaner"_s}
                                                              : QStringList();
        };
        QCOMPARE(
            completed(u"tag:fie|"_s, QueryMode::Filter, data), (QStringList{u"tag:field"_s, u"tag:\"field sales\""_s}));
        QCOMPARE(completed(u"tag:\"field s|"_s, QueryMode::Filter, data), QStringList{u"tag:\"field sales\""_s});
    }

    void everyCompletionOfAValueParses()
    {
        for (const Field &field : device()) {
            if (field.kind == Kind::Object)
                continue;
            for (const QString &text : completed(QString::fromLatin1(field.name) + u":|"))
                QVERIFY2(parseQuery(text, device()), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestQueryDescribe)
#include "tst_querydescribe.moc"
