// What an inventory agent's report becomes: sections, one device for one computer, uses of the token.
#include "sitefile.h"
#include "support/places.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "base/digest.h"
#include "server/agents/enrol.h"
#include "server/agents/inventory.h"
#include "server/agents/inventoryitems.h"
#include "server/store/enrolments.h"
#include "server/store/entitytable.h"
#include "server/store/sections.h"

#include <QFile>
#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

QJsonObject content(const InventoryReport &report, const QString &section)
{
    return QJsonDocument::fromJson(report.sections[section].text.toUtf8()).object();
}

constexpr char fusion[] = "FusionInventory-Agent_v2.6-3";
constexpr char ocs[] = "OCS-NG_unified_unix_agent_v2.10.0";

QByteArray sampleXml()
{
    QFile file(test::sourcePath(u"tests/unit/server/data/inventory-fusioninventory.xml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

InventoryReport reportOf(const QByteArray &xml, const char *userAgent = fusion)
{
    const auto read = readInventoryXml(xml);
    return read ? mapInventory(read.value(), userAgent) : InventoryReport();
}

QByteArray inventory(const QByteArray &content, const QByteArray &id = "pc-2026-01-01-00-00-00")
{
    return "<REQUEST><CONTENT>" + content + "</CONTENT><DEVICEID>" + id
        + "</DEVICEID><QUERY>INVENTORY</QUERY></REQUEST>";
}

QByteArray computer(const QByteArray &serial, const QByteArray &name = "pc", const QByteArray &more = {})
{
    return inventory("<BIOS><SSN>" + serial + "</SSN></BIOS><HARDWARE><NAME>" + name + "</NAME></HARDWARE>" + more);
}

} // namespace

class TestInventory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site = std::make_unique<SiteFile>(); }

    void sampleBecomesSections()
    {
        const InventoryReport report = reportOf(sampleXml());
        QCOMPARE(report.identity.source, u"fusioninventory-agent"_s);
        QCOMPARE(report.identity.foreignId, u"ws-0142-2026-11-22-01-48-16"_s);
        QCOMPARE(report.identity.name, u"ws-0142"_s);
        QCOMPARE(report.identity.serial, QString());
        QCOMPARE(report.identity.macs, QStringList{u"02:00:5e:10:00:21"_s});
        QCOMPARE(report.tag, u"branch-07"_s);
        QCOMPARE(report.agentVersion, QString::fromLatin1(fusion));
        const QJsonObject system = content(report, u"system"_s);
        QCOMPARE(system["os.name"_L1].toString(), u"Debian GNU/Linux"_s);
        QCOMPARE(system["os.version"_L1].toString(), u"12.11"_s);
        QCOMPARE(system["os.kernel"_L1].toString(), u"6.1.0-37-amd64"_s);
        QCOMPARE(system["platform"_L1].toString(), u"linux"_s);
        QCOMPARE(QDateTime::fromString(system["booted"_L1].toString(), Qt::ISODateWithMs).toUTC(),
            QDateTime(QDate(2026, 11, 22), QTime(0, 52), Qt::UTC));
        const QJsonObject hardware = content(report, u"hardware"_s);
        QCOMPARE(hardware["form"_L1].toString(), u"virtual"_s);
        QCOMPARE(hardware["processor.cores"_L1].toInt(), 2);
        QCOMPARE(hardware["memory"_L1].toInteger(), 24'105LL * 1024 * 1024);
        QVERIFY(!hardware.contains("serial"_L1));
        const QJsonObject storage = content(report, u"storage"_s);
        QCOMPARE(storage["storage.total"_L1].toInteger(), 258'019LL * 1024 * 1024);
        QVERIFY(!storage.contains("storage.encrypted"_L1)); // nobody said
        QCOMPARE(content(report, u"security"_s), QJsonObject({{u"firewall.enabled"_s, false}}));
        QVERIFY(content(report, u"packages"_s)["items"_L1].toArray().size() > 10);
        const QJsonArray interfaces = content(report, u"interfaces"_s)["items"_L1].toArray();
        QCOMPARE(interfaces.size(), 1); // two elements, one card
        QCOMPARE(interfaces[0]["name"_L1].toString(), u"eth0"_s);
        QCOMPARE(interfaces[0]["addresses"_L1].toArray(),
            QJsonArray({u"192.0.2.21"_s, u"2001:db8::21"_s, u"fe80::5eff:fe10:21"_s}));
    }

    void everySectionCanBeReadBack()
    {
        const InventoryReport report = reportOf(sampleXml());
        // these agents tell nothing of what our policies brought, of certificates and of pending updates
        QCOMPARE(report.sections.size(), qsizetype(sectionNames().size()) - 3);
        Device device;
        for (const char *name : {section::hardware, section::system, section::storage, section::security})
            OK(readSection(QString::fromLatin1(name), content(report, QString::fromLatin1(name)), device));
        OK(readItems<Package>(content(report, u"packages"_s), maximumPackages));
        OK(readItems<NetworkInterface>(content(report, u"interfaces"_s), maximumInterfaces));
        OK(readItems<DeviceUser>(content(report, u"users"_s), maximumUsers));
    }

    void ocsNamesItsFieldsDifferently()
    {
        const InventoryReport report = reportOf(
            inventory(
                "<HARDWARE><NAME>pc</NAME><OSNAME>Debian GNU/Linux 12</OSNAME><OSVERSION>12</OSVERSION></HARDWARE>"
                "<CPUS><TYPE>Some CPU</TYPE><CORES>8</CORES></CPUS><BIOS><TYPE>Laptop</TYPE></BIOS>"
                "<SOFTWARES><NAME>bash</NAME><VERSION>5</VERSION><ARCHITECTURE>amd64</ARCHITECTURE></SOFTWARES>"),
            ocs);
        QCOMPARE(report.identity.source, u"ocsinventory-agent"_s);
        QCOMPARE(report.agentVersion, QString::fromLatin1(ocs));
        QCOMPARE(content(report, u"system"_s)["os.name"_L1].toString(), u"Debian GNU/Linux"_s);
        QCOMPARE(content(report, u"system"_s)["os.version"_L1].toString(), u"12"_s);
        QCOMPARE(content(report, u"hardware"_s)["processor.cores"_L1].toInt(), 8);
        QCOMPARE(content(report, u"hardware"_s)["form"_L1].toString(), u"laptop"_s);
        QCOMPARE(content(report, u"packages"_s)["items"_L1][0]["arch"_L1].toString(), u"amd64"_s);
    }

    void placeholdersAreNotKnown()
    {
        const InventoryReport report =
            reportOf(inventory("<BIOS><SSN>To Be Filled By O.E.M.</SSN><SMODEL>Default string</SMODEL></BIOS>"
                               "<HARDWARE><NAME>pc</NAME><UUID>03000200-0400-0500-0006-000700080009</UUID><MEMORY>-5</"
                               "MEMORY></HARDWARE>"));
        QVERIFY(report.identity.serial.isEmpty());
        QVERIFY(report.identity.hardwareId.isEmpty());
        QCOMPARE(content(report, u"hardware"_s), QJsonObject());
    }

    void encryptionIsThatOfTheSystemVolume_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QJsonValue>("expected");
        QTest::newRow("yes") << QByteArray("Yes") << QJsonValue(true);
        QTest::newRow("no") << QByteArray("No") << QJsonValue(false);
        QTest::newRow("partially") << QByteArray("Partially") << QJsonValue(false);
        QTest::newRow("not told") << QByteArray() << QJsonValue(QJsonValue::Undefined);
    }
    void encryptionIsThatOfTheSystemVolume()
    {
        QFETCH(const QByteArray, status);
        QFETCH(const QJsonValue, expected);
        const InventoryReport report = reportOf(inventory(
            "<HARDWARE><NAME>pc</NAME></HARDWARE><DRIVES><TYPE>/boot</TYPE><VOLUMN>/dev/sda1</VOLUMN><TOTAL>500</TOTAL>"
            "</DRIVES><DRIVES><TYPE>/</TYPE><VOLUMN>/dev/mapper/root</VOLUMN><TOTAL>1000</TOTAL><FREE>10</FREE>"
            "<ENCRYPT_STATUS>"
            + status
            + "</ENCRYPT_STATUS></DRIVES><DRIVES><TYPE>/home</TYPE><VOLUMN>/dev/mapper/root</VOLUMN><TOTAL>1000</TOTAL>"
              "</DRIVES><DRIVES><TYPE>/run</TYPE><FILESYSTEM>tmpfs</FILESYSTEM><TOTAL>9000</TOTAL></DRIVES>"));
        const QJsonObject storage = content(report, u"storage"_s);
        QCOMPARE(storage.value("storage.encrypted"_L1), expected);
        QCOMPARE(storage["storage.total"_L1].toInteger(), 1'500LL * 1024 * 1024); // one volume mounted twice, no tmpfs
    }

    void equalReportsAreEqualInAnyOrder()
    {
        const QByteArray a = "<SOFTWARES><NAME>a</NAME></SOFTWARES>";
        const QByteArray b = "<SOFTWARES><NAME>b</NAME></SOFTWARES>";
        const QByteArray c = "<USERS><LOGIN>anna</LOGIN></USERS>";
        QCOMPARE(reportOf(inventory(a + b + c)).sections, reportOf(inventory(c + b + a + a + c)).sections);
    }

    void secondReportSpendsNoUse()
    {
        const QString token = grant(1);
        const auto first = take(token, sampleXml());
        OK(first);
        QCOMPARE(first.value().management.value(), Management::Inventory);
        QCOMPARE(first.value().tags, QStringList({u"branch-07"_s, u"office"_s}));
        QCOMPARE(first.value().sources, QStringList{u"fusioninventory-agent"_s});
        m_site->now = m_site->now.addSecs(60);
        const auto second = take(token, sampleXml()); // used up by now
        OK(second);
        QCOMPARE(second.value().id, first.value().id);
        QCOMPARE(second.value().seen, m_site->now);
        QCOMPARE(code(take(token, computer("S9"))), u"enrolment.used-up"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 1);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'device.enrolled'"_s), 1);
    }

    void tokenThatIsNoLongerValidLetsNobodyElseIn()
    {
        const QString token = grant(5);
        OK(take(token, sampleXml()));
        m_site->now = m_site->now.addDays(2);
        OK(take(token, sampleXml())); // this computer is known
        QCOMPARE(code(take(token, computer("S9"))), u"enrolment.expired"_s);
        QCOMPARE(code(take(u"wrong"_s, sampleXml())), u"enrolment.unknown"_s);
        const QString revoked = grant(5);
        OK(take(revoked, sampleXml()));
        OK(m_site->write([&](Transaction &transaction) {
            static const Table<Enrolment> enrolments;
            Enrolment last = enrolments.list(transaction.database()).value().back();
            last.revoked = true;
            return enrolments.update(transaction, last);
        }));
        QCOMPARE(code(take(revoked, sampleXml())), u"enrolment.revoked"_s);
    }

    void ourAgentAndThisOneAreOneDevice_data()
    {
        QTest::addColumn<bool>("agentFirst");
        QTest::newRow("agent first") << true;
        QTest::newRow("inventory first") << false;
    }
    void ourAgentAndThisOneAreOneDevice()
    {
        QFETCH(const bool, agentFirst);
        const QString token = grant(5);
        const auto enrol = [&] {
            return m_site->write([&](Transaction &transaction) {
                EnrolRequest request;
                request.token = token;
                request.name = u"ws-0142"_s;
                request.macs = {u"02:00:5e:10:00:21"_s};
                request.platform = Platform::Linux;
                return enrolDevice(transaction, request, u"127.0.0.1"_s);
            });
        };
        if (agentFirst)
            OK(enrol());
        OK(take(token, sampleXml()));
        if (!agentFirst)
            OK(enrol());
        const auto last = take(token, sampleXml());
        OK(last);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 1);
        QCOMPARE(last.value().management.value(), Management::Agent);
        QCOMPARE(last.value().sources, QStringList({QString::fromLatin1(agentSource), u"fusioninventory-agent"_s}));
    }

    void cloneBecomesADeviceOfItsOwn()
    {
        const QString token = grant(5);
        const auto original = take(token, computer("S1"));
        const auto clone = take(token, computer("S2"));
        OK(original);
        OK(clone);
        QVERIFY(original.value().id != clone.value().id);
        QVERIFY(clone.value().note.startsWith("identity.clone"_L1));
        // each is known by now
        QCOMPARE(take(token, computer("S1")).value().id, original.value().id);
        const auto again = take(token, computer("S2"));
        QCOMPARE(again.value().id, clone.value().id);
        QVERIFY(again.value().note.startsWith("identity.clone"_L1)); // until a person has looked
        QCOMPARE(m_site->number(u"SELECT used FROM enrolments"_s), 2);
    }

    void newNameIsFollowedUnlessAnOperatorChoseOne()
    {
        const QString token = grant(5);
        OK(take(token, computer("S1", "old")));
        QCOMPARE(take(token, computer("S1", "new")).value().name, u"new"_s);
        OK(m_site->write([](Transaction &transaction) {
            static const Table<Device> devices;
            Device device = devices.list(transaction.database()).value().front();
            device.name = u"Reception"_s;
            device.tags = {};
            return devices.update(transaction, device);
        }));
        const auto later = take(token, computer("S1", "newer"));
        QCOMPARE(later.value().name, u"Reception"_s);
        QCOMPARE(later.value().tags, QStringList()); // taken away by the operator, not given again
    }

    void whatIsNoLongerToldIsNotKnown()
    {
        const QString token = grant(5);
        const QByteArray on = "<FIREWALL><STATUS>on</STATUS></FIREWALL>";
        QCOMPARE(take(token, computer("S1", "pc", on)).value().firewallEnabled, std::optional<bool>(true));
        QVERIFY(!take(token, computer("S1")).value().firewallEnabled.has_value());
    }

    void computerWithoutANameIsRefused()
    {
        QCOMPARE(code(take(grant(5), inventory("<BIOS><SSN>S1</SSN></BIOS>"))), u"inventory.name"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 0);
        QCOMPARE(m_site->number(u"SELECT used FROM enrolments"_s), 0);
    }

private:
    QString grant(int uses)
    {
        const QString token = randomToken();
        const auto made = m_site->write([&](Transaction &transaction) -> Result<Done> {
            static const Table<Enrolment> enrolments;
            Enrolment enrolment;
            enrolment.label = u"test"_s;
            enrolment.uses = uses;
            enrolment.created = m_site->now;
            enrolment.expires = m_site->now.addDays(1);
            enrolment.tags = {u"office"_s};
            const Result<Enrolment> stored = enrolments.insert(transaction, enrolment);
            if (!stored)
                return stored.error();
            const auto run =
                transaction.database().run(u"INSERT INTO enrolment_tokens (enrolment, hash) VALUES (?, ?)"_s,
                    {stored.value().id.text, sha256Hex(token.toUtf8())});
            return run ? Result<Done>(Done{}) : run.error();
        });
        return made ? token : QString();
    }
    Result<Device> take(const QString &token, const QByteArray &xml)
    {
        return m_site->write(
            [&](Transaction &transaction) { return takeInventory(transaction, token, reportOf(xml), u"127.0.0.1"_s); });
    }

    std::unique_ptr<SiteFile> m_site;
};

QTEST_GUILESS_MAIN(TestInventory)
#include "tst_inventory.moc"
