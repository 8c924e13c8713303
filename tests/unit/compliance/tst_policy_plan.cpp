// What policies want of one device: membership, every step of an item, their order, waves, and who wins a place.
#include "compliance/plan.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

DeployableItem itemOf(int number, qint64 revision = 1)
{
    DeployableItem item;
    item.id = makeId<ConfigurationProfile>(number).text;
    item.kind = ItemKind::Profile;
    item.name = u"Profile %1"_s.arg(number);
    item.platform = Platform::Linux;
    item.place = number <= 4 ? u"browser"_s : QString(); // from 5 on, a device takes as many as there are
    item.revision = revision;
    return item;
}

BusinessPolicy policyOf(int number, const QString &scope, const QStringList &profiles, int activated = 0)
{
    BusinessPolicy policy;
    policy.id = makeId<BusinessPolicy>(number);
    policy.scope = scope;
    policy.allDevices = scope.isEmpty();
    for (const QString &profile : profiles)
        policy.items.push_back({profile, {}, 1, {}, {}});
    policy.state = PolicyState::Active;
    policy.activated = now.addDays(-100).addSecs(activated);
    return policy;
}

PolicySet setOf(std::vector<BusinessPolicy> policies, qint64 revision = 1)
{
    PolicySet set;
    set.now = now;
    for (BusinessPolicy &policy : policies) {
        for (PolicyItem &item : policy.items)
            item.revision = revision;
        if (policy.state.value() == PolicyState::Paused)
            set.paused.push_back(policy);
        else
            set.active.push_back(compilePolicy(policy, now).value());
    }
    sortByActivation(set.active);
    for (int i = 1; i <= 8; ++i)
        set.items.insert({itemOf(i).id, revision}, itemOf(i, revision));
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
    deployment.item = makeId<ConfigurationProfile>(profile).text;
    deployment.place = itemOf(profile).place;
    deployment.revision = 1;
    deployment.state = state;
    deployment.policies = policies;
    deployment.stateSince = now;
    if (state == DeploymentState::Failed)
        deployment.due = now.addSecs(60);
    if (state != DeploymentState::Queued && state != DeploymentState::NotPossible)
        deployment.attempts = 1;
    if (state == DeploymentState::Installed)
        deployment.proof = {{u"profile"_s, deployment.item}, {u"version"_s, 1}};
    return deployment;
}

ItemPlan stepOf(const PolicySet &set, const std::vector<Deployment> &present, int profile = 1,
    const QStringList &member = {}, const Device &device = laptop())
{
    const DevicePlan plan = planDevice(set, device, {present, member});
    const ItemPlan *step = plan.find(makeId<ConfigurationProfile>(profile).text);
    return step ? *step : ItemPlan{};
}

const QStringList first{u"prf-1"_s};

// The first profile, by one policy in its first and by a later one in its second revision.
PolicySet twoRevisions()
{
    PolicySet set = setOf({policyOf(1, {}, first, 0), policyOf(2, {}, first, 60)});
    set.active[1].policy.items.front().revision = 2;
    set.items.insert({u"prf-1"_s, 2}, itemOf(1, 2));
    return set;
}

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
        sales.rulePins = {{u"rul-2"_s, 3, {}, {}}, {u"rul-1"_s, 1, {}, {}}};
        BusinessPolicy field = policyOf(2, u"tag:field"_s, {});
        field.rulePins = {{u"rul-3"_s, 1, {}, {}}};
        BusinessPolicy paused = policyOf(3, u"tag:sales"_s, {});
        paused.rulePins = {{u"rul-4"_s, 1, {}, {}}};
        paused.state = PolicyState::Paused;
        const PolicySet set = setOf({sales, field, paused});
        const DevicePlan plan = planDevice(set, laptop(), {{}, {u"pol-2"_s, u"pol-3"_s}});
        QCOMPARE(plan.policies, (QStringList{u"pol-1"_s, u"pol-3"_s})); // enters, leaves, is held
        QCOMPARE(plan.rules.size(), size_t(2));
        QCOMPARE(plan.rules[0].rule, u"rul-1"_s);
        QCOMPARE(plan.rules[1].revision, 3);
        QVERIFY(plan.isAssigned);
        const DevicePlan held = planDevice(setOf({paused}), laptop(), {{}, {u"pol-3"_s}});
        QCOMPARE(held.policies, QStringList{u"pol-3"_s});
        QVERIFY(!held.isAssigned && held.rules.empty());
        QVERIFY(planDevice(setOf({paused}), laptop(), {}).policies.isEmpty()); // a paused policy takes nobody in
    }

    void wantedSteps_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("same");
        QTest::addColumn<int>("newer");
        const auto row = [](const char *name, DeploymentState state, ItemStep same, ItemStep newer) {
            QTest::newRow(name) << int(state) << int(same) << int(newer);
        };
        using S = DeploymentState;
        row("queued", S::Queued, ItemStep::Present, ItemStep::Install);
        row("delivered", S::Delivered, ItemStep::Present, ItemStep::Replace);
        row("installing", S::Installing, ItemStep::Present, ItemStep::Replace);
        row("installed", S::Installed, ItemStep::Present, ItemStep::Replace);
        row("failed", S::Failed, ItemStep::Present, ItemStep::Replace); // tried again later
        row("removing", S::Removing, ItemStep::Install, ItemStep::Install);
        row("not possible", S::NotPossible, ItemStep::Install, ItemStep::Install);
    }
    void wantedSteps()
    {
        QFETCH(const int, state);
        QFETCH(const int, same);
        QFETCH(const int, newer);
        const std::vector<Deployment> present{deploymentOf(1, DeploymentState(state))};
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}), present).step), same);
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}, 2), present).step), newer);
        QVERIFY(stepOf(setOf({policyOf(1, {}, first)}), {}).step == ItemStep::Install);
    }

    void unwantedSteps()
    {
        const PolicySet none = setOf({});
        using S = DeploymentState;
        for (const S state : {S::Delivered, S::Installing, S::Installed, S::Failed})
            QVERIFY(stepOf(none, {deploymentOf(1, state)}).step == ItemStep::Remove);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Queued)}).step == ItemStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::NotPossible)}).step == ItemStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Removing, {})}).step == ItemStep::Keep);
        Deployment upgrade = deploymentOf(1, S::Queued); // an older revision is there
        upgrade.proof = {{u"profile"_s, u"prf-1"_s}};
        QVERIFY(stepOf(none, {upgrade}).step == ItemStep::Remove);
    }

    void failuresAreTriedAgainForAWhile()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Deployment failed = deploymentOf(1, DeploymentState::Failed);
        failed.code = u"simulated.failure"_s;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Present);
        failed.due = now;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Install);
        failed.attempts = maximumAttempts;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {failed}).code, u"simulated.failure"_s);
        failed.attempts = 1;
        failed.code = u"conflict"_s;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Impossible);
        Deployment removal = deploymentOf(1, DeploymentState::Failed, {});
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Keep);
        removal.due = now;
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Remove);
        removal.code = u"conflict"_s;
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Keep);
    }

    void whatARuleBroughtStaysUntilAPolicyDecides()
    {
        const PolicySet none = setOf({});
        Deployment brought = deploymentOf(1, DeploymentState::Installed, {});
        brought.rule = u"rul-1"_s;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        // the item itself, or another one of its place
        const ItemPlan own = stepOf(setOf({policyOf(1, {}, first)}), {brought});
        QVERIFY(own.step == ItemStep::Present);
        QCOMPARE(own.policies, QStringList{u"pol-1"_s});
        const PolicySet rival = setOf({policyOf(1, {}, {u"prf-2"_s})});
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Remove);
        QVERIFY(stepOf(rival, {brought}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-5"_s})}), {brought}).step == ItemStep::Keep); // has its own place
        // on its way
        brought.state = DeploymentState::Queued;
        brought.attempts = 0;
        brought.proof = {};
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Drop);
        // after a failure
        brought.state = DeploymentState::Failed;
        brought.attempts = 1;
        brought.due = now.addSecs(60);
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        brought.due = now;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Install);
        QCOMPARE(stepOf(none, {brought}).revision, 1);
        brought.revision = 7; // which the server cannot read
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        brought.revision = 1;
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Remove);
        brought.attempts = maximumAttempts;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        QVERIFY(stepOf(setOf({policyOf(1, {}, first)}), {brought}).step == ItemStep::Install); // anew for a policy
        brought.attempts = 1;
        brought.code = withdrawnStep;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
    }

    void someDevicesCannot()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Device phone = laptop();
        phone.platform = Platform::Ios;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"platform"_s);
        QVERIFY(stepOf(set, {}, 1, {}, phone).step == ItemStep::Impossible);
        phone.management = Management::Inventory;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"inventory-only"_s);
    }

    // As rules read it: what is not known of a device speaks against nothing.
    void someDevicesLackWhatAnItemNeeds()
    {
        PolicySet set = setOf({policyOf(1, {}, {u"prf-1"_s, u"prf-2"_s})});
        set.items[{u"prf-1"_s, 1}].minimumOs = Version(u"12.10"_s);
        Device device = laptop();
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        for (const auto &version : {u"12.10.0"_s, u"12.11"_s, u"13"_s}) {
            device.osVersion = Version(version);
            QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        }
        device.osVersion = Version(u"12.9"_s);
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"minimum-os"_s);
        QVERIFY(stepOf(set, {}, 2, {}, device).step == ItemStep::Install); // the place is free
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        set.items[{u"prf-1"_s, 1}].supervisedOnly = true;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        device.supervised = true;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        device.supervised = false;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"supervised"_s);
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        set.items[{u"prf-1"_s, 1}].companyOnly = true;
        for (const Ownership ownership : {Ownership::Unknown, Ownership::Corporate}) {
            device.ownership = ownership;
            QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        }
        device.ownership = Ownership::Byod;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"company-owned"_s);
        // what it has shown to have it keeps
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        QVERIFY(stepOf(set, there, 1, {}, device).step == ItemStep::Present);
        device.platform = Platform::Ios;
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"platform"_s);
    }

    // A device passes over what is not for it, in the order of the catalogue, and for the first thing that it lacks.
    void someSettingsHaveNoEffect()
    {
        DeployableItem item = itemOf(1);
        item.settings = {{u"late"_s, u"Late"_s, {Version(u"12.10"_s), true, false}},
            {u"ours"_s, u"Ours"_s, {{}, false, true}}, {u"watched"_s, u"Watched"_s, {{}, true, true}}};
        Device device = laptop();
        const auto lacks = [&] {
            QStringList list;
            for (const SettingLack &lack : settingsWithoutEffect(item, subjectOf(device)))
                list.append(QString(lack.setting->key + u' ' + lack.code));
            return list;
        };
        QCOMPARE(lacks(), QStringList()); // nothing is known
        device.osVersion = Version(u"12.9"_s);
        QCOMPARE(lacks(), QStringList{u"late minimum-os"_s});
        device.supervised = false;
        QCOMPARE(lacks(), (QStringList{u"late minimum-os"_s, u"watched supervised"_s}));
        device.osVersion = Version(u"13"_s);
        QCOMPARE(lacks(), (QStringList{u"late supervised"_s, u"watched supervised"_s}));
        device.supervised = true;
        device.ownership = Ownership::Byod;
        QCOMPARE(lacks(), (QStringList{u"ours company-owned"_s, u"watched company-owned"_s}));
        // the item itself comes
        PolicySet set = setOf({policyOf(1, {}, first)});
        set.items[{u"prf-1"_s, 1}] = item;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
    }

    // "10" is every version of Windows 10, and "server2019" says nothing in numbers.
    void someVersionsAreNotKnown_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("minimum");
        QTest::addColumn<bool>("isRefused");
        const auto row = [](const QString &system, const QString &minimum, bool isRefused) {
            QTest::addRow("%s of %s", qPrintable(system), qPrintable(minimum)) << system << minimum << isRefused;
        };
        const QString windows = u"10.0.17763"_s;
        row(u"10"_s, windows, false);
        row(u"10.0"_s, windows, false);
        row(u"11"_s, windows, false);
        row(u"server2019"_s, windows, false);
        row(u"10.0.17763"_s, windows, false);
        row(u"10.0.17134"_s, windows, true);
        row(u"10.0.1"_s, windows, true); // an early build, and no part of the number
        row(u"8.1"_s, windows, true);
        row(u"10.14"_s, u"10.14.4"_s, false);
        row(u"10.14.0"_s, u"10.14.4"_s, true);
        row(u"10.14"_s, u"10.15"_s, true);
        row(u"10.14"_s, u"11"_s, true);
        row(u"rolling"_s, u"12.10"_s, false);
        row(u"12"_s, u"12.10"_s, false);
        row(u"12"_s, u"120"_s, true);
    }
    void someVersionsAreNotKnown()
    {
        QFETCH(const QString, system);
        QFETCH(const QString, minimum);
        QFETCH(const bool, isRefused);
        PolicySet set = setOf({policyOf(1, {}, first)});
        set.items[{u"prf-1"_s, 1}].minimumOs = Version(minimum);
        Device device = laptop();
        device.osVersion = Version(system);
        QVERIFY(stepOf(set, {}, 1, {}, device).step == (isRefused ? ItemStep::Impossible : ItemStep::Install));
    }

    void theNewestRevisionThatTheDeviceCanHave()
    {
        PolicySet set = twoRevisions();
        DeployableItem &older = set.items[{u"prf-1"_s, 1}];
        DeployableItem &newer = set.items[{u"prf-1"_s, 2}];
        newer.minimumOs = Version(u"13"_s);
        Device device = laptop();
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        const auto step = [&](const std::vector<Deployment> &present) { return stepOf(set, present, 1, {}, device); };
        QCOMPARE(step({}).revision, 2); // whatever its version may be
        device.osVersion = Version(u"13.1"_s);
        QCOMPARE(step({}).revision, 2);
        QVERIFY(step(there).step == ItemStep::Replace);
        device.osVersion = Version(u"12.9"_s);
        QVERIFY(step({}).step == ItemStep::Install);
        QCOMPARE(step({}).revision, 1);
        QCOMPARE(step({}).policies, (QStringList{u"pol-1"_s, u"pol-2"_s}));
        QVERIFY(step(there).step == ItemStep::Present);
        // of several that it cannot have the newest says why
        older.supervisedOnly = true;
        device.supervised = false;
        QVERIFY(step({}).step == ItemStep::Impossible);
        QCOMPARE(step({}).revision, 2);
        QCOMPARE(step({}).code, u"minimum-os"_s);
        QVERIFY(step(there).step == ItemStep::Present); // it has it all the same
        // nobody knows what one needs that cannot be read
        older.supervisedOnly = false;
        set.items.remove({u"prf-1"_s, 2});
        QCOMPARE(step({}).code, u"item.missing"_s);
        QVERIFY(step(there).step == ItemStep::Keep);
        QVERIFY(!step(there).isRefused());
    }

    // A device that has an older revision, and lacks what the only one needs that is wanted.
    void whatStaysWhereTheNextCannotCome_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("expected");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, DeploymentState state, int attempts, ItemStep step, const QString &code) {
            QTest::newRow(name) << int(state) << attempts << int(step) << code;
        };
        using S = DeploymentState;
        const QString why = u"supervised"_s;
        row("installed", S::Installed, 1, ItemStep::Keep, why);
        row("delivered", S::Delivered, 1, ItemStep::Keep, why); // again the revision that it has
        row("installing", S::Installing, 1, ItemStep::Keep, why);
        row("queued", S::Queued, 0, ItemStep::Recall, why);
        row("waiting", S::Waiting, 0, ItemStep::Recall, why);
        row("postponed", S::Postponed, 1, ItemStep::Recall, why);
        row("left", S::Left, 1, ItemStep::Recall, why);
        row("to be removed", S::Removing, 0, ItemStep::Recall, why);
        row("being removed", S::Removing, 1, ItemStep::Keep, {});
        row("failed", S::Failed, 1, ItemStep::Remove, {});
        row("not possible", S::NotPossible, 0, ItemStep::Impossible, why);
    }
    void whatStaysWhereTheNextCannotCome()
    {
        QFETCH(const int, state);
        QFETCH(const int, attempts);
        QFETCH(const int, expected);
        QFETCH(const QString, code);
        const bool isWanted = state != int(DeploymentState::Left) && state != int(DeploymentState::Removing);
        Deployment row = deploymentOf(1, DeploymentState(state), isWanted ? QStringList{u"pol-1"_s} : QStringList());
        row.attempts = attempts;
        row.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        PolicySet set = setOf({policyOf(1, {}, first)}, 2);
        set.items[{u"prf-1"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const ItemPlan step = stepOf(set, {row}, 1, {}, device);
        QCOMPARE(int(step.step), expected);
        QCOMPARE(step.code, code);
        QCOMPARE(step.isRefused(), !code.isEmpty());
        QCOMPARE(step.revision, code.isEmpty() ? 0 : 2);
        QCOMPARE(step.policies, code.isEmpty() ? QStringList() : QStringList{u"pol-1"_s});
        // what is for another platform does not stay, nor what nobody has seen on the device
        Device other = device;
        other.platform = Platform::Windows;
        QCOMPARE(stepOf(set, {row}, 1, {}, other).isRefused(), !mayBeOnDevice(row));
        row.proof = {};
        QCOMPARE(stepOf(set, {row}, 1, {}, device).isRefused(), !mayBeOnDevice(row));
    }

    // It has its place, and nothing comes that needs its next revision.
    void whatStaysHoldsItsPlace()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-1"_s, u"prf-5"_s}, 60);
        policy.items[1].after = first;
        PolicySet set = setOf({policy, policyOf(2, {}, {u"prf-2"_s}, 0)}, 2);
        set.items[{u"prf-1"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        const auto step = [&](int profile) { return stepOf(set, there, profile, {}, device); };
        QVERIFY(step(1).step == ItemStep::Keep);
        QVERIFY(step(2).step == ItemStep::Impossible);
        QCOMPARE(step(2).winner, u"prf-1"_s);
        QVERIFY(step(5).step == ItemStep::Impossible);
        QCOMPARE(step(5).code, u"dependency"_s);
        QCOMPARE(step(5).needs, u"prf-1"_s);
        // where the next revision moves to another place, this one still has its own
        set.items[{u"prf-1"_s, 2}].place = u"wallpaper"_s;
        QCOMPARE(step(2).winner, u"prf-1"_s);
        // what does not have the place gives way to whoever came first
        Deployment left = deploymentOf(1, DeploymentState::Left, {});
        left.proof = there.front().proof;
        QVERIFY(stepOf(set, {left}, 2, {}, device).step == ItemStep::Install);
        QVERIFY(!stepOf(set, {left}, 1, {}, device).isRefused());
    }

    void onePlaceForAType()
    {
        const BusinessPolicy early = policyOf(5, {}, {u"prf-2"_s}, 0);
        const BusinessPolicy late = policyOf(4, {}, first, 60);
        const PolicySet set = setOf({late, early});
        QVERIFY(stepOf(set, {}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {}, 1).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1).code, u"conflict"_s);
        QCOMPARE(stepOf(set, {}, 1).winner, u"prf-2"_s);
        // what is there stays, also when it is about to be replaced by a newer revision of itself
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed, {u"pol-4"_s})};
        QVERIFY(stepOf(set, there, 1).step == ItemStep::Present);
        QCOMPARE(stepOf(set, there, 2).winner, u"prf-1"_s);
        QVERIFY(stepOf(setOf({late, early}, 2), there, 1).step == ItemStep::Replace);
        // what waits gives way; what goes gives way too
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Queued, {u"pol-4"_s})}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 1).step == ItemStep::Keep);
        // ties by id
        const PolicySet tied = setOf({policyOf(10, {}, {u"prf-3"_s}), policyOf(9, {}, {u"prf-4"_s})});
        QVERIFY(stepOf(tied, {}, 4).step == ItemStep::Install);
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-3"_s, u"prf-4"_s})}), {}, 3).step == ItemStep::Install);
    }

    void pausedPolicyKeepsWhatItBrought()
    {
        BusinessPolicy paused = policyOf(1, {}, {}); // edited since: it names the profile no more
        paused.state = PolicyState::Paused;
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        QVERIFY(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).step == ItemStep::Keep);
        QCOMPARE(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).policies, QStringList{u"pol-1"_s});
        QVERIFY(stepOf(setOf({paused}), {deploymentOf(1, DeploymentState::Queued)}, 1, {u"pol-1"_s}).step
            == ItemStep::Drop);
        QVERIFY(stepOf(setOf({paused}), there, 1, {}).step == ItemStep::Remove); // not held
        // a replacement that was not fetched is taken back
        Deployment ordered = deploymentOf(1, DeploymentState::Queued);
        ordered.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        QVERIFY(stepOf(setOf({paused}), {ordered}, 1, {u"pol-1"_s}).step == ItemStep::Recall);
        // and holds the place against others
        const PolicySet set = setOf({paused, policyOf(2, {}, {u"prf-2"_s})});
        QCOMPARE(stepOf(set, there, 2, {u"pol-1"_s}).code, u"conflict"_s);
    }

    void itemsWaitForWhatTheyNeed()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        const PolicySet set = setOf({policy});
        const auto steps = [&set](const std::vector<Deployment> &present) {
            QString text;
            for (int i = 5; i <= 7; ++i)
                text += QChar(u'0' + int(stepOf(set, present, i).step));
            return text;
        };
        const auto word = [](std::initializer_list<ItemStep> list) {
            QString text;
            for (const ItemStep step : list)
                text += QChar(u'0' + int(step));
            return text;
        };
        QCOMPARE(steps({}), word({ItemStep::Install, ItemStep::Wait, ItemStep::Wait}));
        QCOMPARE(stepOf(set, {}, 7).needs, u"prf-6"_s);
        QCOMPARE(steps({deploymentOf(5, DeploymentState::Delivered)}),
            word({ItemStep::Present, ItemStep::Wait, ItemStep::Wait}));
        const Deployment there = deploymentOf(5, DeploymentState::Installed);
        QCOMPARE(steps({there}), word({ItemStep::Present, ItemStep::Install, ItemStep::Wait}));
        // a failure that is due waits as well while what it needs is being installed anew
        Deployment failed = deploymentOf(6, DeploymentState::Failed);
        failed.due = now;
        QCOMPARE(steps({deploymentOf(5, DeploymentState::Queued), failed}),
            word({ItemStep::Present, ItemStep::Wait, ItemStep::Wait}));
        // the newer revision of what is needed goes first
        const PolicySet newer = setOf({policy}, 2);
        const std::vector<Deployment> both{there, deploymentOf(6, DeploymentState::Installed)};
        QVERIFY(stepOf(newer, both, 5).step == ItemStep::Replace);
        QVERIFY(stepOf(newer, both, 6).step == ItemStep::Wait);
    }

    void removalGoesBackwards()
    {
        std::vector<Deployment> present;
        for (int i = 5; i <= 7; ++i) {
            present.push_back(deploymentOf(i, DeploymentState::Installed));
            if (i > 5)
                present.back().after = QStringList{u"prf-%1"_s.arg(i - 1)};
        }
        const PolicySet none = setOf({});
        QVERIFY(stepOf(none, present, 7).step == ItemStep::Remove);
        QVERIFY(stepOf(none, present, 6).step == ItemStep::RemoveLater);
        QCOMPARE(stepOf(none, present, 6).needs, u"prf-7"_s);
        QVERIFY(stepOf(none, present, 5).step == ItemStep::RemoveLater);
        present.pop_back();
        QVERIFY(stepOf(none, present, 6).step == ItemStep::Remove);
        // what is still wanted without it does not hold it back
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-6"_s})}), present, 5).step == ItemStep::Remove);
    }

    void policiesThatDisagreeAboutTheOrderDoNotBlock()
    {
        BusinessPolicy one = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s}, 0);
        one.items[1].after = QStringList{u"prf-5"_s};
        BusinessPolicy other = policyOf(2, {}, {u"prf-5"_s, u"prf-6"_s}, 60);
        other.items[0].after = QStringList{u"prf-6"_s};
        const PolicySet set = setOf({one, other});
        QVERIFY(stepOf(set, {}, 5).step == ItemStep::Install); // as the first of them says
        QVERIFY(stepOf(set, {}, 6).step == ItemStep::Wait);
    }

    void endedPolicyLeavesWhatItBrought()
    {
        PolicySet set = setOf({});
        set.left = {u"pol-1"_s};
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Installed)}).step == ItemStep::Leave);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Queued)}).step == ItemStep::Drop);
        const Deployment left = deploymentOf(1, DeploymentState::Left, {});
        QVERIFY(stepOf(set, {left}).step == ItemStep::Keep);
        // wanted again, it is there; wanted otherwise, it gives way
        Deployment proven = left;
        proven.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        QVERIFY(stepOf(setOf({policyOf(2, {}, first)}), {proven}).step == ItemStep::Present);
        QVERIFY(stepOf(setOf({policyOf(2, {}, first)}, 2), {proven}).step == ItemStep::Replace);
        QVERIFY(stepOf(setOf({policyOf(2, {}, {u"prf-2"_s})}), {left}, 2).step == ItemStep::Install);
    }

    void monitoringBringsNothing()
    {
        BusinessPolicy policy = policyOf(1, {}, first);
        policy.mode = PolicyMode::Monitor;
        policy.rulePins = {{u"rul-1"_s, 1, {}, {}}};
        BusinessPolicy other = policyOf(2, {}, {});
        other.rulePins = {{u"rul-1"_s, 2, {}, {}}};
        const DevicePlan watched = planDevice(setOf({policy}), laptop(), {});
        QVERIFY(watched.items.empty() && !watched.isAssigned);
        QVERIFY(watched.rules.front().isMonitored);
        const DevicePlan both = planDevice(setOf({policy, other}), laptop(), {});
        QVERIFY(both.isAssigned && !both.rules.front().isMonitored);
        QCOMPARE(both.rules.front().revision, 2);
        // nor does it say how another policy judges, in whichever order they were activated
        policy.rulePins = {{u"rul-1"_s, 9, {}, {}, {{u"limit"_s, u"1"_s}}}};
        for (const auto &policies : {std::vector{policy, other}, std::vector{other, policy}}) {
            const DevicePlan judged = planDevice(setOf(policies), laptop(), {});
            QVERIFY(!judged.rules.front().isMonitored);
            QCOMPARE(judged.rules.front().revision, 2);
            QVERIFY(judged.rules.front().parameters.isEmpty());
        }
    }

    // What waits for something that the device cannot have does not wait for ever, and neither does what waits for
    // that.
    void whatCannotComeTakesItsDependentsAlong()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        PolicySet set = setOf({policy});
        QVERIFY(stepOf(set, {}, 7).step == ItemStep::Wait);
        set.items[{u"prf-5"_s, 1}].platform = Platform::Windows;
        QCOMPARE(stepOf(set, {}, 5).code, u"platform"_s);
        for (const int number : {6, 7}) {
            QVERIFY(stepOf(set, {}, number).step == ItemStep::Impossible);
            QCOMPARE(stepOf(set, {}, number).code, u"dependency"_s);
            QCOMPARE(stepOf(set, {}, number).needs, u"prf-%1"_s.arg(number - 1));
        }
        Deployment earlier = deploymentOf(6, DeploymentState::Installed);
        earlier.revision = 2; // another revision: it stays
        earlier.proof.insert(u"version"_s, 2);
        QVERIFY(stepOf(set, {earlier}, 6).step == ItemStep::Keep);
        QCOMPARE(stepOf(set, {earlier}, 6).code, u"dependency"_s);
        QVERIFY(stepOf(set, {earlier}, 7).step == ItemStep::Impossible);
        // what it may have, and nobody has seen, is not forgotten
        earlier.proof = {};
        QVERIFY(stepOf(set, {earlier}, 6).step == ItemStep::Wait);
        QVERIFY(!stepOf(set, {earlier}, 6).isRefused());
    }

    // The first keeps the revision that it has; so do those that need its next one.
    void whatStaysKeepsItsDependentsAsTheyAre()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        PolicySet set = setOf({policy}, 2);
        set.items[{u"prf-5"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const Deployment needed = deploymentOf(5, DeploymentState::Installed);
        const auto step = [&](const Deployment &row, int profile) {
            return stepOf(set, {needed, row}, profile, {}, device);
        };
        const Deployment there = deploymentOf(6, DeploymentState::Installed);
        QCOMPARE(step(there, 5).code, u"supervised"_s);
        QVERIFY(step(there, 6).step == ItemStep::Keep);
        QVERIFY(step(there, 6).isRefused());
        QCOMPARE(step(there, 6).code, u"dependency"_s);
        QCOMPARE(step(there, 6).needs, u"prf-5"_s);
        QCOMPARE(step(there, 6).revision, 2);
        QCOMPARE(step(there, 6).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(there, 7).step == ItemStep::Impossible);
        QCOMPARE(step(there, 7).needs, u"prf-6"_s);
        Deployment waiting = deploymentOf(6, DeploymentState::Waiting);
        waiting.revision = 2;
        waiting.proof = there.proof;
        QVERIFY(step(waiting, 6).step == ItemStep::Recall);
        QCOMPARE(step(waiting, 6).code, u"dependency"_s);
        // it has the wanted one already
        Deployment newer = there;
        newer.revision = 2;
        newer.proof.insert(u"version"_s, 2);
        QVERIFY(step(newer, 6).step == ItemStep::Present);
        // and when the first can come, the others come after it
        device.supervised = true;
        QVERIFY(step(there, 5).step == ItemStep::Replace);
        QVERIFY(step(there, 6).step == ItemStep::Wait);
    }

    void wavesComeOneAfterTheOther()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-2"_s});
        policy.waves = {{0, u"tag:field"_s}, {30, {}}};
        PolicySet set = setOf({policy});
        CompiledPolicy &staged = set.active.front();
        staged.previous = std::make_shared<const CompiledPolicy>(setOf({policyOf(1, {}, first)}).active.front());
        int waves[4] = {};
        for (int i = 1; i <= 2'000; ++i) {
            Device device = laptop();
            device.id = makeId<Device>(i);
            if (i % 10 == 0)
                device.tags = {u"field"_s};
            const qint64 wave = staged.waveOf(device);
            QVERIFY(wave >= 1 && wave <= 3);
            ++waves[wave];
            for (qint64 open = 1; open <= 3; ++open) {
                staged.policy.wave = open;
                QVERIFY(stepOf(set, {}, open >= wave ? 2 : 1, {}, device).step == ItemStep::Install);
                QVERIFY(!planDevice(set, device, {}).find(open >= wave ? u"prf-1"_s : u"prf-2"_s));
            }
        }
        QCOMPARE(waves[1], 200);
        QVERIFY(qAbs(waves[2] - 540) < 80); // 30 percent of the others
        // a halted one begins nothing, and keeps what has begun
        staged.policy.wave = 3;
        staged.policy.rollout = RolloutState::Halted;
        QVERIFY(stepOf(set, {}, 2).step == ItemStep::Wait);
        QVERIFY(stepOf(set, {deploymentOf(2, DeploymentState::Delivered)}, 2).step == ItemStep::Present);
        QVERIFY(stepOf(set, {deploymentOf(2, DeploymentState::Queued)}, 2).step == ItemStep::Wait); // not fetched yet
        Deployment failed = deploymentOf(2, DeploymentState::Failed); // why it has halted stays on record
        failed.due = now;
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Keep);
        failed.due = {};
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Keep);
        staged.policy.rollout = RolloutState::Running;
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Install);
    }

    // Another policy wants the first revision; it is no reason for the second to come, which has halted.
    void aHaltedRevisionGivesWayToAnother()
    {
        PolicySet set = twoRevisions();
        set.active[1].policy.rollout = RolloutState::Halted;
        const auto row = [](DeploymentState state, qint64 revision) {
            Deployment deployment = deploymentOf(1, state, {u"pol-1"_s, u"pol-2"_s});
            deployment.revision = revision;
            if (state == DeploymentState::Installed)
                deployment.proof.insert(u"version"_s, revision);
            return deployment;
        };
        const auto told = [&set](const std::vector<Deployment> &present) {
            const ItemPlan step = stepOf(set, present);
            return std::pair(step.step, step.revision);
        };
        using S = DeploymentState;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(1)));
        QCOMPARE(stepOf(set, {}).policies, (QStringList{u"pol-1"_s, u"pol-2"_s}));
        QVERIFY(told({row(S::Queued, 2)}) == std::pair(ItemStep::Install, qint64(1))); // not fetched yet
        QVERIFY(told({row(S::Failed, 2)}) == std::pair(ItemStep::Replace, qint64(1)));
        QVERIFY(told({row(S::Installed, 1)}) == std::pair(ItemStep::Present, qint64(1)));
        // what has begun goes on
        for (const S state : {S::Delivered, S::Installing, S::Installed})
            QVERIFY(told({row(state, 2)}) == std::pair(ItemStep::Present, qint64(2)));
        Deployment waiting = row(S::Waiting, 1);
        waiting.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 2}};
        QVERIFY(told({waiting}) == std::pair(ItemStep::Present, qint64(2)));
        // where the device cannot have the first, there is only the one that has halted
        set.items[{u"prf-1"_s, 1}].platform = Platform::Windows;
        QVERIFY(told({}) == std::pair(ItemStep::Wait, qint64(2)));
        QCOMPARE(stepOf(set, {}).code, u"rollout.halted"_s);
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        // nor is there another where both have halted; and who names the same lets it come
        set.active[0].policy.rollout = RolloutState::Halted;
        QVERIFY(told({}) == std::pair(ItemStep::Wait, qint64(2)));
        set.active[0].policy.rollout = RolloutState::Running;
        set.active[0].policy.items.front().revision = 2;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(2)));
        // an older one that has halted is nothing to a newer one
        set = twoRevisions();
        set.active[0].policy.rollout = RolloutState::Halted;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(2)));
    }

    void aHaltedRollOutTakesNothingAway()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-6"_s});
        policy.waves = {{50, {}}};
        PolicySet set = setOf({policy});
        CompiledPolicy &staged = set.active.front();
        staged.previous = std::make_shared<const CompiledPolicy>(setOf({policyOf(1, {}, {u"prf-5"_s})}).active.front());
        staged.policy.wave = 2;
        const auto step = [&set](const Deployment &old) { return stepOf(set, {old}, 5); };
        const Deployment there = deploymentOf(5, DeploymentState::Installed);
        Deployment ordered = deploymentOf(5, DeploymentState::Removing, {});
        ordered.attempts = 0;
        Deployment fetched = ordered;
        fetched.attempts = 1;
        const Deployment waiting = deploymentOf(5, DeploymentState::Waiting, {});
        QVERIFY(step(there).step == ItemStep::Remove);
        QVERIFY(step(ordered).step == ItemStep::Keep);
        staged.policy.rollout = RolloutState::Halted;
        QVERIFY(step(there).step == ItemStep::Keep);
        QCOMPARE(step(there).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(ordered).step == ItemStep::Recall);
        QCOMPARE(step(ordered).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(waiting).step == ItemStep::Recall);
        // what has begun goes on
        QVERIFY(step(fetched).step == ItemStep::Keep);
        QVERIFY(step(fetched).policies.isEmpty());
        Deployment failed = deploymentOf(5, DeploymentState::Failed, {});
        failed.due = now;
        QVERIFY(step(failed).step == ItemStep::Remove);
        // another policy's end is none of its business
        QVERIFY(stepOf(set, {deploymentOf(7, DeploymentState::Installed)}, 7).step == ItemStep::Remove);
    }
};

QTEST_GUILESS_MAIN(TestPolicyPlan)
#include "tst_policy_plan.moc"
