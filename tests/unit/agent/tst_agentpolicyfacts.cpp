// The facts that rules ask about: what is measured, what is told to be absent, and what is not told at all.
#include "agent/facts/collectors.h"
#include "agent/facts/updateages.h"
#include "api/agentprotocol.h"
#include "tree.h"

#include <QProcess>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

FactSource sourceOf(const Tree &tree)
{
    FactSource source;
    source.root = tree.root();
    source.run = [](const QString &, const QStringList &, int, const QByteArray &) {
        return std::optional<ProgramOutput>();
    };
    return source;
}

QByteArray variable(char value) { return QByteArray("\6\0\0\0", 4) + value; }

QByteArray certificate(int days, const QString &name)
{
    QTemporaryDir directory;
    QProcess openssl;
    openssl.start(u"openssl"_s,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
            u"-keyout"_s, directory.filePath(u"key"_s), u"-subj"_s, u"/CN="_s + name, u"-days"_s,
            QString::number(days)});
    openssl.waitForFinished();
    return openssl.readAllStandardOutput();
}

} // namespace

class TestAgentPolicyFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secureBoot_data();
    void secureBoot();
    void passcode_data();
    void passcode();
    void pwqualityAgrees();
    void screenLockOfDconf();
    void certificatesRunOut();
    void updatesAge();
    void integrityIsNoEncryption();
};

void TestAgentPolicyFacts::secureBoot_data()
{
    QTest::addColumn<QMap<QString, QByteArray>>("files");
    QTest::addColumn<int>("expected"); // -1: not known
    using Files = QMap<QString, QByteArray>;
    const QString efi = u"/sys/firmware/efi/efivars/"_s;
    const QString on = efi + u"SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"_s;
    const QString setup = efi + u"SetupMode-8be4df61-93ca-11d2-aa0d-00e098032b8c"_s;
    const QString mok = efi + u"MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"_s;
    QTest::newRow("container") << Files() << -1;
    QTest::newRow("older firmware") << Files{{u"/sys/firmware/acpi/tables/DSDT"_s, "x"},
        {u"/sys/firmware/dmi/tables/DMI"_s, "x"}}
                                    << int(SecureBoot::Off);
    QTest::newRow("variables hidden") << Files{{u"/sys/firmware/efi/runtime"_s, "x"}} << -1;
    QTest::newRow("on") << Files{{on, variable(1)}, {setup, variable(0)}} << int(SecureBoot::Full);
    QTest::newRow("off") << Files{{on, variable(0)}} << int(SecureBoot::Off);
    QTest::newRow("setup mode") << Files{{on, variable(1)}, {setup, variable(1)}} << int(SecureBoot::Off);
    QTest::newRow("shim does not check") << Files{{on, variable(1)}, {mok, variable(1)}} << int(SecureBoot::Medium);
    QTest::newRow("kernel is open") << Files{{on, variable(1)},
        {u"/sys/kernel/security/lockdown"_s, "[none] integrity confidentiality\n"}}
                                    << int(SecureBoot::Medium);
    QTest::newRow("cut off") << Files{{on, "\6"}} << -1;
}

void TestAgentPolicyFacts::secureBoot()
{
    using Files = QMap<QString, QByteArray>;
    QFETCH(Files, files);
    QFETCH(int, expected);
    Tree tree;
    for (auto it = files.begin(); it != files.end(); ++it)
        tree.file(it.key(), it.value());
    const auto boot = belvedere::secureBoot(sourceOf(tree));
    QCOMPARE(boot ? int(*boot) : -1, expected);
}

void TestAgentPolicyFacts::passcode_data()
{
    QTest::addColumn<QByteArray>("pam");
    QTest::addColumn<QByteArray>("main");
    QTest::addColumn<QByteArray>("dropIn");
    QTest::addColumn<int>("length"); // -1: none is asked for, -2: not known
    const QByteArray quality = "password requisite pam_pwquality.so retry=3\n";
    QTest::newRow("no module") << QByteArray("password [success=1] pam_unix.so obscure yescrypt\n") << QByteArray()
                               << QByteArray() << -1;
    QTest::newRow("unix") << QByteArray("password required pam_unix.so minlen=9\n") << QByteArray() << QByteArray()
                          << 9;
    QTest::newRow("default") << quality << QByteArray("# minlen = 20\n") << QByteArray() << 8;
    QTest::newRow("drop-in") << quality << QByteArray() << QByteArray("minlen = 14\n") << 14;
    QTest::newRow("the main file counts more")
        << quality << QByteArray("minlen = 10\n") << QByteArray("minlen = 14\n") << 10;
    QTest::newRow("argument") << QByteArray("password requisite pam_pwquality.so minlen=16\n")
                              << QByteArray("minlen=10\n") << QByteArray() << 16;
    QTest::newRow("credits") << quality << QByteArray("minlen = 12\ndcredit = 2\nucredit = -1\n") << QByteArray() << 10;
    QTest::newRow("too small") << quality << QByteArray("minlen = 2\n") << QByteArray() << 6;
    QTest::newRow("another module") << QByteArray("password requisite pam_passwdqc.so\n") << QByteArray()
                                    << QByteArray() << -2;
    QTest::newRow("commented") << QByteArray("# password requisite pam_pwquality.so\n") << QByteArray("minlen=10\n")
                               << QByteArray() << -1;
}

void TestAgentPolicyFacts::passcode()
{
    QFETCH(QByteArray, pam);
    QFETCH(QByteArray, main);
    QFETCH(QByteArray, dropIn);
    QFETCH(int, length);
    Tree tree;
    QVERIFY(!passcodePolicy(sourceOf(tree)));
    tree.file(u"/etc/pam.d/common-password"_s, pam);
    tree.file(u"/etc/security/pwquality.conf"_s, main);
    tree.file(u"/etc/security/pwquality.conf.d/90-belvedere.conf"_s, dropIn);
    const auto policy = passcodePolicy(sourceOf(tree));
    QCOMPARE(policy ? int(policy->minimumLength.value_or(-1)) : -2, length);
}

// The library that PAM asks says the same.
void TestAgentPolicyFacts::pwqualityAgrees()
{
    Tree tree;
    tree.file(u"/etc/pam.d/common-password"_s, "password requisite pam_pwquality.so\n");
    tree.file(u"/etc/security/pwquality.conf"_s, "# nothing\n");
    tree.file(u"/etc/security/pwquality.conf.d/10-other.conf"_s, "minlen = 9\n");
    tree.file(u"/etc/security/pwquality.conf.d/90-belvedere.conf"_s, "minlen = 13\nmaxrepeat = 3\nmaxsequence = 4\n");
    QProcess python;
    python.start(u"/usr/bin/python3"_s,
        {u"-c"_s, u"import pwquality,sys\ns=pwquality.PWQSettings()\ns.read_config(sys.argv[1])\nprint(s.minlen)"_s,
            tree.path(u"/etc/security/pwquality.conf"_s)});
    QVERIFY(python.waitForFinished());
    const auto policy = passcodePolicy(sourceOf(tree));
    QVERIFY(policy);
    QCOMPARE(QString::number(*policy->minimumLength), QString::fromLatin1(python.readAllStandardOutput().trimmed()));
    QVERIFY(*policy->isSimpleBlocked);
}

void TestAgentPolicyFacts::screenLockOfDconf()
{
    Tree tree;
    QVERIFY(!screenLock(sourceOf(tree))); // no desktop
    tree.file(u"/usr/share/glib-2.0/schemas/org.gnome.desktop.screensaver.gschema.xml"_s, "x");
    auto lock = screenLock(sourceOf(tree));
    QVERIFY(lock && !lock->timeout); // its users decide, which is told
    tree.file(u"/etc/dconf/profile/user"_s, "user-db:user\nsystem-db:belvedere\n");
    QVERIFY(!screenLock(sourceOf(tree))); // a database that is not there
    const QString values = u"/etc/dconf/db/belvedere.d/50-screen-lock"_s;
    const QString locks = u"/etc/dconf/db/belvedere.d/locks/50-screen-lock"_s;
    tree.file(values,
        "[org/gnome/desktop/session]\nidle-delay=uint32 300\n\n[org/gnome/desktop/screensaver]\n"
        "lock-enabled=true\nlock-delay=uint32 10\n");
    tree.file(locks,
        "/org/gnome/desktop/session/idle-delay\n/org/gnome/desktop/screensaver/lock-enabled\n"
        "/org/gnome/desktop/screensaver/lock-delay\n");
    const QString compiled = tree.path(u"/etc/dconf/db/belvedere"_s);
    QProcess dconf;
    dconf.start(u"/usr/bin/dconf"_s, {u"compile"_s, compiled, compiled + u".d"_s});
    QVERIFY(dconf.waitForFinished());
    QCOMPARE(dconf.exitCode(), 0);
    lock = screenLock(sourceOf(tree));
    QVERIFY(lock);
    QCOMPARE(lock->timeout, std::optional<qint64>(310));
    QCOMPARE(lock->grace, std::optional<qint64>(10));
    // sources that are newer than what was made of them
    QFile file(tree.path(values));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(100), QFileDevice::FileModificationTime));
    QVERIFY(!screenLock(sourceOf(tree)));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-100), QFileDevice::FileModificationTime));
    tree.file(locks, "/org/gnome/desktop/session/idle-delay\n");
    QFile lockFile(tree.path(locks));
    QVERIFY(lockFile.open(QIODevice::ReadWrite));
    QVERIFY(lockFile.setFileTime(QDateTime::currentDateTime().addSecs(-100), QFileDevice::FileModificationTime));
    lock = screenLock(sourceOf(tree));
    QVERIFY(lock && !lock->timeout); // whether it locks is left to them
}

void TestAgentPolicyFacts::certificatesRunOut()
{
    Tree tree;
    QVERIFY(!heldCertificates(sourceOf(tree)));
    tree.directory(u"/etc/ssl/certs"_s);
    auto held = heldCertificates(sourceOf(tree));
    QVERIFY(held && held->certificates.isEmpty() && !held->nextExpiry.isValid());
    tree.file(u"/usr/local/share/ca-certificates/belvedere-crt-1.crt"_s, certificate(300, u"Long"_s));
    tree.file(u"/usr/local/share/ca-certificates/sub/short.crt"_s, certificate(20, u"Short"_s));
    tree.file(u"/usr/local/share/ca-certificates/readme.txt"_s, certificate(5, u"Not read"_s));
    tree.file(u"/etc/letsencrypt/live/host/cert.pem"_s, certificate(60, u"host.example.org"_s));
    tree.file(u"/usr/local/share/ca-certificates/nonsense.crt"_s, "nonsense");
    held = heldCertificates(sourceOf(tree));
    QVERIFY(held);
    QCOMPARE(held->certificates.size(), 3);
    QCOMPARE(held->certificates.first().subject, u"Short"_s);
    QCOMPARE(held->certificates[1].purpose, u"identity"_s);
    QCOMPARE(held->nextExpiry, held->certificates.first().notAfter);
}

void TestAgentPolicyFacts::updatesAge()
{
    Tree tree;
    const RootDir state(tree.root());
    const QDateTime first(QDate(2026, 3, 1), QTime(8, 0), Qt::UTC);
    using Ages = QMap<QString, QDateTime>;
    QCOMPARE(UpdateAges(state).since({u"a"_s, u"b"_s}, first), (Ages{{u"a"_s, first}, {u"b"_s, first}}));
    const QDateTime third = first.addDays(3);
    QCOMPARE(UpdateAges(state).since({u"b"_s, u"c"_s}, third), (Ages{{u"b"_s, first}, {u"c"_s, third}})); // and a start
    QCOMPARE(UpdateAges(state).since({u"c"_s}, first.addDays(4)), (Ages{{u"c"_s, third}}));
    QVERIFY(UpdateAges(state).since({}, first.addDays(5)).isEmpty());
    const QDateTime sixth = first.addDays(6);
    QCOMPARE(UpdateAges(state).since({u"a"_s}, sixth), (Ages{{u"a"_s, sixth}})); // it had been installed
}

void TestAgentPolicyFacts::integrityIsNoEncryption()
{
    for (const char *kind :
        {"CRYPT-VERITY-1", "CRYPT-INTEGRITY-1", "CRYPT-LUKS1-1", "CRYPT-BITLK-1", "CRYPT-PLAIN-x"}) {
        Tree tree;
        tree.file(u"/proc/self/mounts"_s, "/dev/mapper/root / ext4 rw 0 0\n");
        tree.file(u"/sys/block/dm-0/dm/name"_s, "root\n");
        tree.file(u"/sys/class/block/dm-0/dm/uuid"_s, QByteArray(kind) + '\n');
        tree.directory(u"/sys/class/block/dm-0/slaves/sda1"_s);
        tree.directory(u"/sys/class/block/sda1"_s);
        const bool encrypts = !QByteArray(kind).contains("VERITY") && !QByteArray(kind).contains("INTEGRITY");
        QCOMPARE(storageEncrypted(sourceOf(tree)), std::optional<bool>(encrypts));
    }
}

QTEST_GUILESS_MAIN(TestAgentPolicyFacts)
#include "tst_agentpolicyfacts.moc"
