// Which devices an order means, and which of them cannot carry it out.
#pragma once

#include "api/actions.h"
#include "domain/command.h"
#include "domain/updatewindow.h"
#include "server/store/database.h"

namespace belvedere::server {

struct ActionTarget {
    Id<Device> id;
    QString name; // empty when there is no such device
    Coded<Management> management;
    Coded<Platform> platform;
    bool simulated = false;
    QString refusal; // code; empty: the device can do it
    std::optional<bool> installsPackages = {}; // see Device
    std::vector<PackageUpdate> updates = {}; // of ActionKind::UpdatesInstall: what it is told to install
};

// Errors: validation of `order` by field; "action.no-devices-named", "action.devices-named-twice", "action.too-many";
// "query.…"; "patch.not-approved" for updates that nobody has approved.
Result<std::vector<ActionTarget>> actionTargets(Database &database, const ActionOrder &order, const QDateTime &now);

// The window of an order for updates; errors by field, below "parameters".
Result<UpdateWindow> windowOf(const ActionOrder &order);

// The first maximumRefusalsShown of them.
std::vector<ActionRefusal> actionRefusals(const std::vector<ActionTarget> &targets);
qint64 acceptedTargets(const std::vector<ActionTarget> &targets);

} // namespace belvedere::server
