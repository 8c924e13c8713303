// Profiles, rules and business policies over the API, with the preview of what a policy will do.
#pragma once

#include "api/resource.h"
#include "domain/deployment.h"
#include "domain/policydiff.h"
#include "domain/policysettings.h"
#include "domain/policyversion.h"

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
template<> struct TypeName<PolicyVersion> {
    static constexpr char value[] = "PolicyVersion";
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
template<> struct Resource<PolicyVersion> {
    static constexpr char path[] = "versions";
    static constexpr char singular[] = "version";
    static constexpr Permission read = Permission::PoliciesRead;
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
struct RenderingParameters {
    std::optional<bool> isSigned; // an Apple profile as a message that the server signs; without it the text in it
};
// Errors: "signing.platform" for a profile of another platform, "signing.off" where the server has no certificate for
// it, "signing.expired".
struct GetProfileRendering : Operation<ConfigurationProfile, RenderingParameters, None, ProfileRendering> {
    static constexpr Spec spec{"getProfileRendering", Verb::Get, "profiles", "/{id}/rendering",
        Permission::PoliciesWrite, "Returns exactly the text that goes out to devices; of Apple's also signed."};
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

// A setting of a profile that has no effect on devices that have the profile, or are to have it.
struct IneffectiveSetting {
    QString setting; // key
    QString label; // English, as in the catalogue
    qint64 revision = 0; // of the profile
    QString reason; // what they lack: "minimum-os", "supervised" or "company-owned", the first of these that holds
    QString minimumOs; // with "minimum-os": what the setting needs
    qint64 devices = 0;
};
struct PreviewItem {
    QString item; // id
    QString name;
    Coded<ItemKind> kind;
    qint64 install = 0; // devices
    qint64 replace = 0; // another revision
    qint64 remove = 0;
    qint64 present = 0; // already there
    qint64 waiting = 0; // for another item, to be installed or removed after it
    qint64 impossible = 0;
    QJsonObject reasons; // why not possible: {code: devices} of all of them; the rarest of very many as "other"
    qint64 left = 0; // stays, wanted by nobody
    // of a profile: on those of the devices above that install, replace, wait for it or have it already; the most
    // frequent first
    std::vector<IneffectiveSetting> ineffective;
};
enum class ConflictKind : quint8 {
    Unknown,
    Place, // another item of the same place; the device can hold one
    Revision, // the same item in another revision; the newest is brought that is named and that a device can have
    Rule, // the same rule in another revision or with other parameters; it is judged in one way
};
// What another policy wants of the same device, and not alike.
struct PreviewConflict {
    Coded<ConflictKind> kind; // not known, as older servers tell it: a place
    QString item; // id of the policy's item or rule
    QString with; // id of the other one; of a revision or rule the same
    QStringList policies; // ids of those that want the other one; of a revision or rule one
    qint64 devices = 0;
    QString winner; // id of the item that stays; of a revision or rule the same as `item`
    QString winnerPolicy; // of a revision or rule: id of the policy by which it goes; empty: devices can have neither
    qint64 revision = 0; // of a revision or rule: as the policy names it
    qint64 otherRevision = 0; // as the other policy does
    QJsonObject parameters; // of a rule, as the policy gives them
    QJsonObject otherParameters;
};
// The devices of one wave of the roll-out, those in scope before included; the last is everybody else.
struct PreviewWave {
    qint64 wave = 0; // from 1
    qint64 devices = 0;
    bool isOpen = false; // reached at once
};
// The devices that then have a version, by a roll-out that has come to them or because none has.
struct PreviewVersion {
    qint64 number = 0;
    qint64 devices = 0;
};
// All devices whose compliance changes in this way.
struct PreviewTransition {
    Coded<Compliance> before;
    Coded<Compliance> after;
    qint64 devices = 0;
};
// What a rule of the policy may bring to a device once that fails it, beside the policy's own items.
struct PreviewBringing {
    QString rule; // id
    QString ruleName;
    QString item; // id
    QString itemName; // empty: cannot be read
    qint64 revision = 0;
};
enum class PreviewChange : quint8 { Unknown, Enters, Stays, Leaves };
struct PreviewDevice {
    QString device; // id
    QString name;
    Coded<PreviewChange> change;
    QStringList install; // names of items
    QStringList replace;
    QStringList remove;
    QStringList waiting;
    QStringList impossible; // "name: reason"
    QStringList ineffective; // labels of settings without effect, of all profiles
    Coded<Compliance> before;
    Coded<Compliance> after;
    bool simulated = false;
};
// Computed by what will do it: the newest version against what is in force.
struct PolicyPreview {
    QString policy; // id
    qint64 version = 0; // of the policy's record; to be named when activating, with the hash
    qint64 number = 0; // of the version that is previewed
    QString hash;
    qint64 enter = 0; // devices
    qint64 leave = 0;
    qint64 stay = 0;
    std::vector<PreviewItem> items;
    std::vector<PreviewConflict> conflicts;
    std::vector<PreviewWave> waves; // of a staged roll-out
    std::vector<PreviewVersion> versions; // of the same, the newest first
    QJsonObject compliance; // {"before": {state: devices}, "after": {…}} of the devices that enter, stay or leave
    std::vector<PreviewTransition> transitions; // of the same devices, those alone that change
    // those on which something changes, or what was asked for; the first 1,000 by name
    std::vector<PreviewDevice> devices;
    qint64 changing = 0; // how many there are
    std::vector<PreviewBringing> brings; // in the order of the rules and their actions
};
template<> struct TypeName<PolicyPreview> {
    static constexpr char value[] = "PolicyPreview";
};
// With any of these, `devices` and `changing` are of those alone on which such a setting has no effect.
struct PreviewParameters {
    QString item; // id of a profile
    QString setting; // key
    std::optional<qint64> revision; // of the profile
    QString reason; // as in IneffectiveSetting

    bool operator==(const PreviewParameters &) const = default;
    bool isEmpty() const { return *this == PreviewParameters(); }
};
struct PreviewPolicy : Operation<BusinessPolicy, PreviewParameters, None, PolicyPreview> {
    static constexpr Spec spec{"previewPolicy", Verb::Get, "policies", "/{id}/preview", Permission::PoliciesRead,
        "Says what activating the policy's newest version would do to which devices."};
};

// What was looked at: when the policy was changed since, the step is refused with 412.
struct PolicyStep {
    qint64 version = 0; // of the record
    QString hash; // of the newest version; approval and activation cannot do without
};
template<> struct TypeName<PolicyStep> {
    static constexpr char value[] = "PolicyStep";
};
// Errors of activation: "policy.approval" (409) while a second person has to approve, "policy.state",
// "policy.rollout-chain" (409, of the preview too) for a staged version when maximumRollouts are not complete.
struct ActivatePolicy : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"activatePolicy", Verb::Post, "policies", "/{id}/activate", Permission::PoliciesWrite,
        "Puts the newest version in force: brings its items and rules to the devices in its scope, from now on."};
};
// Error "policy.approver" (403) for whoever has edited the version.
struct ApprovePolicy : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"approvePolicy", Verb::Post, "policies", "/{id}/approve", Permission::PoliciesWrite,
        "Approves exactly the content with this hash; any further edit voids it."};
};
struct PausePolicy : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"pausePolicy", Verb::Post, "policies", "/{id}/pause", Permission::PoliciesWrite,
        "Starts nothing new on any device; what is installed stays, and its rules are not evaluated."};
};
// Opens the next wave, or goes on in spite of the failures so far. Error "policy.rollout" (409).
struct ContinueRollout : Operation<BusinessPolicy, None, PolicyStep, BusinessPolicy> {
    static constexpr Spec spec{"continueRollout", Verb::Post, "policies", "/{id}/continue", Permission::PoliciesWrite,
        "Goes on with a roll-out that waits for a person or has halted."};
};
struct PolicyRollBack {
    qint64 version = 0; // of the record
    qint64 number = 0; // of the version to take up
    QString reason;
};
template<> struct TypeName<PolicyRollBack> {
    static constexpr char value[] = "PolicyRollBack";
};
struct RollBackPolicy : Operation<BusinessPolicy, None, PolicyRollBack, BusinessPolicy> {
    static constexpr Spec spec{"rollBackPolicy", Verb::Post, "policies", "/{id}/rollback", Permission::PoliciesWrite,
        "Makes a new draft with the content of an earlier version, its revisions included."};
};

// What becomes of what the policy has installed. Without an answer a policy that has brought something does not end:
// "policy.installed" (422).
enum class Installed : quint8 { Unknown, Remove, Leave };
struct PolicyRetirement {
    qint64 version = 0; // of the record
    Coded<Installed> installed;
    QString reason;
};
template<> struct TypeName<PolicyRetirement> {
    static constexpr char value[] = "PolicyRetirement";
};
struct RetirePolicy : Operation<BusinessPolicy, None, PolicyRetirement, BusinessPolicy> {
    static constexpr Spec spec{"retirePolicy", Verb::Post, "policies", "/{id}/retire", Permission::PoliciesWrite,
        "Ends the policy for good and keeps its record and versions."};
};
struct PolicyDeletion {
    Coded<Installed> installed;
};
struct DeletePolicy : Operation<BusinessPolicy, PolicyDeletion, None, None> {
    static constexpr Spec spec{"deletePolicy", Verb::Delete, "policies", "/{id}", Permission::PoliciesWrite,
        "Ends the policy and removes its record and versions."};
};

struct ListPolicyVersions : Operation<BusinessPolicy, None, None, Page<PolicyVersion>> {
    static constexpr Spec spec{"listPolicyVersions", Verb::Get, "policies", "/{id}/versions", Permission::PoliciesRead,
        "Every version of the policy with its content, the newest first."};
};
struct DiffParameters {
    std::optional<qint64> from; // number; without it the version in force, or the one before
    std::optional<qint64> to; // number; without it the newest
};
struct PolicyDiff {
    QString policy; // id
    qint64 from = 0; // 0: nothing was in force
    qint64 to = 0;
    std::vector<PolicyDifference> differences;
};
template<> struct TypeName<PolicyDiff> {
    static constexpr char value[] = "PolicyDiff";
};
struct DiffPolicy : Operation<BusinessPolicy, DiffParameters, None, PolicyDiff> {
    static constexpr Spec spec{"diffPolicy", Verb::Get, "policies", "/{id}/diff", Permission::PoliciesRead,
        "What differs between two versions, down to the settings of profiles; secrets are not shown."};
};

template<> struct TypeName<PolicySettings> {
    static constexpr char value[] = "PolicySettings";
};
struct GetPolicySettings : Operation<None, None, None, PolicySettings> {
    static constexpr Spec spec{"getPolicySettings", Verb::Get, "settings", "/policies", Permission::PoliciesRead,
        "Whether versions of policies need the approval of a second person."};
};
struct SetPolicySettings : Operation<None, None, Patch<PolicySettings>, PolicySettings> {
    static constexpr Spec spec{"setPolicySettings", Verb::Patch, "settings", "/policies", Permission::AccountsWrite,
        "Says whether they do; versions that were edited while they did still need it."};
};

// A profile that a device has shown to hold, some of whose settings have no effect there.
struct PartialProfile {
    QString profile; // id
    QString name;
    qint64 revision = 0;
    std::vector<IneffectiveSetting> settings; // each on one device, in the order of the catalogue
};
template<> struct TypeName<PartialProfile> {
    static constexpr char value[] = "PartialProfile";
};
struct ListPartialProfiles : Operation<Device, None, None, Page<PartialProfile>> {
    static constexpr Spec spec{"listPartialProfiles", Verb::Get, "devices", "/{id}/partial-profiles",
        Permission::PoliciesRead, "The profiles on one device of which some settings have no effect there, and why."};
};

struct RetryDeployment : Operation<Deployment, None, None, Deployment> {
    static constexpr Spec spec{"retryDeployment", Verb::Post, "deployments", "/{id}/retry", Permission::PoliciesWrite,
        "Tries a failed deployment again, from the first attempt on."};
};
struct TakeOffDeployment : Operation<Deployment, None, None, None> {
    static constexpr Spec spec{"takeOffDeployment", Verb::Post, "deployments", "/{id}/take-off",
        Permission::PoliciesWrite,
        "Takes off the device what a rule's step brought, or what was left there when its policy ended."};
};

} // namespace belvedere
