// Executor: carries each command out once, writing it down before and after, and observes what a crash left open.
#pragma once

#include "agent/commands/profilestore.h"
#include "agent/facts/source.h"
#include "agent/state/journal.h"
#include "base/clock.h"

namespace belvedere {

struct ExecutorSetup {
    const RootDir &root;
    const RootDir &state;
    bool computerItself = false; // the root is "/"
    bool allowPower = false;
    RunProgram run;
    std::function<QString()> bootId; // empty when not known
    const Clock &clock;
    Checkpoint checkpoint; // "started" and "acted", and those of ProfileStore
};

class Executor {
public:
    // `journal` and what `setup` refers to must outlive it.
    Executor(Journal &journal, ExecutorSetup setup);

    // Ends what an earlier process began: done where that can be observed, else interrupted. Once, at start.
    Result<Done> recover();
    // Ends restarts that were ordered but have not come within ten minutes.
    Result<Done> observe();
    // Afterwards the journal holds the result. A known id is not carried out again, its result becomes pending. An
    // error means that nothing could be written down, hence nothing was done.
    Result<Done> carryOut(const Command &command);
    // True once after a sync command: every section is to be sent whole.
    bool takeSyncRequest() { return std::exchange(m_sync, false); }

private:
    struct End {
        CommandOutcome outcome = CommandOutcome::Failed;
        QString code;
        QString detail;
        QJsonObject proof;
    };
    static End failed(const ApiError &error) { return {CommandOutcome::Failed, error.code, error.detail, {}}; }
    static End done(const QJsonObject &proof) { return {CommandOutcome::Done, {}, {}, proof}; }

    QJsonObject before(const Command &command) const;
    std::optional<End> act(const Command &command); // nothing: the end is still to be observed
    End message(const Command &command);
    End installProfile(const Command &command);
    End removeProfile(const Command &command);
    End observed(const JournalEntry &entry) const;
    Result<Done> finish(const QString &command, const End &end);

    Journal &m_journal;
    ExecutorSetup m_setup;
    ProfileStore m_profiles;
    bool m_sync = false;
};

} // namespace belvedere
