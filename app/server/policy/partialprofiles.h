// Partial profiles: which settings of the profiles on a device have no effect there.
#pragma once

#include "api/policies.h"
#include "compliance/plan.h"
#include "server/store/database.h"

namespace belvedere::server {

// The setting of an item that the device lacks something for, on one device.
IneffectiveSetting ineffectiveSetting(const DeployableItem &item, const SettingLack &lack);

// Of each profile in the revision that the device has shown last, in the order of their names; those alone of which
// some setting has no effect. Error "not-found" for an unknown device.
Result<std::vector<PartialProfile>> partialProfiles(Database &database, const Id<Device> &device);

} // namespace belvedere::server
