// BusinessPolicy: which devices get which profiles and must meet which rules; Deployment: one profile on one device.
#pragma once

#include "domain/profile.h"
#include "domain/rule.h"

namespace belvedere {

enum class PolicyState : quint8 { Unknown, Draft, Active, Paused };

struct BusinessPolicy {
    static constexpr char idPrefix[] = "pol";

    Id<BusinessPolicy> id;
    QString name;
    QString description;
    // Which devices: a query, or all of them, said in so many words. An empty query with `allDevices` unset is refused.
    QString scope;
    bool allDevices = false;
    QStringList profiles; // ids
    QStringList rules; // ids
    Coded<PolicyState> state = PolicyState::Draft;
    qint64 devices = 0; // in scope while active or paused
    QDateTime created;
    QDateTime activated; // last time
    QString activatedBy; // name of the account
    qint64 version = 0; // of the record; the entity tag
};

enum class DeploymentState : quint8 {
    Unknown,
    Queued, // for the device to check in
    Delivered,
    Installing, // the device began
    Installed, // read back by the device
    Failed,
    Removing, // queued, delivered or begun; the record goes when the device has removed it
    NotPossible, // never sent: the device cannot take it
};

struct Deployment {
    static constexpr char idPrefix[] = "dep";

    Id<Deployment> id;
    Id<ConfigurationProfile> profile;
    QString profileName;
    qint64 revision = 0; // of the profile's settings
    Id<Device> device;
    QString deviceName;
    QStringList policies; // ids of those that want it; empty while it is being removed
    Coded<DeploymentState> state;
    QString code; // dotted reason; empty while all is well
    QString detail; // one English sentence
    qint64 attempts = 0;
    QJsonObject proof; // what the device read back
    QDateTime stateSince;
    bool simulated = false;
    qint64 version = 0;
};

} // namespace belvedere
