// What devices report: merging of sections, recognition of devices, enrolment tokens.
#include "sitefile.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "base/digest.h"
#include "server/agents/checkin.h"
#include "server/agents/enrol.h"
#include "server/store/enrolments.h"
#include "server/store/entitytable.h"
#include "server/store/identity.h"
#include "server/store/sections.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

const QString agent = QString::fromLatin1(agentSource);
const QString inventory = u"fusioninventory-agent"_s;

} // namespace

class TestReporting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site = std::make_unique<SiteFile>(); }

    void agentGoesBeforeInventory()
    {
        Device device;
        mergeSections({section(inventory, u"hardware"_s, {{u"model"_s, u"B"_s}, {u"serial"_s, u"S1"_s}}, 0),
                          section(agent, u"hardware"_s, {{u"model"_s, u"A"_s}}, 3'600)},
            {}, m_site->now, device);
        QCOMPARE(device.model, u"A"_s);
        QCOMPARE(device.serial, u"S1"_s); // only the other one knows it
        QCOMPARE(device.sources, QStringList({agent, inventory}));
    }

    void agentThatHasBeenSilentForAWeekGoesBehind()
    {
        const qint64 week = 7 * 24 * 3'600;
        const auto inventorySection = section(inventory, u"hardware"_s, {{u"model"_s, u"B"_s}}, 60);
        Device device;
        mergeSections({section(agent, u"hardware"_s, {{u"model"_s, u"A"_s}}, week - 1), inventorySection}, {},
            m_site->now, device);
        QCOMPARE(device.model, u"A"_s);
        mergeSections(
            {section(agent, u"hardware"_s, {{u"model"_s, u"A"_s}}, week), inventorySection}, {}, m_site->now, device);
        QCOMPARE(device.model, u"B"_s);
    }

    void whatNobodyTellsBecomesNotKnown()
    {
        Device device;
        device.storageEncrypted = true;
        device.memory = 1;
        mergeSections({section(agent, u"storage"_s, {{u"storage.total"_s, 100}}, 0)}, {}, m_site->now, device);
        QVERIFY(!device.storageEncrypted.has_value());
        QVERIFY(!device.memory.has_value());
        QCOMPARE(device.storageTotal, std::optional<qint64>(100));
    }

    void nameThatAnOperatorChoseStays()
    {
        const auto told = section(agent, u"system"_s, {{u"name"_s, u"host-b"_s}}, 0);
        Device device;
        device.name = u"host-a"_s;
        mergeSections({told}, u"host-a"_s, m_site->now, device); // as it was reported: follows the report
        QCOMPARE(device.name, u"host-b"_s);
        device.name = u"Reception"_s;
        mergeSections({told}, u"host-b"_s, m_site->now, device);
        QCOMPARE(device.name, u"Reception"_s);
    }

    void sectionThatNoLongerFitsLeavesTheRestAlone()
    {
        Device device;
        device.model = u"kept"_s;
        mergeSections({section(agent, u"hardware"_s, {{u"memory"_s, u"a lot"_s}}, 0),
                          section(agent, u"storage"_s, {{u"storage.free"_s, 5}}, 0)},
            {}, m_site->now, device);
        QCOMPARE(device.model, u"kept"_s);
        QCOMPARE(device.storageFree, std::optional<qint64>(5));
    }

    void itemsOfASecondSourceOnlyFillGaps()
    {
        const auto packages = [](const QStringList &names, const QString &version) {
            QList<Package> list;
            for (const QString &name : names)
                list.append({name, version, u"amd64"_s, u"deb"_s, {}});
            return writeItems(list);
        };
        const auto items =
            itemsOf<Package>({section(inventory, u"packages"_s, packages({u"bash"_s, u"vim"_s}, u"0"_s), 0),
                                 section(agent, u"packages"_s, packages({u"bash"_s, u"curl"_s}, u"1"_s), 100)},
                section::packages, m_site->now);
        QCOMPARE(items.size(), 3u);
        QCOMPARE(items[0].version, u"1"_s);
        QCOMPARE(items[0].source, agent);
        QCOMPARE(items[2].name, u"vim"_s);
        QCOMPARE(items[2].source, inventory);
    }

    void equalContentsAreStoredOnce()
    {
        const Id<Device> one{u"dev-1"_s};
        const Id<Device> two{u"dev-2"_s};
        const QJsonObject content{{u"model"_s, u"A"_s}};
        for (const Id<Device> &id : {one, two})
            OK(store(id, content));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM contents"_s), 1);
        OK(store(one, {{u"model"_s, u"B"_s}}));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM contents"_s), 2);
        OK(store(two, {{u"model"_s, u"B"_s}}));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM contents"_s), 1); // nobody reports the old one any more
    }

    void onlyWhatIsStoredCanBeConfirmed()
    {
        const Id<Device> id{u"dev-1"_s};
        const QJsonObject content{{u"model"_s, u"A"_s}};
        OK(store(id, content));
        const QDateTime later = m_site->now.addSecs(300);
        const auto confirm = [&](const QString &hash) {
            return m_site->write([&](Transaction &t) {
                return confirmSections(t, id, agent, {{u"hardware"_s, hash}}, later);
            });
        };
        QCOMPARE(confirm(sectionHash(content)).value(), QStringList());
        QCOMPARE(confirm(QString(64, u'0')).value(), QStringList(u"hardware"_s));
        QCOMPARE(storedSections(*m_site->database, id).value().first().asOf, later);
    }

    void devicesAreRecognisedInOrder()
    {
        note(u"dev-1"_s, {inventory, u"f1"_s, u"hw1"_s, u"s1"_s, {u"aa"_s}, u"one"_s});
        note(u"dev-2"_s, {agent, {}, u"hw2"_s, u"s2"_s, {u"bb"_s, u"cc"_s}, u"two"_s});
        QCOMPARE(match({inventory, u"f1"_s, {}, {}, {}, {}}), u"dev-1"_s);
        QCOMPARE(match({agent, {}, u"hw2"_s, u"s1"_s, {}, {}}), u"dev-2"_s); // hardware id before serial
        QCOMPARE(match({agent, {}, {}, u"s1"_s, {u"bb"_s, u"cc"_s}, u"two"_s}), u"dev-1"_s); // serial before MACs
        QCOMPARE(match({agent, {}, {}, {}, {u"bb"_s, u"cc"_s}, u"two"_s}), u"dev-2"_s);
        QCOMPARE(match({agent, {}, {}, {}, {u"bb"_s, u"cc"_s}, u"three"_s}), QString()); // all MACs and the name
        QCOMPARE(match({agent, {}, {}, {}, {u"bb"_s}, u"two"_s}), QString());
        QCOMPARE(match({agent, {}, {}, {}, {}, {}}), QString());
    }

    void clonedImageIsNoMatch()
    {
        note(u"dev-1"_s, {inventory, u"f1"_s, u"hw1"_s, u"s1"_s, {}, u"one"_s});
        const auto cloned = matchDevice(*m_site->database, {inventory, u"f1"_s, u"hw9"_s, u"s9"_s, {}, u"one"_s});
        OK(cloned);
        QVERIFY(cloned.value().isClone);
        QVERIFY(!cloned.value().device);
        // the same hardware with another case, or with a part not told, is the same device
        QCOMPARE(match({inventory, u"f1"_s, u"HW1"_s, {}, {}, {}}), u"dev-1"_s);
        // the disk moved into a computer that is known
        note(u"dev-2"_s, {agent, {}, u"hw9"_s, u"s9"_s, {}, u"two"_s});
        const auto moved = matchDevice(*m_site->database, {inventory, u"f1"_s, u"hw9"_s, u"s9"_s, {}, u"one"_s});
        OK(moved);
        QVERIFY(!moved.value().isClone);
        QCOMPARE(moved.value().device->text, u"dev-2"_s);
    }

    void placeholdersAreNoSerialNumbers()
    {
        for (const QString &text : {QString(), u" "_s, u"0"_s, u"0000000"_s, u"XXXXXXX"_s, u"To Be Filled By O.E.M."_s,
                 u"Default string"_s, u"None"_s, u"System Serial Number"_s, u"Not Specified"_s})
            QVERIFY2(isPlaceholder(text), qPrintable(text));
        for (const QString &text : {u"5CG3KT21XW"_s, u"PF3ABCDE"_s, u"100"_s, u"X0X1"_s})
            QVERIFY2(!isPlaceholder(text), qPrintable(text));
    }

    void enrolmentIsSpentUntilItIsUsedUp()
    {
        makeEnrolment(u"token"_s, 2, 60);
        for (const EnrolmentState after : {EnrolmentState::Open, EnrolmentState::UsedUp}) {
            const auto spent = spend(u"token"_s);
            OK(spent);
            QVERIFY(spent.value().state == after);
        }
        QCOMPARE(code(spend(u"token"_s)), u"enrolment.used-up"_s);
        QCOMPARE(spend(u"token"_s).error().status(), 403);
        QCOMPARE(code(spend(u"Token"_s)), u"enrolment.unknown"_s);
        QCOMPARE(code(spend({})), u"enrolment.unknown"_s);
    }

    void enrolmentExpires()
    {
        makeEnrolment(u"token"_s, 2, 60);
        makeEnrolment(u"later"_s, 2, 120);
        m_site->now = m_site->now.addSecs(60);
        QCOMPARE(code(spend(u"token"_s)), u"enrolment.expired"_s);
        OK(m_site->write(&expireEnrolments));
        QCOMPARE(m_site->changes.size(), 1);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM enrolments WHERE state = 'expired'"_s), 1);
        OK(m_site->write(&expireEnrolments));
        QCOMPARE(m_site->changes.size(), 0); // each expiry is told once
        OK(spend(u"later"_s));
    }

    void sameComputerEnrolsAsTheSameDevice()
    {
        makeEnrolment(u"token"_s, 5, 60);
        EnrolRequest request;
        request.token = u"token"_s;
        request.name = u"host"_s;
        request.hardwareId = u"0b5c"_s;
        request.platform = Platform::Linux;
        const auto enrol = [&] {
            return m_site->write([&](Transaction &t) { return enrolDevice(t, request, u"127.0.0.1"_s); });
        };
        const auto first = enrol();
        OK(first);
        const auto again = enrol();
        OK(again);
        QCOMPARE(again.value().device, first.value().device);
        QVERIFY(again.value().secret != first.value().secret);
        // the old secret is worth nothing any more
        const auto bearer = [](const EnrolAnswer &answer) {
            return QString(u"Bearer "_s + answer.device + u'.' + answer.secret).toLatin1();
        };
        OK(authenticateDevice(*m_site->database, bearer(again.value())));
        QCOMPARE(code(authenticateDevice(*m_site->database, bearer(first.value()))), u"agent.unknown"_s);
        request.hardwareId = u"ffff"_s;
        const auto other = enrol();
        OK(other);
        QVERIFY(other.value().device != first.value().device);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'device.enrolled'"_s), 3);
    }

    void checkInWantsWhatItDoesNotHave()
    {
        makeEnrolment(u"token"_s, 5, 60);
        EnrolRequest request;
        request.token = u"token"_s;
        request.name = u"host"_s;
        const auto enrolled = m_site->write([&](Transaction &t) { return enrolDevice(t, request, u"127.0.0.1"_s); });
        OK(enrolled);
        const Id<Device> id{enrolled.value().device};
        const QJsonObject storage{{u"storage.free"_s, 5}};
        CheckIn message;
        message.asOf = m_site->now;
        message.sections = {{u"storage"_s, sectionHash(storage)}, {u"from.the.future"_s, QString(64, u'0')}};
        const auto check = [&] {
            return m_site->write([&](Transaction &t) {
                return readReport(message).andThen(
                    [&](const Report &report) { return checkIn(t, id, report, m_cadence, {}); });
            });
        };
        QCOMPARE(check().value().wanted, QStringList{u"storage"_s}); // never what would be refused
        message.changed = {{u"storage"_s, storage}};
        QVERIFY(check().value().wanted.isEmpty());
        message.changed.clear();
        QVERIFY(check().value().wanted.isEmpty());
        QCOMPARE(m_site->number(u"SELECT storage_free FROM devices"_s), 5);
        message.changed = {{u"storage"_s, QJsonObject{{u"storage.free"_s, 6}}}, {u"from.the.future"_s, {}}};
        QCOMPARE(code(check()), u"section.unknown"_s);
        QCOMPARE(m_site->number(u"SELECT storage_free FROM devices"_s), 5); // nothing of it was kept
        OK(m_site->write([&](Transaction &t) { return Table<Device>().remove(t, id); }));
        message.changed.clear();
        QCOMPARE(code(check()), u"agent.unknown"_s);
    }

private:
    StoredSection section(const QString &source, const QString &name, const QJsonObject &content, qint64 age) const
    {
        return {source, name, sectionHash(content), m_site->now.addSecs(-age), content};
    }
    Result<Done> store(const Id<Device> &id, const QJsonObject &content)
    {
        return m_site->write([&](Transaction &t) {
            return storeSection(t, id, agent, u"hardware"_s, SectionContent(content), m_site->now);
        });
    }
    void note(const QString &device, const Identity &identity)
    {
        OK(m_site->write([&](Transaction &t) { return noteSource(t, Id<Device>{device}, identity); }));
    }
    QString match(const Identity &identity) const
    {
        const Result<Match> found = matchDevice(*m_site->database, identity);
        return found && found.value().device ? found.value().device->text : QString();
    }
    void makeEnrolment(const QString &token, int uses, int seconds)
    {
        OK(m_site->write([&](Transaction &t) -> Result<Done> {
            Enrolment enrolment;
            enrolment.label = token;
            enrolment.uses = uses;
            enrolment.expires = m_site->now.addSecs(seconds);
            enrolment.state = EnrolmentState::Open;
            const Result<Enrolment> made = Table<Enrolment>().insert(t, enrolment);
            if (!made)
                return made.error();
            return t.database()
                .run(u"INSERT INTO enrolment_tokens (enrolment, hash) VALUES (?, ?)"_s,
                    {made.value().id.text, sha256Hex(token.toUtf8())})
                .map([](QSqlQuery *) { return Done{}; });
        }));
    }
    Result<Enrolment> spend(const QString &token)
    {
        return m_site->write([&](Transaction &t) { return spendEnrolment(t, token); });
    }

    EventHub m_events;
    Cadence m_cadence{m_events};
    std::unique_ptr<SiteFile> m_site;
};

QTEST_GUILESS_MAIN(TestReporting)
#include "tst_reporting.moc"
