// Profiles, rules and business policies over the API, with the preview of what a policy will do.
#pragma once

#include "api/resource.h"
#include "domain/policy.h"

namespace belvedere {

template<> struct TypeName<ConfigurationProfile> {
    static constexpr char value[] = "ConfigurationProfile";
};
template<> struct TypeName<ComplianceRule> {
    static constexpr char value[] = "ComplianceRule";
};
template<> struct TypeName<RuleResult> {
    static constexpr char value[] = "RuleResult";
};
template<> struct TypeName<BusinessPolicy> {
    static constexpr char value[] = "BusinessPolicy";
};
template<> struct TypeName<Deployment> {
    static constexpr char value[] = "Deployment";
};

template<> struct Resource<ConfigurationProfile> {
    static constexpr char path[] = "profiles";
    static constexpr char singular[] = "profile";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<ComplianceRule> {
    static constexpr char path[] = "rules";
    static constexpr char singular[] = "rule";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<RuleResult> {
    static constexpr char path[] = "results";
    static constexpr char singular[] = "result";
    static constexpr Permission read = Permission::PoliciesRead;
};
template<> struct Resource<BusinessPolicy> {
    static constexpr char path[] = "policies";
    static constexpr char singular[] = "policy";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<Deployment> {
    static constexpr char path[] = "deployments";
    static constexpr char singular[] = "deployment";
    static constexpr Permission read = Permission::PoliciesRead;
};

// A profile as its platform takes it. It may hold secrets, so it takes the permission to write profiles, and reading
// it is audited.
struct ProfileRendering {
    QString profile; // id
    qint64 revision = 0;
    bool secrets = false; // whoever keeps it, keeps it from others
    QJsonObject files; // by name or path: {"media_type": …, "mode": "644", "base64": …}
};
template<> struct TypeName<ProfileRendering> {
    static constexpr char value[] = "ProfileRendering";
};
struct GetProfileRendering : Operation<ConfigurationProfile, None, None, ProfileRendering> {
    static constexpr Spec spec{"getProfileRendering", Verb::Get, "profiles", "/{id}/rendering",
        Permission::PoliciesWrite, "Returns exactly the text that goes out to devices."};
};

// What a rule would say about the whole fleet now; nothing is stored.
struct RuleTrial {
    qint64 pass = 0;
    qint64 fail = 0;
    qint64 undetermined = 0;
    qint64 error = 0;
    qint64 notApplicable = 0;
};
template<> struct TypeName<RuleTrial> {
    static constexpr char value[] = "RuleTrial";
};
struct TryRule : Operation<None, None, ComplianceRule, RuleTrial> {
    static constexpr Spec spec{"tryRule", Verb::Post, "rules", "/try", Permission::PoliciesWrite,
        "Evaluates a rule over all devices without storing it."};
};

struct PreviewItem {
    QString item; // id of the profile
    QString name;
    qint64 install = 0; // devices
    qint64 replace = 0; // an older revision
    qint64 remove = 0;
    qint64 present = 0; // already there
    qint64 impossible = 0;
};
// Another profile of the same type is wanted on the same device; the device can hold one.
struct PreviewConflict {
    QString item; // id of the policy's profile
    QString with; // id of the other profile
    QStringList policies; // ids of those that want the other one
    qint64 devices = 0;
    QString winner; // id of the profile that stays
};
enum class PreviewChange : quint8 { Unknown, Enters, Stays, Leaves };
struct PreviewDevice {
    QString device; // id
    QString name;
    Coded<PreviewChange> change;
    QStringList install; // names of profiles
    QStringList replace;
    QStringList remove;
    QStringList impossible; // "name: reason"
    Coded<Compliance> before;
    Coded<Compliance> after;
    bool simulated = false;
};
// Computed by what will do it.
struct PolicyPreview {
    QString policy; // id
    qint64 version = 0; // of the policy; to be named when activating
    qint64 enter = 0; // devices
    qint64 leave = 0;
    qint64 stay = 0;
    std::vector<PreviewItem> items;
    std::vector<PreviewConflict> conflicts;
    QJsonObject compliance; // {"before": {state: devices}, "after": {…}} of the devices that enter, stay or leave
    std::vector<PreviewDevice> devices; // those on which something changes, the first 1,000 by name
    qint64 changing = 0; // how many there are
};
template<> struct TypeName<PolicyPreview> {
    static constexpr char value[] = "PolicyPreview";
};

// The version that was previewed: when the policy was changed since, the step is refused with 412.
struct PolicyStep {
    qint64 version = 0;
};
template<> struct TypeName<PolicyStep> {
    static constexpr char value[] = "PolicyStep";
};
struct PreviewPolicy : Operation<BusinessPolicy, None, None, PolicyPreview> {
    static constexpr Spec spec{"previewPolicy", Verb::Get, "policies", "/{id}/preview", Permission::PoliciesRead,
        "Says what activating the policy would do to which devices."};
};
struct ActivatePolicy : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"activatePolicy", Verb::Post, "policies", "/{id}/activate", Permission::PoliciesWrite,
        "Brings the policy's profiles and rules to the devices in its scope, from now on."};
};
struct PausePolicy : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"pausePolicy", Verb::Post, "policies", "/{id}/pause", Permission::PoliciesWrite,
        "Starts nothing new on any device; what is installed stays, and its rules are not evaluated."};
};
struct RetryDeployment : Operation<Deployment, None, None, Deployment> {
    static constexpr Spec spec{"retryDeployment", Verb::Post, "deployments", "/{id}/retry", Permission::PoliciesWrite,
        "Tries a failed deployment again."};
};

} // namespace belvedere
