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
    bool isOrderOfBoth = false; // both moved items, and not alike: one of the two orders is to be chosen

    // How a choice between mine and theirs is named: the field, one element of it, or the order of its elements.
    QString choice() const { return QString::fromLatin1(name); }
    QString choiceOfOrder() const { return QString(choice() + QLatin1StringView("/order")); }
    QString choice(const MergeElement &element) const { return QString(choice() + u'/' + element.id); }
};

// One line for each field of policyContentFields(). `base` is what both began with, `theirs` what is stored now.
std::vector<MergeField> mergePolicies(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs);

// Where the elements of a list have their id; empty for what is one value as a whole, as the waves are: each says how
// it goes on from the one before.
QLatin1StringView elementKey(QStringView field);

// A field that is merged by elements: in the order of theirs, what I added behind it; in mine when only I changed the
// order, or it is chosen. No item waits for one that has gone, but those of both may wait for each other in a circle.
QJsonArray mergedList(const MergeField &field, const QStringList &mineOfBoth);

// What is to be sent on top of `theirs`: the fields that only I changed, and of those that both changed the ones named
// in `mineOfBoth`, by their choice(). A field that I cleared is null. Empty: nothing of mine is left to send.
QJsonObject mergedChanges(const std::vector<MergeField> &fields, const QStringList &mineOfBoth);

} // namespace belvedere
