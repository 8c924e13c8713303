// The agent protocol's messages: round trips, bounds, sections, the enrolment string and browser settings.
#include "api/agentprotocol.h"
#include "api/enrolmentstring.h"
#include "domain/browsersettings.h"

#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

CheckIn sample()
{
    CheckIn message;
    message.asOf = QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::OffsetFromUTC, 3'600);
    message.bootId = u"b"_s;
    message.agentVersion = u"1"_s;
    message.sections.insert(u"system"_s, QString(64, u'a'));
    message.changed.insert(u"system"_s, {{u"name"_s, u"pc"_s}});
    CommandResult result;
    result.command = u"cmd-1"_s;
    result.outcome = CommandOutcome::Failed;
    result.code = u"power.not-allowed"_s;
    result.asOf = message.asOf;
    message.results.append(result);
    return message;
}

QString codeOf(const QJsonObject &object) { return fromJson<CheckIn>(object).error().code; }

} // namespace

class TestAgentProtocol : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checkInTravels();
    void checkInHasBounds();
    void answerTravelsAndHasBounds();
    void sectionsHoldOnlyTheirFields();
    void sectionHashIgnoresOrder();
    void itemsHaveBounds();
    void enrolmentStrings_data();
    void enrolmentStrings();
    void browserSettings_data();
    void browserSettings();
};

void TestAgentProtocol::checkInTravels()
{
    const QJsonObject json = toJson(sample());
    QCOMPARE(json.value(u"as_of"_s).toString(), u"2026-03-01T10:00:00.000+01:00"_s);
    const auto read = fromJson<CheckIn>(json);
    QVERIFY(read);
    QCOMPARE(read.value().asOf, sample().asOf);
    QCOMPARE(read.value().sections, sample().sections);
    QCOMPARE(read.value().changed, sample().changed);
    QCOMPARE(read.value().results.first().outcome.value(), CommandOutcome::Failed);
    QCOMPARE(read.value().results.first().code, u"power.not-allowed"_s);
}

void TestAgentProtocol::checkInHasBounds()
{
    QJsonObject json = toJson(sample());
    json.remove(u"as_of"_s);
    QCOMPARE(codeOf(json), u"decode.missing"_s);
    json = toJson(sample());
    json[u"as_of"_s] = u"2026-03-01T10:00:00"_s; // whose ten o'clock?
    QCOMPARE(codeOf(json), u"decode.type"_s);
    json = toJson(sample());
    json[u"sections"_s] = QJsonObject{{u"system"_s, u"ABC"_s}};
    QCOMPARE(codeOf(json), u"decode.type"_s);
    json[u"sections"_s] = QJsonObject{{u"no spaces"_s, QString(64, u'a')}};
    QCOMPARE(codeOf(json), u"decode.type"_s);
    QJsonObject many;
    for (int i = 0; i <= maximumSections; ++i)
        many.insert(u"s%1"_s.arg(i), QString(64, u'a'));
    json[u"sections"_s] = many;
    QCOMPARE(codeOf(json), u"decode.too-many"_s);
    json = toJson(sample());
    QJsonArray results;
    for (int i = 0; i <= maximumResults; ++i)
        results.append(toJson(sample().results.first()));
    json[u"results"_s] = results;
    QCOMPARE(codeOf(json), u"decode.too-many"_s);
    json[u"results"_s] = QJsonArray{QJsonObject{{u"command"_s, u"c"_s}}};
    const auto missing = fromJson<CheckIn>(json);
    QCOMPARE(missing.error().code, u"decode.missing"_s);
    QCOMPARE(missing.error().fields.first().field, u"$.results[0].outcome"_s);
}

void TestAgentProtocol::answerTravelsAndHasBounds()
{
    CheckInAnswer answer;
    answer.wanted = {u"packages"_s};
    answer.commands = {{u"cmd-1"_s, CommandKind::Message, {{u"text"_s, u"hello"_s}}}};
    answer.next = 5;
    answer.time = QDateTime::currentDateTimeUtc();
    QJsonObject json = toJson(answer);
    const auto read = fromJson<CheckInAnswer>(json);
    QVERIFY(read);
    QCOMPARE(read.value().wanted, answer.wanted);
    QCOMPARE(read.value().commands.first().kind.value(), CommandKind::Message);
    QCOMPARE(read.value().next, 5);
    for (const QJsonValue &next : {QJsonValue(0), QJsonValue(100'000), QJsonValue(u"5"_s), QJsonValue()}) {
        json[u"next"_s] = next;
        QVERIFY(!fromJson<CheckInAnswer>(json));
    }
    json = toJson(answer);
    json[u"wanted"_s] = QJsonArray{1};
    QVERIFY(!fromJson<CheckInAnswer>(json));
    answer.commands.first().id = QString(65, u'x');
    QVERIFY(!fromJson<CheckInAnswer>(toJson(answer)));
    // a kind of tomorrow is delivered, for the agent to refuse
    json = toJson(answer);
    json[u"commands"_s] = QJsonArray{QJsonObject{{u"id"_s, u"c"_s}, {u"kind"_s, u"wipe"_s}}};
    const auto unknown = fromJson<CheckInAnswer>(json);
    QVERIFY(unknown);
    QCOMPARE(unknown.value().commands.first().kind.token(), u"wipe"_s);
}

void TestAgentProtocol::sectionsHoldOnlyTheirFields()
{
    Device device;
    device.name = u"pc"_s;
    device.memory = 1'024;
    device.storageEncrypted = false;
    QCOMPARE(writeSection(u"hardware", device), QJsonObject({{u"memory"_s, 1'024}}));
    QCOMPARE(writeSection(u"storage", device), QJsonObject({{u"storage.encrypted"_s, false}}));
    for (const char *name : sectionNames()) {
        for (const char *field : sectionFields(QString::fromLatin1(name)))
            QVERIFY2(findField(fields<Device>(), QString::fromLatin1(field)), field);
    }
    Device target;
    target.name = u"old"_s;
    target.storageEncrypted = true;
    QVERIFY(readSection(u"storage", {{u"storage.total"_s, 5}}, target));
    QCOMPARE(target.storageTotal, std::optional<qint64>(5));
    QVERIFY(!target.storageEncrypted); // no longer told: not known
    QVERIFY(readSection(u"system", {}, target));
    QCOMPARE(target.name, u"old"_s); // a device keeps its name
    QCOMPARE(readSection(u"storage", {{u"compliance"_s, u"compliant"_s}}, target).error().code, u"decode.unknown"_s);
    QCOMPARE(readSection(u"storage", {{u"storage.total"_s, u"5"_s}}, target).error().code, u"decode.type"_s);
}

void TestAgentProtocol::sectionHashIgnoresOrder()
{
    const auto one = QJsonDocument::fromJson(R"({"b":1,"a":[{"y":2,"x":null}]})").object();
    const auto two = QJsonDocument::fromJson(R"({ "a": [{"x":null, "y":2}], "b": 1 })").object();
    QCOMPARE(sectionHash(one), sectionHash(two));
    QVERIFY(sectionHash(one) != sectionHash({}));
    // SHA-256 of {"a":[{"x":null,"y":2}],"b":1}, computed with another tool
    QCOMPARE(sectionHash(one), u"5ef3f7645ab2b5ff26e16012b2d2245e6e57c8035b9c925b96486ac6e5a29b71"_s);
}

void TestAgentProtocol::itemsHaveBounds()
{
    const QJsonObject section = writeItems(QList<Package>{{u"bash"_s, u"5"_s, {}, u"deb"_s, {}}});
    const auto read = readItems<Package>(section, 1);
    QVERIFY(read);
    QCOMPARE(read.value().first().name, u"bash"_s);
    QCOMPARE(readItems<Package>(section, 0).error().code, u"decode.too-many"_s);
    QCOMPARE(readItems<Package>({{u"items"_s, 1}}, 1).error().code, u"decode.type"_s);
    QCOMPARE(readItems<Package>({{u"items"_s, QJsonArray{1}}}, 1).error().fields.first().field, u"$.items[0]"_s);
}

void TestAgentProtocol::enrolmentStrings_data()
{
    const QString pin(64, u'a');
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("whole") << QString(u"https://mdm.example.org:8443#tok#"_s + pin) << true;
    QTest::newRow("without pin") << u"https://mdm.example.org#tok"_s << true;
    QTest::newRow("plain loopback") << u"http://127.0.0.1:80#tok"_s << true;
    QTest::newRow("plain elsewhere") << u"http://mdm.example.org#tok"_s << false;
    QTest::newRow("loopback look-alike") << u"http://127.0.0.1.example.org#tok"_s << false;
    QTest::newRow("user in the address") << u"https://a:b@mdm.example.org#tok"_s << false;
    QTest::newRow("short pin") << u"https://mdm.example.org#tok#abc"_s << false;
    QTest::newRow("no token") << QString(u"https://mdm.example.org##"_s + pin) << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("too long") << QString(u"https://mdm.example.org#"_s + QString(5'000, u'x')) << false;
}

void TestAgentProtocol::enrolmentStrings()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto parsed = parseEnrolmentString(text);
    QCOMPARE(bool(parsed), good);
    if (good)
        QCOMPARE(toText(parsed.value()), text);
    else
        QCOMPARE(parsed.error().code, u"enrolment.malformed"_s);
}

void TestAgentProtocol::browserSettings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    const auto block = [](const char *pattern) -> QByteArray {
        return QByteArray("{\"url_blocklist\":[\"") + pattern + "\"]}";
    };
    const auto home = [](const char *page) -> QByteArray { return QByteArray("{\"homepage\":\"") + page + "\"}"; };
    QTest::newRow("home page") << home("https://intranet.example.org/") << true;
    QTest::newRow("script as home page") << home("javascript:alert(1)") << false;
    QTest::newRow("file as home page") << home("file:///etc/passwd") << false;
    QTest::newRow("nothing") << QByteArray("{}") << false;
    QTest::newRow("switch") << QByteArray(R"({"private_browsing":false})") << true;
    QTest::newRow("everything") << block("*") << true;
    QTest::newRow("host") << block("example.org") << true;
    QTest::newRow("exact host with path") << block("https://.example.org/a/b") << true;
    QTest::newRow("chrome page") << block("chrome://settings") << true;
    QTest::newRow("other scheme") << block("ftp://example.org") << false;
    QTest::newRow("wildcard inside") << block("ex*ple.org") << false;
    QTest::newRow("blank") << block("example.org /") << false;
    QTest::newRow("not ASCII") << block("ex\u00e4mple.org") << false;
}

void TestAgentProtocol::browserSettings()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, good);
    BrowserSettings settings;
    const auto errors =
        readRequest(fields<BrowserSettings>(), &settings, QJsonDocument::fromJson(json).object(), false);
    QVERIFY(errors.isEmpty());
    QCOMPARE(validate(settings).isEmpty(), good);
}

QTEST_GUILESS_MAIN(TestAgentProtocol)
#include "tst_agentprotocol.moc"
