// Merging of two people's edits of one policy, field by field.
#pragma once

#include "domain/policyversion.h"

namespace belvedere {

enum class MergeSide : quint8 { Same, Mine, Theirs, Both }; // who changed it; Both: to different values

struct MergeField {
    const char *name; // of the policy's field
    MergeSide side = MergeSide::Same;
    QJsonValue base; // undefined: not set
    QJsonValue mine;
    QJsonValue theirs;
};

// One line for each field of policyContentFields(). `base` is what both began with, `theirs` what is stored now.
std::vector<MergeField> mergePolicies(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs);

// What is to be sent on top of `theirs`: the fields that only I changed, and of those that both changed the ones named.
// A field that I cleared is null. Empty: nothing of mine is left to send.
QJsonObject mergedChanges(const std::vector<MergeField> &fields, const QStringList &mineOfBoth);

} // namespace belvedere
