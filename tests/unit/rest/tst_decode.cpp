// Answers of each shape are decoded, and what is wrong with them is named.
#include "api/operations.h"
#include "rest/decode.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestDecode : public QObject {
    Q_OBJECT

    static Result<Page<Account>> page(const QByteArray &body)
    {
        return AnswerTraits<Page<Account>>::decode(body, body.size());
    }
    static QByteArray account(int number)
    {
        return QByteArray(R"({"id":"acc-%","email":"a@example.org","name":"A","role":"auditor","version":1})")
            .replace('%', QByteArray::number(number));
    }

private Q_SLOTS:
    void aPage()
    {
        const auto result =
            page("{\"items\":[" + account(1) + ',' + account(2) + "],\"total\":12,\"nextCursor\":\"c\"}");
        QVERIFY(result);
        QCOMPARE(result.value().items.size(), size_t(2));
        QCOMPARE(result.value().items[1].id.text, u"acc-2"_s);
        QCOMPARE(result.value().total, 12);
        QCOMPARE(result.value().nextCursor, u"c"_s);
    }

    void theLastPageHasNoCursor()
    {
        QVERIFY(page(R"({"items":[],"total":0})").value().nextCursor.isEmpty());
        QVERIFY(page(R"({"items":[],"total":0,"nextCursor":null})").value().nextCursor.isEmpty());
    }

    void errorsNameTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("place");
        QTest::newRow("no items") << R"({"total":0})"_ba << u"decode.missing"_s << u"$.items"_s;
        QTest::newRow("no total") << R"({"items":[]})"_ba << u"decode.missing"_s << u"$.total"_s;
        QTest::newRow("negative") << R"({"items":[],"total":-1})"_ba << u"decode.missing"_s << u"$.total"_s;
        QTest::newRow("cursor") << R"({"items":[],"total":0,"nextCursor":5})"_ba << u"decode.type"_s
                                << u"$.nextCursor"_s;
        QTest::newRow("not an object") << R"({"items":[7],"total":1})"_ba << u"decode.type"_s << u"$.items[0]"_s;
        QTest::newRow("no e-mail") << "{\"items\":[" + account(1) + ",{\"id\":\"acc-2\"}],\"total\":2}"
                                   << u"decode.missing"_s << u"$.items[1].email"_s;
    }
    void errorsNameTheirPlace()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, code);
        QFETCH(QString, place);
        const auto result = page(body);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ApiError::Kind::Decode);
        QCOMPARE(result.error().code, code);
        QCOMPARE(result.error().fields.first().field, place);
    }

    void linesStayBytes()
    {
        const auto lines = AnswerTraits<Lines<Device>>::decode("{\"id\"\n", 100);
        QCOMPARE(lines.value().bytes, "{\"id\"\n"_ba);
    }

    void noAnswerIsAnyAnswer() { QVERIFY(AnswerTraits<None>::decode("<html>", 100)); }
};

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
