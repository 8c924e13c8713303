// Packages: real apt and dpkg in a root of their own; what was done is undone, and nothing else is.
#include "agent/packages/packagestore.h"
#include "agent/packages/protectedpackages.h"
#include "domain/packagename.h"
#include "packageroot.h"

#include <csignal>
#include <fcntl.h>
#include <QJsonArray>
#include <QTest>
#include <sys/wait.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// Made once.
const PackageRepository &repository()
{
    static const auto made = [] {
        auto all = std::make_unique<PackageRepository>();
        all->add(u"hello"_s, u"1.0"_s, "Depends: libhello\n");
        all->add(u"hello"_s, u"2.0"_s, "Depends: libhello\n");
        all->add(u"libhello"_s, u"1"_s);
        all->add(u"needs-hello"_s, u"1"_s, "Depends: hello\n");
        all->add(u"telnet"_s, u"0.17"_s);
        for (const QString &version : {u"1.0"_s, u"2.0"_s}) {
            all->add(u"paired"_s, version, "Depends: paired-data (= " + version.toLatin1() + "), libhello\n");
            all->add(u"paired-data"_s, version);
        }
        all->add(u"impossible"_s, u"1"_s, "Depends: nowhere\n");
        all->add(u"fails"_s, u"1"_s, {}, "#!/bin/sh\nexit 1\n");
        all->scan();
        return all;
    }();
    return *made;
}

struct Bench {
    PackageRoot packages{repository()};
    RootDir root{packages.tree.root()};
    RootDir state{packages.state.root()};
    std::function<void(const char *)> checkpoint;
    RunLong runLong = packages.runner();
    bool isAllowed = true;

    PackageStore store()
    {
        return PackageStore(state, Apt(root, state, false, runProgram, runLong), isAllowed, checkpoint);
    }
    // As an administrator would, without the agent.
    void byHand(const QStringList &request) { QVERIFY(Apt(root, state, false, runProgram, runLong).apply(request)); }
    void fetch(const QStringList &request) { QVERIFY(Apt(root, state, false, runProgram, runLong).download(request)); }
    void dieAt(const char *point, const std::function<void(PackageStore)> &work)
    {
        const pid_t child = fork();
        if (child == 0) {
            checkpoint = [point](const char *reached) {
                if (qstrcmp(reached, point) == 0)
                    ::kill(::getpid(), SIGKILL);
            };
            work(store());
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
    }
};

PackagePlan profile(const QString &id, const QStringList &present, const QStringList &absent = {}, qint64 revision = 1)
{
    PackagePlan plan;
    plan.item = {id, u"profile"_s, u"packages"_s, revision, {}, absent, false};
    for (const QString &name : present)
        plan.item.present.append({name.section(u'=', 0, 0), name.section(u'=', 1)});
    return plan;
}

#define OK(result)                                                                                                     \
    do {                                                                                                               \
        const auto &r = (result);                                                                                      \
        QVERIFY2(bool(r), r ? "" : qPrintable(r.error().code + u": " + r.error().detail));                             \
    } while (false)

} // namespace

class TestAgentPackages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void installsAndTakesBack();
    void onlyWhatWeChangedIsTakenBack();
    void absentPackagesComeBack();
    void twoItemsOneWish();
    void aGonePackageIsTold();
    void refusals_data();
    void refusals();
    void aFailedChangeIsUndone();
    void installingIsNeverEnded();
    void aCrashIsTakenUpAgain_data();
    void aCrashIsTakenUpAgain();
    void archives();
    void anApplicationGoesBack();
    void aNameIsNoPattern();
    void whatIsReleasedIsNotForgotten();
    void recoveryWaitsForApt();
    void updates();
    void anUpdateChangesNothingElse();
    void anUpdateThatWasCutShortIsCompleted();
    void namesAreNoOptions();
};

void TestAgentPackages::installsAndTakesBack()
{
    Bench bench;
    const auto proof = bench.store().install(profile(u"prf-1"_s, {u"hello"_s}));
    OK(proof);
    QCOMPARE(proof.value().value("packages"_L1).toObject().value("hello"_L1).toString(), u"2.0"_s);
    QVERIFY(bench.packages.has(u"hello"_s) && bench.packages.has(u"libhello"_s));
    QVERIFY(bench.store().holds(u"prf-1"_s).value());
    const auto removed = bench.store().remove(u"prf-1"_s);
    OK(removed);
    QVERIFY(!bench.packages.has(u"hello"_s));
    QVERIFY(!bench.packages.has(u"libhello"_s)); // it came with it
    QVERIFY(!bench.store().isInstalled(u"prf-1"_s).value());
    QCOMPARE(bench.store().remove(u"prf-1"_s).error().kind, ApiError::Kind::NotFound);
}

void TestAgentPackages::onlyWhatWeChangedIsTakenBack()
{
    Bench bench;
    bench.fetch({u"telnet"_s});
    bench.byHand({u"telnet"_s});
    OK(bench.store().install(profile(u"prf-1"_s, {u"telnet"_s, u"hello"_s})));
    bench.fetch({u"needs-hello"_s});
    bench.byHand({u"needs-hello"_s});
    const auto removed = bench.store().remove(u"prf-1"_s);
    OK(removed);
    QVERIFY(bench.packages.has(u"telnet"_s)); // was there before us
    QVERIFY(bench.packages.has(u"hello"_s)); // somebody has come to need it
    const QJsonArray left = removed.value().value("left"_L1).toArray();
    QVERIFY(left.contains(u"telnet"_s) && left.contains(u"hello"_s));
}

void TestAgentPackages::absentPackagesComeBack()
{
    Bench bench;
    bench.fetch({u"telnet"_s});
    bench.byHand({u"telnet"_s});
    OK(bench.store().install(profile(u"prf-1"_s, {}, {u"telnet"_s})));
    QVERIFY(!bench.packages.has(u"telnet"_s));
    // the next revision does not care any more
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s}, {}, 2)));
    QVERIFY(bench.packages.has(u"telnet"_s));
    QVERIFY(bench.packages.has(u"hello"_s));
}

void TestAgentPackages::twoItemsOneWish()
{
    Bench bench;
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s})));
    OK(bench.store().install(profile(u"prf-2"_s, {u"hello"_s})));
    QCOMPARE(bench.store().install(profile(u"prf-3"_s, {}, {u"hello"_s})).error().code, u"conflict"_s);
    OK(bench.store().remove(u"prf-1"_s));
    QVERIFY(bench.packages.has(u"hello"_s));
    OK(bench.store().remove(u"prf-2"_s));
    QVERIFY(!bench.packages.has(u"hello"_s));
}

void TestAgentPackages::aGonePackageIsTold()
{
    Bench bench;
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s})));
    bench.byHand({u"hello-"_s});
    QVERIFY(!bench.store().holds(u"prf-1"_s).value());
    const auto items = bench.store().items();
    OK(items);
    QVERIFY(!items.value().first().verified);
    QVERIFY(items.value().first().detail.contains(u"hello is not installed"_s));
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s}))); // once more
    QVERIFY(bench.store().holds(u"prf-1"_s).value());
}

void TestAgentPackages::refusals_data()
{
    QTest::addColumn<QStringList>("present");
    QTest::addColumn<QStringList>("absent");
    QTest::addColumn<QString>("code");
    const QStringList none;
    QTest::newRow("nothing") << none << none << u"command.parameters"_s;
    QTest::newRow("an option") << QStringList{u"--purge"_s} << none << u"command.parameters"_s;
    QTest::newRow("twice") << QStringList{u"hello"_s} << QStringList{u"hello"_s} << u"command.parameters"_s;
    QTest::newRow("unknown") << QStringList{u"no-such-thing"_s} << none << u"packages.not-possible"_s;
    QTest::newRow("impossible") << QStringList{u"impossible"_s} << none << u"packages.not-possible"_s;
    QTest::newRow("protected") << none << QStringList{u"systemd"_s} << u"packages.protected"_s;
    QTest::newRow("takes more with it") << none << QStringList{u"libhello"_s} << u"packages.would-remove"_s;
}

void TestAgentPackages::refusals()
{
    QFETCH(QStringList, present);
    QFETCH(QStringList, absent);
    QFETCH(QString, code);
    Bench bench;
    bench.fetch({u"hello"_s});
    bench.byHand({u"hello"_s});
    const auto before = bench.packages.tree.read(u"/var/lib/dpkg/status"_s);
    const auto refused = bench.store().install(profile(u"prf-1"_s, present, absent));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QCOMPARE(bench.packages.tree.read(u"/var/lib/dpkg/status"_s), before);
    QVERIFY(!bench.store().isInstalled(u"prf-1"_s).value());
    bench.isAllowed = false;
    QCOMPARE(bench.store().install(profile(u"prf-1"_s, {u"hello"_s})).error().code, u"packages.not-allowed"_s);
}

void TestAgentPackages::aFailedChangeIsUndone()
{
    Bench bench;
    bench.fetch({u"telnet"_s});
    bench.byHand({u"telnet"_s});
    // the installation fails after the removal has gone well
    const auto failed = bench.store().install(profile(u"prf-1"_s, {u"fails"_s}, {u"telnet"_s}));
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, u"packages.failed"_s);
    QVERIFY(bench.packages.has(u"telnet"_s)); // back again
    QVERIFY(!bench.store().isInstalled(u"prf-1"_s).value());
}

void TestAgentPackages::installingIsNeverEnded()
{
    Bench bench;
    bench.packages.runs.clear();
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s})));
    bool hasDownloaded = false;
    bool hasInstalled = false;
    for (const LongRun &run : std::as_const(bench.packages.runs)) {
        const bool simulates = run.arguments.contains(u"-s"_s);
        const bool downloads = run.arguments.contains(u"--download-only"_s);
        QCOMPARE(run.limit > 0, simulates || downloads); // dpkg runs in none of these
        QCOMPARE(run.environment.value(u"DEBIAN_FRONTEND"_s), u"noninteractive"_s);
        if (!simulates && !downloads) {
            QVERIFY(hasDownloaded);
            QVERIFY(run.arguments.contains(u"--no-download"_s));
            hasInstalled = true;
        }
        hasDownloaded = hasDownloaded || downloads;
    }
    QVERIFY(hasInstalled);
    // a program that takes longer than a limit is ended, one without a limit is not
    const QString output = bench.packages.state.path(u"/other"_s);
    const auto ended = runLong({u"/bin/sleep"_s, {u"30"_s}, {}, 200}, output);
    QVERIFY(ended && ended->isTimedOut);
    const auto patient = runLong({u"/bin/sh"_s, {u"-c"_s, u"sleep 1; echo done"_s}, {}, 0}, output);
    QVERIFY(patient && !patient->isTimedOut);
    QCOMPARE(patient->output, QByteArray("done\n"));
}

void TestAgentPackages::aCrashIsTakenUpAgain_data()
{
    QTest::addColumn<QByteArray>("point");
    QTest::newRow("written down, not done") << QByteArray("ledger");
    QTest::newRow("done, not written down") << QByteArray("applied");
}

void TestAgentPackages::aCrashIsTakenUpAgain()
{
    QFETCH(QByteArray, point);
    Bench bench;
    bench.dieAt(point.constData(), [](PackageStore store) { (void)store.install(profile(u"prf-1"_s, {u"hello"_s})); });
    OK(bench.store().recover());
    QCOMPARE(bool(bench.store().holds(u"prf-1"_s).value()), point == "applied");
    OK(bench.store().install(profile(u"prf-1"_s, {u"hello"_s})));
    QVERIFY(bench.store().holds(u"prf-1"_s).value());
    OK(bench.store().remove(u"prf-1"_s));
    QVERIFY(!bench.packages.has(u"hello"_s)); // that it is ours was not forgotten
}

void TestAgentPackages::archives()
{
    Bench bench;
    PackagePlan plan;
    plan.item = {u"app-1"_s, u"application"_s, {}, 1, {{u"hello"_s, u"1.0"_s}}, {}, false};
    plan.archive = repository().archive(u"hello"_s, u"1.0"_s);
    const auto proof = bench.store().install(plan);
    OK(proof);
    QCOMPARE(bench.packages.versionOf(u"hello"_s), QByteArray("1.0"));
    plan.archive = repository().archive(u"telnet"_s, u"0.17"_s);
    plan.item.id = u"app-2"_s;
    QCOMPARE(bench.store().install(plan).error().code, u"packages.other-package"_s);
    OK(bench.store().remove(u"app-1"_s));
    QVERIFY(!bench.packages.has(u"hello"_s));
}

void TestAgentPackages::anApplicationGoesBack()
{
    Bench bench;
    PackagePlan plan;
    plan.item = {u"app-1"_s, u"application"_s, {}, 1, {{u"hello"_s, u"2.0"_s}}, {}, false};
    OK(bench.store().install(plan));
    QCOMPARE(bench.packages.versionOf(u"hello"_s), QByteArray("2.0"));
    plan.item.revision = 2;
    plan.item.present.first().version = u"1.0"_s;
    const auto back = bench.store().install(plan);
    OK(back);
    QCOMPARE(bench.packages.versionOf(u"hello"_s), QByteArray("1.0"));
    QCOMPARE(back.value().value("packages"_L1).toObject().value("hello"_L1).toString(), u"1.0"_s);
    // a profile asks for a version at least
    OK(bench.store().install(profile(u"prf-1"_s, {u"libhello=0.5"_s})));
    bench.fetch({u"hello=2.0"_s});
    bench.byHand({u"hello=2.0"_s});
    QVERIFY(!bench.store().holds(u"app-1"_s).value());
}

void TestAgentPackages::aNameIsNoPattern()
{
    Bench bench;
    const auto before = bench.packages.tree.read(u"/var/lib/dpkg/status"_s);
    // as a regular expression it is in the names of others
    for (const QString &name : {u"hell."_s, u"ello"_s, u"h.llo"_s})
        QCOMPARE(bench.store().install(profile(u"prf-1"_s, {name})).error().code, u"packages.not-possible"_s);
    QCOMPARE(bench.packages.tree.read(u"/var/lib/dpkg/status"_s), before);
    AptPlan plan = parseAptPlan("The following packages will be DOWNGRADED:\n  hello other\n"
                                "0 upgraded\nInst hello [2.0] (1.0 x [all])\nInst fresh:i386 (1 x [i386])\n"
                                "Conf half (1 x [all])\nRemv old [1]\n");
    QCOMPARE(plan.downgraded, (QStringList{u"hello"_s, u"other"_s}));
    QCOMPARE(plan.fresh, QStringList{u"fresh:i386"_s});
    QCOMPARE(plan.removed, QStringList{u"old"_s});
    QVERIFY(plan.brings(u"hello"_s) && plan.brings(u"fresh"_s) && plan.brings(u"half"_s) && !plan.brings(u"old"_s));
}

void TestAgentPackages::whatIsReleasedIsNotForgotten()
{
    Bench bench;
    OK(bench.store().install(profile(u"prf-1"_s, {u"telnet"_s})));
    // giving back fails once
    bench.runLong = [run = bench.packages.runner()](const LongRun &program) {
        const bool gives = program.arguments.contains(u"telnet-"_s) && !program.arguments.contains(u"-s"_s);
        return gives ? std::optional<LongOutput>({1, false, "E: not now\n"}) : run(program);
    };
    QVERIFY(!bench.store().install(profile(u"prf-1"_s, {u"libhello"_s}, {}, 2)));
    QVERIFY(!bench.store().holds(u"prf-1"_s).value());
    QVERIFY(bench.packages.has(u"telnet"_s));
    bench.runLong = bench.packages.runner();
    OK(bench.store().install(profile(u"prf-1"_s, {u"libhello"_s}, {}, 2)));
    QVERIFY(!bench.packages.has(u"telnet"_s));
    QVERIFY(bench.store().holds(u"prf-1"_s).value());
}

void TestAgentPackages::recoveryWaitsForApt()
{
    Bench bench;
    bench.dieAt("applied", [](PackageStore store) { (void)store.install(profile(u"prf-1"_s, {u"hello"_s})); });
    const QByteArray file = QFile::encodeName(bench.packages.tree.path(u"/var/lib/dpkg/lock-frontend"_s));
    int ready[2] = {};
    QCOMPARE(::pipe(ready), 0);
    const pid_t other = fork();
    if (other == 0) {
        const int lock = ::open(file.constData(), O_RDWR | O_CREAT, 0640);
        struct flock whole = {};
        whole.l_type = F_WRLCK;
        const bool isHeld = ::fcntl(lock, F_SETLK, &whole) == 0;
        (void)!::write(ready[1], isHeld ? "y" : "n", 1);
        ::pause();
        ::_exit(0);
    }
    char held = 'n';
    QCOMPARE(::read(ready[0], &held, 1), ssize_t(1));
    QCOMPARE(held, 'y');
    PackageStore store = bench.store();
    QCOMPARE(store.recover(300).error().code, u"packages.busy"_s);
    QVERIFY(!store.holds(u"prf-1"_s).value()); // nothing was judged
    ::kill(other, SIGKILL);
    int status = 0;
    ::waitpid(other, &status, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    OK(store.recover(300));
    QVERIFY(store.holds(u"prf-1"_s).value());
}

void TestAgentPackages::updates()
{
    Bench bench;
    bench.fetch({u"hello=1.0"_s});
    bench.byHand({u"hello=1.0"_s});
    const auto updated = bench.store().update({{u"hello"_s, {}}, {u"telnet"_s, u"0.17"_s}});
    OK(updated);
    QCOMPARE(bench.packages.versionOf(u"hello"_s), QByteArray("2.0"));
    QVERIFY(!bench.packages.has(u"telnet"_s)); // an update installs nothing anew
    QCOMPARE(updated.value().value("not_installed"_L1).toArray(), QJsonArray{u"telnet"_s});
    OK(bench.store().update({{u"hello"_s, u"1.0"_s}})); // newer already
    QCOMPARE(bench.packages.versionOf(u"hello"_s), QByteArray("2.0"));
}

void TestAgentPackages::anUpdateChangesNothingElse()
{
    Bench bench;
    const QStringList old{u"paired=1.0"_s, u"paired-data=1.0"_s};
    bench.fetch(old);
    bench.byHand(old);
    const auto alone = bench.store().update({{u"paired"_s, u"2.0"_s}});
    QCOMPARE(alone.error().code, u"packages.would-change"_s);
    QVERIFY(alone.error().detail.contains("paired-data"_L1));
    QCOMPARE(bench.packages.versionOf(u"paired"_s), QByteArray("1.0"));
    OK(bench.store().update({{u"paired"_s, u"2.0"_s}, {u"paired-data"_s, u"2.0"_s}}));
    QCOMPARE(bench.packages.versionOf(u"paired"_s), QByteArray("2.0"));
}

void TestAgentPackages::anUpdateThatWasCutShortIsCompleted()
{
    Bench bench;
    bench.fetch({u"hello=1.0"_s});
    bench.byHand({u"hello=1.0"_s});
    bench.dieAt("applied", [](PackageStore store) { (void)store.update({{u"hello"_s, {}}}); });
    QStringList programs;
    bench.runLong = [&programs, run = bench.runLong](const LongRun &what) {
        programs.append(what.program);
        return run(what);
    };
    OK(bench.store().recover());
    QVERIFY(programs.contains(u"/usr/bin/dpkg"_s)); // completes what it was left with
    programs.clear();
    OK(bench.store().recover());
    QVERIFY(programs.isEmpty());
}

void TestAgentPackages::namesAreNoOptions()
{
    for (const QString &name : {u"hello"_s, u"g++"_s, u"libc6:amd64"_s, u"0ad"_s})
        QVERIFY(isPackageName(name));
    for (const QString &name :
        {u"-y"_s, u"hello-"_s, u"a b"_s, u"/etc/passwd"_s, u"x"_s, u"Hello"_s, u"a\nb"_s, QString()})
        QVERIFY(!isPackageName(name));
    for (const QString &name :
        {u"linux-image-amd64"_s, u"libcryptsetup12"_s, u"grub-pc"_s, u"sudo"_s, u"dracut-core"_s})
        QVERIFY(isProtectedPackage(name));
    QVERIFY(!isProtectedPackage(u"telnet"_s));
}

QTEST_GUILESS_MAIN(TestAgentPackages)
#include "tst_agentpackages.moc"
