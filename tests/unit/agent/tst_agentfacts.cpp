// The collectors of facts, on made-up computers and on this one.
#include "agent/facts/collectors.h"
#include "api/agentprotocol.h"
#include "tree.h"

#include <cstring>
#include <QHostInfo>
#include <QTest>
#include <utmpx.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// A source that sees `tree`, has no programs and no addresses.
FactSource sourceOf(const Tree &tree)
{
    FactSource source;
    source.root = tree.root();
    source.run = [](const QString &, const QStringList &, int, const QByteArray &) {
        return std::optional<ProgramOutput>();
    };
    return source;
}

RunProgram only(const QString &program, int exitCode, const QByteArray &output)
{
    return [=](const QString &asked, const QStringList &, int, const QByteArray &) {
        return asked == program ? std::optional<ProgramOutput>({exitCode, output}) : std::nullopt;
    };
}

} // namespace

class TestAgentFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void system();
    void systemOfOthers();
    void nothingIsKnownOfNothing();
    void hardwareOfALaptop();
    void placeholdersAreNotKnown_data();
    void placeholdersAreNotKnown();
    void forms_data();
    void forms();
    void processorWithoutTopology();
    void volumes();
    void freeSpaceMovesInSteps();
    void aChangedRootIsOnADiskToo();
    void encryption_data();
    void encryption();
    void firewall_data();
    void firewall();
    void updates();
    void packages();
    void interfaces();
    void usersOfSystemd();
    void usersOfUtmp();
    void programsAreBounded();
    void thisComputer();
};

void TestAgentFacts::system()
{
    Tree tree;
    tree.file(u"/etc/os-release"_s,
        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n# "
        "x\nVERSION_ID=\"12\"\nID=debian\n");
    tree.file(u"/etc/debian_version"_s, "12.11\n");
    tree.file(u"/proc/sys/kernel/hostname"_s, "nb-1\n");
    tree.file(u"/proc/sys/kernel/osrelease"_s, "6.1.0-37-amd64\n");
    tree.file(u"/proc/sys/kernel/random/boot_id"_s, "11111111-2222-3333-4444-555555555555\n");
    tree.file(u"/proc/stat"_s, "cpu  1 2 3\nintr 5\nbtime 1767225659\nprocesses 9\n");
    Device device;
    collectSystem(sourceOf(tree), device);
    QCOMPARE(device.name, u"nb-1"_s);
    QCOMPARE(device.platform.value(), Platform::Linux);
    QCOMPARE(device.osName, u"Debian GNU/Linux"_s);
    QCOMPARE(device.osVersion.text(), u"12.11"_s);
    QCOMPARE(device.kernel, u"6.1.0-37-amd64"_s);
    QCOMPARE(device.bootId, u"11111111-2222-3333-4444-555555555555"_s);
    QCOMPARE(device.booted, QDateTime::fromSecsSinceEpoch(1'767'225'600, Qt::UTC)); // to the minute
}

void TestAgentFacts::systemOfOthers()
{
    Tree tree;
    tree.file(u"/usr/lib/os-release"_s, "NAME='Fedora Linux'\nVERSION_ID=40\nID=fedora\n");
    tree.file(u"/etc/debian_version"_s, "12.1\n"); // not Debian: not its version
    Device device;
    collectSystem(sourceOf(tree), device);
    QCOMPARE(device.osName, u"Fedora Linux"_s);
    QCOMPARE(device.osVersion.text(), u"40"_s);
    tree.file(u"/etc/os-release"_s, "NAME=Debian\nVERSION_ID=13\nID=debian\n");
    tree.file(u"/etc/debian_version"_s, "trixie/sid\n");
    collectSystem(sourceOf(tree), device);
    QCOMPARE(device.osVersion.text(), u"13"_s);
}

void TestAgentFacts::nothingIsKnownOfNothing()
{
    Tree tree;
    const FactSource source = sourceOf(tree);
    FactCollector collector(source);
    const Facts facts = collector.collect();
    QVERIFY(!facts.packages && !facts.interfaces && !facts.users);
    QCOMPARE(sections(facts), (QMap<QString, QJsonObject>{{u"system"_s, {{u"platform"_s, u"linux"_s}}}}));
}

void TestAgentFacts::hardwareOfALaptop()
{
    Tree tree;
    tree.file(u"/sys/class/dmi/id/sys_vendor"_s, "LENOVO\n");
    tree.file(u"/sys/class/dmi/id/product_name"_s, "21HD004XGE\n");
    tree.file(u"/sys/class/dmi/id/product_version"_s, "ThinkPad T14 Gen 4\n");
    tree.file(u"/sys/class/dmi/id/product_serial"_s, "PF4EXAMPLE\n");
    tree.file(u"/sys/class/dmi/id/product_uuid"_s, "3F2504E0-4F89-41D3-9A0C-0305E82C3301\n");
    tree.file(u"/sys/class/dmi/id/chassis_type"_s, "10\n");
    tree.file(u"/proc/meminfo"_s, "MemTotal:       16200000 kB\nMemFree:  5 kB\n");
    QByteArray cpu;
    for (int thread = 0; thread < 4; ++thread)
        cpu += "processor\t: " + QByteArray::number(thread)
            + "\nmodel name\t: AMD  Ryzen 7\nphysical id\t: 0\ncore id\t: " + QByteArray::number(thread / 2)
            + "\nflags\t: fpu sse\n\n";
    tree.file(u"/proc/cpuinfo"_s, cpu);
    Device device;
    collectHardware(sourceOf(tree), device);
    QCOMPARE(device.manufacturer, u"LENOVO"_s);
    QCOMPARE(device.model, u"ThinkPad T14 Gen 4"_s);
    QCOMPARE(device.serial, u"PF4EXAMPLE"_s);
    QCOMPARE(device.hardwareId, u"3f2504e0-4f89-41d3-9a0c-0305e82c3301"_s);
    QCOMPARE(device.formFactor.value(), FormFactor::Laptop);
    QCOMPARE(device.processor, u"AMD Ryzen 7"_s);
    QCOMPARE(device.processorCores, std::optional<qint64>(2));
    QCOMPARE(device.memory, std::optional<qint64>(16'200'000ll * 1'024));
}

void TestAgentFacts::placeholdersAreNotKnown_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("placeholder");
    for (const char *text : {"To Be Filled By O.E.M.", "Default string", "0", "00000000", "........",
             "System Serial Number", " none ", "Not Specified", "", "123456789"})
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    for (const char *text : {"PF4EXAMPLE", "5CG1234ABC", "C02XL0GYJGH5", "VMware-56 4d"})
        QTest::newRow(text) << QString::fromLatin1(text) << false;
}

void TestAgentFacts::placeholdersAreNotKnown()
{
    QFETCH(QString, text);
    QFETCH(bool, placeholder);
    QCOMPARE(isPlaceholder(text), placeholder);
    Tree tree;
    tree.file(u"/sys/class/dmi/id/product_serial"_s, text.toLatin1() + '\n');
    Device device;
    collectHardware(sourceOf(tree), device);
    QCOMPARE(device.serial.isEmpty(), placeholder);
    QVERIFY(isPlaceholderUuid(u"03000200-0400-0500-0006-000700080009"_s));
    QVERIFY(isPlaceholderUuid(u"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"_s));
    QVERIFY(isPlaceholderUuid(u"Not Settable"_s));
    QVERIFY(!isPlaceholderUuid(u"3f2504e0-4f89-41d3-9a0c-0305e82c3301"_s));
}

void TestAgentFacts::forms_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<FormFactor>("form");
    const QString chassis = u"/sys/class/dmi/id/chassis_type"_s;
    QTest::newRow("tower") << chassis << QByteArray("7") << FormFactor::Desktop;
    QTest::newRow("rack") << chassis << QByteArray("23") << FormFactor::Server;
    QTest::newRow("convertible") << chassis << QByteArray("31") << FormFactor::Laptop;
    QTest::newRow("other") << chassis << QByteArray("1") << FormFactor::Unknown;
    QTest::newRow("qemu") << u"/sys/class/dmi/id/sys_vendor"_s << QByteArray("QEMU") << FormFactor::Virtual;
    QTest::newRow("docker") << u"/.dockerenv"_s << QByteArray() << FormFactor::Virtual;
    QTest::newRow("lxc") << u"/proc/1/environ"_s << QByteArray("A=1\0container=lxc\0", 18) << FormFactor::Virtual;
    QTest::newRow("not lxc") << u"/proc/1/environ"_s << QByteArray("xcontainer=lxc\0", 15) << FormFactor::Unknown;
    QTest::newRow("hypervisor") << u"/proc/cpuinfo"_s << QByteArray("flags : fpu hypervisor lm\n")
                                << FormFactor::Virtual;
}

void TestAgentFacts::forms()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, content);
    QFETCH(FormFactor, form);
    Tree tree;
    tree.file(path, content);
    Device device;
    collectHardware(sourceOf(tree), device);
    QCOMPARE(device.formFactor.value(), form);
}

void TestAgentFacts::processorWithoutTopology()
{
    Tree tree;
    tree.file(u"/proc/cpuinfo"_s, "processor : 0\nprocessor : 1\nprocessor : 2\n");
    tree.file(u"/sys/firmware/devicetree/base/model"_s, QByteArray("Raspberry Pi 4 Model B\0", 23));
    Device device;
    collectHardware(sourceOf(tree), device);
    QCOMPARE(device.processorCores, std::optional<qint64>(3));
    QCOMPARE(device.model, u"Raspberry Pi 4 Model B"_s);
    QVERIFY(device.processor.isEmpty());
}

void TestAgentFacts::volumes()
{
    Tree tree;
    tree.file(u"/proc/self/mounts"_s,
        "proc /proc proc rw 0 0\n/dev/sda1 /boot ext4 rw 0 0\n/dev/mapper/root / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n"
        "/dev/sdb1 /srv/my\\040data xfs rw 0 0\n/dev/sdb1 /again xfs rw 0 0\n/dev/loop3 /snap/x squashfs ro 0 0\n"
        "server:/home /home nfs4 rw 0 0\nnonsense\n");
    const QList<Volume> volumes = realVolumes(sourceOf(tree));
    QCOMPARE(volumes.size(), 3);
    QCOMPARE(volumes[0].mountPoint, u"/"_s);
    QCOMPARE(volumes[2].mountPoint, u"/srv/my data"_s);
}

void TestAgentFacts::freeSpaceMovesInSteps()
{
    Tree tree;
    tree.file(
        u"/proc/self/mounts"_s, "/dev/sda2 / ext4 rw 0 0\n/dev/sdb1 /srv xfs rw 0 0\n/dev/sdc1 /gone xfs rw 0 0\n");
    FactSource source = sourceOf(tree);
    Device device;
    source.volumeSize = [](const QString &mount) -> std::optional<VolumeSize> {
        if (mount == "/gone"_L1)
            return std::nullopt;
        return VolumeSize{500'000, mount == "/"_L1 ? 123'456 : 100'001};
    };
    collectStorage(source, device);
    QCOMPARE(device.storageTotal, std::optional<qint64>(1'000'000));
    QCOMPARE(device.storageFree, std::optional<qint64>(220'000));
}

void TestAgentFacts::aChangedRootIsOnADiskToo()
{
    Tree tree;
    tree.file(u"/proc/self/mounts"_s, "proc /proc proc rw 0 0\n");
    FactSource source = sourceOf(tree);
    source.volumeSize = [](const QString &mount) -> std::optional<VolumeSize> {
        return mount == "/"_L1 ? std::optional(VolumeSize{1'000, 500}) : std::nullopt;
    };
    Device device;
    collectStorage(source, device);
    QCOMPARE(device.storageTotal, std::optional<qint64>(1'000));
    QVERIFY(realVolumes(source).isEmpty()); // what it is on is not known, and so is its encryption
}

void TestAgentFacts::encryption_data()
{
    QTest::addColumn<QByteArray>("mounts");
    QTest::addColumn<std::optional<bool>>("encrypted");
    using Answer = std::optional<bool>;
    QTest::newRow("dm-crypt") << QByteArray("/dev/mapper/luks / ext4 rw 0 0\n/dev/sda1 /boot ext4 rw 0 0\n")
                              << Answer(true);
    QTest::newRow("LVM on dm-crypt") << QByteArray("/dev/mapper/vg-root / ext4 rw 0 0\n") << Answer(true);
    QTest::newRow("plain partition") << QByteArray("/dev/sda2 / ext4 rw 0 0\n") << Answer(false);
    QTest::newRow("plain data disk") << QByteArray("/dev/mapper/luks / ext4 rw 0 0\n/dev/sda2 /srv ext4 rw 0 0\n")
                                     << Answer(false);
    QTest::newRow("LVM over both") << QByteArray("/dev/mapper/vg-mixed / ext4 rw 0 0\n") << Answer(false);
    QTest::newRow("container") << QByteArray("overlay / overlay rw 0 0\n/dev/sda2 /etc/hosts ext4 rw 0 0\n")
                               << Answer();
    QTest::newRow("unheard-of device") << QByteArray("/dev/sdz9 / ext4 rw 0 0\n") << Answer();
    QTest::newRow("data disk cannot be told")
        << QByteArray("/dev/mapper/luks / ext4 rw 0 0\npool/data /srv zfs rw 0 0\n") << Answer();
    QTest::newRow("no mounts") << QByteArray() << Answer();
}

void TestAgentFacts::encryption()
{
    QFETCH(QByteArray, mounts);
    QFETCH(std::optional<bool>, encrypted);
    Tree tree;
    const auto block = [&tree](const QString &name, const QByteArray &dmName, const QByteArray &uuid,
                           const QStringList &slaves) {
        for (const QString &base : QStringList{u"/sys/block/"_s + name, u"/sys/class/block/"_s + name}) {
            tree.directory(base + u"/slaves"_s);
            for (const QString &slave : slaves)
                tree.directory(base + u"/slaves/"_s + slave);
            if (!dmName.isEmpty()) {
                tree.file(base + u"/dm/name"_s, dmName + '\n');
                tree.file(base + u"/dm/uuid"_s, uuid + '\n');
            }
        }
    };
    block(u"sda1"_s, {}, {}, {});
    block(u"sda2"_s, {}, {}, {});
    block(u"dm-0"_s, "luks", "CRYPT-LUKS2-0123-luks", {u"sda2"_s});
    block(u"dm-1"_s, "vg-root", "LVM-abc", {u"dm-0"_s});
    block(u"dm-2"_s, "vg-mixed", "LVM-def", {u"dm-0"_s, u"sda1"_s});
    tree.file(u"/proc/self/mounts"_s, mounts);
    QCOMPARE(storageEncrypted(sourceOf(tree)), encrypted);
}

void TestAgentFacts::firewall_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<std::optional<bool>>("enabled");
    using Answer = std::optional<bool>;
    const QString nft = u"/usr/sbin/nft"_s;
    const auto ruleset = [](const QByteArray &entries) -> QByteArray { return R"({"nftables":[)" + entries + "]}"; };
    const QByteArray input = R"({"chain":{"family":"inet","table":"f","name":"in","hook":"input","policy":"accept"}})";
    QTest::newRow("no program") << QString() << 0 << QByteArray() << Answer();
    QTest::newRow("not allowed to look") << nft << 1 << QByteArray() << Answer();
    QTest::newRow("nonsense") << nft << 0 << QByteArray("x") << Answer();
    QTest::newRow("empty rule set") << nft << 0 << ruleset(R"({"metainfo":{}})") << Answer(false);
    QTest::newRow("policy drop")
        << nft << 0 << ruleset(R"({"chain":{"family":"inet","table":"f","name":"in","hook":"input","policy":"drop"}})")
        << Answer(true);
    QTest::newRow("input chain that refuses nothing") << nft << 0 << ruleset(input) << Answer(false);
    QTest::newRow("rule that drops")
        << nft << 0 << ruleset(input + R"(,{"rule":{"family":"inet","table":"f","chain":"in","expr":[{"drop":null}]}})")
        << Answer(true);
    QTest::newRow("drop behind a jump")
        << nft << 0
        << ruleset(input + R"(,{"rule":{"family":"inet","table":"f","chain":"deep","expr":[{"reject":null}]}})"
               + R"(,{"rule":{"family":"inet","table":"f","chain":"in","expr":[{"jump":{"target":"deep"}}]}})")
        << Answer(true);
    QTest::newRow("container's forwarding only")
        << nft << 0
        << ruleset(R"({"chain":{"family":"ip","table":"n","name":"fwd","hook":"forward","policy":"drop"}})"
                   R"(,{"rule":{"family":"ip","table":"n","chain":"fwd","expr":[{"drop":null}]}})")
        << Answer(false);
    QTest::newRow("firewalld") << u"/usr/bin/firewall-cmd"_s << 0 << QByteArray("running\n") << Answer(true);
    QTest::newRow("iptables drop") << u"/usr/sbin/iptables"_s << 0 << QByteArray("-P INPUT DROP\n") << Answer(true);
    QTest::newRow("iptables empty, no word of IPv6")
        << u"/usr/sbin/iptables"_s << 0 << QByteArray("-P INPUT ACCEPT\n") << Answer();
}

void TestAgentFacts::firewall()
{
    QFETCH(QString, program);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, output);
    QFETCH(std::optional<bool>, enabled);
    Tree tree;
    FactSource source = sourceOf(tree);
    source.run = only(program, exitCode, output);
    QCOMPARE(firewallEnabled(source), enabled);
    // what cannot be read in the kernel may still be configured
    tree.file(u"/etc/ufw/ufw.conf"_s, "# ENABLED=yes\nENABLED=no\n");
    QCOMPARE(firewallEnabled(source), enabled);
    tree.file(u"/etc/ufw/ufw.conf"_s, "ENABLED=yes\n");
    const bool readable = program == "/usr/sbin/iptables"_L1;
    QCOMPARE(firewallEnabled(source), enabled || readable ? enabled : std::optional<bool>(true));
}

void TestAgentFacts::updates()
{
    const QByteArray simulation =
        "NOTE: x\nInst libssl3 [3.0.15-1] (3.0.16-1 Debian-Security:12/stable-security [amd64])\n"
        "Inst vim [2:9.0-1] (2:9.0-2 Debian:12.11/stable [amd64]) []\n"
        "Inst openssl [3.0] (3.1 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64])\n"
        "Inst newcomer (1.0 Debian:12.11/stable [amd64])\nConf libssl3 (3.0.16-1 x)\n";
    const PendingUpdates parsed = parseAptSimulation(simulation);
    QCOMPARE(parsed.all, 3);
    QCOMPARE(parsed.security, 2);
    const PendingUpdate &first = parsed.packages[0];
    QCOMPARE((QStringList{first.name, first.installed, first.available, first.origin, first.manager}),
        (QStringList{u"libssl3"_s, u"3.0.15-1"_s, u"3.0.16-1"_s, u"Debian-Security:12/stable-security"_s, u"deb"_s}));
    QCOMPARE(first.security, std::optional(true));
    QCOMPARE(parsed.packages[1].available, u"2:9.0-2"_s);
    QCOMPARE(parsed.packages[1].security, std::optional(false));
    QCOMPARE(parsed.packages[2].origin, u"Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security"_s);

    Tree tree;
    FactSource source = sourceOf(tree);
    source.run = only(u"/usr/bin/apt-get"_s, 0, simulation);
    QVERIFY(!pendingUpdates(source)); // without lists apt would say that nothing is pending
    tree.file(u"/var/lib/apt/lists/lock"_s, {});
    QVERIFY(!pendingUpdates(source));
    tree.file(u"/var/lib/apt/lists/deb.example.org_main_binary-amd64_Packages.lz4"_s, "x");
    const auto found = pendingUpdates(source);
    QVERIFY(found);
    QCOMPARE(found->security, 2);
    QVERIFY(found->checked.isValid());
    source.run = only(u"/usr/bin/apt-get"_s, 100, {});
    QVERIFY(!pendingUpdates(source));
}

void TestAgentFacts::packages()
{
    const QList<Package> deb =
        parseDpkgStatus("Package: zlib1g\nStatus: install ok installed\nArchitecture: amd64\nVersion: "
                        "1:1.2\nDescription: x\n Package: no\n\n"
                        "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n"
                        "Package: bash\nStatus: install ok installed\nArchitecture: i386\nVersion: 5.2\n\n"
                        "Package: bash\nVersion: 5.2\nArchitecture: amd64\nStatus: hold ok installed");
    QCOMPARE(deb.size(), 3);
    QCOMPARE(deb[0].name, u"bash"_s);
    QCOMPARE(deb[0].architecture, u"amd64"_s);
    QCOMPARE(deb[2].version, u"1:1.2"_s);
    QCOMPARE(deb[2].manager, u"deb"_s);
    const QList<Package> rpm =
        parseRpmList("kernel\t5.14-1.el9\tx86_64\ngpg-pubkey\t1-1\t(none)\nbash\t5-1\tx86_64\nbad\n");
    QCOMPARE(rpm.size(), 2);
    QCOMPARE(rpm[0].name, u"bash"_s);
    QCOMPARE(rpm[1].manager, u"rpm"_s);
    QVERIFY(parseDpkgStatus({}).isEmpty());
}

void TestAgentFacts::interfaces()
{
    Tree tree;
    const auto interface = [&tree](const QString &name, const QByteArray &mac, const QByteArray &type,
                               const QByteArray &state) {
        tree.file(u"/sys/class/net/"_s + name + u"/address"_s, mac);
        tree.file(u"/sys/class/net/"_s + name + u"/type"_s, type);
        tree.file(u"/sys/class/net/"_s + name + u"/operstate"_s, state);
    };
    interface(u"lo"_s, "00:00:00:00:00:00", "772", "unknown");
    interface(u"veth1"_s, "06:00:00:00:00:01", "1", "up");
    FactSource source = sourceOf(tree);
    source.addresses = [](const QString &name) { return QStringList{u"10.0.0.2"_s, name, u"10.0.0.1"_s}; };
    auto found = networkInterfaces(source);
    QVERIFY(found);
    QCOMPARE(found->size(), 1); // a container has nothing else to be known by
    QCOMPARE(found->first().addresses, QStringList({u"10.0.0.1"_s, u"10.0.0.2"_s, u"veth1"_s}));
    interface(u"eth0"_s, "AA:BB:CC:00:11:22\n", "1", "down");
    tree.directory(u"/sys/class/net/eth0/device"_s);
    found = networkInterfaces(source);
    QCOMPARE(found->size(), 1);
    QCOMPARE(found->first().mac, u"aa:bb:cc:00:11:22"_s);
    QCOMPARE(found->first().up, std::optional<bool>(false));
}

void TestAgentFacts::usersOfSystemd()
{
    Tree tree;
    tree.file(u"/run/systemd/sessions/2"_s, "USER=u1\nCLASS=user\nSTATE=active\nTTY=tty2\nREALTIME=1767225600123456\n");
    tree.file(u"/run/systemd/sessions/c1"_s, "USER=gdm\nCLASS=greeter\nSTATE=active\n");
    tree.file(u"/run/systemd/sessions/3"_s, "USER=u2\nCLASS=user\nSTATE=closing\n");
    const auto users = signedInUsers(sourceOf(tree));
    QVERIFY(users);
    QCOMPARE(users->size(), 1);
    QCOMPARE(users->first().login, u"u1"_s);
    QCOMPARE(users->first().since, QDateTime::fromSecsSinceEpoch(1'767'225'600, Qt::UTC));
}

void TestAgentFacts::usersOfUtmp()
{
    Tree tree;
    QVERIFY(!signedInUsers(sourceOf(tree))); // nobody tells
    tree.file(u"/run/utmp"_s, {});
    QCOMPARE(signedInUsers(sourceOf(tree))->size(), 0); // nobody is there
    QByteArray records;
    const auto record = [&records](short type, int pid, const char *user) {
        utmpx entry = {};
        entry.ut_type = type;
        entry.ut_pid = pid;
        std::memset(entry.ut_user, 0, sizeof entry.ut_user);
        std::memcpy(entry.ut_user, user, qMin(std::strlen(user), sizeof entry.ut_user));
        std::memcpy(entry.ut_line, "pts/0", 5);
        entry.ut_tv.tv_sec = 1'767'225'600;
        records.append(reinterpret_cast<const char *>(&entry), sizeof entry);
    };
    record(USER_PROCESS, 100, "u1");
    record(USER_PROCESS, 200, "ghost");
    record(DEAD_PROCESS, 100, "u2");
    tree.file(u"/run/utmp"_s, records + "torn");
    tree.directory(u"/proc/100"_s);
    const auto users = signedInUsers(sourceOf(tree));
    QCOMPARE(users->size(), 1);
    QCOMPARE(users->first().login, u"u1"_s);
    QCOMPARE(users->first().terminal, u"pts/0"_s);
}

void TestAgentFacts::programsAreBounded()
{
    QVERIFY(!runProgram(u"/no/such/program"_s, {}, 1'000));
    const auto echoed = runProgram(u"/bin/cat"_s, {}, 5'000, "hello");
    QVERIFY(echoed);
    QCOMPARE(echoed->standardOutput, QByteArray("hello"));
    const auto failed = runProgram(u"/bin/sh"_s, {u"-c"_s, u"echo $LC_ALL; exit 3"_s}, 5'000);
    QVERIFY(failed);
    QCOMPARE(failed->exitCode, 3);
    QCOMPARE(failed->standardOutput, QByteArray("C\n"));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!runProgram(u"/bin/sleep"_s, {u"20"_s}, 300));
    QVERIFY(!runProgram(u"/bin/cat"_s, {u"/dev/zero"_s}, 20'000)); // without end
    QVERIFY(timer.elapsed() < 15'000);
}

void TestAgentFacts::thisComputer()
{
    FactCollector collector(FactSource::thisComputer());
    const Facts facts = collector.collect();
    const Device &d = facts.device;
    QCOMPARE(d.name, QSysInfo::machineHostName());
    QCOMPARE(d.platform.value(), Platform::Linux);
    QVERIFY(!d.osName.isEmpty() && !d.osVersion.isNull());
    QCOMPARE(d.kernel, QSysInfo::kernelVersion());
    QCOMPARE(d.bootId, QString::fromLatin1(QSysInfo::bootUniqueId()));
    QVERIFY(d.booted.isValid() && d.booted < QDateTime::currentDateTimeUtc());
    QVERIFY(d.memory.value_or(0) > 64 * 1024 * 1024);
    QVERIFY(d.processorCores.value_or(0) >= 1);
    QVERIFY(d.storageTotal.value_or(0) > 0 && *d.storageFree <= *d.storageTotal);
    if (QFileInfo::exists(u"/var/lib/dpkg/status"_s)) {
        QVERIFY(facts.packages && !facts.packages->isEmpty());
        const auto names = [&facts](const QString &name) {
            return std::any_of(
                facts.packages->begin(), facts.packages->end(), [&](const Package &p) { return p.name == name; });
        };
        QVERIFY(names(u"dpkg"_s) && names(u"libc6"_s));
    }
    QElapsedTimer timer;
    timer.start();
    const auto again = sections(collector.collect());
    QCOMPARE(again.value(u"packages"_s), sections(facts).value(u"packages"_s));
    // what the sections hold can be read back by a server
    Device server;
    for (const char *name : {section::hardware, section::system, section::storage, section::security})
        QVERIFY(readSection(QString::fromLatin1(name), again.value(QString::fromLatin1(name)), server));
    QCOMPARE(server.memory, d.memory);
}

QTEST_GUILESS_MAIN(TestAgentFacts)
#include "tst_agentfacts.moc"
