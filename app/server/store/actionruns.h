// Runs of actions as they change: the action's counters and its end follow, and what ends is on the record.
#pragma once

#include "domain/action.h"
#include "server/store/commands.h"

namespace belvedere::server {

// Collects changes of runs and writes each action once.
class RunBook {
public:
    explicit RunBook(Transaction &transaction)
        : m_transaction(transaction)
    {
    }
    // Stores `after`, which differs from the stored `before` in its state and what goes with it.
    Result<Done> change(const ActionRun &before, const ActionRun &after);
    // Call once, after the last change: counters, and the end of actions whose runs have all ended.
    Result<Done> close();

private:
    Transaction &m_transaction;
    QHash<QString, Action> m_actions; // by id, with the counters moved
};

// The counter that a run in this state counts for.
qint64 &counterOf(Action &action, RunState state);

// The first answer with the run's command is on its way.
Result<Done> runDelivered(Transaction &transaction, const QString &id);
// What the device says; a run that has ended stays as it is.
Result<Done> runReported(Transaction &transaction, const QString &id, const CommandResult &result);
// Ends an open run without the device's word; its command is the caller's to end.
Result<Done> endRun(Transaction &transaction, RunBook &book, const ActionRun &run, RunState state, const QString &code,
    const QString &detail);
// The same for the run behind a command that is not to go out any more, and the command: cancelled.
Result<Done> cancelRun(
    Transaction &transaction, const OpenCommand &command, const QString &code, const QString &detail);
// When the device's record goes: its open runs fail with "device.removed".
Result<Done> endRunsOf(Transaction &transaction, const Id<Device> &device);
// When the device enrols anew: its agent has forgotten what it was handed, so that is interrupted,
// "device.enrolled-anew", rather than handed over again. What it never fetched waits on.
Result<Done> interruptRunsOf(Transaction &transaction, const Id<Device> &device);
// Runs that no device fetched in time expire; those that one fetched, and has been silent about for a week since, are
// interrupted, "device.silent". At most 5,000 of each at a time.
Result<Done> expireRuns(Transaction &transaction);
// Call when the device has told everything that it knows: what it did not mention and has expired, it never got.
Result<Done> expireRunsOf(Transaction &transaction, const QList<OpenCommand> &open);

} // namespace belvedere::server
