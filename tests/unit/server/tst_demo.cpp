// The demo site: refuses what is not empty, is the same for a seed, believable, labelled, and on record.
#include "sitefile.h"

#include "api/operations.h"
#include "profiles/settings.h"
#include "server/demo/catalogue.h"
#include "server/demo/seed.h"
#include "server/store/entitytable.h"

#include <QRegularExpression>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestDemo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        OK(fill(m_site, 2'500, 7));
        const auto devices = Table<Device>().list(*m_site.database);
        const auto persons = Table<Person>().list(*m_site.database);
        OK(devices);
        OK(persons);
        m_devices = devices.value();
        m_persons = persons.value();
    }

    void catalogueIsWhole()
    {
        const DemoCatalogue &catalogue = demoCatalogue();
        QVERIFY(catalogue.firstNames.size() > 80 && catalogue.lastNames.size() > 80);
        QVERIFY(catalogue.offices.size() >= 5 && catalogue.departments.size() >= 8);
        QVERIFY(catalogue.models.size() > 30);
        for (const DemoModel &model : catalogue.models) {
            QVERIFY2(model.form.isKnown() && model.system.platform.isKnown() && !model.system.releases.isEmpty()
                    && !model.memory.isEmpty() && !model.storage.isEmpty() && model.weight > 0 && model.cores > 0,
                qPrintable(model.model));
        }
    }

    void siteThatIsNotEmptyIsRefused()
    {
        QCOMPARE(code(fill(m_site, 1, 7)), u"demo.not-empty"_s);
        SiteFile other;
        OK(other.write([](Transaction &t) {
            Person person;
            person.name = u"Anna"_s;
            return Table<Person>().insert(t, person);
        }));
        QCOMPARE(code(fill(other, 10, 7)), u"demo.not-empty"_s);
        QCOMPARE(other.number(u"SELECT COUNT(*) FROM devices"_s), 0);
    }

    void sameSeedGivesTheSameSite()
    {
        SiteFile again;
        OK(fill(again, 300, 7));
        SiteFile twin;
        OK(fill(twin, 300, 7));
        SiteFile other;
        OK(fill(other, 300, 8));
        QCOMPARE(texts(again), texts(twin));
        QVERIFY(texts(again) != texts(other));
    }

    void smallestSiteWorks()
    {
        SiteFile one;
        OK(fill(one, 1, 1));
        QCOMPARE(one.number(u"SELECT COUNT(*) FROM devices"_s), 1);
    }

    void everyDeviceSaysThatItIsSimulated()
    {
        QCOMPARE(m_devices.size(), 2'500u);
        for (const Device &device : m_devices)
            QVERIFY(device.simulated);
    }

    void namesAreUniqueAndSpeak()
    {
        static const QRegularExpression form(u"^[A-Z]{3}-(LT|DT|SV|PH|TB|VM)-[0-9]{4,}$"_s);
        QSet<QString> names;
        QSet<QString> serials;
        int withSerial = 0;
        for (const Device &device : m_devices) {
            QVERIFY2(form.match(device.name).hasMatch(), qPrintable(device.name));
            names.insert(device.name);
            withSerial += device.serial.isEmpty() ? 0 : 1;
            if (!device.serial.isEmpty())
                serials.insert(device.serial);
            QVERIFY(!device.serial.contains(u'#') && !device.serial.contains(u'@'));
        }
        QCOMPARE(names.size(), 2'500);
        QCOMPARE(serials.size(), withSerial);
    }

    void proportionsAreBelievable()
    {
        const auto share = [&](auto is) {
            return int(std::count_if(m_devices.begin(), m_devices.end(), is)) * 100 / int(m_devices.size());
        };
        const auto between = [](int value, int low, int high) { return value >= low && value <= high; };
        QVERIFY(between(share([](const Device &d) { return d.platform == Platform::Windows; }), 40, 70));
        for (const Platform platform : {Platform::Linux, Platform::MacOs, Platform::Ios, Platform::Android})
            QVERIFY(between(share([&](const Device &d) { return d.platform == platform; }), 3, 25));
        const QDateTime now = m_site.now;
        QVERIFY(between(share([&](const Device &d) { return d.seen.secsTo(now) < 600; }), 60, 85));
        QVERIFY(between(share([&](const Device &d) { return d.seen.daysTo(now) > 7; }), 1, 8));
        QVERIFY(between(share([](const Device &d) { return d.storageEncrypted == false; }), 3, 20));
        QVERIFY(between(share([](const Device &d) { return !d.storageEncrypted; }), 1, 6));
        QVERIFY(between(share([](const Device &d) { return d.securityUpdates.value_or(0) > 0; }), 10, 45));
        QVERIFY(between(share([](const Device &d) { return !d.person.isEmpty(); }), 70, 95));
    }

    void nothingContradictsItself()
    {
        for (const Device &device : m_devices) {
            QVERIFY(device.seen <= m_site.now);
            QVERIFY(device.enrolled <= device.seen);
            QVERIFY(device.booted <= device.seen);
            QVERIFY(*device.storageFree > 0 && *device.storageFree < *device.storageTotal);
            QVERIFY(device.updates.value_or(0) >= device.securityUpdates.value_or(0));
            const bool isApple = device.platform == Platform::MacOs || device.platform == Platform::Ios
                || device.platform == Platform::IpadOs;
            QCOMPARE(device.manufacturer == "Apple Inc."_L1, isApple);
            QCOMPARE(device.person.isEmpty(), device.personName.isEmpty());
        }
    }

    void personsHaveWhatTheirRecordsSay()
    {
        QHash<QString, qint64> owned;
        for (const Device &device : m_devices)
            ++owned[device.person.text];
        QSet<QString> addresses;
        for (const Person &person : m_persons) {
            QCOMPARE(person.devices, owned.value(person.id.text));
            addresses.insert(person.email);
            QVERIFY2(
                person.email.endsWith("@example.org"_L1) && !person.email.contains(u' '), qPrintable(person.email));
        }
        QCOMPARE(addresses.size(), qsizetype(m_persons.size()));
    }

    void enrolmentsShowTheirStates()
    {
        QCOMPARE(m_site.number(u"SELECT COUNT(DISTINCT state) FROM enrolments"_s), 4);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM enrolment_tokens"_s), 0);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM accounts"_s), 0);
    }

    void policiesHaveComeToSomething()
    {
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM policies WHERE state = 'active'"_s), 9);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM policies WHERE state = 'draft'"_s), 4);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM rules"_s), 8);
        const qint64 compliant = m_site.number(u"SELECT COUNT(*) FROM devices WHERE compliance = 'compliant'"_s);
        const qint64 noncompliant = m_site.number(u"SELECT COUNT(*) FROM devices WHERE compliance = 'noncompliant'"_s);
        QVERIFY(compliant > 1'000 && noncompliant > 50 && noncompliant < 500);
        QVERIFY(m_site.number(u"SELECT COUNT(*) FROM devices WHERE compliance = 'in_grace'"_s) > noncompliant);
        QVERIFY(m_site.number(u"SELECT COUNT(*) FROM results WHERE reason = 'stale'"_s) > 20);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM results WHERE state = 'fail' AND failing_since IS NULL"_s), 0);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM results WHERE state = 'pass' AND failing_since > 0"_s), 0);
        QVERIFY(m_site.number(u"SELECT COUNT(*) FROM deployments WHERE state = 'installed'"_s) > 40);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM deployments WHERE state = 'installed' AND proof = '{}'"_s), 0);
        // each order under way has its deployment, and the other way round
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM commands"_s),
            m_site.number(u"SELECT (SELECT COUNT(*) FROM deployments WHERE state IN ('queued', 'delivered'))"
                          u" + (SELECT SUM(waiting) FROM actions)"
                          u" + (SELECT COUNT(*) FROM steps WHERE state = 'ordered')"_s));
        QVERIFY(m_site.number(u"SELECT COUNT(*) FROM steps WHERE kind = 'notify_user'"_s) > 20);
        QVERIFY(m_site.number(u"SELECT COUNT(*) FROM steps WHERE state = 'waiting'"_s) > 0);
        QCOMPARE(m_site.number(u"SELECT SUM(devices) FROM policies"_s),
            m_site.number(u"SELECT COUNT(*) FROM policy_devices"_s));
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0);
    }

    void profilesOfEveryPlatform()
    {
        const Result<std::vector<ConfigurationProfile>> profiles = Table<ConfigurationProfile>().list(*m_site.database);
        OK(profiles);
        QSet<QString> platforms;
        for (const ConfigurationProfile &profile : profiles.value()) {
            const ProfileType *type = catalogue().find(profile.platform.value(), profile.type);
            QVERIFY2(type, qPrintable(profile.name));
            for (const FieldError &error : validate(*type, profile.settings))
                QFAIL(qPrintable(QString(profile.name + u": "_s + error.field + u": "_s + error.message)));
            QVERIFY(!profile.place.isEmpty());
            platforms.insert(profile.platform.token());
        }
        QCOMPARE(platforms, QSet<QString>({u"linux"_s, u"windows"_s, u"macos"_s, u"ios"_s, u"android"_s}));
        for (const char *platform : {"linux", "windows", "macos", "ios", "ipados", "android"}) {
            const qint64 installed =
                m_site.number(u"SELECT COUNT(*) FROM deployments JOIN devices ON devices.id = deployments.device_id"
                              u" WHERE deployments.state = 'installed' AND devices.platform = '%1'"_s.arg(
                                  QLatin1StringView(platform)));
            QVERIFY2(installed > 10, platform);
        }
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM deployments WHERE code = 'platform'"_s), 0);
    }

    void actionsHaveComeToSomething()
    {
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM actions"_s), 3);
        for (const char *column : {"done", "failed", "refused", "waiting"})
            QVERIFY2(m_site.number(u"SELECT SUM(%1) FROM actions"_s.arg(QLatin1StringView(column))) > 0, column);
        QCOMPARE(m_site.number(u"SELECT SUM(devices) FROM actions"_s), m_site.number(u"SELECT COUNT(*) FROM runs"_s));
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM runs WHERE simulated = 0"_s), 0);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM runs WHERE state = 'done' AND proof = '{}'"_s), 0);
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM runs WHERE state = 'failed' AND code = ''"_s), 0);
    }

    void fillingIsOnRecord()
    {
        QCOMPARE(m_site.number(u"SELECT COUNT(*) FROM audit WHERE action = 'connector.run'"_s), 1);
    }

private:
    static Result<Done> fill(SiteFile &site, int devices, quint32 seed)
    {
        const auto executor = Executor::start(
            site.path, {}, [&site] { return site.now; }, [](const QList<Change> &) {});
        return executor ? seedDemo(*executor.value(), devices, seed) : executor.error();
    }
    static QByteArray texts(const SiteFile &site)
    {
        QByteArray all = allLines(Table<Device>().untyped(), *site.database, 0).value();
        all += allLines(Table<Person>().untyped(), *site.database, 0).value();
        return all + allLines(Table<Enrolment>().untyped(), *site.database, 0).value();
    }

    SiteFile m_site;
    std::vector<Device> m_devices;
    std::vector<Person> m_persons;
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
