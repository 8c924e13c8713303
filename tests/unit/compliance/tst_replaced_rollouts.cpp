// Roll-outs that were replaced before they came to everybody: which version each device keeps, and what halted stays
// so.
#include "compliance/plan.h"
#include "compliance/rollout.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

QString profile(int number) { return makeId<ConfigurationProfile>(number).text; }

// Version `number` brings the profile of that number. Without waves it was for everybody.
CompiledPolicy version(
    int number, const std::vector<RolloutWave> &waves = {}, RolloutState state = RolloutState::Unknown)
{
    BusinessPolicy policy;
    policy.id = makeId<BusinessPolicy>(1);
    policy.allDevices = true;
    policy.items = {{profile(number), {}, 1, {}, {}}};
    policy.state = PolicyState::Active;
    policy.activated = now.addDays(-1);
    policy.inForce = number;
    policy.waves = waves;
    policy.wave = waves.empty() ? 0 : 1;
    policy.rollout = state;
    return compilePolicy(policy, now).value();
}

// The oldest first; each is what the next one has not reached.
PolicySet chain(const std::vector<CompiledPolicy> &versions)
{
    PolicySet set;
    set.now = now;
    std::shared_ptr<const CompiledPolicy> newest;
    for (CompiledPolicy one : versions) {
        const QString item = one.policy.items.front().item;
        DeployableItem deployable;
        deployable.id = item;
        deployable.kind = ItemKind::Profile;
        deployable.name = item;
        deployable.platform = Platform::Linux;
        deployable.revision = 1;
        set.items.insert({item, 1}, deployable);
        one.previous = newest;
        newest = std::make_shared<const CompiledPolicy>(one);
    }
    set.active.push_back(*newest);
    return set;
}

Device deviceOf(int number, const QStringList &tags = {})
{
    Device device;
    device.id = makeId<Device>(number);
    device.platform = Platform::Linux;
    device.management = Management::Agent;
    device.tags = tags;
    return device;
}

Deployment rowOf(const Device &device, int number, DeploymentState state)
{
    Deployment row;
    row.id = makeId<Deployment>(number);
    row.device = device.id;
    row.item = profile(number);
    row.revision = 1;
    row.state = state;
    row.policies = QStringList{u"pol-1"_s};
    row.stateSince = now;
    if (state == DeploymentState::Installed) {
        row.attempts = 1;
        row.proof = {{u"profile"_s, row.item}, {u"version"_s, 1}};
    }
    return row;
}

// The number of the version that the device is to have; 0: none.
qint64 versionOn(const PolicySet &set, const Device &device)
{
    const PlanSubject subject = subjectOf(set, device);
    return subject.scopes.empty() ? 0 : set.active.front().version(subject.scopes.front().back)->policy.inForce;
}

constexpr RolloutState running = RolloutState::Running;

} // namespace

class TestReplacedRollouts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestThatCameToADeviceCounts()
    {
        const PolicySet set = chain({version(1), version(2, {{30, {}}}, running), version(3, {{10, {}}}, running)});
        int devices[4] = {};
        for (int i = 1; i <= 2'000; ++i) {
            const Device device = deviceOf(i);
            const int bucket = rolloutBucket(u"pol-1"_s, device.id.text);
            const qint64 expected = isInShare(bucket, 10) ? 3 : isInShare(bucket, 30) ? 2 : 1;
            QCOMPARE(versionOn(set, device), expected);
            ++devices[expected];
            const DevicePlan plan = planDevice(set, device, {});
            QCOMPARE(plan.items.size(), size_t(1)); // of one version alone
            QCOMPARE(plan.items.front().item, profile(int(expected)));
            QVERIFY(plan.items.front().step == ItemStep::Install);
        }
        QVERIFY2(qAbs(devices[3] - 200) < 60, qPrintable(QString::number(devices[3])));
        QVERIFY2(qAbs(devices[2] - 400) < 80, qPrintable(QString::number(devices[2])));
    }

    // A narrow roll-out over a wide one, and one by a query between: whoever is in none has what all had, or nothing.
    void wavesNeedNotLieWithinEachOther()
    {
        const std::vector<CompiledPolicy> later{version(2, {{0, u"tag:field"_s}}, running),
            version(3, {{40, {}}}, running), version(4, {{0, u"tag:sales"_s}}, running)};
        std::vector<CompiledPolicy> all{version(1)};
        all.insert(all.end(), later.begin(), later.end());
        const PolicySet based = chain(all);
        const PolicySet bare = chain(later);
        for (int i = 1; i <= 400; ++i) {
            QStringList tags;
            if (i % 3 == 0)
                tags.append(u"field"_s);
            if (i % 5 == 0)
                tags.append(u"sales"_s);
            const Device device = deviceOf(i, tags);
            const bool isInForty = isInShare(rolloutBucket(u"pol-1"_s, device.id.text), 40);
            const qint64 reached = i % 5 == 0 ? 4 : isInForty ? 3 : i % 3 == 0 ? 2 : 0;
            QCOMPARE(versionOn(based, device), reached == 0 ? 1 : reached);
            QCOMPARE(versionOn(bare, device), reached);
        }
    }

    // Which of them has a device in its scope is asked of the version that has come to it alone.
    void theScopeIsThatOfTheVersion()
    {
        CompiledPolicy second = version(2, {{100, {}}}, running);
        second.policy.scope = u"tag:field"_s;
        second.policy.allDevices = false;
        second = compilePolicy(second.policy, now).value();
        const PolicySet set = chain({version(1), second, version(3, {{0, u"tag:sales"_s}}, running)});
        QCOMPARE(versionOn(set, deviceOf(1, {u"field"_s})), 2);
        QCOMPARE(versionOn(set, deviceOf(1)), 0); // the second came to it, and is not for it
        QCOMPARE(versionOn(set, deviceOf(1, {u"sales"_s})), 3);
    }

    // What had halted when it was replaced begins on nobody, and takes nothing away.
    void whatHaltedStaysHalted()
    {
        const PolicySet set = chain(
            {version(1), version(2, {{100, {}}}, RolloutState::Halted), version(3, {{0, u"tag:sales"_s}}, running)});
        const Device device = deviceOf(1);
        QCOMPARE(versionOn(set, device), 2);
        const std::vector<Deployment> old{rowOf(device, 1, DeploymentState::Installed)};
        DevicePlan plan = planDevice(set, device, {old, {u"pol-1"_s}});
        QVERIFY(plan.find(profile(1))->step == ItemStep::Keep);
        QCOMPARE(plan.find(profile(1))->policies, QStringList{u"pol-1"_s});
        QVERIFY(plan.find(profile(2))->step == ItemStep::Wait);
        QCOMPARE(plan.find(profile(2))->code, u"rollout.halted"_s);
        QVERIFY(!plan.find(profile(3)));
        // what has begun goes on
        const std::vector<Deployment> begun{rowOf(device, 2, DeploymentState::Delivered)};
        plan = planDevice(set, device, {begun, {u"pol-1"_s}});
        QVERIFY(plan.find(profile(2))->step == ItemStep::Present);
        // the next version is not halted where it has come
        const Device reached = deviceOf(1, {u"sales"_s});
        plan = planDevice(set, reached, {old, {u"pol-1"_s}});
        QVERIFY(plan.find(profile(1))->step == ItemStep::Remove);
        QVERIFY(plan.find(profile(3))->step == ItemStep::Install);
        QVERIFY(!plan.find(profile(2)));
    }

    // One that halts keeps on its devices whatever any version before has brought.
    void aHaltKeepsWhatAnyVersionBrought()
    {
        const PolicySet set =
            chain({version(1), version(2, {{50, {}}}, running), version(3, {{100, {}}}, RolloutState::Halted)});
        const Device device = deviceOf(1);
        for (const int number : {1, 2}) {
            const std::vector<Deployment> old{rowOf(device, number, DeploymentState::Installed)};
            const DevicePlan plan = planDevice(set, device, {old, {u"pol-1"_s}});
            QVERIFY(plan.find(profile(number))->step == ItemStep::Keep);
            QCOMPARE(plan.find(profile(number))->policies, QStringList{u"pol-1"_s}); // once
            QVERIFY(plan.find(profile(3))->step == ItemStep::Wait);
        }
    }

    void versionsAreCountedFromTheNewest()
    {
        const PolicySet set = chain({version(1), version(2, {{30, {}}}, running), version(3, {{10, {}}}, running)});
        const CompiledPolicy &newest = set.active.front();
        QCOMPARE(newest.version(0), &newest);
        QCOMPARE(newest.version(1)->policy.inForce, 2);
        QCOMPARE(newest.version(2)->policy.inForce, 1);
        QVERIFY(!newest.version(3));
        QVERIFY(!newest.version(100));
    }
};

QTEST_GUILESS_MAIN(TestReplacedRollouts)
#include "tst_replaced_rollouts.moc"
