// Journal: which commands were begun and how they ended, on the disk before anybody acts on it or hears of it.
#pragma once

#include "agent/files/rootdir.h"
#include "domain/command.h"

#include <QList>

namespace belvedere {

struct JournalEntry {
    CommandResult result; // of the last thing known: started, or how it ended
    QString kind; // CommandKind token
    QJsonObject before; // what was so before acting; the yardstick for observing after a crash
    QString acknowledged; // the outcome that the server has confirmed, or empty
    bool isActing = true; // false: it waits for its turn, nothing has been done

    // The server knows how it ended.
    bool isSettled() const { return isFinished() && acknowledged == result.outcome.token(); }
    bool isFinished() const { return result.outcome.value() != CommandOutcome::Started; }
};

class Journal {
public:
    // Reads what an earlier run left; "state.damaged" when it cannot be read. `state` must outlive the journal.
    // Beyond `maximum` entries the oldest finished and confirmed ones are forgotten.
    static Result<std::shared_ptr<Journal>> open(const RootDir &state, qsizetype maximum = 1'000);

    const JournalEntry *find(const QString &command) const;
    QList<JournalEntry> unfinished() const;
    // What the server has not confirmed yet, oldest first.
    QList<CommandResult> pending(qsizetype maximum) const;

    Result<Done> start(const Command &command, const QJsonObject &before, const QDateTime &now, bool isActing = true);
    Result<Done> act(const QString &command); // the turn of one that waited has come
    Result<Done> finish(const CommandResult &result); // of a command that was started
    Result<Done> acknowledge(const QList<CommandResult> &reported);
    // The server asks for a command that it seems not to know the end of.
    Result<Done> reportAgain(const QString &command);
    Result<Done> clear(); // a new identity: the ids of another server mean nothing here

private:
    Journal(const RootDir &state, qsizetype maximum)
        : m_state(state)
        , m_maximum(maximum)
    {
    }
    Result<Done> save();

    const RootDir &m_state;
    qsizetype m_maximum;
    QList<JournalEntry> m_entries; // in the order in which they were begun
};

} // namespace belvedere
