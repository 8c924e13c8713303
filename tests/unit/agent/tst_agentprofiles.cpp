// Managed browser policy: what is written, what is never touched, and that a crash leaves all or nothing.
#include "agent/items/followups.h"
#include "agent/items/itemrecord.h"
#include "agent/items/itemstore.h"
#include "profiles/linuxbrowser.h"
#include "tree.h"

#include <csignal>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QString chromium = u"/etc/chromium/policies/managed/belvedere.json"_s;
const QString chrome = u"/etc/opt/chrome/policies/managed/belvedere.json"_s;
const QString firefox = u"/etc/firefox/policies/policies.json"_s;

BrowserSettings settings(const QString &homepage = u"https://intranet.example.org/"_s)
{
    BrowserSettings s;
    s.homepage = homepage;
    s.urlBlocklist = QStringList{u"*"_s};
    s.urlAllowlist = QStringList{u"example.org"_s, u"https://.exact.example.org/a"_s, u"chrome://policy"_s};
    s.passwordManager = false;
    s.privateBrowsing = false;
    s.developerTools = false;
    return s;
}

ItemPlan browser(const QString &id, qint64 revision, const BrowserSettings &decided = settings())
{
    ItemPlan plan{id, u"profile"_s, u"browser"_s, revision, {}, {}};
    for (const PolicyFile &file : browserPolicyFiles(decided))
        plan.files.append({file.path, file.content, 0644, false});
    return plan;
}

struct Bench {
    Tree tree;
    Tree stateTree;
    RootDir root{tree.root()};
    RootDir state{stateTree.root()};
    ItemStore store{root, state, {}};

    // Does `work` in a process of its own that dies by SIGKILL at the given point (for the n-th time).
    template<class Work> bool killedAt(const char *point, int time, const Work &work)
    {
        const pid_t child = fork();
        if (child == 0) {
            int left = time;
            ItemStore dying(root, state, {}, {}, [&](const char *reached) {
                if (qstrcmp(reached, point) == 0 && --left == 0)
                    ::kill(::getpid(), SIGKILL);
            });
            work(dying);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }
};

QJsonObject json(const Tree &tree, const QString &path) { return QJsonDocument::fromJson(tree.read(path)).object(); }

} // namespace

class TestAgentProfiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void patternsForFirefox();
    void installsAndReadsBack();
    void restoresExactly();
    void keepsForeignDirectories();
    void foreignFileIsAConflict_data();
    void foreignFileIsAConflict();
    void changedFileIsAConflict();
    void anotherProfileIsAConflict();
    void anotherVersionReplaces();
    void settingsForOneBrowserOnly();
    void linksAreNotFollowed_data();
    void linksAreNotFollowed();
    void failureInTheMiddleLeavesNothing();
    void crashLeavesAllOrNothing_data();
    void crashLeavesAllOrNothing();
    void severalAtOnce();
    void whatWasThereComesBack();
    void aTypeStays();
    void refusedFollowUpsUndo();
    void followUpsRunAgainAfterACrash_data();
    void followUpsRunAgainAfterACrash();
    void dconfIsCompiledAndTakenBack();
    void authoritiesAreBundled();
    void theRecordOfEarlierAgentsCounts();
};

void TestAgentProfiles::patternsForFirefox()
{
    QCOMPARE(firefoxPattern(u"*"_s), u"<all_urls>"_s);
    QCOMPARE(firefoxPattern(u"example.org"_s), u"*://*.example.org/*"_s);
    QCOMPARE(firefoxPattern(u".example.org"_s), u"*://example.org/*"_s);
    QCOMPARE(firefoxPattern(u"https://example.org/a"_s), u"https://*.example.org/a*"_s);
    QCOMPARE(firefoxPattern(u"10.0.0.1"_s), u"*://10.0.0.1/*"_s);
    QCOMPARE(firefoxPattern(u"chrome://policy"_s), QString());
}

void TestAgentProfiles::installsAndReadsBack()
{
    Bench bench;
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 3)));
    const QJsonObject c = json(bench.tree, chromium);
    QCOMPARE(c.value(u"HomepageLocation"_s).toString(), u"https://intranet.example.org/"_s);
    QCOMPARE(c.value(u"URLBlocklist"_s).toArray(), QJsonArray{u"*"_s});
    QCOMPARE(c.value(u"URLAllowlist"_s).toArray().size(), 3);
    QCOMPARE(c.value(u"PasswordManagerEnabled"_s), QJsonValue(false));
    QCOMPARE(c.value(u"IncognitoModeAvailability"_s).toInt(), 1);
    QCOMPARE(c.value(u"DeveloperToolsAvailability"_s).toInt(), 2);
    QCOMPARE(bench.tree.read(chrome), bench.tree.read(chromium));
    const QJsonObject f = json(bench.tree, firefox).value(u"policies"_s).toObject();
    QCOMPARE(f.value(u"DisablePrivateBrowsing"_s), QJsonValue(true));
    QCOMPARE(f.value(u"DisableDeveloperTools"_s), QJsonValue(true));
    QCOMPARE(f.value(u"WebsiteFilter"_s).toObject().value(u"Exceptions"_s).toArray(),
        (QJsonArray{u"*://*.example.org/*"_s, u"https://exact.example.org/a*"_s}));
    struct stat info = {};
    QCOMPARE(::stat(QFile::encodeName(bench.tree.path(firefox)).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0644); // every user's browser reads it
    const auto verified = bench.store.verified(u"pro-1"_s);
    QVERIFY(verified && verified.value());
    QCOMPARE(verified.value()->value(u"item"_s).toString(), u"pro-1"_s);
    QCOMPARE(verified.value()->value(u"revision"_s).toInteger(), 3);
    QCOMPARE(verified.value()->value(u"files"_s).toObject().size(), 3);
    bench.tree.file(chrome, "changed");
    QVERIFY(!bench.store.verified(u"pro-1"_s).value());
}

void TestAgentProfiles::restoresExactly()
{
    Bench bench;
    bench.tree.file(u"/etc/hostname"_s, "pc\n");
    const auto before = bench.tree.everything();
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    QVERIFY(bench.tree.everything() != before);
    QVERIFY(bench.store.remove(u"pro-1"_s));
    QCOMPARE(bench.tree.everything(), before);
    QVERIFY(!bench.store.verified(u"pro-1"_s).value());
    QCOMPARE(bench.store.remove(u"pro-1"_s).error().kind, ApiError::Kind::NotFound);
    QVERIFY(bench.store.install(browser(u"pro-2"_s, 1)));
}

void TestAgentProfiles::keepsForeignDirectories()
{
    Bench bench;
    bench.tree.directory(u"/etc/chromium/policies"_s); // there, though empty
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    bench.tree.file(u"/etc/firefox/policies/other.txt"_s, "somebody's");
    QVERIFY(bench.store.remove(u"pro-1"_s));
    QVERIFY(bench.tree.exists(u"/etc/chromium/policies"_s));
    QVERIFY(!bench.tree.exists(u"/etc/chromium/policies/managed"_s));
    QCOMPARE(bench.tree.read(u"/etc/firefox/policies/other.txt"_s), QByteArray("somebody's"));
    QVERIFY(!bench.tree.exists(u"/etc/opt"_s));
}

void TestAgentProfiles::foreignFileIsAConflict_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path : {chromium, chrome, firefox})
        QTest::newRow(qPrintable(path)) << path;
}

void TestAgentProfiles::foreignFileIsAConflict()
{
    QFETCH(QString, path);
    Bench bench;
    bench.tree.file(path, "{\"policies\":{}}");
    const auto before = bench.tree.everything();
    const auto installed = bench.store.install(browser(u"pro-1"_s, 1));
    QVERIFY(!installed);
    QCOMPARE(installed.error().code, u"conflict"_s);
    QVERIFY(installed.error().detail.contains(path));
    QCOMPARE(bench.tree.everything(), before);
}

void TestAgentProfiles::changedFileIsAConflict()
{
    Bench bench;
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    bench.tree.file(firefox, "mine now");
    const auto before = bench.tree.everything();
    QCOMPARE(bench.store.remove(u"pro-1"_s).error().code, u"conflict"_s);
    QCOMPARE(bench.store.install(browser(u"pro-1"_s, 2)).error().code, u"conflict"_s);
    QCOMPARE(bench.tree.everything(), before);
    // a file that somebody deleted is written again
    QVERIFY(QFile::remove(bench.tree.path(firefox)));
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 2)));
    QVERIFY(bench.tree.exists(firefox));
}

void TestAgentProfiles::anotherProfileIsAConflict()
{
    Bench bench;
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    const auto before = bench.tree.everything();
    const auto second = bench.store.install(browser(u"pro-2"_s, 1));
    QCOMPARE(second.error().code, u"conflict"_s);
    QVERIFY(second.error().detail.contains(u"pro-1"_s));
    QCOMPARE(bench.tree.everything(), before);
}

void TestAgentProfiles::anotherVersionReplaces()
{
    Bench bench;
    const auto before = bench.tree.everything();
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 2, settings(u"https://new.example.org/"_s))));
    QCOMPARE(json(bench.tree, chromium).value(u"HomepageLocation"_s).toString(), u"https://new.example.org/"_s);
    QCOMPARE(bench.store.verified(u"pro-1"_s).value()->value(u"revision"_s).toInteger(), 2);
    QVERIFY(bench.store.remove(u"pro-1"_s));
    QCOMPARE(bench.tree.everything(), before);
}

void TestAgentProfiles::settingsForOneBrowserOnly()
{
    Bench bench;
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    BrowserSettings pages;
    pages.urlBlocklist = QStringList{u"chrome://settings"_s}; // means nothing to Firefox
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 2, pages)));
    QVERIFY(bench.tree.exists(chromium));
    QVERIFY(!bench.tree.exists(u"/etc/firefox"_s));
}

void TestAgentProfiles::linksAreNotFollowed_data()
{
    QTest::addColumn<QString>("link");
    QTest::newRow("directory") << u"/etc/firefox"_s;
    QTest::newRow("last directory") << u"/etc/firefox/policies"_s;
    QTest::newRow("top") << u"/etc"_s;
    QTest::newRow("file") << firefox;
}

void TestAgentProfiles::linksAreNotFollowed()
{
    QFETCH(QString, link);
    Bench bench;
    Tree outside;
    outside.file(u"/victim"_s, "untouched");
    outside.directory(u"/policies"_s);
    bench.tree.link(link, link == firefox ? outside.path(u"/victim"_s) : outside.root());
    const auto before = outside.everything();
    const auto inside = bench.tree.everything();
    const auto installed = bench.store.install(browser(u"pro-1"_s, 1));
    QVERIFY(!installed);
    QCOMPARE(installed.error().code, u"path.unsafe"_s);
    QCOMPARE(outside.everything(), before);
    QCOMPARE(bench.tree.everything(), inside);
    for (const QString &path : {u"/../x"_s, u"/etc/../../x"_s, u"/./x"_s, u"/"_s})
        QCOMPARE(bench.root.read(path, 10).error().code, u"path.unsafe"_s);
}

void TestAgentProfiles::failureInTheMiddleLeavesNothing()
{
    Bench bench;
    bench.tree.directory(u"/etc/opt"_s);
    const auto before = bench.tree.everything();
    ItemStore store(bench.root, bench.state, {}, {}, [&](const char *point) {
        // a file appears where the third is to go, after we looked
        if (qstrcmp(point, "directories") == 0)
            bench.tree.file(chrome, "sudden");
    });
    const auto installed = store.install(browser(u"pro-1"_s, 1));
    QVERIFY(!installed);
    QVERIFY(!bench.tree.exists(chromium));
    QVERIFY(!bench.tree.exists(firefox));
    QCOMPARE(bench.tree.read(chrome), QByteArray("sudden"));
    QVERIFY(QFile::remove(bench.tree.path(chrome)));
    QVERIFY(bench.store.recover());
    QVERIFY(!bench.store.verified(u"pro-1"_s).value());
}

void TestAgentProfiles::crashLeavesAllOrNothing_data()
{
    QTest::addColumn<QByteArray>("point");
    QTest::addColumn<int>("time");
    QTest::addColumn<bool>("complete");
    QTest::newRow("recorded") << QByteArray("recorded") << 1 << false;
    QTest::newRow("directories") << QByteArray("directories") << 1 << false;
    QTest::newRow("first file") << QByteArray("file") << 1 << false;
    QTest::newRow("second file") << QByteArray("file") << 2 << false;
    QTest::newRow("last file") << QByteArray("file") << 3 << true;
    QTest::newRow("applied") << QByteArray("applied") << 1 << true;
}

void TestAgentProfiles::crashLeavesAllOrNothing()
{
    QFETCH(QByteArray, point);
    QFETCH(int, time);
    QFETCH(bool, complete);
    const auto first = browser(u"pro-1"_s, 1);
    const auto second = browser(u"pro-1"_s, 2, settings(u"https://new.example.org/"_s));
    Bench bench;
    const auto empty = bench.tree.everything();
    // a first installation
    QVERIFY(bench.killedAt(point.constData(), time, [&](ItemStore &s) { (void)s.install(first); }));
    QVERIFY(bench.store.recover());
    QCOMPARE(bool(bench.store.verified(u"pro-1"_s).value()), complete);
    if (!complete) {
        QCOMPARE(bench.tree.everything(), empty);
        QVERIFY(bench.store.install(first));
    }
    const auto installed = bench.tree.everything();
    // a replacement
    QVERIFY(bench.killedAt(point.constData(), time, [&](ItemStore &s) { (void)s.install(second); }));
    QVERIFY(bench.store.recover());
    QCOMPARE(bench.store.verified(u"pro-1"_s).value()->value(u"revision"_s).toInteger(), complete ? 2 : 1);
    if (!complete)
        QCOMPARE(bench.tree.everything(), installed);
    // a removal
    QVERIFY(bench.killedAt(point.constData(), time, [&](ItemStore &s) { (void)s.remove(u"pro-1"_s); }));
    QVERIFY(bench.store.recover());
    QCOMPARE(bench.store.isInstalled(u"pro-1"_s).value(), !complete);
    if (!complete) {
        QVERIFY(bench.store.verified(u"pro-1"_s).value());
        QVERIFY(bench.store.remove(u"pro-1"_s));
    }
    QCOMPARE(bench.tree.everything(), empty);
}

void TestAgentProfiles::severalAtOnce()
{
    Bench bench;
    const auto before = bench.tree.everything();
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    const ItemPlan time{u"prf-2"_s, u"profile"_s, u"time"_s, 4,
        {{u"/etc/systemd/timesyncd.conf.d/90-belvedere.conf"_s, "[Time]\n", 0644, false}}, {}};
    QVERIFY(bench.store.install(time));
    const auto items = bench.store.items();
    QVERIFY(items);
    QCOMPARE(items.value().size(), 2);
    QVERIFY(items.value()[0].verified && items.value()[1].verified);
    bench.tree.file(firefox, "changed");
    QVERIFY(!bench.store.items().value()[0].verified);
    QVERIFY(bench.store.items().value()[0].detail.contains(firefox));
    QVERIFY(bench.store.items().value()[1].verified);
    QVERIFY(QFile::remove(bench.tree.path(firefox)));
    QVERIFY(bench.store.remove(u"pro-1"_s));
    QVERIFY(bench.store.verified(u"prf-2"_s).value());
    QVERIFY(bench.store.remove(u"prf-2"_s));
    QCOMPARE(bench.tree.everything(), before);
}

void TestAgentProfiles::whatWasThereComesBack()
{
    Bench bench;
    bench.tree.file(u"/etc/issue"_s, "Debian GNU/Linux 12 \\n \\l\n");
    QFile::setPermissions(bench.tree.path(u"/etc/issue"_s), QFile::ReadOwner | QFile::WriteOwner);
    const auto before = bench.tree.everything();
    ItemPlan banner{
        u"prf-1"_s, u"profile"_s, u"login_banner"_s, 1, {{u"/etc/issue"_s, "Authorised use only\n", 0644, true}}, {}};
    QVERIFY(bench.store.install(banner));
    QCOMPARE(bench.tree.read(u"/etc/issue"_s), QByteArray("Authorised use only\n"));
    banner.revision = 2;
    banner.files = {{u"/etc/issue.net"_s, "Authorised use only\n", 0644, true}};
    QVERIFY(bench.store.install(banner));
    QVERIFY(bench.tree.read(u"/etc/issue"_s).startsWith("Debian"));
    banner.revision = 3;
    banner.files.append({u"/etc/issue"_s, "Another text\n", 0644, true});
    // also when the process dies in the middle of it
    QVERIFY(bench.killedAt("file", 1, [&](ItemStore &s) { (void)s.install(banner); }));
    QVERIFY(bench.store.recover());
    QVERIFY(bench.store.install(banner));
    QVERIFY(bench.killedAt("file", 1, [&](ItemStore &s) { (void)s.remove(u"prf-1"_s); }));
    QVERIFY(bench.store.recover());
    if (bench.store.isInstalled(u"prf-1"_s).value())
        QVERIFY(bench.store.remove(u"prf-1"_s));
    QCOMPARE(bench.tree.everything(), before);
    QCOMPARE(bench.root.digest(u"/etc/issue"_s).value()->mode, 0600);
}

void TestAgentProfiles::aTypeStays()
{
    Bench bench;
    QVERIFY(bench.store.install(browser(u"pro-1"_s, 1)));
    ItemPlan other = browser(u"pro-1"_s, 2);
    other.type = u"time"_s;
    QCOMPARE(bench.store.install(other).error().code, u"profile.type-changed"_s);
    QVERIFY(bench.store.verified(u"pro-1"_s).value());
}

void TestAgentProfiles::refusedFollowUpsUndo()
{
    Bench bench;
    const auto before = bench.tree.everything();
    int ran = 0;
    bool refuses = true;
    ItemStore store(bench.root, bench.state, [&](const QString &name) -> Result<QJsonObject> {
        ++ran;
        if (refuses && bench.tree.exists(chromium))
            return conflict(u"sshd.refused"_s, name);
        return QJsonObject{{u"done"_s, true}};
    });
    ItemPlan plan = browser(u"pro-1"_s, 1);
    plan.followUps = {u"sshd"_s};
    QCOMPARE(store.install(plan).error().code, u"sshd.refused"_s);
    QCOMPARE(ran, 2); // once more for what is in place again
    QCOMPARE(bench.tree.everything(), before);
    QVERIFY(!store.isInstalled(u"pro-1"_s).value());
    refuses = false;
    const auto proof = store.install(plan);
    QVERIFY(proof);
    QVERIFY(proof.value().value(u"follow_ups"_s).toObject().contains(u"sshd"_s));
}

void TestAgentProfiles::followUpsRunAgainAfterACrash_data()
{
    QTest::addColumn<QByteArray>("point");
    QTest::addColumn<bool>("complete");
    QTest::newRow("before the files") << QByteArray("directories") << false;
    QTest::newRow("before them") << QByteArray("applied") << true;
    QTest::newRow("after them") << QByteArray("followed") << true;
}

void TestAgentProfiles::followUpsRunAgainAfterACrash()
{
    QFETCH(QByteArray, point);
    QFETCH(bool, complete);
    Bench bench;
    ItemPlan plan = browser(u"pro-1"_s, 1);
    plan.followUps = {u"dconf"_s};
    const pid_t child = fork();
    if (child == 0) {
        ItemStore dying(
            bench.root, bench.state, [](const QString &) { return Result<QJsonObject>(QJsonObject()); }, {},
            [&point](const char *reached) {
                if (point == reached)
                    ::kill(::getpid(), SIGKILL);
            });
        (void)dying.install(plan);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFSIGNALED(status));
    QStringList ran;
    ItemStore store(bench.root, bench.state, [&ran](const QString &name) {
        ran.append(name);
        return Result<QJsonObject>(QJsonObject());
    });
    QVERIFY(store.recover());
    QCOMPARE(ran, QStringList{u"dconf"_s});
    QCOMPARE(store.isInstalled(u"pro-1"_s).value(), complete);
    QVERIFY(store.recover());
    QCOMPARE(ran.size(), 1); // that is all
}

// With dconf itself, below a root.
void TestAgentProfiles::dconfIsCompiledAndTakenBack()
{
    Bench bench;
    const auto before = bench.tree.everything();
    const FollowUps followUps(
        bench.root, false, runProgram, [](const LongRun &) { return std::optional<LongOutput>(); });
    ItemStore store(bench.root, bench.state, [&followUps](const QString &name) { return followUps.run(name); });
    const QString keys = u"/etc/dconf/db/belvedere.d/50-screen-lock"_s;
    ItemPlan plan{u"prf-1"_s, u"profile"_s, u"screen_lock"_s, 1,
        {{u"/etc/dconf/profile/user"_s, "user-db:user\nsystem-db:belvedere\n", 0644, false},
            {keys, "[org/gnome/desktop/session]\nidle-delay=uint32 300\n", 0644, false},
            {u"/etc/dconf/db/belvedere.d/locks/50-screen-lock"_s, "/org/gnome/desktop/session/idle-delay\n", 0644,
                false}},
        {u"dconf"_s}};
    QVERIFY(store.install(plan));
    QVERIFY(bench.tree.read(u"/etc/dconf/db/belvedere"_s).contains("idle-delay"));
    // nonsense is refused by dconf, and everything is as before
    plan.revision = 2;
    plan.files[1].content = "[org/gnome/desktop/session]\nidle-delay=nonsense(\n";
    QVERIFY(!store.install(plan));
    QCOMPARE(store.verified(u"prf-1"_s).value()->value(u"revision"_s).toInteger(), 1);
    // a foreign source in the same database keeps it
    bench.tree.file(u"/etc/dconf/db/belvedere.d/99-other"_s, "[org/example]\nx=1\n");
    QVERIFY(store.remove(u"prf-1"_s));
    QVERIFY(bench.tree.exists(u"/etc/dconf/db/belvedere"_s));
    QVERIFY(!bench.tree.read(u"/etc/dconf/db/belvedere"_s).contains("idle-delay"));
    QVERIFY(QFile::remove(bench.tree.path(u"/etc/dconf/db/belvedere.d/99-other"_s)));
    plan.files[1].content = "[org/gnome/desktop/session]\nidle-delay=uint32 60\n";
    QVERIFY(store.install(plan));
    QVERIFY(store.remove(u"prf-1"_s));
    QVERIFY(!bench.tree.exists(u"/etc/dconf/db/belvedere"_s));
    QVERIFY(!bench.tree.exists(u"/etc/dconf/profile"_s));
}

// With update-ca-certificates itself, below a root.
void TestAgentProfiles::authoritiesAreBundled()
{
    Bench bench;
    const RunLong runner = [&bench](const LongRun &run) { return runLong(run, bench.stateTree.path(u"/output"_s)); };
    const FollowUps followUps(bench.root, false, runProgram, runner);
    ItemStore store(
        bench.root, bench.state, [&followUps](const QString &name) { return followUps.run(name); },
        [&followUps](const ItemRecord &record) { return followUps.lacking(record); });
    const auto authority = [&bench](const QString &name) {
        QProcess openssl;
        openssl.start(u"openssl"_s,
            {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
                u"-keyout"_s, bench.stateTree.path(u"/key"_s), u"-subj"_s, u"/CN="_s + name});
        openssl.waitForFinished();
        return openssl.readAllStandardOutput();
    };
    const QByteArray pem = authority(u"Example Authority"_s);
    const QByteArray other = authority(u"Another Authority"_s);
    QVERIFY(pem.startsWith("-----BEGIN"));
    const ItemPlan plan{u"crt-1"_s, u"certificate"_s, {}, 1,
        {{u"/usr/local/share/ca-certificates/belvedere-crt-1.crt"_s, pem, 0644, false}}, {u"ca-certificates"_s}};
    const auto skipped = store.install(plan);
    QVERIFY(skipped); // this root has no bundles, which the proof says
    QVERIFY(skipped.value()
                .value(u"follow_ups"_s)
                .toObject()
                .value(u"ca-certificates"_s)
                .toObject()
                .contains(u"skipped"_s));
    bench.tree.file(u"/etc/ca-certificates.conf"_s, "# none\n");
    bench.tree.directory(u"/etc/ssl/certs"_s);
    bench.tree.file(u"/usr/local/share/ca-certificates/other.crt"_s, other);
    bench.tree.directory(u"/usr/share/ca-certificates"_s);
    bench.tree.directory(u"/etc/ca-certificates/update.d"_s);
    QVERIFY(store.install(plan));
    const QString bundle = u"/etc/ssl/certs/ca-certificates.crt"_s;
    QVERIFY(bench.tree.read(bundle).contains(pem.trimmed()));
    QVERIFY(store.items().value().first().verified);
    bench.tree.file(bundle, "emptied");
    QVERIFY(!store.items().value().first().verified); // fell out of the bundle
    QVERIFY(store.install(plan));
    QVERIFY(store.items().value().first().verified);
    QVERIFY(store.remove(u"crt-1"_s));
    QVERIFY(!bench.tree.read(bundle).contains(pem.trimmed()));
    QVERIFY(bench.tree.read(bundle).contains(other.trimmed()));
    QVERIFY(store.install(plan)); // takes away the links that were left
    QVERIFY(store.remove(u"crt-1"_s));
}

void TestAgentProfiles::theRecordOfEarlierAgentsCounts()
{
    Bench bench;
    bench.tree.file(chromium, "{}");
    bench.stateTree.file(u"/profile.json"_s,
        "{\"profile\":\"prf-7\",\"version\":3,\"files\":{\"/etc/chromium/policies/managed/belvedere.json\":\"{}\"},"
        "\"directories\":[\"/etc/chromium\",\"/etc/chromium/policies\",\"/etc/chromium/policies/managed\"]}");
    QCOMPARE(bench.store.items().value().first().item, u"prf-7"_s);
    QVERIFY(bench.store.items().value().first().verified);
    QVERIFY(bench.store.remove(u"prf-7"_s));
    QVERIFY(!bench.tree.exists(u"/etc/chromium"_s));
    QVERIFY(bench.store.items().value().isEmpty());
}

QTEST_GUILESS_MAIN(TestAgentProfiles)
#include "tst_agentprofiles.moc"
