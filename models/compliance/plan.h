// What the active policies want of one device. Preview and reconciliation both go by this, so that they cannot differ.
#pragma once

#include "compliance/evaluate.h"
#include "domain/policy.h"
#include "query/evaluate.h"

namespace belvedere {

struct CompiledPolicy {
    BusinessPolicy policy;
    std::optional<Matcher> scope; // nothing: all devices

    bool holds(const Device &device) const;
};

// Errors: those of the parser, on the field "scope"; "policy.scope" for a scope that tests `compliance`, which would
// change by the policy itself, and for one that is empty without `allDevices` or given together with it.
Result<CompiledPolicy> compilePolicy(const BusinessPolicy &policy, const QDateTime &now);

// Everything that planning needs besides the device, at one moment.
struct PolicySet {
    QDateTime now;
    std::vector<CompiledPolicy> active; // in order of activation, ties by id: see sortByActivation()
    std::vector<BusinessPolicy> paused;
    QHash<QString, ConfigurationProfile> profiles; // all of them
    QHash<QString, CompiledRule> rules; // of active policies

    bool isEmpty() const { return active.empty() && paused.empty(); }
};
void sortByActivation(std::vector<CompiledPolicy> &policies);

enum class ProfileStep : quint8 {
    Install, // the device does not have it
    Replace, // the device has an older revision
    Remove,
    Present, // there or on its way
    Impossible, // see `code`
    Drop, // ordered, but the device never heard of it
    Keep, // nothing to do: being removed, or kept by a paused policy
};

struct ProfilePlan {
    QString profile; // id
    ProfileStep step = ProfileStep::Keep;
    QString code; // of Impossible: "inventory-only", "platform", "conflict", or how the device failed for good
    QString winner; // of "conflict" with another profile: its id
    QStringList policies; // ids of those that want it, also the paused that keep it; empty for Remove and Drop
};

// What the device has already, or may have.
struct DevicePresent {
    std::span<const Deployment> deployments;
    QStringList policies; // ids of active and paused policies that the device is on record for
};

struct DevicePlan {
    QStringList policies; // ids of active ones whose scope has the device, and of paused ones that hold it
    bool isAssigned = false; // by an active one
    std::vector<ProfilePlan> profiles; // each profile at most once, sorted by id
    QStringList rules; // ids, sorted

    const ProfilePlan *find(const QString &profile) const;
};

inline constexpr int maximumAttempts = 5;
inline constexpr qint64 retrySeconds = 15 * 60;

// A device holds one profile of a place. Of several that are wanted the one stays that the device has (or is being
// given) already; else that of the policy activated first, ties by the policy's id, then by the profile's. The others
// are impossible with code "conflict". A paused policy keeps what it has brought and brings nothing new.
DevicePlan planDevice(const PolicySet &set, const Device &device, const DevicePresent &present);

// Whether the device has, or may have, some revision of the profile.
bool mayBeOnDevice(const Deployment &deployment);
// Whether a failure will be tried again by itself, now or later.
bool willBeRetried(const Deployment &deployment);

} // namespace belvedere
