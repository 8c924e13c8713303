// RuleStep: something that was done, or is to be approved, because a device does not meet a rule.
#pragma once

#include "domain/account.h"
#include "domain/rule.h"

namespace belvedere {

enum class StepState : quint8 {
    Unknown,
    Waiting, // for a second person
    Ordered, // for the device to check in and tell, or to be told to a target
    Done,
    Failed, // see `code`
    Refused, // by the second person
    Withdrawn, // the device met the rule before anybody decided
};

struct RuleStep {
    static constexpr char idPrefix[] = "stp";

    Id<RuleStep> id;
    Id<ComplianceRule> rule;
    QString ruleName;
    qint64 revision = 0; // of the rule
    Id<Device> device;
    QString deviceName;
    Coded<RuleActionKind> kind;
    qint64 number = 0; // 0, 1, 2 … of one that repeats
    QDateTime failingSince; // tells this failure from an earlier one
    QDateTime due;
    QDateTime taken; // done, failed or decided
    QDateTime ended; // when the failure was over, or the step came again; not known: that is what stands
    Coded<StepState> state;
    bool secondPerson = false; // of a destructive one: another account could have approved it when it began
    QString code; // dotted reason of a failure
    QJsonObject parameters; // LostModeParameters, BroughtItem, RunParameters or {"target": id}, by the kind; else empty
    QJsonObject proof; // of a command: what the device told of its end, such as exit status and output
    QString target; // name of the target that is told, as it was when the step was due
    QString reference; // what the target calls the ticket that it made
    QString link; // where it shows that ticket, as it says; not to be opened unasked
    QString action; // id of the action or deployment that carries it out; empty: none is needed
    QString decidedBy; // name of the account
    qint64 version = 0; // of the record; the entity tag
};

} // namespace belvedere
