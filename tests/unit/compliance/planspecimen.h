// What tests of the plan of one device stand on: a laptop, profiles of which a device holds one, and policies over
// them.
#pragma once

#include "compliance/plan.h"

#include <QTest>

namespace belvedere::test {

using namespace Qt::StringLiterals;

inline const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

inline DeployableItem itemOf(int number, qint64 revision = 1)
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

inline BusinessPolicy policyOf(int number, const QString &scope, const QStringList &profiles, int activated = 0)
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

inline PolicySet setOf(std::vector<BusinessPolicy> policies, qint64 revision = 1)
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

inline Device laptop()
{
    Device device;
    device.id = makeId<Device>(1);
    device.name = u"a"_s;
    device.platform = Platform::Linux;
    device.management = Management::Agent;
    device.tags = {u"sales"_s};
    return device;
}

inline Deployment deploymentOf(int profile, DeploymentState state, const QStringList &policies = {u"pol-1"_s})
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

inline ItemPlan stepOf(const PolicySet &set, const std::vector<Deployment> &present, int profile = 1,
    const QStringList &member = {}, const Device &device = laptop())
{
    const DevicePlan plan = planDevice(set, device, {present, member});
    const ItemPlan *step = plan.find(makeId<ConfigurationProfile>(profile).text);
    return step ? *step : ItemPlan{};
}

inline const QStringList first{u"prf-1"_s};

// The first profile, by one policy in its first and by a later one in its second revision.
inline PolicySet twoRevisions()
{
    PolicySet set = setOf({policyOf(1, {}, first, 0), policyOf(2, {}, first, 60)});
    set.active[1].policy.items.front().revision = 2;
    set.items.insert({u"prf-1"_s, 2}, itemOf(1, 2));
    return set;
}

} // namespace belvedere::test
