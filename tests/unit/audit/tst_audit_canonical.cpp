// Canonical bytes are those of RFC 8785, and a line that is not its own canonical form is refused with a stable code.
#include "audit/canonical.h"
#include "auditdata.h"
#include "base/digest.h"

#include <QJsonArray>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class CanonicalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void vectors();
    void writesItsOwnOrder();
    void refusesWhatHasNoExactForm_data();
    void refusesWhatHasNoExactForm();
    void readsCanonicalLines_data();
    void readsCanonicalLines();
    void refusesLines_data();
    void refusesLines();
    void depthIsBounded();
};

void CanonicalTest::vectors()
{
    const QJsonArray vectors = auditJson(u"canonical_vectors.json"_s).array();
    QVERIFY(vectors.size() >= 6);
    for (const QJsonValue vector : vectors) {
        const QJsonObject input = QJsonDocument::fromJson(vector["input"_L1].toString().toUtf8()).object();
        const Result<QByteArray> bytes = canonical(input);
        QVERIFY(bytes);
        QCOMPARE(QString::fromLatin1(bytes.value().toHex()), vector["canonical_hex"_L1].toString());
        QCOMPARE(sha256Hex(bytes.value()), vector["sha256"_L1].toString());
    }
}

void CanonicalTest::writesItsOwnOrder()
{
    // U+1F600 begins with the unit D83D, which sorts before U+FB33, although its code point is larger
    const QJsonObject object = QJsonDocument::fromJson("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2}").object();
    QCOMPARE(canonical(object).value(), QByteArray("{\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}"));
    QCOMPARE(canonical({}).value(), QByteArray("{}"));
    QCOMPARE(canonical({{u"a"_s, QJsonArray{true, false, QJsonValue::Null, QJsonArray{}}}}).value(),
        QByteArray("{\"a\":[true,false,null,[]]}"));
}

void CanonicalTest::refusesWhatHasNoExactForm_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("code");
    QTest::newRow("fraction") << QJsonValue(6.5) << u"audit.number"_s;
    QTest::newRow("beyond 2^53 - 1") << QJsonValue(qint64(1) << 53) << u"audit.number"_s;
    QTest::newRow("below -(2^53 - 1)") << QJsonValue(-(qint64(1) << 53)) << u"audit.number"_s;
    QTest::newRow("huge") << QJsonValue(1e300) << u"audit.number"_s;
    QTest::newRow("half a pair") << QJsonValue(QString(QChar(0xd800))) << u"audit.text"_s;
    QTest::newRow("inside an array") << QJsonValue(QJsonArray{QJsonArray{0.1}}) << u"audit.number"_s;
}

void CanonicalTest::refusesWhatHasNoExactForm()
{
    QFETCH(QJsonValue, value);
    QFETCH(QString, code);
    const Result<QByteArray> bytes = canonical({{u"x"_s, value}});
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, code);
}

void CanonicalTest::readsCanonicalLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("nested") << QByteArray(R"({"a":[{"b":1},{"b":2}],"c":{"b":null}})");
    QTest::newRow("limits") << QByteArray(R"({"a":-9007199254740991,"b":9007199254740991})");
    QTest::newRow("quoted braces") << QByteArray(R"({"a":"}{[],:\"\\","b":""})");
    QTest::newRow("other scripts") << QByteArray("{\"a\":\"\xc3\x84rja \xf0\x9f\x98\x80\"}");
}

void CanonicalTest::readsCanonicalLines()
{
    QFETCH(QByteArray, line);
    const Result<QJsonObject> object = readCanonical(line);
    QVERIFY2(object, object ? "" : qPrintable(object.error().detail));
    QCOMPARE(canonical(object.value()).value(), line);
}

void CanonicalTest::refusesLines_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const QByteArray &line, const char *code) {
        QTest::newRow(name) << line << QString::fromLatin1(code);
    };
    row("nothing", "", "audit.malformed");
    row("an array", "[]", "audit.malformed");
    row("cut off", "{\"a\":\"b", "audit.malformed");
    row("cut off after an escape", "{\"a\":\"b\\", "audit.malformed");
    row("two values", "{}{}", "audit.malformed");
    row("no value", "{\"a\":}", "audit.malformed");
    row("comma at the end", "{\"a\":1,}", "audit.malformed");
    row("bad word", "{\"a\":nul}", "audit.malformed");
    row("white space", "{\"a\": 1}", "audit.malformed");
    row("carriage return", "{\"a\":1}\r", "audit.malformed");
    row("zero byte", QByteArray("{\"a\":\"\0\"}", 9), "audit.canonical");
    row("not UTF-8", "{\"a\":\"\xff\"}", "audit.malformed");
    row("a fraction", "{\"a\":6.0}", "audit.number");
    row("an exponent", "{\"a\":1e3}", "audit.number");
    row("too large", "{\"a\":9007199254740992}", "audit.number");
    row("beyond 64 bits", "{\"a\":99999999999999999999}", "audit.number");
    row("a sign alone", "{\"a\":-}", "audit.number");
    row("a key twice", "{\"a\":1,\"a\":1}", "audit.duplicate-key");
    row("a key twice, apart", "{\"b\":{\"a\":1,\"b\":2,\"a\":1}}", "audit.duplicate-key");
    row("capital in a key", "{\"A\":1}", "audit.key");
    row("escape in a key", "{\"\\u0061\":1}", "audit.key");
    row("empty key", "{\"\":1}", "audit.key");
    row("keys out of order", "{\"b\":1,\"a\":2}", "audit.canonical");
    row("needless escape", "{\"a\":\"\\u0041\"}", "audit.canonical");
    row("escaped solidus", "{\"a\":\"\\/\"}", "audit.canonical");
    row("minus zero", "{\"a\":-0}", "audit.canonical");
    row("too long", "{\"a\":\"" + QByteArray(maximumAuditRecord, 'x') + "\"}", "audit.too-large");
}

void CanonicalTest::refusesLines()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, code);
    const Result<QJsonObject> object = readCanonical(line);
    QVERIFY(!object);
    QCOMPARE(object.error().code, code);
}

void CanonicalTest::depthIsBounded()
{
    const auto nested = [](int depth) -> QByteArray {
        return "{\"a\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + "}";
    };
    QVERIFY(readCanonical(nested(maximumAuditDepth)));
    QCOMPARE(readCanonical(nested(maximumAuditDepth + 1)).error().code, u"audit.depth"_s);
    QCOMPARE(readCanonical(nested(100'000)).error().code, u"audit.depth"_s);
}

QTEST_GUILESS_MAIN(CanonicalTest)
#include "tst_audit_canonical.moc"
