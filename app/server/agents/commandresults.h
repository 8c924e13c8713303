// What devices tell about commands, and what becomes of it: handed to the run or the deployment behind each command.
#pragma once

#include "api/agentprotocol.h"
#include "server/store/commands.h"
#include "server/store/sitekey.h"

namespace belvedere::server {

// Applies the results of a check-in, each once: what is repeated, not known or another device's is passed over.
// "done" without proof is not believed and becomes "failed" with "proof.missing". Times are the server's where the
// device's clock cannot be right.
Result<Done> takeResults(Transaction &transaction, const Id<Device> &device, const CheckIn &message);

struct Delivery {
    QList<Command> commands; // for the answer
    bool isBusy = false; // something is under way: have the device call again soon
};
// Marks what the answer carries as delivered. `message` has been taken by takeResults() before. An order waits
// while the key of its secrets is missing; one whose secrets were sealed with another key has failed.
Result<Delivery> deliverCommands(
    Transaction &transaction, const Id<Device> &device, const CheckIn &message, const SiteKey &key);

// What the device measured is dated by its own clock, unless that clock cannot be right.
QDateTime measuredAt(const CheckIn &message, const QDateTime &now);
// Nothing while the clock is right; else what to note about the device.
QString clockNote(const CheckIn &message, const QDateTime &now);

} // namespace belvedere::server
