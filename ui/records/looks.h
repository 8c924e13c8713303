// How states of devices, policies and rules look wherever they are shown.
#pragma once

#include "ui/common/badge.h"

namespace belvedere {

// Each takes the word on the wire, as BadgeLooks.
std::optional<BadgeLook> complianceLook(const QString &token);
std::optional<BadgeLook> policyLook(const QString &token);
std::optional<BadgeLook> rolloutLook(const QString &token);
std::optional<BadgeLook> deploymentLook(const QString &token);
std::optional<BadgeLook> ruleStateLook(const QString &token);
std::optional<BadgeLook> waiverLook(const QString &token);
std::optional<BadgeLook> patchDecisionLook(const QString &token);
std::optional<BadgeLook> stepLook(const QString &token);
std::optional<BadgeLook> ruleSeverityLook(const QString &token);

} // namespace belvedere
