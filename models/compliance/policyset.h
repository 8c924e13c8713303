// PolicySet: the policies in force, compiled, with everything that they bring, at one moment.
#pragma once

#include "compliance/evaluate.h"
#include "compliance/waivers.h"
#include "domain/command.h"
#include "domain/deployment.h"
#include "domain/policy.h"
#include "query/evaluate.h"

#include <memory>
#include <QSet>

namespace belvedere {

// What a device must be, as far as it is known what it is.
struct DeviceNeeds {
    Version minimumOs; // null: any
    bool supervisedOnly = false;
    bool companyOnly = false; // not for devices that are known to be a person's own

    bool operator==(const DeviceNeeds &) const = default;
};

// A setting of a profile that has no effect on devices that are less than it needs.
struct ItemSetting {
    QString key;
    QString label; // English, as in the catalogue
    DeviceNeeds needs;
};

// An item in one revision, as it can be brought to devices and taken off again.
struct DeployableItem : DeviceNeeds {
    QString id;
    Coded<ItemKind> kind;
    QString name;
    qint64 revision = 0;
    Coded<Platform> platform; // not known: any
    std::vector<ItemSetting> settings; // those that need something, in the order of the catalogue
    QString place; // a device holds one item of a place; empty: as many as wanted
    Coded<CommandKind> installKind;
    QJsonObject install; // parameters
    Coded<CommandKind> removeKind;
    QJsonObject remove;
};

using Pin = std::pair<QString, qint64>; // id and revision
// Of a rule with parameters: what is judged by other values is another rule.
Pin rulePin(const QString &rule, qint64 revision, const QJsonObject &parameters);

struct CompiledWave {
    qint64 percent = 0;
    std::optional<Matcher> query; // instead of a share
};

struct CompiledPolicy {
    BusinessPolicy policy; // with the content that is in force
    std::optional<Matcher> scope; // nothing: all devices
    std::vector<CompiledWave> waves = {}; // of a roll-out that is under way; none: everybody
    // What devices keep that the roll-out has not reached: the version of an earlier one, as far as that came, and so
    // on; null: nothing.
    std::shared_ptr<const CompiledPolicy> previous = {};
    // When the policy first came with the rule, by id: of the rules whose grace counts from the assignment.
    QHash<QString, QDateTime> ruleSince = {};

    // Its scope alone.
    bool holds(const Device &device) const;
    // From 1; one more than there are waves for everybody else.
    qint64 waveOf(const Device &device) const;
    bool hasReached(const Device &device) const { return waves.empty() || waveOf(device) <= policy.wave; }
    // So many versions back along `previous`; null: there are not as many.
    const CompiledPolicy *version(size_t back) const;
};

// Errors: those of the parser, on the field "scope"; "policy.scope" for a scope that tests `compliance`, which would
// change by the policy itself, and for one that is empty without `allDevices` or given together with it; the same on
// "rollout.waves".
Result<CompiledPolicy> compilePolicy(const BusinessPolicy &policy, const QDateTime &now);

struct PolicySet {
    QDateTime now;
    std::vector<CompiledPolicy> active; // in order of activation, ties by id: see sortByActivation()
    std::vector<BusinessPolicy> paused;
    QSet<QString> left; // ids of policies that ended and whose items stay where they are
    QHash<Pin, DeployableItem> items; // what active policies name
    QHash<Pin, CompiledRule> rules; // likewise, by rulePin()
    std::vector<CompiledWaiver> waivers; // approved, and not at their end

    bool isEmpty() const { return active.empty() && paused.empty(); }
};
void sortByActivation(std::vector<CompiledPolicy> &policies);

} // namespace belvedere
