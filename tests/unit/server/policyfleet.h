// PolicyFleet: a site with devices, policies, profiles and rules, whose devices answer when a test tells them to.
#pragma once

#include "sitefile.h"

#include "api/operations.h"
#include "server/policy/currentset.h"
#include "server/policy/deployments.h"
#include "server/policy/fleetmemory.h"
#include "server/policy/queue.h"
#include "server/policy/reconcile.h"
#include "server/policy/rollouts.h"
#include "server/policy/versions.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

#include <QRandomGenerator>
#include <QSet>

namespace belvedere::server {

class PolicyFleet {
public:
    PolicyFleet();
    // Seven profiles, of which two exclude each other and three may need what not every device has, three rules, five
    // policies as drafts, and devices of all sorts.
    void fill(int devices, QRandomGenerator &random);
    qsizetype policyCount() const { return m_policies.size(); }
    BusinessPolicy policy(int index) const { return reread(m_policies[index]); }
    BusinessPolicy reread(const BusinessPolicy &policy) const;
    BusinessPolicy policyOf(const Deployment &deployment) const; // the first that wants it
    BusinessPolicy everybody(); // a policy for all devices with the first profile and rule
    // One device, and a profile on its way to it.
    Deployment oneQueued();

    // The preview as the server makes it; stops the test when the plain one, device by device, says anything else.
    Result<PolicyPreview> preview(const BusinessPolicy &policy);
    BusinessPolicy save(BusinessPolicy policy); // in its short form: profiles and rules
    BusinessPolicy saveParts(BusinessPolicy policy); // its items and rules in their order
    void activate(const BusinessPolicy &policy);
    void pause(const BusinessPolicy &policy);
    void retireLeaving(const BusinessPolicy &policy); // what it has installed stays
    // What time does for roll-outs, and a person for that of this policy, if there is one.
    void carryOn(const BusinessPolicy &policy);
    BusinessPolicy rollBack(const BusinessPolicy &policy, qint64 number);
    BusinessPolicy edit(const BusinessPolicy &policy, QRandomGenerator &random);
    void editProfile(QRandomGenerator &random);
    void editProfile(const Id<ConfigurationProfile> &id, QRandomGenerator &random);
    void changeDevice(QRandomGenerator &random);
    void removeAllPolicies();
    void removeAllProfiles(); // the records; what policies name of them is kept
    QString profileId(int index) const { return m_profiles[index].text; }
    QString ruleId(int index) const { return m_rules[index]; }
    QStringList installed() const; // a line for each deployment
    QStringList judged() const; // a line for each result of a rule, and one for each device
    std::vector<Deployment> deployments() const;
    void settle(); // every device does all that it is told

    void later(int seconds) { site.now = site.now.addSecs(seconds); }
    void aged(); // the hourly round
    void drain();
    void deliver(const Deployment &deployment);
    QString command(const Deployment &deployment) const; // the newest
    void report(const Deployment &deployment, CommandOutcome outcome, const QJsonObject &proof = {});
    void reportAs(const Deployment &deployment, const QString &command, CommandOutcome outcome,
        const QJsonObject &proof, const QString &code = {});
    // Each device fetches, begins, ends well or badly, or does nothing.
    void letDevicesAnswer(QRandomGenerator &random);
    void allDevicesSucceed();

    Deployment stored(const Deployment &deployment) const;
    Device device(const QString &id) const;
    QHash<QString, QString> compliance() const; // of every device, by id
    QSet<QString> members(const BusinessPolicy &policy) const;
    qint64 number(const QString &sql, const QVariantList &values = {}) const { return site.number(sql, values); }

    SiteFile site;
    ListColumns devices{"device", "devices", fields<Device>()}; // kept by every commit
    FleetMemory memory{&devices};

private:
    template<class E> E insert(const E &entity);
    static void orderItems(BusinessPolicy &policy);
    void finish(const Deployment &deployment, const OpenCommand &open);

    QList<BusinessPolicy> m_policies;
    QList<Id<ConfigurationProfile>> m_profiles;
    QStringList m_rules;
    QStringList m_devices;
};

} // namespace belvedere::server
