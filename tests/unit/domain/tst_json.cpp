// JSON both ways from field lists: round trips of random entities, and everything that is refused.
#include "api/operations.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

namespace {

Cell randomCell(const Field &field, QRandomGenerator &random)
{
    const QString text = u"T\u00e9xt \"%1\" \U0001F600"_s.arg(random.bounded(1'000));
    switch (field.kind) {
    case Kind::Text:
        return text;
    case Kind::Enum:
        return random.bounded(4) == 0
            ? u"foreign-word"_s
            : QString::fromLatin1(field.choices[size_t(1 + random.bounded(int(field.choices.size()) - 1))].token);
    case Kind::Version:
        return Version(u"%1.%2"_s.arg(random.bounded(30)).arg(random.bounded(30)));
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return qint64(random.generate64() % quint64(maximumInteger));
    case Kind::Bool:
        return random.bounded(2) == 0;
    case Kind::Time:
        return QDateTime::fromMSecsSinceEpoch(random.bounded(2'000'000'000) * qint64(1'000) + 7, Qt::UTC);
    case Kind::Set:
        return QStringList{u"a"_s, text};
    case Kind::Object:
        return QJsonObject{{u"key"_s, text}};
    case Kind::List:
        return QJsonArray();
    }
    return {};
}

} // namespace

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips()
    {
        roundTrip<Device>();
        roundTrip<Person>();
        roundTrip<Account>();
        roundTrip<Enrolment>();
        roundTrip<AuditRecord>();
        roundTrip<Package>();
        roundTrip<NetworkInterface>();
        roundTrip<DeviceUser>();
        roundTrip<InstalledItem>();
        roundTrip<Fact>();
        roundTrip<Session>();
    }

    void aMissingRequiredFieldIsNamed()
    {
        const Result<Device> device = fromJson<Device>({{u"id"_s, u"dev-1"_s}}, u"$.items[3]"_s);
        QVERIFY(!device);
        QCOMPARE(device.error().code, u"decode.missing"_s);
        QCOMPARE(device.error().fields.first().field, u"$.items[3].name"_s);
        QVERIFY(!fromJson<Device>({{u"id"_s, u"dev-1"_s}, {u"name"_s, QJsonValue::Null}}));
        QVERIFY(!fromJson<Device>({{u"id"_s, u"dev-1"_s}, {u"name"_s, QString()}}));
    }

    void aForeignWordIsKeptFromAServerAndRefusedFromAClient()
    {
        const QJsonObject object{
            {u"id"_s, u"dev-1"_s}, {u"name"_s, u"A"_s}, {u"ownership"_s, u"leased"_s}, {u"from_tomorrow"_s, 1}};
        const Result<Device> device = fromJson<Device>(object);
        QVERIFY(device);
        QCOMPARE(device.value().ownership.token(), u"leased"_s);

        Device wanted;
        const auto errors = readRequest(fields<Device>(), &wanted,
            {{u"name"_s, u"A"_s}, {u"ownership"_s, u"leased"_s}, {u"from_tomorrow"_s, 1}, {u"serial"_s, u"X"_s}}, true);
        QStringList named;
        for (const FieldError &error : errors)
            named.append(error.field);
        QCOMPARE(canonicalSet(named), (QStringList{u"from_tomorrow"_s, u"ownership"_s, u"serial"_s}));
        QCOMPARE(wanted.name, u"A"_s);
    }

    void aPatchMayLeaveOutWhatARequestMayNot()
    {
        Person person;
        QVERIFY(readRequest(fields<Person>(), &person, {{u"phone"_s, u"1"_s}}, true).isEmpty());
        QCOMPARE(readRequest(fields<Person>(), &person, {{u"phone"_s, u"1"_s}}, false).first().field, u"name"_s);
        QCOMPARE(
            readRequest(fields<Person>(), &person, {{u"name"_s, QJsonValue::Null}}, true).first().field, u"name"_s);
        person.email = u"a@example.org"_s;
        QVERIFY(readRequest(fields<Person>(), &person, {{u"email"_s, QJsonValue::Null}}, true).isEmpty());
        QVERIFY(person.email.isEmpty());
    }

    void refusesValues_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        const QString zero = u"a"_s + QChar(0);
        QTest::newRow("U+0000") << u"name"_s << QJsonValue(zero);
        QTest::newRow("U+0000 in a set") << u"tags"_s << QJsonValue(QJsonArray{zero});
        QTest::newRow("number as text") << u"name"_s << QJsonValue(1);
        QTest::newRow("text as number") << u"memory"_s << QJsonValue(u"1"_s);
        QTest::newRow("fraction") << u"memory"_s << QJsonValue(1.5);
        QTest::newRow("2^53") << u"memory"_s << QJsonValue(qint64(1) << 53);
        QTest::newRow("-2^53") << u"memory"_s << QJsonValue(-(qint64(1) << 53));
        QTest::newRow("1e300") << u"memory"_s << QJsonValue(1e300);
        QTest::newRow("0 for no") << u"simulated"_s << QJsonValue(0);
        QTest::newRow("time without zone") << u"seen"_s << QJsonValue(u"2026-01-31T12:00:00"_s);
        QTest::newRow("no time") << u"seen"_s << QJsonValue(u"yesterday"_s);
        QTest::newRow("text as set") << u"tags"_s << QJsonValue(u"a"_s);
        QTest::newRow("number in a set") << u"tags"_s << QJsonValue(QJsonArray{1});
        QTest::newRow("long text") << u"name"_s << QJsonValue(QString(maximumTextLength + 1, u'x'));
        QTest::newRow("long version") << u"os.version"_s << QJsonValue(QString(Version::maximumLength + 1, u'1'));
        QJsonArray many;
        for (int i = 0; i <= maximumSetSize; ++i)
            many.append(QString::number(i));
        QTest::newRow("large set") << u"tags"_s << QJsonValue(many);
    }
    void refusesValues()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        const Result<Cell> cell = cellFromJson(value, *findField(fields<Device>(), name));
        QVERIFY(!cell);
        QCOMPARE(cell.error().code, u"decode.type"_s);
        QCOMPARE(cell.error().kind, ApiError::Kind::Decode);
    }

    void takesTheLargestInteger()
    {
        const Field &memory = *findField(fields<Device>(), u"memory");
        QCOMPARE(std::get<qint64>(cellFromJson(maximumInteger, memory).value()), maximumInteger);
        QCOMPARE(std::get<qint64>(cellFromJson(-maximumInteger, memory).value()), -maximumInteger);
    }

    void timesAreUtc()
    {
        const Field &seen = *findField(fields<Device>(), u"seen");
        const auto cell = cellFromJson(u"2026-01-31T12:00:00.250+02:00"_s, seen);
        QCOMPARE(cellToJson(cell.value()).toString(), u"2026-01-31T10:00:00.250Z"_s);
    }

    void emptyAndUnknownSetsDiffer()
    {
        const Field &tags = *findField(fields<Device>(), u"tags");
        QVERIFY(isKnown(cellFromJson(QJsonArray(), tags).value()));
        QVERIFY(!isKnown(cellFromJson(QJsonValue::Null, tags).value()));
    }

    void theListFormLeavesDetailsOut()
    {
        Device device;
        device.kernel = u"6.1"_s;
        QVERIFY(toJson(device).contains(u"os.kernel"_s));
        QVERIFY(!toJson(fields<Device>(), &device, true).contains(u"os.kernel"_s));
    }

    void hostileDocuments()
    {
        QCOMPARE(parseObject("{}", 1).error().code, u"json.too-large"_s);
        QCOMPARE(parseObject("{}", 1).error().status(), 413);
        QVERIFY(parseObject("{}", 2));
        QCOMPARE(parseObject("[]", 100).error().code, u"json.not-an-object"_s);
        for (const QByteArray &bytes : {QByteArray(), "{"_ba, "{\"a\":1}x"_ba, "{\"a\":\"\xff\"}"_ba, "{'a':1}"_ba})
            QCOMPARE(parseObject(bytes, 100).error().code, u"json.malformed"_s);
        const auto nested = [](int depth) {
            return QByteArray("{\"a\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + "}");
        };
        QVERIFY(parseObject(nested(64), 1'000));
        QCOMPARE(parseObject(nested(65), 1'000).error().code, u"json.malformed"_s);
        QVERIFY(parseObject("{\"a\":\"" + QByteArray(100, '[') + "\\\"\"}", 1'000)); // brackets in text do not nest
    }

private:
    template<class E> void roundTrip()
    {
        QRandomGenerator random(20'260'131);
        for (int round = 0; round < 40; ++round) {
            E entity;
            for (const Field &field : fields<E>()) {
                const bool known = field.is(Required) || random.bounded(3) > 0;
                QVERIFY2(field.set(&entity, known ? randomCell(field, random) : Cell()), field.name);
            }
            const QByteArray bytes = QJsonDocument(toJson(entity)).toJson(QJsonDocument::Compact);
            const Result<QJsonObject> object = parseObject(bytes, 1'000'000);
            QVERIFY(object);
            const Result<E> back = fromJson<E>(object.value());
            QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
            for (const Field &field : fields<E>())
                QVERIFY2(field.get(&entity) == field.get(&back.value()), field.name);
        }
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
