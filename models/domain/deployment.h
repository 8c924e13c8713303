// Deployment: one item of business policies, or of a rule's step, on one device, from the order to what the device read
// back.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class ItemKind : quint8 { Unknown, Profile, Application, File, Certificate };

// By the prefix of the id: "prf-7" is a profile. Unknown for anything else.
ItemKind itemKind(QStringView id);

enum class DeploymentState : quint8 {
    Unknown,
    Queued, // for the device to check in
    Waiting, // for another item; `detail` says which. Without policies: its removal waits for that of another one
    Delivered,
    Installing, // the device began
    Installed, // read back by the device
    Failed,
    Postponed, // the device said later; see `due`
    Removing, // queued, delivered or begun; the record goes when the device has removed it
    NotPossible, // never sent: the device cannot take it
    Left, // installed, and nobody wants it any more: a person chose to leave it when the policy ended
};

struct Deployment {
    static constexpr char idPrefix[] = "dep";

    Id<Deployment> id;
    QString item; // id
    QString itemName;
    Coded<ItemKind> kind;
    qint64 revision = 0; // of the item
    Id<Device> device;
    QString deviceName;
    QStringList policies; // ids of those that want it; empty while it is being removed
    QStringList formerPolicies; // ids of those that wanted it last; empty while one does
    // Id of the rule whose step brought it; it stays though no policy wants it. Empty while one does, or it is being
    // removed.
    QString rule;
    QString ruleName;
    Coded<DeploymentState> state;
    QString code; // dotted reason; empty while all is well
    QString detail; // one English sentence
    qint64 attempts = 0; // deliveries since it was ordered by a person or a policy
    QDateTime due; // of a failed or postponed one: when it is tried again by itself
    QStringList after; // ids of the items that it needs; they are removed only after it
    QString place; // of a kind of which a device holds one, see DeployableItem
    QJsonObject proof; // what the device read back
    QDateTime stateSince;
    bool simulated = false;
    qint64 version = 0;
};

} // namespace belvedere
