// The catalogue of audited actions: every name that a record may carry, declared once.
#pragma once

#include "domain/auditrecord.h"

#include <array>
#include <string_view>

namespace belvedere {

struct AuditAction {
    std::string_view name; // "<subject>.<what happened>", as stored
    AuditCategory category;
    bool needsReason; // a record without a reason is refused
    Personal personal; // what the event itself gives away about the person that it is about
    const char *label; // English; translated by the UI in the context AuditAction
};

namespace detail {

constexpr AuditAction audited(std::string_view name, AuditCategory category, Personal personal, const char *label)
{
    return {name, category, false, personal, label};
}
constexpr AuditAction reasoned(std::string_view name, AuditCategory category, Personal personal, const char *label)
{
    return {name, category, true, personal, label};
}

// clang-format off
inline constexpr auto auditActionList = [] {
    using C = AuditCategory;
    using P = Personal;
    return std::array{
        audited("log.opened", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Log opened")),
        audited("log.verified", C::Audit, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Log verified")),
        audited("log.viewed", C::Audit, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Log viewed")),
        audited("log.retained", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Old segment removed")),
        audited("log.checkpoint.signed", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Checkpoint signed")),
        audited("log.key.changed", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Log key changed")),
        audited("server.started", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Server started")),
        audited("server.stopped", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Server stopped")),
        audited("secrets.sealed", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Stored secrets sealed")),
        audited("secrets.key.replaced", C::Audit, P::No, QT_TRANSLATE_NOOP("AuditAction", "Lost key of secrets replaced")),

        audited("session.sign_in", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Sign-in")),
        audited("session.sign_out", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Sign-out")),
        audited("session.refreshed", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Session renewed")),
        audited("session.revoked", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Session revoked")),
        audited("session.locked", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Session locked")),
        audited("session.unlocked", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Session unlocked")),
        audited("permission.denied", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Permission refused")),
        reasoned("support.access.started", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Support access started")),
        audited("support.access.stopped", C::Auth, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Support access stopped")),

        audited("account.created", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Account created")),
        audited("account.edited", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Account changed")),
        audited("account.disabled", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Account disabled")),
        audited("account.enabled", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Account enabled")),
        audited("account.deleted", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Account deleted")),
        audited("account.locked", C::User, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Account locked")),
        audited("account.unlocked", C::User, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Account unlocked")),
        audited("account.password.changed", C::User, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Password changed")),
        audited("account.second_factor.changed", C::User, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Second factor changed")),
        audited("api_key.created", C::User, P::No, QT_TRANSLATE_NOOP("AuditAction", "API key created")),
        audited("api_key.revoked", C::User, P::No, QT_TRANSLATE_NOOP("AuditAction", "API key revoked")),
        audited("role.created", C::Role, P::No, QT_TRANSLATE_NOOP("AuditAction", "Role created")),
        audited("role.edited", C::Role, P::No, QT_TRANSLATE_NOOP("AuditAction", "Role changed")),
        audited("role.deleted", C::Role, P::No, QT_TRANSLATE_NOOP("AuditAction", "Role deleted")),
        audited("role.assigned", C::Role, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Role given")),

        audited("person.created", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Person created")),
        audited("person.edited", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Person changed")),
        audited("person.deleted", C::User, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Person deleted")),

        audited("enrolment.created", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Enrolment opened")),
        audited("enrolment.edited", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Enrolment changed")),
        audited("enrolment.revoked", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Enrolment revoked")),
        audited("device.enrolled", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Device enrolled")),
        audited("device.unenrolled", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Device unenrolled")),
        audited("device.created", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Device created")),
        audited("device.edited", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Device changed")),
        audited("device.deleted", C::Device, P::No, QT_TRANSLATE_NOOP("AuditAction", "Device deleted")),
        audited("device.secret.viewed", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Key or secret shown")),
        reasoned("device.location.viewed", C::Device, P::Location, QT_TRANSLATE_NOOP("AuditAction", "Location viewed")),
        audited("device.unreachable", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Device not reachable")),
        audited("device.reachable", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Device reachable again")),
        audited("agent.started", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Agent started")),
        audited("agent.stopped", C::Device, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Agent stopped")),

        reasoned("device.wipe.requested", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Wipe ordered")),
        audited("device.wipe.acknowledged", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Wipe answered")),
        audited("device.lock.requested", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Lock ordered")),
        audited("device.lock.acknowledged", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Lock answered")),
        reasoned("device.locate.requested", C::Command, P::Location, QT_TRANSLATE_NOOP("AuditAction", "Location ordered")),
        audited("device.locate.acknowledged", C::Command, P::Location, QT_TRANSLATE_NOOP("AuditAction", "Location answered")),
        audited("action.requested", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action ordered")),
        audited("action.approved", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action approved")),
        audited("action.refused", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action not approved")),
        audited("action.cancelled", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action cancelled")),
        audited("action.started", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action started on the device")),
        audited("action.acknowledged", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action answered")),
        audited("action.expired", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action not fetched in time")),
        audited("action.interrupted", C::Command, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Action interrupted")),
        audited("message.sent", C::Command, P::Contact, QT_TRANSLATE_NOOP("AuditAction", "Message sent")),
        audited("app.installed", C::Command, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application installed")),
        audited("app.updated", C::Command, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application updated")),
        audited("app.removed", C::Command, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application removed")),

        audited("policy.created", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy created")),
        audited("policy.edited", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy changed")),
        audited("policy.deleted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy deleted")),
        audited("policy.activated", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy activated")),
        audited("policy.paused", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy paused")),
        audited("policy.approved", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy approved")),
        audited("policy.rolled_back", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Earlier version taken up")),
        audited("policy.retired", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy retired")),
        audited("policy.rollout.opened", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Wave of a roll-out opened")),
        audited("policy.rollout.halted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Roll-out halted")),
        audited("policy.rollout.completed", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Roll-out completed")),
        audited("policy.taken_back", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy taken back")),
        audited("policy.applied", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Policy applied")),
        audited("deployment.retried", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Deployment tried again")),
        audited("profile.created", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Profile created")),
        audited("profile.edited", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Profile changed")),
        audited("profile.rendered", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Profile's secrets read")),
        audited("profile.deleted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Profile deleted")),
        audited("rule.created", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Rule created")),
        audited("rule.edited", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Rule changed")),
        audited("rule.deleted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Rule deleted")),
        audited("rule.item.applied", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Item of a rule applied")),
        audited("deployment.taken_off", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Deployment taken off")),
        audited("rule.step.taken", C::Policy, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Step of a rule taken")),
        audited("rule.step.failed", C::Policy, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Step of a rule failed")),
        audited("rule.step.approved", C::Policy, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Step of a rule approved")),
        audited("rule.step.refused", C::Policy, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Step of a rule refused")),
        reasoned("waiver.requested", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Waiver requested")),
        reasoned("waiver.granted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Waiver granted")),
        audited("waiver.refused", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Waiver refused")),
        audited("waiver.expired", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Waiver expired")),
        audited("waiver.withdrawn", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Waiver withdrawn")),

        audited("settings.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Settings changed")),
        audited("view.created", C::Config, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Shared view created")),
        audited("view.edited", C::Config, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Shared view changed")),
        audited("view.shared", C::Config, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "View shared")),
        audited("view.withdrawn", C::Config, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "View no longer shared")),
        audited("view.deleted", C::Config, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Shared view deleted")),
        audited("tag.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Tag changed")),
        audited("location.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Location changed")),
        audited("organisation.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Organisation changed")),
        audited("attribute.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Custom attribute changed")),
        audited("application.created", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application created")),
        audited("application.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application changed")),
        audited("application.released", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application released")),
        audited("application.deleted", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Application deleted")),
        audited("file.uploaded", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "File uploaded")),
        audited("file.created", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "File created")),
        audited("file.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "File changed")),
        audited("file.deleted", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "File deleted")),
        audited("certificate.created", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Certificate created")),
        audited("certificate.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Certificate changed")),
        audited("certificate.deleted", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Certificate deleted")),
        audited("patch.approved", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Patch approved")),
        audited("patch.blocked", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Patch blocked")),
        audited("patch.cleared", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Decision on a patch taken back")),
        audited("patch.block.created", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Patches blocked by pattern")),
        audited("patch.block.deleted", C::Policy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Pattern that blocks patches removed")),
        audited("licence.created", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Licence created")),
        audited("licence.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Licence changed")),
        audited("licence.deleted", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Licence deleted")),
        audited("licence.assigned", C::Config, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Licence assigned")),
        audited("licence.withdrawn", C::Config, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Licence withdrawn")),
        audited("target.created", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Target created")),
        audited("target.edited", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Target changed")),
        audited("target.deleted", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Target deleted")),
        audited("target.secret.set", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Secret of a target set")),
        audited("target.tested", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Target tested")),
        audited("alert.raised", C::Config, P::No, QT_TRANSLATE_NOOP("AuditAction", "Alert raised")),
        audited("connector.edited", C::Sync, P::No, QT_TRANSLATE_NOOP("AuditAction", "Connector changed")),
        audited("connector.run", C::Sync, P::No, QT_TRANSLATE_NOOP("AuditAction", "Connector run")),
        audited("subscription.edited", C::Billing, P::No, QT_TRANSLATE_NOOP("AuditAction", "Subscription changed")),
        audited("work_report.edited", C::Field, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Work report changed")),
        audited("attendance.edited", C::Field, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Attendance changed")),

        reasoned("report.exported", C::Export, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Report exported")),
        reasoned("bundle.exported", C::Export, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "Evidence exported")),
        reasoned("list.exported", C::Export, P::Usage, QT_TRANSLATE_NOOP("AuditAction", "List exported")),
        reasoned("personal.exported", C::Export, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Personal data exported")),
        audited("personal.viewed", C::Privacy, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Personal data viewed")),
        audited("personal.erased", C::Privacy, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Personal data erased")),
        audited("request.registered", C::Privacy, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Data-subject request registered")),
        audited("request.moved", C::Privacy, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Data-subject request moved on")),
        audited("consent.changed", C::Privacy, P::Identity, QT_TRANSLATE_NOOP("AuditAction", "Consent changed")),
        audited("activity.edited", C::Privacy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Processing activity changed")),
        audited("subprocessor.edited", C::Privacy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Subprocessor changed")),
        audited("retention.edited", C::Privacy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Retention rule changed")),
        audited("retention.run", C::Privacy, P::No, QT_TRANSLATE_NOOP("AuditAction", "Retention run")),
        audited("breach.registered", C::Breach, P::No, QT_TRANSLATE_NOOP("AuditAction", "Incident registered")),
        audited("breach.moved", C::Breach, P::No, QT_TRANSLATE_NOOP("AuditAction", "Incident moved on")),
    };
}();
// clang-format on

} // namespace detail

inline std::span<const AuditAction> auditActions() { return detail::auditActionList; }

// A name of the catalogue. From a literal it is checked when compiling, so an event cannot be misspelt:
// `AuditActionName name = "policy.edited";`
class AuditActionName {
public:
    consteval AuditActionName(const char *name)
        : m_index(lookUp(name))
    {
        if (m_index < 0)
            throw "not a name of the catalogue"; // reached while compiling only
    }
    // For names made at run time, such as "device.<kind>.requested"; invalid when the catalogue lacks it.
    static AuditActionName find(std::string_view name) { return AuditActionName(lookUp(name)); }

    bool isValid() const { return m_index >= 0; }
    const AuditAction &action() const { return detail::auditActionList[size_t(m_index)]; } // only of a valid name

private:
    constexpr explicit AuditActionName(int index)
        : m_index(index)
    {
    }
    // an index, because with -fsanitize=undefined g++ 12 cannot compare a pointer with null while compiling
    static constexpr int lookUp(std::string_view name)
    {
        for (size_t i = 0; i < detail::auditActionList.size(); ++i) {
            if (detail::auditActionList[i].name == name)
                return int(i);
        }
        return -1;
    }

    int m_index;
};

} // namespace belvedere
