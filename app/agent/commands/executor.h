// Executor: carries each command out once, writing it down before and after, and observes what a crash left open.
#pragma once

#include "agent/commands/commandfolder.h"
#include "agent/commands/commandrun.h"
#include "agent/commands/itemwork.h"
#include "agent/facts/source.h"
#include "agent/state/journal.h"
#include "base/clock.h"

namespace belvedere {

struct ExecutorSetup {
    const RootDir &root;
    const RootDir &state;
    bool computerItself = false; // the root is "/"
    bool allowPower = false;
    bool allowPackages = false;
    RunProgram run;
    RunLong runLong;
    std::function<QString()> bootId; // empty when not known
    const Clock &clock;
    Checkpoint checkpoint; // "started" and "acted", and those of the stores
    CommandFolder commands = CommandFolder();
    CommandLimits commandLimits = {};
};

class Executor {
public:
    // `journal` and what `setup` refers to must outlive it.
    Executor(Journal &journal, ExecutorSetup setup);

    // Ends what an earlier process began: done where that can be observed, postponed where nothing had been done, else
    // interrupted. Once, at start.
    Result<Done> recover();
    // An apt of the earlier process still works: what it was asked for stays open, and observe() tries again. Until
    // then no item may be worked on.
    bool isRecovering() const { return !m_left.isEmpty() || m_work.isUnsettled(); }
    // Ends restarts that were ordered but have not come within ten minutes; what takes long takes its time.
    Result<Done> observe();
    // Afterwards the journal holds the result. A known id is not carried out again, its result becomes pending. An
    // error means that nothing could be written down, hence nothing was done.
    Result<Done> carryOut(const Command &command);
    // The same in steps, for commands that take long: begin() writes it down and is false for a known id; turn() when
    // it has waited and is to be acted on; perform() may run in another thread, once at a time; end() writes down how
    // it went.
    static bool takesLong(CommandKind kind) { return ItemWork::takes(kind) || kind == CommandKind::RunCommand; }
    Result<bool> begin(const Command &command, bool isActing = false);
    CommandEnd perform(const Command &command);
    Result<Done> turn(const QString &command) { return m_journal.act(command); }
    Result<Done> end(const QString &command, const CommandEnd &end);
    ItemWork &work() { return m_work; }
    // True once after a sync command: every section is to be sent whole.
    bool takeSyncRequest() { return std::exchange(m_sync, false); }

private:
    Result<Done> recoverLeft();
    QJsonObject before(const Command &command) const;
    std::optional<CommandEnd> act(const Command &command); // nothing: the end is still to be observed
    CommandEnd message(const Command &command);
    CommandEnd runOwn(const Command &command) const;
    CommandEnd observed(const JournalEntry &entry) const;

    Journal &m_journal;
    ExecutorSetup m_setup;
    ItemWork m_work;
    QStringList m_left; // commands of an earlier process that cannot be judged yet
    bool m_sync = false;
};

} // namespace belvedere
