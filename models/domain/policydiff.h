// What differs between two versions of a policy, as people read it.
#pragma once

#include "domain/policyversion.h"

#include <functional>

namespace belvedere {

enum class DifferenceKind : quint8 {
    Unknown,
    Changed, // a field of the policy
    Added, // an item, a rule or a wave
    Removed,
    Moved, // an item among the others; `before` and `after` are its places, from 1
    Order, // what an item comes after
    Revision, // of an item or a rule
    Setting, // of a profile or rule, between the two revisions that are named; "parameters.…": of the policy for a rule
};

struct PolicyDifference {
    QString field; // name of the policy's field; of Setting: the path of the setting
    Coded<DifferenceKind> kind;
    QString item; // id of the item or rule, or nothing
    QString name; // of it
    QString before; // as text; empty: nothing
    QString after;
};

// Content of a revision by id and revision; empty where it is not kept.
using RevisionContent = std::function<QJsonObject(const QString &id, qint64 revision)>;

// The same content with other values, or none, where a setting is secret; null: isSecretSetting() alone decides.
using SecretMask = QJsonObject (*)(const QJsonObject &content);

// From the policy's fields downwards; empty when both say the same. Values of secret settings show as "•••": that they
// have changed is said, but not from what to what.
std::vector<PolicyDifference> policyDifferences(
    const QJsonObject &before, const QJsonObject &after, const RevisionContent &revision, SecretMask mask = nullptr);

// Whether a setting of this name is never shown: passwords, keys, tokens.
bool isSecretSetting(QStringView name);

} // namespace belvedere
