// Commands on their way to devices: queued, delivered until the device tells that it began, ended by its report.
#pragma once

#include "domain/command.h"
#include "domain/device.h"
#include "domain/updatewindow.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// An order as a check-in delivers it.
struct DueCommand {
    Command command;
    QString origin; // id of the run or deployment that it is for
    bool isFirst = false; // never delivered before
    std::optional<UpdateWindow> window = {}; // only while it is open for the device
    qint64 number = 0; // later ones have higher ones
};

// An order that the device has not told the end of.
struct OpenCommand {
    QString id;
    QString origin;
    bool isDelivered = false;
    bool isStarted = false;
    QDateTime expires; // invalid: never
    CommandKind kind = CommandKind::Unknown;
    std::optional<UpdateWindow> window = {};
};

// Gives the command an id of its own, "<origin>.<number>", and answers it. Without `expires` it waits for ever.
Result<QString> queueCommand(Transaction &transaction, const Command &command, const Id<Device> &device,
    const QString &origin, const std::optional<QDateTime> &expires, const std::optional<UpdateWindow> &window = {});
// Takes back what no answer has carried yet; false when there is nothing such.
Result<bool> withdrawCommand(Transaction &transaction, const QString &origin);

// What the next answer carries, oldest first: neither begun nor expired at `now`, and behind the number `after`.
Result<QList<DueCommand>> dueCommands(
    Database &database, const Id<Device> &device, qsizetype maximum, const QDateTime &now, qint64 after = 0);
Result<Done> markDelivered(Transaction &transaction, const QString &id); // keeps the first time
Result<Done> markStarted(Transaction &transaction, const QString &id); // not delivered again
Result<Done> endCommand(Transaction &transaction, const QString &id);
// What they were for has ended, and with it every one that is still under way.
Result<Done> endCommandsOf(Transaction &transaction, const QString &origin);

// Nothing when the id is not known or is another device's.
Result<std::optional<OpenCommand>> commandOf(Database &database, const Id<Device> &device, const QString &id);
// The parameters of a command that has not ended, as they are stored.
Result<QJsonObject> parametersOf(Database &database, const QString &id);
// Everything that the device has not ended, oldest first.
Result<QList<OpenCommand>> openCommands(Database &database, const Id<Device> &device);
// Commands that had expired at `moment`, of all devices and of origins with this prefix ("run"), oldest first: those
// that no answer has carried, or those that one has.
Result<QList<OpenCommand>> expiredCommands(
    Database &database, const char *prefix, const QDateTime &moment, bool isDelivered, qsizetype maximum);
// When the device's record goes.
Result<Done> removeCommands(Transaction &transaction, const Id<Device> &device);

} // namespace belvedere::server
