// The fast preview: it says what the plain one says, device by device, whatever the fleet has been through.
#include "policyfleet.h"

#include "bench/plainpreview.h"
#include "server/policy/preview.h"
#include "server/policy/previewsum.h"
#include "server/store/sections.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }
    void cleanup() { m_fleet.reset(); }

    void equalsThePlainOne_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 3; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    // Devices answer, fail, wait for their next attempt; profiles and devices change; policies pause and go on; some
    // ask about what only the whole record of a device has.
    void equalsThePlainOne()
    {
        QFETCH(const int, seed);
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{quint32(seed)};
        fleet.fill(24, random);
        detailedPolicy();
        tellFacts(random);
        for (int round = 0; round < 4; ++round) {
            fleet.later(random.bounded(3) == 0 ? 3'600 : 90);
            fleet.aged();
            fleet.drain();
            compareAll();
            if (QTest::currentTestFailed())
                return;
            const BusinessPolicy policy = fleet.policy(int(random.bounded(int(fleet.policyCount()))));
            if (policy.state.value() == PolicyState::Active)
                fleet.pause(policy);
            else
                fleet.activate(random.bounded(2) == 0 ? fleet.edit(policy, random) : policy);
            if (random.bounded(3) == 0)
                fleet.editProfile(random);
            fleet.carryOn(policy);
            compareAll(); // half way: what is activated has not reached anybody
            if (random.bounded(2) == 0)
                fleet.changeDevice(random);
            fleet.drain();
            fleet.letDevicesAnswer(random);
            compareAll();
        }
    }

    // Without the list in memory the devices are read for the occasion.
    void withoutAListInMemory()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{4};
        fleet.fill(12, random);
        const BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.drain();
        FleetMemory bare;
        const Result<PolicyPreview> told =
            previewPolicy(*fleet.site.database, bare, fleet.reread(policy), fleet.site.now);
        OK(told);
        const Result<PolicyPreview> plain =
            bench::plainPreview(*fleet.site.database, fleet.reread(policy), fleet.site.now);
        OK(plain);
        QCOMPARE(toJson(told.value()), toJson(plain.value()));
        QCOMPARE(told.value().stay, 12);
    }

    // A list that lags behind the database is not of the same moment, and is not used.
    void listBehindTheDatabaseIsPassedOver()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{5};
        fleet.fill(12, random);
        fleet.site.committed = {}; // from now on the list hears of nothing
        fleet.fill(3, random);
        const Result<PolicyPreview> told = fleet.preview(fleet.everybody());
        OK(told);
        QCOMPARE(told.value().enter, 15);
    }

    // What was kept for the last preview and is no longer on record as a change is read anew.
    void forgottenRemovalsAreNotMissed()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{6};
        fleet.fill(12, random);
        const BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.drain();
        OK(fleet.preview(fleet.reread(policy)));
        OK(fleet.site.write([](Transaction &t) -> Result<Done> {
            const auto stored = Table<Deployment>().list(t.database());
            if (!stored)
                return stored.error();
            for (size_t i = 0; i < stored.value().size(); i += 2) {
                const Result<Done> gone = Table<Deployment>().remove(t, stored.value()[i].id);
                if (!gone)
                    return gone;
            }
            return Done{};
        }));
        OK(fleet.preview(fleet.reread(policy))); // by the removals
        OK(fleet.site.write([](Transaction &t) -> Result<Done> {
            const auto queued = Table<Deployment>().list(t.database(), {u"state = 'queued'"_s, {}});
            return queued ? Table<Deployment>().remove(t, queued.value().front().id) : queued.error();
        }));
        OK(fleet.site.database->script(
            u"DELETE FROM removals; UPDATE change_counter SET oldest = token WHERE one = 1"_s));
        const Result<PolicyPreview> told = fleet.preview(fleet.reread(policy));
        OK(told);
        const std::vector<PreviewItem> &items = told.value().items;
        QVERIFY(std::any_of(items.begin(), items.end(), [](const PreviewItem &item) { return item.install > 0; }));
    }

    // What is counted does not end where the list of devices does.
    void listsTheFirstThousandAndCountsAll()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{7};
        fleet.fill(1'100, random);
        tellFacts(random);
        const Result<PolicyPreview> told = fleet.preview(fleet.everybody()); // a profile for Linux
        OK(told);
        QCOMPARE(told.value().changing, 1'100);
        QCOMPARE(told.value().devices.size(), size_t(1'000));
        QMap<QString, qint64> expected;
        const auto devices = Table<Device>().list(*fleet.site.database);
        OK(devices);
        for (const Device &device : devices.value()) {
            if (device.management != Management::Agent)
                ++expected[u"inventory-only"_s];
            else if (device.platform != Platform::Linux)
                ++expected[u"platform"_s];
        }
        const PreviewItem &item = told.value().items.front();
        QMap<QString, qint64> reasons;
        for (auto it = item.reasons.begin(); it != item.reasons.end(); ++it)
            reasons[it.key()] = it.value().toInteger();
        QCOMPARE(reasons, expected);
        QCOMPARE(item.impossible, expected[u"inventory-only"_s] + expected[u"platform"_s]);
        qint64 inLines = 0;
        for (const PreviewDevice &line : told.value().devices)
            inLines += line.impossible.size();
        QVERIFY(inLines < item.impossible);
        // everybody comes from the same state
        QCOMPARE(told.value().compliance["before"_L1].toObject(), (QJsonObject{{u"not_assigned"_s, 1'100}}));
        QJsonObject after;
        for (const PreviewTransition &one : told.value().transitions) {
            QCOMPARE(one.before.token(), u"not_assigned"_s);
            after.insert(one.after.token(), one.devices);
        }
        QCOMPARE(after, told.value().compliance["after"_L1].toObject());
        QVERIFY(after.size() > 1);
    }

    void whoseComplianceStaysIsNoTransition()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{10};
        fleet.fill(12, random);
        const BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.drain();
        const Result<PolicyPreview> told = fleet.preview(fleet.reread(policy));
        OK(told);
        QCOMPARE(told.value().stay, 12);
        QVERIFY(told.value().transitions.empty());
    }

    // Devices give codes of their own, as many as they like.
    void rareReasonsAreCountedTogether()
    {
        BusinessPolicy policy;
        policy.id.text = u"pol-1"_s;
        policy.items.push_back({u"prf-1"_s, {}, 1, {}, {}});
        const PolicySet set;
        PreviewSum sum(policy, set);
        for (int i = 1; i <= 40; ++i) {
            DevicePlan plan;
            plan.policies = QStringList{policy.id.text};
            plan.items.resize(1);
            plan.items.front().item = u"prf-1"_s;
            plan.items.front().step = ItemStep::Impossible;
            plan.items.front().code = u"code.%1"_s.arg(i);
            plan.items.front().policies = plan.policies;
            sum.add(plan, {}, false, i);
        }
        const PolicyPreview preview = sum.result();
        const PreviewItem &item = preview.items.front();
        QCOMPARE(item.reasons.size(), 32);
        QCOMPARE(item.reasons.value(u"code.40"_s).toInteger(), 40);
        QCOMPARE(item.reasons.value(u"code.10"_s).toInteger(), 10);
        QVERIFY(!item.reasons.contains(u"code.9"_s));
        QCOMPARE(item.reasons.value(u"other"_s).toInteger(), 45); // 1 to 9
        QCOMPARE(item.impossible, 820); // 1 to 40
    }

    void refusesWhatActivationRefuses()
    {
        QRandomGenerator random{8};
        m_fleet->fill(1, random);
        BusinessPolicy policy = m_fleet->everybody();
        policy.allDevices = false;
        policy.scope = u"compliance:compliant"_s;
        QCOMPARE(code(previewPolicy(*m_fleet->site.database, m_fleet->memory, policy, m_fleet->site.now)),
            u"policy.scope"_s);
    }

private:
    void compareAll()
    {
        for (int i = 0; i < int(m_fleet->policyCount()); ++i)
            OK(m_fleet->preview(m_fleet->policy(i)));
        OK(m_fleet->preview(m_fleet->reread(m_detailed)));
    }

    // Scope and rule that no list form can answer.
    void detailedPolicy()
    {
        ComplianceRule rule;
        rule.name = u"Cores"_s;
        rule.check = u"processor.cores>=4{missing:fail} or tag:sales"_s;
        rule.revision = 1;
        rule.grace = 7'200;
        const auto stored =
            m_fleet->site.write([&](Transaction &t) { return Table<ComplianceRule>().insert(t, rule); });
        OK(stored);
        BusinessPolicy policy;
        policy.name = u"Detailed"_s;
        policy.scope = u"processor.cores>2 or tag:field"_s;
        policy.rules = {stored.value().id.text};
        const auto made =
            m_fleet->site.write([&](Transaction &t) { return Table<BusinessPolicy>().insert(t, policy); });
        OK(made);
        m_detailed = m_fleet->save(made.value());
        m_fleet->activate(m_detailed);
    }

    // From one or two sources, of all ages.
    void tellFacts(QRandomGenerator &random)
    {
        const QStringList sources{QString::fromLatin1(agentSource), u"fusioninventory-agent"_s};
        OK(m_fleet->site.write([&](Transaction &t) -> Result<Done> {
            const auto devices = Table<Device>().list(t.database());
            if (!devices)
                return devices.error();
            for (Device device : devices.value()) {
                if (random.bounded(3) > 0)
                    device.processorCores = random.bounded(8);
                device.seen = t.now().addDays(-qint64(random.bounded(12)));
                const Result<Device> kept = Table<Device>().refresh(t, device);
                Result<Done> told = kept ? Result<Done>(Done{}) : kept.error();
                for (int i = int(random.bounded(4)); told && i > 0; --i) {
                    const bool isStorage = random.bounded(2) == 0;
                    const QJsonObject content = isStorage ? QJsonObject{{u"storage.encrypted"_s, true}}
                                                          : QJsonObject{{u"updates.security"_s, 1}};
                    told =
                        storeSection(t, device.id, sources[random.bounded(2)], isStorage ? u"storage"_s : u"updates"_s,
                            SectionContent(content), t.now().addSecs(-qint64(random.bounded(12)) * 86'400));
                }
                if (!told)
                    return told;
            }
            return Done{};
        }));
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    BusinessPolicy m_detailed;
};

QTEST_GUILESS_MAIN(TestPreview)
#include "tst_preview.moc"
