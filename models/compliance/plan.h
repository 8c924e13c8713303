// What the active policies want of one device. Preview and reconciliation both go by this, so that they cannot differ.
#pragma once

#include "compliance/evaluate.h"
#include "compliance/policyset.h"
#include "domain/deployment.h"

namespace belvedere {

enum class ItemStep : quint8 {
    Install, // the device does not have it
    Replace, // the device has another revision
    Remove,
    Present, // there or on its way
    Impossible, // see `code`
    Drop, // ordered, but the device never heard of it
    Keep, // nothing to do: being removed, left, brought by a rule, or kept by a paused policy; failed, and its roll-out
          // has halted; with `code`: what is wanted cannot come, and another revision stays
    Wait, // to be installed or replaced, but `needs` comes first; without `needs` see `code`
    RemoveLater, // first `needs`, that needs it, has to go
    Leave, // nobody wants it any more; a person chose that it stays
    Recall, // a paused policy, or a halted roll-out, leaves what is there; what is ordered and not fetched is taken
            // back. With `code`: as with Keep
};

struct ItemPlan {
    QString item; // id
    ItemStep step = ItemStep::Keep;
    qint64 revision = 0; // that is wanted; 0: nobody wants it
    // of Impossible: "inventory-only", "platform", "minimum-os", "supervised", "company-owned", "conflict",
    // "dependency" (the device cannot have `needs`), or how the device failed for good; of Wait; of Keep and Recall
    // what the device lacks, or "dependency"
    QString code;
    QString winner; // of "conflict" with another item: its id
    QString needs; // id of an item
    QStringList after; // ids of all items that have to be installed before
    QStringList policies; // ids of those that want it, also the paused that keep it; empty for Remove and Drop

    // The device cannot have what is wanted; `code` says why.
    bool isRefused() const
    {
        const bool stays = step == ItemStep::Keep || step == ItemStep::Recall;
        return step == ItemStep::Impossible || (stays && !code.isEmpty());
    }
};

// What the device has already, or may have.
struct DevicePresent {
    std::span<const Deployment> deployments;
    QStringList policies; // ids of active and paused policies that the device is on record for
};

// An active policy that concerns a device, in the version that the device is to have.
struct PlanScope {
    size_t rank = 0; // in PolicySet::active
    size_t back = 0; // CompiledPolicy::version(): the newest whose roll-out has come to the device
};
// What planning looks at in a device besides what it has.
struct PlanSubject {
    Coded<Platform> platform;
    Coded<Management> management;
    Version osVersion; // null: not known
    std::optional<bool> supervised;
    Coded<Ownership> ownership;
    std::vector<PlanScope> scopes; // by rank
};
PlanSubject subjectOf(const Device &device); // without scopes
PlanSubject subjectOf(const PolicySet &set, const Device &device);
// Why the device cannot have the item, as ItemPlan::code; empty: it can. `deployment` is that of the item; null: none.
QString obstacle(const DeployableItem &item, const Deployment *deployment, const PlanSubject &subject);
// iPadOS takes what is made for iOS; what names no platform is for all.
bool takes(const Coded<Platform> &device, const Coded<Platform> &item);

struct PlannedRule {
    QString rule; // id
    qint64 revision = 0; // the newest of those that the device's enforcing policies name; without such, of the others
    bool isMonitored = false; // by monitoring policies only: shown, but not part of the device's state
    QJsonObject parameters = {}; // as the policy gives them that names the revision, the first activated of several
};

// A setting that has no effect on a device.
struct SettingLack {
    const ItemSetting *setting = nullptr; // lives as long as the item
    QString code; // lackOf() what it needs
};

struct DevicePlan {
    QStringList policies; // ids of active ones that concern the device, and of paused ones that hold it
    bool isAssigned = false; // by an active one that enforces
    std::vector<ItemPlan> items; // each at most once, sorted by id
    std::vector<PlannedRule> rules; // sorted by id
    PlanSubject subject = {};

    const ItemPlan *find(const QString &item) const;
};

inline constexpr int maximumAttempts = 5;

// What needs a later operating system, supervision or a company's device is refused where the device is known to have
// none; where it has shown that it holds the very revision, it keeps it. Of an item that several policies want, the
// newest of the revisions that they name and that the device can have is installed. Where it can have none of them for
// what it lacks, or what has to be installed before cannot come, another revision that it has shown to hold stays.
// Items of one place exclude each other. Of several that are wanted the one stays that the device has (or is being
// given) already; else that of the policy activated first, ties by the policy's id, then by the item's. The others are
// impossible with code "conflict". An item waits until all that its policies put before it are installed in the
// revision that is wanted, and goes only when nothing needs it that goes as well; what several policies together would
// order in a circle goes by the policies that were activated first. A paused policy keeps what it has brought and
// brings nothing new; a halted roll-out begins nothing on devices that have not begun, neither to bring nor to take
// away: what it names of an item counts there only where no other policy names a revision that the device can have.
// What a rule's step brought stays, and is tried again where it failed, until a policy names it, which then has it like
// any other of its items, or another item of its place, to which it gives way.
DevicePlan planDevice(const PolicySet &set, const PlanSubject &subject, const DevicePresent &present);
DevicePlan planDevice(const PolicySet &set, const Device &device, const DevicePresent &present);

// What a device is known to lack: "minimum-os", "supervised" or "company-owned", in that order; empty: nothing.
QString lackOf(const DeviceNeeds &needs, const PlanSubject &subject);
// Of an item that the device has or gets, in the order of the item's settings. Also where it has shown to hold the
// profile: it passes over single settings and holds the profile all the same.
std::vector<SettingLack> settingsWithoutEffect(const DeployableItem &item, const PlanSubject &subject);
// Whether an item's code tells that a device of the right platform lacks what the item needs of it.
bool isLacking(const QString &code);
// Whether a system is known to be older than what is needed. "10" may be any "10.0.17763", and "server2019" any at all.
bool isOlder(const Version &system, const Version &minimum);
// Whether the device has, or may have, some revision of the item.
bool mayBeOnDevice(const Deployment &deployment);
// By a policy, or by the rule whose step brought it.
bool isWanted(const Deployment &deployment);
// Why a deployment that failed is not tried again: the device meets the rule whose step brought it.
inline constexpr QLatin1StringView withdrawnStep("step.withdrawn");
// Of what the device has shown last; 0: nothing.
qint64 provenRevision(const Deployment &deployment);
// Whether a failure or a postponement will be tried again by itself, now or later.
bool willBeRetried(const Deployment &deployment);
// Whether it is time for that.
bool isDue(const Deployment &deployment, const QDateTime &now);
// After this many attempts: 1, 5, 15, then 60 minutes, give or take a fifth that depends on the deployment.
QDateTime nextAttempt(const Id<Deployment> &deployment, qint64 attempts, const QDateTime &now);

} // namespace belvedere
