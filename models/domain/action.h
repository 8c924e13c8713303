// Action: an order to act on devices, asked for once, and its part on each device.
#pragma once

#include "domain/device.h"

namespace belvedere {

// The words are those of CommandKind, without the commands about items, which belong to deployments.
enum class ActionKind : quint8 {
    Unknown,
    Sync,
    Message,
    Lock,
    Restart,
    UpdatesInstall,
    LostMode,
    LostModeEnd,
    RunCommand
};
enum class ActionState : quint8 {
    Unknown,
    Running, // at least one device has not ended its part
    Finished,
};
enum class RunState : quint8 {
    Unknown,
    Waiting, // for the device to check in
    Delivered, // in an answer to the device, which has not said yet that it began
    Started,
    Done, // with proof
    Failed,
    Interrupted, // the device cannot tell; a person decides
    Refused, // never sent: the device cannot do it
    Cancelled, // by a person, before it was delivered
    Expired, // not fetched in time
};

// Phones and tablets: a device of another sort has nothing to show a message with while it is locked.
bool hasLostMode(Platform platform);

// Whether nothing more will happen by itself.
bool isEnd(RunState state);

struct Action {
    static constexpr char idPrefix[] = "act";

    Id<Action> id;
    Coded<ActionKind> kind;
    Coded<ActionState> state;
    QString query; // which devices were meant, as it was asked; empty when they were named one by one
    QJsonObject parameters; // MessageParameters, LostModeParameters, RunParameters, UpdateWindow, or empty
    qint64 devices = 0; // matched
    qint64 waiting = 0; // with those delivered and started
    qint64 done = 0;
    qint64 failed = 0; // with those interrupted and expired
    qint64 refused = 0;
    qint64 cancelled = 0;
    QDateTime requested;
    QString requestedBy; // name of the account
    QDateTime expires; // devices that have not fetched it by then never get it
    QDateTime ended;
    qint64 version = 0;
};

struct ActionRun {
    static constexpr char idPrefix[] = "run";

    Id<ActionRun> id;
    Id<Action> action;
    Coded<ActionKind> kind;
    Id<Device> device;
    QString deviceName;
    Coded<RunState> state;
    QString code; // dotted reason; empty while all is well
    QString detail; // one English sentence
    QJsonObject proof; // how the device observed completion
    QDateTime queued;
    QDateTime delivered; // first time
    QDateTime ended;
    bool simulated = false;
    qint64 version = 0;
};

} // namespace belvedere
