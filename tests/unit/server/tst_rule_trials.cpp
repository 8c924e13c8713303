// Rules tried on a fleet before anybody has to meet them, and how old the facts are that they go by.
#include "policyfleet.h"

#include "server/lists/entitylist.h"
#include "server/policy/facttimes.h"
#include "server/policy/preview.h"
#include "server/store/sections.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestRuleTrials : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }

    void trialCountsTheFleet()
    {
        QRandomGenerator random{9};
        m_fleet->fill(12, random);
        ComplianceRule rule;
        rule.check = u"tag:sales"_s;
        rule.platforms = {u"linux"_s};
        const Result<RuleTrial> trial = tryRule(*m_fleet->site.database, {}, rule, m_fleet->site.now);
        OK(trial);
        const RuleTrial &sum = trial.value();
        QCOMPARE(sum.pass + sum.fail + sum.notApplicable, 12);
        QCOMPARE(sum.pass,
            m_fleet->number(
                u"SELECT COUNT(*) FROM devices WHERE platform = 'linux' AND replace(tags, '\"sales\"', '') <> tags"_s));
        rule.check = u"nonsense:1"_s;
        QCOMPARE(code(tryRule(*m_fleet->site.database, {}, rule, m_fleet->site.now)), u"query.unknown-field"_s);
    }

    // Device by device out of the database, and all at once out of the list in memory.
    void trialsOfBothKindsAgree()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{31};
        fleet.fill(60, random);
        const QStringList sources{QString::fromLatin1(agentSource), u"fusioninventory-agent"_s};
        const Result<Done> told = fleet.site.write([&](Transaction &t) -> Result<Done> {
            for (const Device &device : allDevices()) {
                for (int i = int(random.bounded(5)); i > 0; --i) {
                    const QJsonObject content = random.bounded(2) == 0
                        ? QJsonObject{{u"storage.free"_s, random.bounded(9)}, {u"storage.encrypted"_s, true}}
                        : QJsonObject{{u"os.version"_s, u"12.%1"_s.arg(random.bounded(9))}};
                    const Result<Done> stored = storeSection(t, device.id, sources[random.bounded(2)],
                        content.contains("os.version"_L1) ? u"system"_s : u"storage"_s, SectionContent(content),
                        fleet.site.now.addSecs(-qint64(random.bounded(20)) * 86'400));
                    if (!stored)
                        return stored;
                }
            }
            return Done{};
        });
        OK(told);
        EntityList list(tableSpec<Device>());
        OK(list.load(*fleet.site.database));
        const SnapshotPointer devices = list.columns.now().snapshot;
        QVERIFY(devices && devices->rowCount() == 60);
        int undetermined = 0;
        for (const char *check :
            {"storage.encrypted:yes", "os.version>=10", "storage.free>3 or tag:sales", "os.version>1{age:any}",
                "-storage.encrypted:no os>0", "updates.security:0{missing:pass}", "seen<30d"}) {
            ComplianceRule rule;
            rule.check = QString::fromLatin1(check);
            const Result<RuleTrial> slow = tryRule(*fleet.site.database, {}, rule, fleet.site.now);
            const Result<RuleTrial> fast = tryRule(*fleet.site.database, devices, rule, fleet.site.now);
            OK(slow);
            OK(fast);
            QCOMPARE(toJson(fast.value()), toJson(slow.value()));
            undetermined += int(fast.value().undetermined);
        }
        QVERIFY(undetermined > 0); // old facts are among them
    }

    void factsHaveTheTimeOfTheirSection()
    {
        SiteFile site;
        Device device;
        device.name = u"a"_s;
        device.seen = site.now;
        const QDateTime agentTime = site.now.addSecs(-600);
        const auto made = site.write([&](Transaction &t) { return Table<Device>().insert(t, device); });
        OK(made);
        device = made.value();
        const auto timeOf = [&](const char *name) {
            const Result<FactTimes> times = factTimes(*site.database, device, site.now);
            const Field *field = findField(fields<Device>(), QString::fromLatin1(name));
            return times ? times.value()[size_t(field - fields<Device>().data())] : QDateTime();
        };
        QCOMPARE(timeOf("storage.free"), site.now); // told by nobody: as of the last contact
        const auto tell = [&](const QString &source, const QJsonObject &content, const QDateTime &asOf) {
            return site.write([&](Transaction &t) {
                return storeSection(t, device.id, source, u"storage"_s, SectionContent(content), asOf);
            });
        };
        OK(tell(QString::fromLatin1(agentSource), {{u"storage.free"_s, 5}}, agentTime));
        QCOMPARE(timeOf("storage.free"), agentTime);
        QCOMPARE(timeOf("name"), site.now);
        QCOMPARE(timeOf("tags"), site.now);
        const QDateTime otherTime = site.now.addSecs(-60);
        OK(tell(u"fusioninventory-agent"_s, {{u"storage.free"_s, 6}, {u"storage.total"_s, 9}}, otherTime));
        QCOMPARE(timeOf("storage.free"), agentTime); // ours goes first
        QCOMPARE(timeOf("storage.total"), otherTime);
    }

private:
    std::vector<Device> allDevices()
    {
        std::vector<Device> devices;
        Device device;
        static const EntityTable table(tableSpec<Device>());
        [&] { OK(table.each(*m_fleet->site.database, {}, {}, &device, [&] { devices.push_back(device); })); }();
        return devices;
    }

    std::unique_ptr<PolicyFleet> m_fleet;
};

QTEST_GUILESS_MAIN(TestRuleTrials)
#include "tst_rule_trials.moc"
