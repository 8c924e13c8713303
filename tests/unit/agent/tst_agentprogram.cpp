// The whole program against a small server: enrolment, check-ins, commands, refusals, failures, simulated fleets.
#include "agent/client/pace.h"
#include "agent/client/reporter.h"
#include "agent/options.h"
#include "agent/simulate/simulateddevice.h"
#include "api/agentprotocol.h"
#include "base/digest.h"
#include "certificate.h"
#include "fakeserver.h"
#include "support/places.h"
#include "tree.h"

#include <QProcess>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// Plays the server's part of the protocol for any number of devices.
class Mdm {
public:
    explicit Mdm(FakeServer &server)
    {
        server.handler = [this](const FakeRequest &request) { return answer(request); };
    }

    QList<EnrolRequest> enrolled;
    QList<CheckIn> checkIns;
    QMap<QString, QMap<QString, QJsonObject>> sections; // by device
    QMap<QString, CommandResult> results;
    QList<Command> commands; // for every device, until a result for it has come
    QStringList problems;
    bool alwaysDeliver = false; // deliver even after the result

private:
    FakeAnswer answer(const FakeRequest &request)
    {
        if (request.path == enrolPath) {
            const auto message = fromJson<EnrolRequest>(request.body);
            if (!message || message.value().token != "tok"_L1)
                return answerWith({{u"code"_s, u"enrolment.refused"_s}, {u"detail"_s, u"No such token."_s}}, 403);
            enrolled.append(message.value());
            const QString id = u"dev-%1"_s.arg(enrolled.size());
            return answerWith(toJson(EnrolAnswer{id, u"secret-of-"_s + id}));
        }
        const QString device = QString::fromLatin1(request.authorization).section(u' ', 1).section(u'.', 0, 0);
        if (request.authorization != "Bearer " + device.toLatin1() + ".secret-of-" + device.toLatin1())
            return answerWith({{u"code"_s, u"agent.unknown"_s}}, 401);
        const auto message = fromJson<CheckIn>(request.body);
        if (!message) {
            problems.append(message.error().detail);
            return answerWith({{u"code"_s, message.error().code}}, 422);
        }
        checkIns.append(message.value());
        CheckInAnswer reply;
        reply.time = QDateTime::currentDateTimeUtc();
        for (auto it = message.value().changed.begin(); it != message.value().changed.end(); ++it) {
            if (sectionHash(it.value()) != message.value().sections.value(it.key()))
                problems.append(u"hash of "_s + it.key());
            sections[device].insert(it.key(), it.value());
        }
        for (auto it = message.value().sections.begin(); it != message.value().sections.end(); ++it) {
            if (sectionHash(sections[device].value(it.key())) != it.value())
                reply.wanted.append(it.key());
        }
        for (const CommandResult &result : message.value().results)
            results.insert(device + u' ' + result.command, result);
        for (const Command &command : commands) {
            if (!results.contains(device + u' ' + command.id) || (alwaysDeliver && checkIns.size() < 6))
                reply.commands.append(command);
        }
        return answerWith(toJson(reply));
    }
};

struct Ended {
    int exitCode = -1;
    QByteArray log;
};

Ended runAgent(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(test::programPath(u"belvedere-agent"), arguments);
    process.write(input);
    process.closeWriteChannel();
    QSignalSpy finished(&process, &QProcess::finished);
    if (!finished.wait(60'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAllStandardError()};
}

AgentOptions options(const QStringList &arguments, const QString &input = {})
{
    const auto parsed = parseOptions(QStringList{u"belvedere-agent"_s} + arguments, [input] { return input; });
    return std::holds_alternative<AgentOptions>(parsed) ? std::get<AgentOptions>(parsed) : AgentOptions();
}

} // namespace

class TestAgentProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commandLine();
    void badUsage_data();
    void badUsage();
    void pace();
    void reporterSendsWhatIsMissing();
    void tellsTheTruthAndObeys();
    void runsWhatItsFolderHas();
    void secondRunContinues();
    void refusedTokenEndsIt();
    void unknownDeviceEnrolsAnew();
    void serverThatIsAway();
    void badAnswers_data();
    void badAnswers();
    void pinnedCertificate();
    void simulatedFleet();
    void simulatedFleetIsTheSameAgain();
};

void TestAgentProgram::commandLine()
{
    const QString pin(64, u'a');
    AgentOptions o = options({u"--enrol"_s, u"-"_s}, u"https://mdm.example.org#tok#"_s + pin + u'\n');
    QCOMPARE(o.server.url, QUrl(u"https://mdm.example.org"_s));
    QCOMPARE(o.server.fingerprint, pin);
    QCOMPARE(o.token, u"tok"_s);
    QCOMPARE(o.root, u"/"_s);
    QCOMPARE(o.state, u"/var/lib/belvedere-agent"_s);
    QVERIFY(!o.allowPower && !o.once && o.commands.isEmpty());
    o = options({u"--server"_s, u"https://mdm.example.org"_s, u"--allow-commands"_s, u"/etc/belvedere/commands"_s});
    QCOMPARE(o.commands, u"/etc/belvedere/commands"_s);
    o = options({u"--server"_s, u"http://127.0.0.1:8080/"_s, u"--enrol"_s, u"tok"_s, u"--root"_s, u"/tmp/r/"_s});
    QCOMPARE(o.server.url, QUrl(u"http://127.0.0.1:8080"_s));
    QCOMPARE(o.state, u"/tmp/r/var/lib/belvedere-agent"_s);
}

void TestAgentProgram::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList server{u"--server"_s, u"https://mdm.example.org"_s};
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s};
    QTest::newRow("plain http elsewhere") << QStringList{u"--server"_s, u"http://mdm.example.org"_s};
    QTest::newRow("bad pin") << (server + QStringList{u"--pin"_s, u"12"_s});
    QTest::newRow("relative root") << (server + QStringList{u"--root"_s, u"here"_s});
    QTest::newRow("relative commands") << (server + QStringList{u"--allow-commands"_s, u"here"_s});
    QTest::newRow("no commands") << (server + QStringList{u"--allow-commands"_s, u""_s});
    QTest::newRow("empty enrolment") << (server + QStringList{u"--enrol"_s, u"-"_s});
    QTest::newRow("token without server") << QStringList{u"--enrol"_s, u"tok"_s};
    QTest::newRow("no devices") << (server + QStringList{u"--simulate"_s, u"0"_s});
    QTest::newRow("rounds without simulation") << (server + QStringList{u"--rounds"_s, u"2"_s});
    QTest::newRow("failing without simulation") << (server + QStringList{u"--failing"_s, u"20"_s});
    QTest::newRow("more fail than there are")
        << (server + QStringList{u"--simulate"_s, u"5"_s, u"--failing"_s, u"101"_s});
    QTest::newRow("argument") << (server + QStringList{u"x"_s});
}

void TestAgentProgram::badUsage()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(runAgent(arguments).exitCode, 2);
}

void TestAgentProgram::pace()
{
    QCOMPARE(nextDelay(5, 0.7), 5'000);
    QCOMPARE(nextDelay(300, 0.0), 270'000);
    QCOMPARE(nextDelay(300, 1.0), 330'000);
    QCOMPARE(retryDelay(1, 0.5), 1'000);
    QCOMPARE(retryDelay(3, 1.0), 8'000);
    QCOMPARE(retryDelay(50, 1.0), 300'000);
    QCOMPARE(retryDelay(50, 0.0), 100);
}

void TestAgentProgram::reporterSendsWhatIsMissing()
{
    Reporter reporter;
    QMap<QString, QJsonObject> all{{u"system"_s, {{u"name"_s, u"a"_s}}}, {u"users"_s, {}}};
    CheckIn first;
    reporter.fill(first, all);
    QCOMPARE(first.sections.size(), 2);
    QVERIFY(first.changed.isEmpty()); // perhaps the server has them from before
    CheckInAnswer answer;
    answer.wanted = QStringList{u"system"_s};
    QVERIFY(reporter.accepted(first, answer));
    CheckIn second;
    reporter.fill(second, all);
    QCOMPARE(second.changed.keys(), QStringList{u"system"_s});
    QVERIFY(!reporter.accepted(second, answer)); // wants it again: no reason to hurry
    QVERIFY(!reporter.accepted(second, {}));
    CheckIn third;
    reporter.fill(third, all);
    QVERIFY(third.changed.isEmpty());
    all[u"users"_s].insert(u"items"_s, QJsonArray());
    reporter.fill(third, all);
    QCOMPARE(third.changed.keys(), QStringList{u"users"_s});
}

void TestAgentProgram::tellsTheTruthAndObeys()
{
    FakeServer server;
    Mdm mdm(server);
    mdm.alwaysDeliver = true;
    mdm.commands = {{u"c1"_s, CommandKind::Message, {{u"text"_s, u"hello"_s}}}, {u"c2"_s, CommandKind::Restart, {}},
        {u"c3"_s, CommandKind::Lock, {}},
        {u"c4"_s, CommandKind::ProfileInstall,
            {{u"profile"_s, u"pro-1"_s}, {u"version"_s, 1}, {u"type"_s, u"browser"_s},
                {u"settings"_s, QJsonObject{{u"homepage"_s, u"https://example.org/"_s}}}}},
        {u"c5"_s, CommandKind::Sync, {}}};
    Tree tree;
    // --allow-power is no help below another root
    const Ended ended = runAgent({u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--once"_s, u"--root"_s,
        tree.root(), u"--allow-power"_s});
    QVERIFY2(ended.exitCode == 0, ended.log.constData());
    QVERIFY2(mdm.problems.isEmpty(), qPrintable(mdm.problems.join(u' ')));
    QCOMPARE(mdm.enrolled.size(), 1);
    QCOMPARE(mdm.enrolled.first().name, QSysInfo::machineHostName());
    QVERIFY(!mdm.enrolled.first().simulated);
    QCOMPARE(
        mdm.sections.value(u"dev-1"_s).value(u"system"_s).value(u"os.kernel"_s).toString(), QSysInfo::kernelVersion());
    QCOMPARE(mdm.results.value(u"dev-1 c1"_s).outcome.value(), CommandOutcome::Done);
    QCOMPARE(mdm.results.value(u"dev-1 c2"_s).code, u"power.not-allowed"_s);
    QCOMPARE(mdm.results.value(u"dev-1 c3"_s).code, u"power.not-allowed"_s);
    QCOMPARE(mdm.results.value(u"dev-1 c4"_s).outcome.value(), CommandOutcome::Done);
    QVERIFY(tree.exists(u"/etc/firefox/policies/policies.json"_s));
    // delivered several times, shown once
    QCOMPARE(tree.read(u"/var/lib/belvedere/messages.jsonl"_s).count('\n'), 1);
    QVERIFY(!ended.log.contains("secret") && !ended.log.contains("tok"));
}

void TestAgentProgram::runsWhatItsFolderHas()
{
    FakeServer server;
    Mdm mdm(server);
    mdm.commands = {{u"c1"_s, CommandKind::RunCommand, {{u"name"_s, u"hello"_s}}},
        {u"c2"_s, CommandKind::RunCommand, {{u"name"_s, u"other"_s}}}};
    Tree tree;
    tree.file(u"/commands/hello"_s, "#!/bin/sh\necho Hello\n");
    const auto onlyOurs = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QFile::setPermissions(tree.path(u"/commands"_s), onlyOurs);
    QFile::setPermissions(tree.path(u"/commands/hello"_s), onlyOurs);
    const QStringList arguments{
        u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--once"_s, u"--root"_s, tree.root()};
    const Ended ended = runAgent(arguments + QStringList{u"--allow-commands"_s, tree.path(u"/commands"_s)});
    QVERIFY2(ended.exitCode == 0, ended.log.constData());
    QVERIFY2(mdm.problems.isEmpty(), qPrintable(mdm.problems.join(u' ')));
    const auto told = [&mdm] { return mdm.sections.value(u"dev-1"_s).value(u"system"_s).value(u"agent.commands"_s); };
    QCOMPARE(told().toArray(), QJsonArray{u"hello"_s});
    const CommandResult ran = mdm.results.value(u"dev-1 c1"_s);
    QCOMPARE(ran.outcome.value(), CommandOutcome::Done);
    QCOMPARE(ran.proof, (QJsonObject{{u"command"_s, u"hello"_s}, {u"exit"_s, 0}, {u"output"_s, u"Hello\n"_s}}));
    QCOMPARE(mdm.results.value(u"dev-1 c2"_s).code, u"command.not-found"_s);
    // without the option there is nothing to tell, and nothing is run
    mdm.commands = {{u"c3"_s, CommandKind::RunCommand, {{u"name"_s, u"hello"_s}}}};
    QCOMPARE(runAgent(arguments).exitCode, 0);
    QVERIFY(told().isUndefined());
    QCOMPARE(mdm.results.value(u"dev-1 c3"_s).code, u"command.not-allowed"_s);
}

void TestAgentProgram::secondRunContinues()
{
    FakeServer server;
    Mdm mdm(server);
    Tree tree;
    const QString line = server.url() + u"#tok"_s;
    QCOMPARE(runAgent({u"--enrol"_s, u"-"_s, u"--once"_s, u"--root"_s, tree.root()}, line.toUtf8()).exitCode, 0);
    const auto before = mdm.checkIns.size();
    QCOMPARE(runAgent({u"--once"_s, u"--root"_s, tree.root()}).exitCode, 0); // knows its server
    QCOMPARE(mdm.enrolled.size(), 1);
    QVERIFY(mdm.checkIns.size() > before);
    QVERIFY(mdm.checkIns[before].changed.isEmpty()); // hashes were enough to begin with
    FakeServer other;
    Mdm otherMdm(other);
    QCOMPARE(runAgent({u"--server"_s, other.url(), u"--once"_s, u"--root"_s, tree.root()}).exitCode, 1);
    QCOMPARE(
        runAgent({u"--server"_s, other.url(), u"--enrol"_s, u"tok"_s, u"--once"_s, u"--root"_s, tree.root()}).exitCode,
        0);
    QCOMPARE(otherMdm.enrolled.size(), 1);
}

void TestAgentProgram::refusedTokenEndsIt()
{
    FakeServer server;
    Mdm mdm(server);
    Tree tree;
    const Ended ended = runAgent({u"--server"_s, server.url(), u"--enrol"_s, u"wrong"_s, u"--root"_s, tree.root()});
    QCOMPARE(ended.exitCode, 1);
    QVERIFY(ended.log.contains("enrolment.refused"));
    QVERIFY(!ended.log.contains("wrong"));
}

void TestAgentProgram::unknownDeviceEnrolsAnew()
{
    FakeServer server;
    Mdm mdm(server);
    Tree tree;
    tree.file(u"/state/identity.json"_s,
        "{\"server\":\"" + server.url().toUtf8() + "\",\"device\":\"dev-9\",\"secret\":\"old\"}");
    const QStringList arguments{
        u"--server"_s, server.url(), u"--state"_s, tree.path(u"/state"_s), u"--root"_s, tree.root()};
    QFile::setPermissions(tree.path(u"/state"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QCOMPARE(runAgent(arguments + QStringList{u"--once"_s}).exitCode, 1);
    QCOMPARE(runAgent(arguments + QStringList{u"--once"_s, u"--enrol"_s, u"tok"_s}).exitCode, 0);
    QCOMPARE(mdm.enrolled.size(), 1);
}

void TestAgentProgram::serverThatIsAway()
{
    FakeServer server;
    Mdm mdm(server);
    const auto good = server.handler;
    int failures = 2;
    server.handler = [&](const FakeRequest &request) {
        return failures-- > 0 ? answerWith({{u"code"_s, u"server.busy"_s}}, 503) : good(request);
    };
    Tree tree;
    QProcess process;
    process.start(test::programPath(u"belvedere-agent"),
        {u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--root"_s, tree.root()});
    QTRY_VERIFY_WITH_TIMEOUT(!mdm.checkIns.isEmpty(), 30'000); // it kept trying
    QCOMPARE(process.state(), QProcess::Running);
    process.terminate();
    QVERIFY(process.waitForFinished(5'000));
    QCOMPARE(runAgent({u"--server"_s, u"http://127.0.0.1:1"_s, u"--once"_s, u"--root"_s, tree.root()}).exitCode, 1);
}

void TestAgentProgram::badAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("headers");
    QTest::newRow("not JSON") << 200 << QByteArray("<html>") << QByteArray();
    QTest::newRow("no secret") << 200 << QByteArray("{\"device\":\"dev-1\"}") << QByteArray();
    QTest::newRow("too large") << 200 << QByteArray(5 * 1024 * 1024, ' ') << QByteArray();
    QTest::newRow("redirect") << 307 << QByteArray() << QByteArray("Location: http://127.0.0.1:1/\r\n");
}

void TestAgentProgram::badAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, headers);
    FakeServer server;
    server.handler = [&](const FakeRequest &) { return FakeAnswer{status, body, headers}; };
    Tree tree;
    const Ended ended =
        runAgent({u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--once"_s, u"--root"_s, tree.root()});
    QCOMPARE(ended.exitCode, 1);
    QVERIFY(!tree.exists(u"/var/lib/belvedere-agent/identity.json"_s));
}

void TestAgentProgram::pinnedCertificate()
{
    const TestCertificate own = makeCertificate();
    const QString pin = sha256Hex(own.certificate.toDer());
    FakeServer server(own.certificate, own.key);
    Mdm mdm(server);
    Tree tree;
    const QStringList arguments{
        u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--once"_s, u"--root"_s, tree.root()};
    QCOMPARE(runAgent(arguments).exitCode, 1); // nobody vouches for it
    QCOMPARE(runAgent(arguments + QStringList{u"--pin"_s, QString(64, u'a')}).exitCode, 1); // another one
    QVERIFY(mdm.enrolled.isEmpty());
    const Ended ended = runAgent(arguments + QStringList{u"--pin"_s, pin.toUpper()});
    QVERIFY2(ended.exitCode == 0, ended.log.constData());
    QCOMPARE(runAgent({u"--once"_s, u"--root"_s, tree.root()}).exitCode, 0); // the pin was kept
    QCOMPARE(mdm.enrolled.size(), 1);
}

void TestAgentProgram::simulatedFleet()
{
    FakeServer server;
    Mdm mdm(server);
    mdm.commands = {{u"c1"_s, CommandKind::Message, {{u"text"_s, u"hello"_s}}}, {u"c2"_s, CommandKind::Restart, {}}};
    Tree tree;
    const QStringList arguments{u"--server"_s, server.url(), u"--enrol"_s, u"tok"_s, u"--state"_s,
        tree.path(u"/state"_s), u"--simulate"_s, u"60"_s, u"--seed"_s, u"7"_s, u"--rounds"_s, u"2"_s};
    const Ended ended = runAgent(arguments);
    QVERIFY2(ended.exitCode == 0, ended.log.constData());
    QVERIFY2(mdm.problems.isEmpty(), qPrintable(mdm.problems.join(u' ')));
    QCOMPARE(mdm.enrolled.size(), 60);
    QSet<QString> names;
    QSet<QString> platforms;
    for (const EnrolRequest &request : mdm.enrolled) {
        QVERIFY(request.simulated);
        names.insert(request.name);
        platforms.insert(request.platform.token());
    }
    QCOMPARE(names.size(), 60);
    QVERIFY(platforms.size() >= 5);
    int failed = 0;
    for (const CommandResult &result : mdm.results) {
        QCOMPARE(result.proof.value(u"simulated"_s), QJsonValue(true));
        failed += result.outcome.value() == CommandOutcome::Failed ? 1 : 0;
    }
    QCOMPARE(mdm.results.size(), 120);
    QVERIFY(failed > 0 && failed < 30); // now and then
    QCOMPARE(QDir(tree.root()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"state"_s});
    // a second run continues with the same identities
    QCOMPARE(runAgent(arguments).exitCode, 0);
    QCOMPARE(mdm.enrolled.size(), 60);
}

void TestAgentProgram::simulatedFleetIsTheSameAgain()
{
    const QDateTime today(QDate(2026, 3, 1), QTime(0, 0), Qt::UTC);
    QMap<FormFactor, int> forms;
    int differs = 0;
    for (int i = 0; i < 400; ++i) {
        const SimulatedDevice one(1, i, today);
        const SimulatedDevice again(1, i, today);
        const SimulatedDevice other(2, i, today);
        const Facts facts = one.facts();
        QCOMPARE(sections(facts), sections(again.facts()));
        QCOMPARE(one.isAway(5), again.isAway(5));
        differs += sections(facts) != sections(other.facts()) ? 1 : 0;
        ++forms[facts.device.formFactor.value()];
        const bool phone = facts.device.formFactor.value() == FormFactor::Phone;
        QVERIFY(!phone || (!facts.device.firewallEnabled && !facts.packages));
        QVERIFY(facts.device.storageFree.value() < facts.device.storageTotal.value());
        QCOMPARE(facts.device.hardwareId.size(), 36);
    }
    QCOMPARE(differs, 400);
    QVERIFY(forms.value(FormFactor::Laptop) > forms.value(FormFactor::Server));
    QVERIFY(forms.value(FormFactor::Phone) > 50 && forms.value(FormFactor::Laptop) > 100);
}

QTEST_GUILESS_MAIN(TestAgentProgram)
#include "tst_agentprogram.moc"
