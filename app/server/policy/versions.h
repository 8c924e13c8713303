// Versions of policies: what was saved, with the revisions of everything that it names.
#pragma once

#include "server/policy/revisions.h"

namespace belvedere::server {

struct Editor {
    QString account; // id; empty: the server itself
    QString name;
};

// Names the revision, name and hash of every item and rule; without a revision the newest is taken. Sets `profiles`
// and `rules` by them. Errors: validation on "items", "rules", "rollout…" and "rule_pins.<rule>.params.<name>";
// "policy.circle" (422) for items that wait for each other, naming them.
Result<Done> pinParts(Transaction &transaction, BusinessPolicy &policy);

// Names the revision of each item that the rule's actions bring; where none is named, the newest. Error: validation on
// "actions", also for what is for none of the rule's platforms.
Result<Done> pinActions(Transaction &transaction, ComplianceRule &rule);

// Writes down what the policy says now as its next version, and sets the policy's fields about it; the caller stores
// the policy. A draft that waited is superseded, and with it what approved it. Who had a hand in that draft has one in
// this; `restores` (number, 0: none) leaves those out, because nothing of the draft is left, and takes over those of
// the restored version if it was never approved nor in force.
Result<PolicyVersion> addVersion(
    Transaction &transaction, BusinessPolicy &policy, const Editor &editor, qint64 restores = 0);

// Error "not-found" when the policy has no version of this number.
Result<PolicyVersion> versionOf(Database &database, const Id<BusinessPolicy> &policy, qint64 number);
// Those of a number above `after`, newest first.
Result<std::vector<PolicyVersion>> versionsOf(Database &database, const Id<BusinessPolicy> &policy, qint64 after = 0);
Result<Done> markVersion(Transaction &transaction, const Id<BusinessPolicy> &policy, qint64 number, VersionState state);

// The policy with the content of another of its versions. Errors: "not-found", "policy.corrupt".
Result<BusinessPolicy> withVersion(Database &database, const BusinessPolicy &policy, qint64 number);

// The versions that devices keep which the roll-out of the version in force has not reached, the oldest first: the one
// that all had before, with no waves, then those of the roll-outs that were replaced, each with the wave that it came
// to and Halted or Running. `inForce` is the number of each. Error "policy.corrupt": one cannot be read any more.
Result<std::vector<BusinessPolicy>> keptVersions(Database &database, const BusinessPolicy &policy);
// A condition in SQL on a row `v` of versions: devices have it, as the one in force or as one that they keep.
QString isInForceOrKept();

// How many parts there are newer revisions of, for every policy that names the part. After each save of one.
Result<Done> countOutdated(Transaction &transaction, const QString &part);

// Gives policies and deployments that were stored before there were versions what they lack, and steps that a migration
// has changed their lists. Harmless to repeat.
Result<Done> adoptPolicies(Transaction &transaction);

} // namespace belvedere::server
