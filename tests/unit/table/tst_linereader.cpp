// Lines from a server are read as fields.h promises; whatever is wrong with a line costs that line only.
#include "rows.h"

#include "domain/device.h"
#include "table/isotime.h"

#include "domain/account.h"
#include "domain/enrolment.h"
#include "domain/person.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

struct Outcome {
    SnapshotPointer rows;
    LineReport report;
};

Outcome readPersons(const QByteArray &lines)
{
    SnapshotBuilder builder(fields<Person>());
    LineReader reader(fields<Person>());
    LineReport report = reader.read(lines, builder);
    return {builder.finish(), std::move(report)};
}

QString codeOf(const QByteArray &line)
{
    const Outcome outcome = readPersons(line + "\n{\"id\":\"per-9\",\"name\":\"Good\"}\n");
    // Whatever happens to a line, the next one is read.
    if (!outcome.rows->rowOf(u"per-9"_s))
        return u"the next line was lost"_s;
    return outcome.report.errors.isEmpty() ? QString() : outcome.report.errors.first().code;
}

template<class E> void compareWithJson(const E &entity)
{
    const SnapshotPointer rows = snapshotOf(fields<E>(), lineOf(entity));
    QCOMPARE(rows->rowCount(), 1u);
    for (int column = 0; column < rows->columnCount(); ++column) {
        const Field &field = fields<E>()[size_t(column)];
        const Cell expected = field.kind == Kind::Object || field.kind == Kind::List ? Cell() : field.get(&entity);
        QVERIFY2(rows->cell(0, column) == expected, field.name);
    }
}

} // namespace

class LineReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldArrivesAsTheEntityHoldsIt()
    {
        DeviceMaker maker(7);
        for (int i = 0; i < 200; ++i) {
            Device device = maker.device(i + 1);
            device.kernel = u"6.1 \u0001\u2028\U0001F600"_s;
            compareWithJson(device);
        }
        Person person;
        person.id = makeId<Person>(1);
        person.name = u"Ann"_s;
        person.devices = maximumInteger;
        compareWithJson(person);
        Enrolment enrolment;
        enrolment.id = makeId<Enrolment>(1);
        enrolment.label = u"Desk"_s;
        enrolment.expires = QDateTime(QDate(2031, 2, 28), QTime(23, 59, 59, 999), Qt::UTC);
        compareWithJson(enrolment);
    }

    void removalsAndTheEndAreUnderstood()
    {
        const Outcome outcome = readPersons("{\"id\":\"per-1\",\"name\":\"A\"}\n{\"id\":\"per-2\",\"name\":\"B\"}\r\n\n"
                                            "{\"id\":\"per-1\",\"removed\":true}\n{\"removed\":true,\"id\":\"per-7\"}\n"
                                            "{\"id\":\"per-2\",\"name\":\"C\",\"removed\":false}\n"
                                            "{\"token\":\"t5\",\"total\":1}");
        QCOMPARE(outcome.rows->rowCount(), 1u);
        QCOMPARE(outcome.rows->cell(0, 1), Cell(u"C"_s));
        QCOMPARE(outcome.report.rows, 3);
        QCOMPARE(outcome.report.removals, 2);
        QCOMPARE(outcome.report.badLines, 0);
        QVERIFY(outcome.report.isComplete());
        QCOMPARE(outcome.report.token, u"t5"_s);
        QCOMPARE(*outcome.report.total, 1);
    }

    void aStreamWithoutItsEndIsIncomplete()
    {
        QVERIFY(!readPersons("{\"id\":\"per-1\",\"name\":\"A\"}\n").report.isComplete());
        QVERIFY(!readPersons("").report.isComplete());
        QVERIFY(!readPersons("{\"token\":\"t5\"}").report.isComplete());
    }

    void badLinesAreNumbered()
    {
        const Outcome outcome =
            readPersons("{\"id\":\"per-1\",\"name\":\"A\"}\n{\"id\":\n\n[]\n{\"id\":\"per-2\",\"name\":5}\n");
        QCOMPARE(outcome.report.badLines, 3);
        QCOMPARE(outcome.report.errors[0].line, 2);
        QCOMPARE(outcome.report.errors[1].line, 4);
        QCOMPARE(outcome.report.errors[1].code, u"line.not-an-object"_s);
        QCOMPARE(outcome.report.errors[2].line, 5);
        QCOMPARE(outcome.report.errors[2].field, u"name"_s);
        QCOMPARE(outcome.rows->rowCount(), 1u);
    }

    // Texts are passed on as places in a table of recent ones; those of a line that is no row must not stay in it.
    void theNextLineKeepsItsWords_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray start = "{\"id\":\"dev-1\",\"model\":\"T14\",\"os.name\":\"Debian\"";
        QTest::newRow("no name") << start + "}";
        QTest::newRow("bad UTF-8") << start + ",\"name\":\"a\",\"serial\":\"\xC3(\"}";
        QTest::newRow("wrong type") << start + ",\"name\":\"a\",\"memory\":\"much\"}";
        QTest::newRow("cut") << start + ",\"name\":\"a\",\"serial";
        QTest::newRow("removed") << start + ",\"removed\":true}";
        QTest::newRow("same key twice") << start + ",\"name\":\"a\",\"model\":\"X1\"}";
        QTest::newRow("last line") << QByteArray("{\"model\":\"T14\",\"os.name\":\"Debian\",\"total\":2}");
    }
    void theNextLineKeepsItsWords()
    {
        QFETCH(const QByteArray, line);
        const QByteArray other = "{\"id\":\"dev-2\",\"name\":\"b\",\"model\":\"X1\",\"os.name\":\"Ubuntu\"}\n";
        const QByteArray next = "{\"id\":\"dev-3\",\"name\":\"c\",\"model\":\"T14\",\"os.name\":\"Debian\"}\n";
        SnapshotBuilder builder(fields<Device>());
        LineReader(fields<Device>()).read(other + line + '\n' + next, builder);
        const SnapshotPointer rows = builder.finish();
        QCOMPARE(rows->rowCount(), 2u);
        const std::optional<quint32> row = rows->rowOf(u"dev-3"_s);
        QVERIFY(row);
        QCOMPARE(rows->cell(*row, rows->columnOf(u"model")), Cell(u"T14"_s));
        QCOMPARE(rows->cell(*row, rows->columnOf(u"os.name")), Cell(u"Debian"_s));
    }

    void hostileLinesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &line, const QString &code) {
            QTest::newRow(name) << line << code;
        };
        const QByteArray start = "{\"id\":\"per-1\",\"name\":\"A\"";
        row("cut in a text", "{\"id\":\"per-1\",\"na", u"line.malformed"_s);
        row("cut behind a key", "{\"id\":\"per-1\",\"name\":", u"line.malformed"_s);
        row("cut behind a value", "{\"id\":\"per-1\",\"name\":\"A\"", u"line.malformed"_s);
        row("no value", "{\"id\":\"per-1\",\"name\":}", u"line.malformed"_s);
        row("no colon", "{\"id\" \"per-1\",\"name\":\"A\"}", u"line.malformed"_s);
        row("trailing comma", start + ",}", u"line.malformed"_s);
        row("two objects", start + "}{}", u"line.malformed"_s);
        row("trailing word", start + "} x", u"line.malformed"_s);
        row("a list", "[1,2]", u"line.not-an-object"_s);
        row("a number", "17", u"line.not-an-object"_s);
        row("a text", "\"x\"", u"line.not-an-object"_s);
        row("null", "null", u"line.not-an-object"_s);
        row("spaces", "   ", u"line.malformed"_s);
        row("byte 0", QByteArray("\0\0", 2), u"line.not-an-object"_s);
        row("bad UTF-8", "{\"id\":\"per-1\",\"name\":\"\xC3(\"}", u"line.encoding"_s);
        row("overlong UTF-8", "{\"id\":\"per-1\",\"name\":\"\xC0\x80\"}", u"line.encoding"_s);
        row("UTF-8 surrogate", "{\"id\":\"per-1\",\"name\":\"\xED\xA0\x80\"}", u"line.encoding"_s);
        row("lone escaped surrogate", "{\"id\":\"per-1\",\"name\":\"\\ud800\"}", u"line.malformed"_s);
        row("bad escape", "{\"id\":\"per-1\",\"name\":\"\\q\"}", u"line.malformed"_s);
        row("control character", "{\"id\":\"per-1\",\"name\":\"a\tb\"}", u"line.malformed"_s);
        row("U+0000", "{\"id\":\"per-1\",\"name\":\"a\\u0000b\"}", u"decode.type"_s);
        row("same key twice", start + ",\"name\":\"B\"}", u"line.duplicate-key"_s);
        row("same key, escaped", start + ",\"n\\u0061me\":\"B\"}", u"line.duplicate-key"_s);
        row("number for text", "{\"id\":\"per-1\",\"name\":5}", u"decode.type"_s);
        row("text for number", start + ",\"devices\":\"5\"}", u"decode.type"_s);
        row("fraction", start + ",\"devices\":5.5}", u"decode.type"_s);
        row("beyond 2^53", start + ",\"devices\":9007199254740992}", u"decode.type"_s);
        row("beyond 2^64", start + ",\"devices\":99999999999999999999999}", u"decode.type"_s);
        row("huge exponent", start + ",\"devices\":1e999}", u"decode.type"_s);
        row("leading zero", start + ",\"devices\":05}", u"decode.type"_s);
        row("not a number", start + ",\"devices\":-}", u"decode.type"_s);
        row("half a word", start + ",\"devices\":nul}", u"line.malformed"_s);
        row("a wrong word", start + ",\"devices\":truth}", u"decode.type"_s);
        row("object for text", "{\"id\":\"per-1\",\"name\":{\"a\":1}}", u"decode.type"_s);
        row("no name", "{\"id\":\"per-1\"}", u"decode.missing"_s);
        row("null name", "{\"id\":\"per-1\",\"name\":null}", u"decode.missing"_s);
        row("no id", "{\"name\":\"A\"}", u"decode.missing"_s);
        row("empty id", "{\"id\":\"\",\"name\":\"A\"}", u"decode.missing"_s);
        row("nothing", "{}", u"decode.missing"_s);
        row("removed is a text", "{\"id\":\"per-1\",\"removed\":\"yes\"}", u"decode.type"_s);
        row("long text", start.chopped(2) + QByteArray(70'000, 'x') + "\"}", u"decode.type"_s);
        row("deep nesting in a field", start + ",\"email\":" + QByteArray(5'000, '[') + QByteArray(5'000, ']') + "}",
            u"decode.type"_s);
        row("deep nesting", start + ",\"x\":" + QByteArray(2'000'000, '[') + QByteArray(2'000'000, ']') + "}",
            u"line.malformed"_s);
        row("too long", start + ",\"x\":\"" + QByteArray(LineReader::maximumLine, 'x') + "\"}", u"line.too-long"_s);
    }
    void hostileLinesAreRefused()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, code);
        QCOMPARE(codeOf(line), code);
        const Outcome outcome = readPersons(line);
        QCOMPARE(outcome.rows->rowCount(), 0u);
        QCOMPARE(outcome.report.badLines, 1);
    }

    void unusualLinesAreTaken_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray start = "{\"id\":\"per-1\",\"name\":\"A\"";
        QTest::newRow("unknown keys") << start + ",\"x\":[{\"y\":\"z\"},1],\"\":null}";
        QTest::newRow("deep unknown") << start + ",\"x\":" + QByteArray(60, '[') + QByteArray(60, ']') + "}";
        QTest::newRow("escaped key") << QByteArray("{\"\\u0069d\":\"per-1\",\"name\":\"A\"}");
        QTest::newRow("spaces") << QByteArray(" { \"id\" : \"per-1\" , \"name\" : \"A\" } \r");
        QTest::newRow("whole number with a fraction") << start + ",\"devices\":3.0}";
        QTest::newRow("nulls") << start + ",\"email\":null,\"devices\":null}";
        QTest::newRow("longest text") << "{\"id\":\"per-1\",\"name\":\"" + QByteArray(maximumTextLength, 'x') + "\"}";
    }
    void unusualLinesAreTaken()
    {
        QFETCH(QByteArray, line);
        QCOMPARE(codeOf(line), QString());
        QVERIFY(readPersons(line).rows->rowOf(u"per-1"_s).has_value());
    }

    void anyCutAndAnyByteIsSurvived()
    {
        DeviceMaker maker(3);
        const QByteArray line = lineOf(maker.device(1));
        const QByteArray good = lineOf(maker.device(2));
        for (qsizetype cut = 0; cut < line.size(); ++cut) {
            const SnapshotPointer rows = snapshotOf(fields<Device>(), line.first(cut) + '\n' + good);
            QVERIFY(rows->rowOf(u"dev-2"_s).has_value());
            QByteArray changed = line;
            for (const char byte : {'\0', '"', '\\', '{', ']', '\xff', ','}) {
                changed[cut] = byte;
                QVERIFY(snapshotOf(fields<Device>(), changed + good)->rowOf(u"dev-2"_s).has_value()
                    || cut == line.size() - 1); // without the line feed both are one line
            }
        }
    }

    void errorsKeptAreBounded()
    {
        const Outcome outcome = readPersons(QByteArray("x\n").repeated(1'000));
        QCOMPARE(outcome.report.badLines, 1'000);
        QCOMPARE(outcome.report.errors.size(), LineReport::keptErrors);
    }

    void aSetIsSortedAndWithoutRepetition()
    {
        SnapshotBuilder builder(fields<Enrolment>());
        LineReader reader(fields<Enrolment>());
        const QByteArray start = R"({"id":"enr-1","label":"x","uses":1,"expires":"2030-01-01T00:00:00Z","tags":)";
        const int tags = snapshotOf(fields<Enrolment>(), {})->columnOf(u"tags");
        const auto cell = [&](const QByteArray &value) {
            const LineReport report = reader.read(start + value + "}", builder);
            return report.badLines > 0 ? Cell(report.errors.first().code) : builder.finish()->cell(0, tags);
        };
        QCOMPARE(cell(R"(["b","a","b",""])"), Cell(QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(cell("[]"), Cell(QStringList()));
        QCOMPARE(cell("null"), Cell());
        QCOMPARE(cell("[1]"), Cell(u"decode.type"_s));
        QCOMPARE(cell("[null]"), Cell(u"decode.type"_s));
        QCOMPARE(cell(R"({"a":1})"), Cell(u"decode.type"_s));
        QCOMPARE(cell('[' + QByteArray("\"x\",").repeated(maximumSetSize) + "\"x\"]"), Cell(u"decode.type"_s));
    }

    void timesAgreeWithQt()
    {
        const auto qt = [](const char *text) -> std::optional<qint64> {
            const QDateTime time = QDateTime::fromString(QString::fromLatin1(text), Qt::ISODateWithMs);
            if (!time.isValid())
                return {};
            return time.toMSecsSinceEpoch();
        };
        for (const char *text : {"1970-01-01T00:00:00Z", "2026-01-31T12:00:00.123Z", "2024-02-29T23:59:59Z",
                 "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "1900-03-01T00:00:00+05:30",
                 "2000-02-29T00:00:00-08:00", "2023-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
                 "2026-01-01T24:30:00Z", "", "yesterday"})
            QCOMPARE(isoTime(text), qt(text));
        QCOMPARE(isoTime("1970-01-01T00:00:00.5Z"), std::optional<qint64>(500));
        QCOMPARE(isoTime("1970-01-01T00:00:00.0019999Z"), std::optional<qint64>(1));
        for (const char *text : {"1970-01-01T00:00:00", "1970-01-01", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00Zx",
                 "1970-01-01T00:00:60Z", "1970-01-01T00:00:00.1234567890Z", "-970-01-01T00:00:00Z"})
            QVERIFY2(!isoTime(text), text);
    }

    void stoppingEndsEarly()
    {
        SnapshotBuilder builder(fields<Person>());
        LineReader reader(fields<Person>());
        const StopFlag stop = true;
        QCOMPARE(reader.read("{\"id\":\"per-1\",\"name\":\"A\"}\n", builder, &stop).rows, 0);
    }
};

QTEST_GUILESS_MAIN(LineReaderTest)
#include "tst_linereader.moc"
