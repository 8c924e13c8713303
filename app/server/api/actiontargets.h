// Which devices an order means, and which of them cannot carry it out.
#pragma once

#include "api/actions.h"
#include "server/store/database.h"

namespace belvedere::server {

struct ActionTarget {
    Id<Device> id;
    QString name; // empty when there is no such device
    Coded<Management> management;
    Coded<Platform> platform;
    bool simulated = false;
    QString refusal; // code; empty: the device can do it
};

// Errors: validation of `order` by field; "action.no-devices-named", "action.devices-named-twice", "action.too-many";
// "query.…".
Result<std::vector<ActionTarget>> actionTargets(Database &database, const ActionOrder &order, const QDateTime &now);

// The first maximumRefusalsShown of them.
std::vector<ActionRefusal> actionRefusals(const std::vector<ActionTarget> &targets);
qint64 acceptedTargets(const std::vector<ActionTarget> &targets);

} // namespace belvedere::server
