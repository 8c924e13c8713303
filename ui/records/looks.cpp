// Severities and icons of states.
#include "ui/records/looks.h"

using namespace Qt::StringLiterals;

namespace belvedere {

std::optional<BadgeLook> complianceLook(const QString &token)
{
    if (token == "compliant"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "noncompliant"_L1 || token == "error"_L1)
        return BadgeLook{Severity::Danger, std::nullopt};
    if (token == "in_grace"_L1)
        return BadgeLook{Severity::Warning, std::nullopt};
    if (token == "not_assigned"_L1 || token == "not_applicable"_L1)
        return BadgeLook{Severity::Neutral, Icon::Minus};
    return BadgeLook{};
}

std::optional<BadgeLook> policyLook(const QString &token)
{
    if (token == "active"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "paused"_L1)
        return BadgeLook{Severity::Warning, Icon::Clock};
    if (token == "draft"_L1)
        return BadgeLook{Severity::Neutral, Icon::Edit};
    if (token == "approved"_L1)
        return BadgeLook{Severity::Info, Icon::Check};
    if (token == "retired"_L1)
        return BadgeLook{Severity::Neutral, Icon::Lock};
    return BadgeLook{};
}

std::optional<BadgeLook> rolloutLook(const QString &token)
{
    if (token.isEmpty())
        return std::nullopt; // the dash of the text is enough
    if (token == "running"_L1)
        return BadgeLook{Severity::Info, Icon::Sync};
    if (token == "waiting"_L1)
        return BadgeLook{Severity::Warning, Icon::Person};
    if (token == "halted"_L1)
        return BadgeLook{Severity::Danger, std::nullopt};
    if (token == "done"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    return BadgeLook{Severity::Neutral, Icon::Minus};
}

std::optional<BadgeLook> deploymentLook(const QString &token)
{
    if (token == "installed"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "failed"_L1)
        return BadgeLook{Severity::Danger, std::nullopt};
    if (token == "not_possible"_L1)
        return BadgeLook{Severity::Warning, std::nullopt};
    if (token == "waiting"_L1 || token == "postponed"_L1)
        return BadgeLook{Severity::Neutral, Icon::Clock};
    if (token == "left"_L1)
        return BadgeLook{Severity::Neutral, Icon::Lock};
    if (token == "queued"_L1)
        return BadgeLook{Severity::Neutral, Icon::Clock};
    if (token == "delivered"_L1 || token == "installing"_L1)
        return BadgeLook{Severity::Info, Icon::Sync};
    if (token == "removing"_L1)
        return BadgeLook{Severity::Info, Icon::Minus};
    return BadgeLook{};
}

std::optional<BadgeLook> ruleStateLook(const QString &token)
{
    if (token == "pass"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "fail"_L1)
        return BadgeLook{Severity::Danger, std::nullopt};
    if (token == "error"_L1)
        return BadgeLook{Severity::Warning, std::nullopt};
    if (token == "excepted"_L1)
        return BadgeLook{Severity::Info, Icon::Clock};
    if (token == "not_applicable"_L1)
        return BadgeLook{Severity::Neutral, Icon::Minus};
    return BadgeLook{};
}

std::optional<BadgeLook> waiverLook(const QString &token)
{
    if (token == "approved"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "requested"_L1)
        return BadgeLook{Severity::Warning, Icon::Clock};
    return BadgeLook{Severity::Neutral, Icon::Minus};
}

std::optional<BadgeLook> patchDecisionLook(const QString &token)
{
    if (token == "approved"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "blocked"_L1)
        return BadgeLook{Severity::Danger, Icon::Minus};
    return BadgeLook{Severity::Neutral, Icon::Clock};
}

std::optional<BadgeLook> stepLook(const QString &token)
{
    if (token == "done"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    if (token == "failed"_L1)
        return BadgeLook{Severity::Danger, std::nullopt};
    if (token == "waiting"_L1)
        return BadgeLook{Severity::Warning, Icon::Clock};
    if (token == "ordered"_L1)
        return BadgeLook{Severity::Info, Icon::Sync};
    return BadgeLook{Severity::Neutral, Icon::Minus};
}

std::optional<BadgeLook> ruleSeverityLook(const QString &token)
{
    if (token == "critical"_L1 || token == "high"_L1)
        return BadgeLook{Severity::Danger, Icon::Warning};
    if (token == "medium"_L1)
        return BadgeLook{Severity::Warning, std::nullopt};
    if (token == "low"_L1 || token == "info"_L1)
        return BadgeLook{Severity::Info, std::nullopt};
    return BadgeLook{};
}

} // namespace belvedere
