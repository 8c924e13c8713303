// Commands of the device itself: which may be run, what they see, how they end, and that nobody else can slip one in.
#include "agent/commands/executor.h"
#include "domain/json.h"
#include "tree.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QString folder = u"/commands"_s;

class TestClock final : public Clock {
public:
    QDateTime now() const override { return QDateTime(QDate(2026, 3, 1), QTime(10, 0), Qt::UTC); }
};

struct Bench {
    Tree tree;
    Tree state;
    RootDir rootDir{tree.root()};
    RootDir stateDir{state.root()};
    TestClock clock;
    std::shared_ptr<Journal> journal;
    std::unique_ptr<Executor> executor;

    Bench()
    {
        tree.directory(folder);
        mode(folder, 0755);
    }
    void mode(const QString &path, mode_t bits) const
    {
        if (::chmod(QFile::encodeName(tree.path(path)).constData(), bits) != 0)
            qFatal("cannot chmod %s", qPrintable(path));
    }
    void script(const QString &name, const QByteArray &body, mode_t bits = 0755) const
    {
        tree.file(folder + u'/' + name, "#!/bin/sh\n" + body);
        mode(folder + u'/' + name, bits);
    }
    CommandFolder commands() const { return CommandFolder(tree.path(folder)); }
    QString codeOf(const QString &name) const
    {
        const Result<QString> found = commands().find(name);
        return found ? QString() : found.error().code;
    }
    CommandEnd run(const QString &name, const CommandLimits &limits = {}) const
    {
        const Result<QString> path = commands().find(name);
        return path ? runCommand(path.value(), name, u"cmd-1"_s, limits) : CommandEnd::failed(path.error());
    }
    // As after a start of the process.
    void open(const CommandFolder &allowed)
    {
        journal = Journal::open(stateDir).value();
        ExecutorSetup setup{rootDir, stateDir, false, false, false,
            [](const QString &, const QStringList &, int, const QByteArray &) {
                return std::optional<ProgramOutput>();
            },
            [](const LongRun &) { return std::optional<LongOutput>(); }, [] { return QString(); }, clock, {}, allowed};
        executor = std::make_unique<Executor>(*journal, std::move(setup));
    }
    CommandResult order(const QString &id, const QJsonObject &parameters)
    {
        if (!executor->carryOut({id, CommandKind::RunCommand, parameters}))
            qFatal("not written down");
        return journal->find(id)->result;
    }
};

QStringList lines(const CommandEnd &end)
{
    return end.proof.value("output"_L1).toString().split(u'\n', Qt::SkipEmptyParts);
}

qsizetype jsonSize(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact).size(); }

} // namespace

class TestAgentOwnCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseThatMayBeRun()
    {
        const Bench bench;
        bench.script(u"collect-logs"_s, "exit 0\n");
        bench.script(u"7zip"_s, "exit 0\n", 0500);
        bench.script(u"Upper"_s, "exit 0\n");
        bench.script(u"with.dot"_s, "exit 0\n");
        bench.script(u"-option"_s, "exit 0\n");
        bench.script(QString(65, u'a'), "exit 0\n");
        bench.script(u"group"_s, "exit 0\n", 0775);
        bench.script(u"world"_s, "exit 0\n", 0757);
        bench.script(u"plain"_s, "exit 0\n", 0644);
        bench.tree.directory(folder + u"/below"_s);
        bench.tree.link(folder + u"/link"_s, bench.tree.path(folder + u"/collect-logs"_s));
        QCOMPARE(bench.commands().names(), (QStringList{u"7zip"_s, u"collect-logs"_s}));
        QCOMPARE(bench.commands().find(u"collect-logs"_s).value(), bench.tree.path(folder + u"/collect-logs"_s));
        for (const QString &name : {u"group"_s, u"world"_s, u"plain"_s, u"below"_s, u"link"_s})
            QCOMPARE(bench.codeOf(name), u"command.unsafe"_s);
        for (const QString &name : {u""_s, u"Upper"_s, u"with.dot"_s, u"-option"_s, u"../commands/7zip"_s, u"a/b"_s,
                 u"a b"_s, QString(65, u'a')})
            QCOMPARE(bench.codeOf(name), u"command.parameters"_s);
        QCOMPARE(bench.codeOf(u"absent"_s), u"command.not-found"_s);
    }

    void aFolderThatOthersCanChangeHasNone_data()
    {
        QTest::addColumn<int>("above");
        QTest::addColumn<int>("own");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("closed") << 0755 << 0755 << true;
        QTest::newRow("private") << 0700 << 0700 << true;
        QTest::newRow("open") << 0755 << 0777 << false;
        QTest::newRow("of a group") << 0755 << 0775 << false;
        QTest::newRow("like /tmp") << 0755 << 01777 << false; // others could add one
        QTest::newRow("in an open one") << 0777 << 0755 << false;
        QTest::newRow("in one of a group") << 0775 << 0755 << false;
        QTest::newRow("in one like /tmp") << 01777 << 0755 << true; // others cannot replace it
    }
    void aFolderThatOthersCanChangeHasNone()
    {
        QFETCH(const int, above);
        QFETCH(const int, own);
        QFETCH(const bool, isGood);
        const Bench bench;
        bench.tree.file(u"/above/own/hello"_s, "#!/bin/sh\n");
        bench.mode(u"/above/own/hello"_s, 0755);
        bench.mode(u"/above/own"_s, mode_t(own));
        bench.mode(u"/above"_s, mode_t(above));
        const CommandFolder commands(bench.tree.path(u"/above/own"_s));
        QCOMPARE(bool(commands.check()), isGood);
        QCOMPARE(commands.names(), isGood ? QStringList{u"hello"_s} : QStringList());
        QCOMPARE(bool(commands.find(u"hello"_s)), isGood);
        if (!isGood)
            QCOMPARE(commands.find(u"hello"_s).error().code, u"command.unsafe"_s);
    }

    void aFolderIsNoLinkAndIsThere()
    {
        const Bench bench;
        bench.script(u"hello"_s, "exit 0\n");
        bench.tree.link(u"/short"_s, bench.tree.path(folder));
        for (const QString &path : {bench.tree.path(u"/short"_s), bench.tree.path(u"/absent"_s), u"commands"_s,
                 bench.tree.path(folder + u"/hello"_s)})
            QCOMPARE(CommandFolder(path).check().error().code, u"command.unsafe"_s);
        QVERIFY(CommandFolder(bench.tree.path(folder) + u'/').check());
        QCOMPARE(CommandFolder().find(u"hello"_s).error().code, u"command.not-allowed"_s);
        QVERIFY(CommandFolder().names().isEmpty());
    }

    void anothersFilesAreNotRun()
    {
        if (::geteuid() != 0)
            QSKIP("only root can give a file away");
        const Bench bench;
        bench.script(u"hello"_s, "exit 0\n");
        bench.script(u"given"_s, "exit 0\n");
        const uid_t nobody = 65'534;
        QCOMPARE(::chown(QFile::encodeName(bench.tree.path(folder + u"/given"_s)).constData(), nobody, nobody), 0);
        QCOMPARE(bench.commands().names(), QStringList{u"hello"_s});
        QCOMPARE(bench.codeOf(u"given"_s), u"command.unsafe"_s);
        QCOMPARE(::chown(QFile::encodeName(bench.tree.path(folder)).constData(), nobody, nobody), 0);
        QCOMPARE(bench.codeOf(u"hello"_s), u"command.unsafe"_s);
    }

    void aCommandSeesNextToNothing()
    {
        qputenv("BELVEDERE_TEST_SECRET", "hidden");
        const Bench bench;
        bench.script(u"look"_s,
            "tr '\\0' '\\n' < /proc/$$/environ\n"
            "echo \"arguments $#\"\n"
            "echo \"in $(pwd)\"\n"
            "echo \"read $(wc -c)\"\n"
            "set -- $(cut -d' ' -f5,6 /proc/$$/stat)\n"
            "[ \"$1\" = $$ ] && [ \"$2\" = $$ ] && echo 'own session'\n");
        const CommandEnd end = bench.run(u"look"_s);
        qunsetenv("BELVEDERE_TEST_SECRET");
        QCOMPARE(end.outcome, CommandOutcome::Done);
        QCOMPARE(end.proof.value("command"_L1).toString(), u"look"_s);
        QCOMPARE(end.proof.value("exit"_L1).toInt(-1), 0);
        QVERIFY(!end.proof.contains("cut"_L1));
        QStringList seen = lines(end);
        seen.sort();
        QCOMPARE(seen,
            (QStringList{u"BELVEDERE_COMMAND=look"_s, u"BELVEDERE_ORDER=cmd-1"_s, u"LANG=C.UTF-8"_s,
                u"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"_s, u"arguments 0"_s, u"in /"_s,
                u"own session"_s, u"read 0"_s}));
    }

    void howItEndedIsTold()
    {
        const Bench bench;
        bench.script(u"fails"_s, "echo out\necho err >&2\nexit 3\n");
        const CommandEnd failed = bench.run(u"fails"_s);
        QCOMPARE(failed.outcome, CommandOutcome::Failed);
        QCOMPARE(failed.code, u"command.exit-status"_s);
        QCOMPARE(failed.detail, u"The command ended with status 3."_s);
        QCOMPARE(
            failed.proof, (QJsonObject{{u"command"_s, u"fails"_s}, {u"exit"_s, 3}, {u"output"_s, u"out\nerr\n"_s}}));
        bench.script(u"dies"_s, "kill -9 $$\n");
        const CommandEnd killed = bench.run(u"dies"_s);
        QCOMPARE(killed.code, u"command.killed"_s);
        QVERIFY(!killed.proof.contains("exit"_L1));
        bench.tree.file(folder + u"/broken"_s, "#!/no/such/interpreter\n");
        bench.mode(folder + u"/broken"_s, 0755);
        QCOMPARE(bench.run(u"broken"_s).code, u"command.failed"_s);
    }

    void whatIsTooSlowIsEndedWithAllThatItStarted()
    {
        const Bench bench;
        bench.script(u"slow"_s,
            "trap '' TERM\n"
            "sleep 300 &\n"
            "echo $!\n"
            "while :; do sleep 300; done\n");
        QElapsedTimer timer;
        timer.start();
        const CommandEnd end = bench.run(u"slow"_s, {2'000, 500});
        QVERIFY(timer.elapsed() < 60'000);
        QCOMPARE(end.outcome, CommandOutcome::Failed);
        QCOMPARE(end.code, u"command.timeout"_s);
        QVERIFY(!end.proof.contains("exit"_L1));
        QCOMPARE(lines(end).size(), 1);
        const QString started = u"/proc/"_s + lines(end).first() + u"/stat"_s;
        const auto isGone = [&started] {
            QFile file(started);
            return !file.open(QIODevice::ReadOnly) || file.readAll().contains(") Z ");
        };
        QTRY_VERIFY(isGone());
    }

    void muchOutputIsReadAndItsBeginningKept()
    {
        const Bench bench;
        bench.script(u"talks"_s, "head -c 3000000 /dev/zero | tr '\\0' x\nexit 4\n");
        const CommandEnd end = bench.run(u"talks"_s);
        QCOMPARE(end.proof.value("exit"_L1).toInt(), 4); // it could write all of it
        QVERIFY(end.proof.value("cut"_L1).toBool());
        QCOMPARE(end.proof.value("output"_L1).toString(), QString(15 * 1'024, u'x'));
        QVERIFY(jsonSize(end.proof) <= 16 * 1'024);
    }

    void outputIsText()
    {
        QCOMPARE(outputText("plain\n\ttext\n").text, u"plain\n\ttext\n"_s);
        QCOMPARE(outputText("a\xff"
                            "b")
                     .text,
            QString(u"a\ufffd"
                    "b"_s));
        QCOMPARE(outputText("caf\xc3\xa9 \xc3").text, u"caf\u00e9 "_s); // cut in the middle of a character
        QCOMPARE(outputText(QByteArray("\x1b[31mred\x07\0\r\n", 12)).text, u"[31mred\n"_s);
        QVERIFY(!outputText("x").isCut);
        // whatever it writes, the proof is kept by the server
        QRandomGenerator random(1);
        for (int i = 0; i < 50; ++i) {
            QByteArray bytes(16 * 1'024, '\0');
            for (char &byte : bytes)
                byte = char(i % 2 == 0 ? random.bounded(256) : "\"\\\n\t\xf0\x9f\x99\x82"[random.bounded(8)]);
            QVERIFY(jsonSize({{u"output"_s, outputText(bytes).text}}) <= 15 * 1'024 + 16);
        }
    }

    void withoutAFolderNothingRuns()
    {
        Bench bench;
        bench.script(u"hello"_s, "echo x >> \"$(dirname \"$0\")/ran\"\n");
        bench.open(CommandFolder());
        QCOMPARE(bench.order(u"cmd-1"_s, {{u"name"_s, u"hello"_s}}).code, u"command.not-allowed"_s);
        bench.open(bench.commands());
        QCOMPARE(bench.order(u"cmd-2"_s, {}).code, u"command.parameters"_s);
        QCOMPARE(bench.order(u"cmd-3"_s, {{u"name"_s, u"/bin/sh"_s}}).code, u"command.parameters"_s);
        QCOMPARE(bench.order(u"cmd-4"_s, {{u"name"_s, u"other"_s}}).code, u"command.not-found"_s);
        QVERIFY(!bench.tree.exists(folder + u"/ran"_s));
        QCOMPARE(bench.order(u"cmd-5"_s, {{u"name"_s, u"hello"_s}}).outcome.value(), CommandOutcome::Done);
        QCOMPARE(bench.order(u"cmd-5"_s, {{u"name"_s, u"hello"_s}}).outcome.value(), CommandOutcome::Done);
        QCOMPARE(bench.tree.read(folder + u"/ran"_s), QByteArray("x\n")); // once for each order
    }

    void anAgentThatStoppedCannotTell()
    {
        Bench bench;
        bench.script(u"hello"_s, "exit 0\n");
        bench.open(bench.commands());
        QVERIFY(Executor::takesLong(CommandKind::RunCommand));
        for (const QString &id : {u"cmd-1"_s, u"cmd-2"_s})
            QVERIFY(bench.executor->begin({id, CommandKind::RunCommand, {{u"name"_s, u"hello"_s}}}).value());
        QVERIFY(bench.executor->turn(u"cmd-1"_s));
        QVERIFY(bench.executor->observe()); // they take their time
        QVERIFY(!bench.journal->find(u"cmd-1"_s)->isFinished());
        bench.open(bench.commands());
        QVERIFY(bench.executor->recover());
        QCOMPARE(bench.journal->find(u"cmd-1"_s)->result.outcome.value(), CommandOutcome::Interrupted);
        QCOMPARE(bench.journal->find(u"cmd-2"_s)->result.outcome.value(), CommandOutcome::Postponed);
    }
};

QTEST_GUILESS_MAIN(TestAgentOwnCommands)
#include "tst_agentowncommands.moc"
