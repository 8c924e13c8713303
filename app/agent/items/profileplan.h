// ProfilePlan: what a profile is to do on this computer: files, or packages.
#pragma once

#include "agent/items/itemstore.h"
#include "agent/packages/ledger.h"
#include "domain/command.h"

#include <variant>

namespace belvedere {

using ProfilePlan = std::variant<ItemPlan, PackageItem>;

// Errors "profile.unsupported" (no type of Linux that this agent knows), "command.parameters" (settings that it does
// not take), those of authorityFiles().
Result<ProfilePlan> planProfile(const ProfileParameters &parameters, const QDateTime &now);

} // namespace belvedere
