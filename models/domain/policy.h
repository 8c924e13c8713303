// BusinessPolicy: which devices get which items and must meet which rules, as it was last edited.
#pragma once

#include "domain/profile.h"
#include "domain/rule.h"

namespace belvedere {

enum class PolicyState : quint8 { Unknown, Draft, Approved, Active, Paused, Retired };
enum class PolicyMode : quint8 {
    Unknown,
    Enforce,
    Monitor, // rules are evaluated and shown; nothing is installed, and no device counts as failing by them
};
enum class RolloutState : quint8 {
    Unknown, // not staged, or not in force
    Running, // the next wave comes by itself
    Waiting, // the next wave is for a person to open
    Halted, // too much failed; a person resumes or rolls back
    Done,
};

// What a policy brings: a profile, an application, a file or a certificate, in one revision of it.
struct PolicyItem {
    QString item; // id
    QStringList after; // ids of items of the policy that must be installed before
    qint64 revision = 0; // on input 0: the newest
    QString name; // of that revision; set by the server, like the hash
    QString hash; // SHA-256 of what the revision holds
};

// A rule of a policy, in one revision of it.
struct PolicyRule {
    QString rule; // id
    qint64 revision = 0; // on input 0: the newest
    QString name;
    QString hash;
    QJsonObject parameters = {}; // name to text, over the rule's own values
};

// Some of the devices in scope: a share, or those that a query names. Who is in an earlier wave stays there.
struct RolloutWave {
    qint64 percent = 0; // of all devices in scope, those of earlier shares included; 1 to 100, or 0 with a query
    QString query;
};

// A roll-out that another one replaced before it came to everybody. The devices that it had reached keep its version
// until the next one comes to them.
struct ReplacedRollout {
    qint64 number = 0; // of the version
    qint64 wave = 0; // that was open
    bool halted = false; // it had: it begins nothing on devices that had not begun
};

inline constexpr qsizetype maximumPolicyParts = 100; // items or rules of one policy
inline constexpr qsizetype maximumWaves = 20;
inline constexpr qsizetype maximumRollouts = 8; // of one policy that are not complete, that of the version in force too

struct BusinessPolicy {
    static constexpr char idPrefix[] = "pol";

    Id<BusinessPolicy> id;
    QString name;
    QString description;
    // Which devices: a query, or all of them, said in so many words. An empty query with `allDevices` unset is refused.
    QString scope;
    bool allDevices = false;
    std::vector<PolicyItem> items; // in the order of installation
    QStringList profiles; // ids of the profiles among the items; on input, without items, those profiles
    std::vector<PolicyRule> rulePins;
    QStringList rules; // ids of the rules; on input, without pins, those rules in their newest revisions
    Coded<PolicyMode> mode = PolicyMode::Enforce;
    std::vector<RolloutWave> waves; // before everybody else; none: all devices at once
    qint64 waveWait = 0; // seconds between waves; 0: a person opens each
    qint64 failureThreshold = 0; // percent of a wave's ended deployments; 0: it never halts
    qint64 failureMinimum = 1; // ended deployments without which nothing is decided
    QString reason; // why it was changed last
    Coded<PolicyState> state = PolicyState::Draft;
    qint64 number = 0; // of the newest version, which is what this record says
    qint64 inForce = 0; // number of the version that devices have; 0: none. Another than `number`: a draft waits
    QString hash; // of the newest version's content
    bool needsApproval = false; // before the newest version may be activated
    QString approvedBy; // of the newest version
    qint64 outdated = 0; // items and rules that there are newer revisions of
    Coded<RolloutState> rollout;
    qint64 wave = 0; // that is open, from 1; one more than there are waves: everybody
    QDateTime waveSince;
    qint64 tolerated = 0; // failures of this wave that a person has seen and passed over
    qint64 base = 0; // number of the version that devices keep which no roll-out has reached yet; 0: none
    std::vector<ReplacedRollout> replaced; // since `base`, the newest last; which has reached a device, goes before it
    qint64 devices = 0; // in scope while active or paused
    QDateTime created;
    QDateTime edited;
    QString editedBy; // name of the account
    QDateTime activated; // last time
    QString activatedBy;
    qint64 version = 0; // of the record; the entity tag
};

// The fields that make up what a policy says: those that a version keeps and that are compared.
std::span<const char *const> policyContentFields();

} // namespace belvedere
