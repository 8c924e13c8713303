// What policies want of one device: membership, every step of a profile, and who wins the one place of a type.
#include "compliance/plan.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

ConfigurationProfile profileOf(int number, qint64 revision = 1)
{
    ConfigurationProfile profile;
    profile.id = makeId<ConfigurationProfile>(number);
    profile.name = u"Profile %1"_s.arg(number);
    profile.platform = Platform::Linux;
    profile.type = u"browser"_s;
    profile.place = profile.type;
    profile.revision = revision;
    return profile;
}

BusinessPolicy policyOf(int number, const QString &scope, const QStringList &profiles, int activated = 0)
{
    BusinessPolicy policy;
    policy.id = makeId<BusinessPolicy>(number);
    policy.scope = scope;
    policy.allDevices = scope.isEmpty();
    policy.profiles = profiles;
    policy.state = PolicyState::Active;
    policy.activated = now.addDays(-100).addSecs(activated);
    return policy;
}

PolicySet setOf(const std::vector<BusinessPolicy> &policies, qint64 revision = 1)
{
    PolicySet set;
    set.now = now;
    for (const BusinessPolicy &policy : policies) {
        if (policy.state.value() == PolicyState::Paused)
            set.paused.push_back(policy);
        else
            set.active.push_back(compilePolicy(policy, now).value());
    }
    sortByActivation(set.active);
    for (int i = 1; i <= 4; ++i)
        set.profiles.insert(profileOf(i).id.text, profileOf(i, revision));
    return set;
}

Device laptop()
{
    Device device;
    device.id = makeId<Device>(1);
    device.name = u"a"_s;
    device.platform = Platform::Linux;
    device.management = Management::Agent;
    device.tags = {u"sales"_s};
    return device;
}

Deployment deploymentOf(int profile, DeploymentState state, const QStringList &policies = {u"pol-1"_s})
{
    Deployment deployment;
    deployment.id = makeId<Deployment>(profile);
    deployment.profile = makeId<ConfigurationProfile>(profile);
    deployment.revision = 1;
    deployment.state = state;
    deployment.policies = policies;
    deployment.stateSince = now;
    if (state != DeploymentState::Queued && state != DeploymentState::NotPossible)
        deployment.attempts = 1;
    if (state == DeploymentState::Installed)
        deployment.proof = {{u"profile"_s, deployment.profile.text}};
    return deployment;
}

ProfilePlan stepOf(const PolicySet &set, const std::vector<Deployment> &present, int profile = 1,
    const QStringList &member = {}, const Device &device = laptop())
{
    const DevicePlan plan = planDevice(set, device, {present, member});
    const ProfilePlan *step = plan.find(makeId<ConfigurationProfile>(profile).text);
    return step ? *step : ProfilePlan{};
}

const QStringList first{u"prf-1"_s};

} // namespace

class TestPolicyPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scopes()
    {
        const auto holds = [](const QString &scope) {
            return compilePolicy(policyOf(1, scope, {}), now).value().holds(laptop());
        };
        QVERIFY(holds({}));
        QVERIFY(holds(u"tag:sales"_s));
        QVERIFY(!holds(u"tag:field"_s));
        QVERIFY(!holds(u"storage.encrypted:no"_s)); // not known is not in scope
        QVERIFY(!holds(u"-storage.encrypted:no"_s));
        BusinessPolicy policy = policyOf(1, u"tag:sales"_s, {});
        policy.allDevices = true;
        QCOMPARE(compilePolicy(policy, now).error().code, u"policy.scope"_s);
        policy = policyOf(1, u"  "_s, {});
        policy.allDevices = false;
        QCOMPARE(compilePolicy(policy, now).error().fields.first().field, u"scope"_s);
        QCOMPARE(compilePolicy(policyOf(1, u"compliance:noncompliant"_s, {}), now).error().code, u"policy.scope"_s);
        QCOMPARE(compilePolicy(policyOf(1, u"nonsense:1"_s, {}), now).error().fields.first().field, u"scope"_s);
    }

    void membershipAndRules()
    {
        BusinessPolicy sales = policyOf(1, u"tag:sales"_s, {});
        sales.rules = {u"rul-2"_s, u"rul-1"_s};
        BusinessPolicy field = policyOf(2, u"tag:field"_s, {});
        field.rules = {u"rul-3"_s};
        BusinessPolicy paused = policyOf(3, u"tag:sales"_s, {});
        paused.rules = {u"rul-4"_s};
        paused.state = PolicyState::Paused;
        const PolicySet set = setOf({sales, field, paused});
        const DevicePlan plan = planDevice(set, laptop(), {{}, {u"pol-2"_s, u"pol-3"_s}});
        QCOMPARE(plan.policies, (QStringList{u"pol-1"_s, u"pol-3"_s})); // enters, leaves, is held
        QCOMPARE(plan.rules, (QStringList{u"rul-1"_s, u"rul-2"_s}));
        QVERIFY(plan.isAssigned);
        const DevicePlan held = planDevice(setOf({paused}), laptop(), {{}, {u"pol-3"_s}});
        QCOMPARE(held.policies, QStringList{u"pol-3"_s});
        QVERIFY(!held.isAssigned && held.rules.isEmpty());
        QVERIFY(planDevice(setOf({paused}), laptop(), {}).policies.isEmpty()); // a paused policy takes nobody in
    }

    void wantedSteps_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("same");
        QTest::addColumn<int>("newer");
        const auto row = [](const char *name, DeploymentState state, ProfileStep same, ProfileStep newer) {
            QTest::newRow(name) << int(state) << int(same) << int(newer);
        };
        using S = DeploymentState;
        row("queued", S::Queued, ProfileStep::Present, ProfileStep::Install);
        row("delivered", S::Delivered, ProfileStep::Present, ProfileStep::Replace);
        row("installing", S::Installing, ProfileStep::Present, ProfileStep::Replace);
        row("installed", S::Installed, ProfileStep::Present, ProfileStep::Replace);
        row("failed", S::Failed, ProfileStep::Present, ProfileStep::Replace); // tried again later
        row("removing", S::Removing, ProfileStep::Install, ProfileStep::Install);
        row("not possible", S::NotPossible, ProfileStep::Install, ProfileStep::Install);
    }
    void wantedSteps()
    {
        QFETCH(const int, state);
        QFETCH(const int, same);
        QFETCH(const int, newer);
        const std::vector<Deployment> present{deploymentOf(1, DeploymentState(state))};
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}), present).step), same);
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}, 2), present).step), newer);
        QVERIFY(stepOf(setOf({policyOf(1, {}, first)}), {}).step == ProfileStep::Install);
    }

    void unwantedSteps()
    {
        const PolicySet none = setOf({});
        using S = DeploymentState;
        for (const S state : {S::Delivered, S::Installing, S::Installed, S::Failed})
            QVERIFY(stepOf(none, {deploymentOf(1, state)}).step == ProfileStep::Remove);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Queued)}).step == ProfileStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::NotPossible)}).step == ProfileStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Removing, {})}).step == ProfileStep::Keep);
        Deployment upgrade = deploymentOf(1, S::Queued); // an older revision is there
        upgrade.proof = {{u"profile"_s, u"prf-1"_s}};
        QVERIFY(stepOf(none, {upgrade}).step == ProfileStep::Remove);
    }

    void failuresAreTriedAgainForAWhile()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Deployment failed = deploymentOf(1, DeploymentState::Failed);
        failed.code = u"simulated.failure"_s;
        QVERIFY(stepOf(set, {failed}).step == ProfileStep::Present);
        failed.stateSince = now.addSecs(-retrySeconds);
        QVERIFY(stepOf(set, {failed}).step == ProfileStep::Install);
        failed.attempts = maximumAttempts;
        QVERIFY(stepOf(set, {failed}).step == ProfileStep::Impossible);
        QCOMPARE(stepOf(set, {failed}).code, u"simulated.failure"_s);
        failed.attempts = 1;
        failed.code = u"conflict"_s;
        QVERIFY(stepOf(set, {failed}).step == ProfileStep::Impossible);
        Deployment removal = deploymentOf(1, DeploymentState::Failed, {});
        QVERIFY(stepOf(setOf({}), {removal}).step == ProfileStep::Keep);
        removal.stateSince = now.addSecs(-retrySeconds);
        QVERIFY(stepOf(setOf({}), {removal}).step == ProfileStep::Remove);
        removal.code = u"conflict"_s;
        QVERIFY(stepOf(setOf({}), {removal}).step == ProfileStep::Keep);
    }

    void someDevicesCannot()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Device phone = laptop();
        phone.platform = Platform::Ios;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"platform"_s);
        QVERIFY(stepOf(set, {}, 1, {}, phone).step == ProfileStep::Impossible);
        phone.management = Management::Inventory;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"inventory-only"_s);
    }

    void onePlaceForAType()
    {
        const BusinessPolicy early = policyOf(5, {}, {u"prf-2"_s}, 0);
        const BusinessPolicy late = policyOf(4, {}, first, 60);
        const PolicySet set = setOf({late, early});
        QVERIFY(stepOf(set, {}, 2).step == ProfileStep::Install);
        QVERIFY(stepOf(set, {}, 1).step == ProfileStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1).code, u"conflict"_s);
        QCOMPARE(stepOf(set, {}, 1).winner, u"prf-2"_s);
        // what is there stays, also when it is about to be replaced by a newer revision of itself
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed, {u"pol-4"_s})};
        QVERIFY(stepOf(set, there, 1).step == ProfileStep::Present);
        QCOMPARE(stepOf(set, there, 2).winner, u"prf-1"_s);
        QVERIFY(stepOf(setOf({late, early}, 2), there, 1).step == ProfileStep::Replace);
        // what waits gives way; what goes gives way too
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Queued, {u"pol-4"_s})}, 2).step == ProfileStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 2).step == ProfileStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 1).step == ProfileStep::Keep);
        // ties by id
        const PolicySet tied = setOf({policyOf(10, {}, {u"prf-3"_s}), policyOf(9, {}, {u"prf-4"_s})});
        QVERIFY(stepOf(tied, {}, 4).step == ProfileStep::Install);
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-3"_s, u"prf-4"_s})}), {}, 3).step == ProfileStep::Install);
    }

    void pausedPolicyKeepsWhatItBrought()
    {
        BusinessPolicy paused = policyOf(1, {}, {}); // edited since: it names the profile no more
        paused.state = PolicyState::Paused;
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        QVERIFY(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).step == ProfileStep::Keep);
        QCOMPARE(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).policies, QStringList{u"pol-1"_s});
        QVERIFY(stepOf(setOf({paused}), {deploymentOf(1, DeploymentState::Queued)}, 1, {u"pol-1"_s}).step
            == ProfileStep::Drop);
        QVERIFY(stepOf(setOf({paused}), there, 1, {}).step == ProfileStep::Remove); // not held
        // and holds the place against others
        const PolicySet set = setOf({paused, policyOf(2, {}, {u"prf-2"_s})});
        QCOMPARE(stepOf(set, there, 2, {u"pol-1"_s}).code, u"conflict"_s);
    }
};

QTEST_GUILESS_MAIN(TestPolicyPlan)
#include "tst_policy_plan.moc"
