// PolicyVersion: what a business policy said at one time, who wrote it and why, and who approved it. Never changed.
#pragma once

#include "domain/policy.h"

namespace belvedere {

enum class VersionState : quint8 {
    Unknown,
    Draft,
    Approved,
    Active, // in force, also while the policy is paused
    Superseded, // by a later draft, or by another version in force
    Retired,
};

struct PolicyVersion {
    static constexpr char idPrefix[] = "pov";

    Id<PolicyVersion> id;
    Id<BusinessPolicy> policy;
    QString policyName;
    qint64 number = 0; // 1, 2, … of each policy
    Coded<VersionState> state;
    QDateTime made;
    QString madeBy; // name of the account
    QStringList editors; // ids of the accounts that have had a hand in it since a version was last approved or in force
    QString reason;
    bool needsApproval = false;
    QDateTime approved;
    QString approvedBy;
    QDateTime activated;
    QString activatedBy;
    qint64 restores = 0; // number of the version whose content it took over; 0: none
    QString hash; // of the content
    QJsonObject content; // policyContent()
    qint64 version = 0;
};

// What the policy says, by policyContentFields() alone: items and rules with their revisions and hashes.
QJsonObject policyContent(const BusinessPolicy &policy);
// Puts a content into the policy; everything else of it stays. False when it is no such content.
bool setPolicyContent(BusinessPolicy &policy, const QJsonObject &content);
// Sets `profiles` and `rules` by the items and pins.
void deriveParts(BusinessPolicy &policy);

// SHA-256 in hexadecimal of the JSON text without blanks and with sorted keys.
QString contentHash(const QJsonObject &content);

} // namespace belvedere
