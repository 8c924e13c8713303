// Merging of two people's edits of one policy, field by field, and its items and rules one by one.
#pragma once

#include "domain/policyversion.h"

namespace belvedere {

enum class MergeSide : quint8 { Same, Mine, Theirs, Both }; // who changed it; Both: to different values

// An element of a list that both changed, to different values; undefined: it is not in the list.
struct MergeElement {
    QString id; // of the item or rule
    QJsonValue base;
    QJsonValue mine;
    QJsonValue theirs;
};

struct MergeField {
    const char *name; // of the policy's field
    MergeSide side = MergeSide::Same;
    QJsonValue base; // undefined: not set
    QJsonValue mine;
    QJsonValue theirs;
    // Both changed a list of items or rules: of these alone one is to be chosen; what each did to others is taken
    // together.
    bool byElements = false;
    std::vector<MergeElement> elements = {};

    // How a choice between mine and theirs is named: the field, or one element of it.
    QString choice() const { return QString::fromLatin1(name); }
    QString choice(const MergeElement &element) const { return QString(choice() + u'/' + element.id); }
};

// One line for each field of policyContentFields(). `base` is what both began with, `theirs` what is stored now.
std::vector<MergeField> mergePolicies(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs);

// A field that is merged by elements: in the order of theirs, what I added behind it; in mine when only I changed the
// order. No item waits for one that has gone.
QJsonArray mergedList(const MergeField &field, const QStringList &mineOfBoth);

// What is to be sent on top of `theirs`: the fields that only I changed, and of those that both changed the ones named
// in `mineOfBoth`, by their choice(). A field that I cleared is null. Empty: nothing of mine is left to send.
QJsonObject mergedChanges(const std::vector<MergeField> &fields, const QStringList &mineOfBoth);

} // namespace belvedere
