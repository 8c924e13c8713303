// Commands: carried out once, written down before and after, observed after a crash, refused with a reason.
#include "agent/commands/executor.h"
#include "agent/commands/messages.h"
#include "agent/state/identity.h"
#include "domain/json.h"
#include "tree.h"

#include <csignal>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <sys/wait.h>
#include <unistd.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

class TestClock final : public Clock {
public:
    QDateTime time = QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC);
    QDateTime now() const override { return time; }
};

struct Bench {
    Tree tree;
    Tree stateTree;
    RootDir root{tree.root()};
    RootDir state{stateTree.root()};
    TestClock clock;
    QString bootId = u"boot-1"_s;
    qsizetype maximumEntries = 1'000;
    QStringList ran; // programs with their arguments
    int exitCode = 0;
    QByteArray lockedHint = "yes";
    bool computerItself = false;
    bool allowPower = false;
    Checkpoint checkpoint;
    std::shared_ptr<Journal> journal;
    std::unique_ptr<Executor> executor;

    // As after a start of the process.
    void open()
    {
        journal = Journal::open(state, maximumEntries).value();
        ExecutorSetup setup{root, state, computerItself, allowPower, false,
            [this](const QString &program, const QStringList &arguments, int, const QByteArray &) {
                const QString line = program + u' ' + arguments.join(u' ');
                ran.append(line);
                QByteArray output;
                if (line.contains("list-sessions"_L1))
                    output = "  2 1000 u1 seat0 tty2\n c1 110 gdm seat0 tty1\n";
                else if (line.contains("Type"_L1))
                    output = "wayland\n";
                else if (line.contains("Class"_L1))
                    output = line.contains(" c1 "_L1) ? "greeter\n" : "user\n";
                else if (line.contains("LockedHint"_L1))
                    output = lockedHint;
                return std::optional<ProgramOutput>({exitCode, output});
            },
            [](const LongRun &) { return std::optional<LongOutput>(); }, [this] { return bootId; }, clock, checkpoint};
        executor = std::make_unique<Executor>(*journal, std::move(setup));
    }
    CommandResult run(const QString &id, const QString &kind, const QJsonObject &parameters = {})
    {
        const Result<Done> done = executor->carryOut({id, Coded<CommandKind>::fromToken(kind), parameters});
        if (!done)
            qFatal("not written down: %s", qPrintable(done.error().detail));
        return journal->find(id)->result;
    }
    // Carries a command out in a process that dies by SIGKILL at the checkpoint.
    void dieAt(const char *point, const Command &command)
    {
        const pid_t child = fork();
        if (child == 0) {
            checkpoint = [point](const char *reached) {
                if (qstrcmp(reached, point) == 0)
                    ::kill(::getpid(), SIGKILL);
            };
            open();
            (void)executor->carryOut(command);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
    }
};

QJsonObject browserProfile(int version)
{
    return {{u"profile"_s, u"pro-1"_s}, {u"version"_s, version}, {u"type"_s, u"browser"_s},
        {u"settings"_s, QJsonObject{{u"private_browsing"_s, false}}}};
}

} // namespace

class TestAgentCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void powerIsRefused_data();
    void powerIsRefused();
    void lockNeedsConfirmation();
    void restartIsDoneWhenTheBootIdHasChanged();
    void restartThatFailsOrNeverComes();
    void itemsTakeTheirTime();
    void whatHadNoTurnIsPostponed();
    void messageIsShownOnce();
    void messageIsBounded();
    void terminalsGetNoControlCharacters();
    void profilesAreInstalledAndRemoved();
    void badParametersAreRefused_data();
    void badParametersAreRefused();
    void syncAsksForEverything();
    void resultsWaitForAcknowledgement();
    void knownCommandIsReportedAgain();
    void crashBeforeActing_data();
    void crashBeforeActing();
    void crashAfterActing_data();
    void crashAfterActing();
    void whatCannotBeWrittenDownIsNotDone();
    void journalForgetsOnlyWhatIsConfirmed();
    void aJournalStaysReadable();
    void damagedJournalIsNotForgotten();
    void identityIsPrivate();
};

void TestAgentCommands::powerIsRefused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("computerItself");
    QTest::addColumn<bool>("allowPower");
    for (const QString &kind : {u"lock"_s, u"restart"_s}) {
        QTest::newRow(qPrintable(kind + u" without --allow-power"_s)) << kind << true << false;
        QTest::newRow(qPrintable(kind + u" on another root"_s)) << kind << false << true;
        QTest::newRow(qPrintable(kind + u" on another root without"_s)) << kind << false << false;
    }
}

void TestAgentCommands::powerIsRefused()
{
    QFETCH(QString, kind);
    QFETCH(bool, computerItself);
    QFETCH(bool, allowPower);
    Bench bench;
    bench.computerItself = computerItself;
    bench.allowPower = allowPower;
    bench.open();
    const CommandResult result = bench.run(u"cmd-1"_s, kind);
    QCOMPARE(result.outcome.value(), CommandOutcome::Failed);
    QCOMPARE(result.code, u"power.not-allowed"_s);
    QVERIFY(!result.detail.isEmpty());
    QVERIFY(bench.ran.isEmpty());
}

void TestAgentCommands::lockNeedsConfirmation()
{
    Bench bench;
    bench.computerItself = bench.allowPower = true;
    bench.open();
    const CommandResult locked = bench.run(u"cmd-1"_s, u"lock"_s);
    QCOMPARE(locked.outcome.value(), CommandOutcome::Done);
    QCOMPARE(locked.proof.value(u"locked_sessions"_s).toArray(), QJsonArray{u"2"_s}); // not the greeter
    QVERIFY(bench.ran.contains(u"/usr/bin/loginctl lock-session 2"_s));
    bench.lockedHint = "no";
    const CommandResult open = bench.run(u"cmd-2"_s, u"lock"_s);
    QCOMPARE(open.outcome.value(), CommandOutcome::Failed);
    QCOMPARE(open.code, u"lock.not-confirmed"_s);
}

void TestAgentCommands::restartIsDoneWhenTheBootIdHasChanged()
{
    Bench bench;
    bench.computerItself = bench.allowPower = true;
    bench.open();
    QCOMPARE(bench.run(u"cmd-1"_s, u"restart"_s).outcome.value(), CommandOutcome::Started);
    QCOMPARE(bench.ran, QStringList{u"/usr/bin/systemctl reboot"_s});
    bench.bootId = u"boot-2"_s;
    bench.open();
    QVERIFY(bench.executor->recover());
    const CommandResult result = bench.journal->find(u"cmd-1"_s)->result;
    QCOMPARE(result.outcome.value(), CommandOutcome::Done);
    QCOMPARE(result.proof.value(u"boot.id.before"_s).toString(), u"boot-1"_s);
    QCOMPARE(result.proof.value(u"boot.id"_s).toString(), u"boot-2"_s);
    QCOMPARE(bench.ran.size(), 1);
}

void TestAgentCommands::restartThatFailsOrNeverComes()
{
    Bench bench;
    bench.computerItself = bench.allowPower = true;
    bench.exitCode = 1;
    bench.open();
    QCOMPARE(bench.run(u"cmd-1"_s, u"restart"_s).code, u"restart.failed"_s);
    bench.exitCode = 0;
    QCOMPARE(bench.run(u"cmd-2"_s, u"restart"_s).outcome.value(), CommandOutcome::Started);
    bench.clock.time = bench.clock.time.addSecs(599);
    QVERIFY(bench.executor->observe());
    QCOMPARE(bench.journal->find(u"cmd-2"_s)->result.outcome.value(), CommandOutcome::Started);
    bench.clock.time = bench.clock.time.addSecs(1);
    QVERIFY(bench.executor->observe());
    QCOMPARE(bench.journal->find(u"cmd-2"_s)->result.outcome.value(), CommandOutcome::Interrupted);
}

void TestAgentCommands::itemsTakeTheirTime()
{
    Bench bench;
    bench.open();
    const Command command{u"cmd-1"_s, CommandKind::ProfileRemove, {{u"profile"_s, u"pro-1"_s}}};
    QVERIFY(bench.executor->begin(command).value());
    bench.clock.time = bench.clock.time.addSecs(7'200); // waiting, downloading, or in apt
    QVERIFY(bench.executor->observe());
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Started);
    QVERIFY(bench.executor->end(u"cmd-1"_s, bench.executor->work().perform(command)));
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Done);
}

void TestAgentCommands::whatHadNoTurnIsPostponed()
{
    Bench bench;
    bench.open();
    for (const QString &id : {u"cmd-1"_s, u"cmd-2"_s})
        QVERIFY(bench.executor->begin({id, CommandKind::ProfileInstall, browserProfile(1)}).value());
    QVERIFY(bench.executor->turn(u"cmd-1"_s));
    bench.open();
    QVERIFY(bench.executor->recover());
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Interrupted);
    QCOMPARE(bench.journal->find(u"cmd-2"_s)->result.outcome.value(), CommandOutcome::Postponed);
    QCOMPARE(bench.journal->find(u"cmd-2"_s)->result.code, u"agent.restarted"_s);
}

void TestAgentCommands::messageIsShownOnce()
{
    Bench bench;
    bench.open();
    const QJsonObject parameters{{u"title"_s, u"Hello"_s}, {u"text"_s, u"The lift\nis out of order."_s}};
    const CommandResult result = bench.run(u"cmd-1"_s, u"message"_s, parameters);
    QCOMPARE(result.outcome.value(), CommandOutcome::Done);
    QCOMPARE(result.proof.value(u"shown"_s).toString(), u"cmd-1"_s);
    QCOMPARE(bench.run(u"cmd-1"_s, u"message"_s, parameters).outcome.value(), CommandOutcome::Done);
    const QList<QByteArray> lines = bench.tree.read(QString::fromLatin1(shownMessages)).trimmed().split('\n');
    QCOMPARE(lines.size(), 1);
    const QJsonObject line = QJsonDocument::fromJson(lines.first()).object();
    QCOMPARE(line.value(u"text"_s).toString(), u"The lift\nis out of order."_s);
    QCOMPARE(line.value(u"id"_s).toString(), u"cmd-1"_s);
    QVERIFY(bench.ran.isEmpty()); // another root: nobody's terminal
}

void TestAgentCommands::messageIsBounded()
{
    Bench bench;
    bench.open();
    QCOMPARE(bench.run(u"cmd-1"_s, u"message"_s, {{u"text"_s, QString(4'001, u'x')}}).code, u"command.parameters"_s);
    for (int i = 0; i < maximumShownMessages + 5; ++i)
        QVERIFY(showMessage(bench.root, u"m%1"_s.arg(i), {{}, u"x"_s}, bench.clock.now()));
    QVERIFY(!wasShown(bench.root, u"m4"_s).value());
    QVERIFY(wasShown(bench.root, u"m5"_s).value());
    QVERIFY(wasShown(bench.root, u"m104"_s).value());
}

void TestAgentCommands::terminalsGetNoControlCharacters()
{
    QByteArray input;
    const RunProgram run = [&input](const QString &, const QStringList &, int, const QByteArray &text) {
        input = text;
        return std::optional<ProgramOutput>({0, {}});
    };
    QVERIFY(showOnTerminals(run, {u"Title"_s, u"a\x1b[2Jb\nc\u202e"_s}));
    QCOMPARE(input, QByteArray("Title\n\na [2Jb\nc \n"));
}

void TestAgentCommands::profilesAreInstalledAndRemoved()
{
    Bench bench;
    bench.open();
    const auto before = bench.tree.everything();
    const CommandResult installed = bench.run(u"cmd-1"_s, u"profile_install"_s, browserProfile(3));
    QCOMPARE(installed.outcome.value(), CommandOutcome::Done);
    QCOMPARE(installed.proof.value(u"version"_s).toInteger(), 3);
    QCOMPARE(installed.proof.value(u"files"_s).toObject().size(), 3);
    QJsonObject other = browserProfile(1);
    other[u"profile"_s] = u"pro-2"_s;
    QCOMPARE(bench.run(u"cmd-2"_s, u"profile_install"_s, other).code, u"conflict"_s);
    const QJsonObject remove{{u"profile"_s, u"pro-1"_s}};
    QCOMPARE(bench.run(u"cmd-3"_s, u"profile_remove"_s, remove).proof.value(u"was_installed"_s), QJsonValue(true));
    QCOMPARE(bench.tree.everything(), before);
    const CommandResult again = bench.run(u"cmd-4"_s, u"profile_remove"_s, remove);
    QCOMPARE(again.outcome.value(), CommandOutcome::Done);
    QCOMPARE(again.proof.value(u"was_installed"_s), QJsonValue(false));
}

void TestAgentCommands::badParametersAreRefused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("parameters");
    QTest::addColumn<QString>("code");
    const QString bad = u"command.parameters"_s;
    QTest::newRow("message without text") << u"message"_s << QJsonObject() << bad;
    QTest::newRow("profile without id") << u"profile_install"_s << QJsonObject{{u"type"_s, u"browser"_s}} << bad;
    QJsonObject profile = browserProfile(1);
    profile[u"type"_s] = u"wifi"_s;
    QTest::newRow("profile of another type") << u"profile_install"_s << profile << u"profile.unsupported"_s;
    profile = browserProfile(1);
    profile[u"settings"_s] = QJsonObject{{u"homepage"_s, u"javascript:1"_s}};
    QTest::newRow("bad home page") << u"profile_install"_s << profile << bad;
    profile[u"settings"_s] = QJsonObject{{u"kiosk"_s, true}};
    QTest::newRow("unknown setting") << u"profile_install"_s << profile << bad;
    profile[u"settings"_s] = QJsonObject();
    QTest::newRow("no setting") << u"profile_install"_s << profile << bad;
    QTest::newRow("removal without id") << u"profile_remove"_s << QJsonObject() << bad;
    QTest::newRow("unknown kind") << u"wipe"_s << QJsonObject() << u"command.unknown-kind"_s;
}

void TestAgentCommands::badParametersAreRefused()
{
    QFETCH(QString, kind);
    QFETCH(QJsonObject, parameters);
    QFETCH(QString, code);
    Bench bench;
    bench.open();
    const CommandResult result = bench.run(u"cmd-1"_s, kind, parameters);
    QCOMPARE(result.outcome.value(), CommandOutcome::Failed);
    QCOMPARE(result.code, code);
    QVERIFY(bench.tree.everything().isEmpty());
}

void TestAgentCommands::syncAsksForEverything()
{
    Bench bench;
    bench.open();
    QVERIFY(!bench.executor->takeSyncRequest());
    QCOMPARE(bench.run(u"cmd-1"_s, u"sync"_s).outcome.value(), CommandOutcome::Done);
    QVERIFY(bench.executor->takeSyncRequest());
    QVERIFY(!bench.executor->takeSyncRequest());
}

void TestAgentCommands::resultsWaitForAcknowledgement()
{
    Bench bench;
    bench.open();
    bench.run(u"cmd-1"_s, u"sync"_s);
    bench.run(u"cmd-2"_s, u"lock"_s);
    QCOMPARE(bench.journal->pending(10).size(), 2);
    bench.open(); // a restart of the process loses nothing
    const auto pending = bench.journal->pending(1);
    QCOMPARE(pending.size(), 1);
    QCOMPARE(pending.first().command, u"cmd-1"_s);
    QVERIFY(bench.journal->acknowledge(pending));
    bench.open();
    QCOMPARE(bench.journal->pending(10).size(), 1);
    QCOMPARE(bench.journal->pending(10).first().code, u"power.not-allowed"_s);
}

void TestAgentCommands::knownCommandIsReportedAgain()
{
    Bench bench;
    bench.open();
    bench.run(u"cmd-1"_s, u"sync"_s);
    QVERIFY(bench.executor->takeSyncRequest());
    QVERIFY(bench.journal->acknowledge(bench.journal->pending(10)));
    QVERIFY(bench.journal->pending(10).isEmpty());
    bench.run(u"cmd-1"_s, u"sync"_s);
    QVERIFY(!bench.executor->takeSyncRequest()); // not carried out
    QCOMPARE(bench.journal->pending(10).size(), 1); // but told again
}

void TestAgentCommands::crashBeforeActing_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("parameters");
    QTest::newRow("message") << u"message"_s << QJsonObject{{u"text"_s, u"x"_s}};
    QTest::newRow("profile") << u"profile_install"_s << browserProfile(1);
    QTest::newRow("lock") << u"lock"_s << QJsonObject();
    QTest::newRow("restart") << u"restart"_s << QJsonObject();
}

void TestAgentCommands::crashBeforeActing()
{
    QFETCH(QString, kind);
    QFETCH(QJsonObject, parameters);
    Bench bench;
    bench.computerItself = bench.allowPower = true;
    const Command command{u"cmd-1"_s, Coded<CommandKind>::fromToken(kind), parameters};
    bench.dieAt("started", command);
    bench.checkpoint = {};
    bench.open();
    QVERIFY(bench.executor->recover());
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Interrupted);
    QVERIFY(bench.executor->carryOut(command)); // delivered again
    QVERIFY(bench.ran.isEmpty());
    QVERIFY(bench.tree.everything().isEmpty());
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Interrupted);
}

void TestAgentCommands::crashAfterActing_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("parameters");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("message") << u"message"_s << QJsonObject{{u"text"_s, u"x"_s}} << u"done"_s;
    QTest::newRow("profile") << u"profile_install"_s << browserProfile(1) << u"done"_s;
    QTest::newRow("removal") << u"profile_remove"_s << QJsonObject{{u"profile"_s, u"pro-1"_s}} << u"done"_s;
    QTest::newRow("lock") << u"lock"_s << QJsonObject() << u"interrupted"_s;
}

void TestAgentCommands::crashAfterActing()
{
    QFETCH(QString, kind);
    QFETCH(QJsonObject, parameters);
    QFETCH(QString, outcome);
    Bench bench;
    bench.computerItself = bench.allowPower = true;
    bench.dieAt("acted", {u"cmd-1"_s, Coded<CommandKind>::fromToken(kind), parameters});
    bench.checkpoint = {};
    bench.open();
    QVERIFY(bench.executor->recover());
    QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.token(), outcome);
}

void TestAgentCommands::whatCannotBeWrittenDownIsNotDone()
{
    Bench bench;
    bench.state = RootDir(bench.stateTree.path(u"/gone"_s));
    bench.stateTree.directory(u"/gone"_s);
    bench.open();
    QVERIFY(QDir(bench.stateTree.path(u"/gone"_s)).removeRecursively());
    QVERIFY(!bench.executor->carryOut({u"cmd-1"_s, CommandKind::Message, {{u"text"_s, u"x"_s}}}));
    QVERIFY(bench.tree.everything().isEmpty());
}

void TestAgentCommands::journalForgetsOnlyWhatIsConfirmed()
{
    Bench bench;
    bench.maximumEntries = 20;
    bench.open();
    for (qsizetype i = 0; i < 20; ++i) {
        const QString id = u"c%1"_s.arg(i);
        QVERIFY(bench.journal->start({id, CommandKind::Sync, {}}, {}, bench.clock.now()));
        if (i < 5)
            QVERIFY(bench.journal->finish({id, CommandOutcome::Done, {}, {}, {}, bench.clock.now()}));
    }
    QVERIFY(bench.journal->acknowledge({CommandResult{u"c1"_s, CommandOutcome::Done, {}, {}, {}, {}}}));
    bench.run(u"new"_s, u"sync"_s);
    QVERIFY(!bench.journal->find(u"c1"_s)); // finished and confirmed
    QVERIFY(bench.journal->find(u"c0"_s)); // not confirmed
    QVERIFY(bench.journal->find(u"c10"_s)); // not finished
}

void TestAgentCommands::aJournalStaysReadable()
{
    Bench bench;
    bench.open();
    const QJsonObject proof{{u"large"_s, QString(400'000, u'x')}};
    for (int i = 0; i < 24; ++i) { // more than is written
        const QString id = u"cmd-%1"_s.arg(i);
        QVERIFY(bench.journal->start({id, CommandKind::Sync, {}}, {}, bench.clock.now()));
        const CommandResult result{id, CommandOutcome::Done, {}, {}, proof, bench.clock.now()};
        QVERIFY(bench.journal->finish(result));
        if (i > 0)
            QVERIFY(bench.journal->acknowledge({result}));
    }
    bench.open();
    QVERIFY(bench.journal->find(u"cmd-0"_s)); // nobody has confirmed it
    QVERIFY(!bench.journal->find(u"cmd-1"_s));
    QVERIFY(bench.journal->find(u"cmd-23"_s));
    QVERIFY(QFileInfo(bench.stateTree.path(u"/journal.json"_s)).size() < 5'000'000);
}

void TestAgentCommands::damagedJournalIsNotForgotten()
{
    Bench bench;
    bench.stateTree.file(u"/journal.json"_s, "{\"entries\":[{}]}");
    QVERIFY(!Journal::open(bench.state)); // else every command would run again
    bench.stateTree.file(u"/journal.json"_s, "{");
    QVERIFY(!Journal::open(bench.state));
}

void TestAgentCommands::identityIsPrivate()
{
    Tree tree;
    const auto state = openState(tree.path(u"/a/state"_s));
    QVERIFY(state);
    QCOMPARE(
        QFileInfo(state.value().root()).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(!loadIdentity(state.value()).value());
    Identity identity;
    identity.server = QUrl(u"https://mdm.example.org"_s);
    identity.device = u"dev-1"_s;
    identity.secret = Secret("secret");
    QVERIFY(saveIdentity(state.value(), identity));
    const QFile file(state.value().root() + u"/identity.json"_s);
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const auto loaded = loadIdentity(state.value());
    QCOMPARE((*loaded.value())->authorization(), QByteArray("Bearer dev-1.secret"));
    tree.file(u"/a/state/identity.json"_s, "{}");
    QCOMPARE(loadIdentity(state.value()).error().code, u"state.damaged"_s);
    QFile::setPermissions(state.value().root(), QFile::Permissions(0x7777));
    QCOMPARE(openState(state.value().root()).error().code, u"state.unsafe"_s);
}

QTEST_GUILESS_MAIN(TestAgentCommands)
#include "tst_agentcommands.moc"
