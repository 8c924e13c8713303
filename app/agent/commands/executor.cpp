// Carrying out of commands.
#include "agent/commands/executor.h"

#include "agent/agenterror.h"
#include "agent/commands/messages.h"
#include "agent/commands/power.h"
#include "domain/json.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int restartPatience = 600; // seconds

QString firstError(const QList<FieldError> &errors) { return errors.first().field + u": " + errors.first().message; }

} // namespace

Executor::Executor(Journal &journal, ExecutorSetup setup)
    : m_journal(journal)
    , m_setup(std::move(setup))
    , m_work({m_setup.root, m_setup.state, m_setup.computerItself, m_setup.allowPackages, m_setup.run, m_setup.runLong,
          m_setup.clock, m_setup.checkpoint})
{
}

Result<Done> Executor::recover()
{
    const Result<Done> recovered = m_work.recover();
    if (!recovered)
        return recovered;
    for (const JournalEntry &entry : m_journal.unfinished()) {
        if (m_work.isUnsettled() && entry.isActing
            && ItemWork::takes(Coded<CommandKind>::fromToken(entry.kind).value())) {
            m_left.append(entry.result.command);
            continue;
        }
        const Result<Done> ended = end(entry.result.command, observed(entry));
        if (!ended)
            return ended;
    }
    return Done{};
}

Result<Done> Executor::recoverLeft()
{
    const Result<Done> recovered = m_work.recover(0);
    if (!recovered || m_work.isUnsettled())
        return recovered;
    const QStringList left = std::exchange(m_left, {});
    for (const QString &command : left) {
        const JournalEntry *entry = m_journal.find(command);
        const Result<Done> ended = entry ? end(command, observed(*entry)) : Result<Done>(Done{});
        if (!ended)
            return ended;
    }
    return Done{};
}

Result<Done> Executor::observe()
{
    if (isRecovering()) {
        const Result<Done> recovered = recoverLeft();
        if (!recovered)
            return recovered;
    }
    for (const JournalEntry &entry : m_journal.unfinished()) {
        // what takes long waits for its turn and for apt, however long that is; its end is told to end()
        if (takesLong(Coded<CommandKind>::fromToken(entry.kind).value())
            || entry.result.asOf.secsTo(m_setup.clock.now()) < restartPatience)
            continue;
        const Result<Done> ended = end(entry.result.command, observed(entry));
        if (!ended)
            return ended;
    }
    return Done{};
}

CommandEnd Executor::observed(const JournalEntry &entry) const
{
    const CommandEnd interrupted = CommandEnd::interrupted();
    const CommandKind kind = Coded<CommandKind>::fromToken(entry.kind).value();
    if (!entry.isActing)
        return CommandEnd::postponed(
            u"agent.restarted"_s, u"The agent was started anew before the command had its turn."_s);
    if (ItemWork::takes(kind))
        return m_work.observed(kind, entry.before);
    switch (kind) {
    case CommandKind::Restart: {
        const QString old = entry.before.value(u"boot.id"_s).toString();
        const QString now = m_setup.bootId();
        if (old.isEmpty() || now.isEmpty() || old == now)
            return interrupted;
        return CommandEnd::done({{u"boot.id.before"_s, old}, {u"boot.id"_s, now}});
    }
    case CommandKind::Message: {
        const Result<bool> shown = wasShown(m_setup.root, entry.result.command);
        if (!shown || !shown.value())
            return interrupted;
        return CommandEnd::done({{u"shown"_s, entry.result.command}, {u"where"_s, QString::fromLatin1(shownMessages)}});
    }
    case CommandKind::Sync: // repeating is harmless: everything is sent after a start anyway
        return CommandEnd::done({{u"sections"_s, u"all"_s}});
    default:
        break;
    }
    return interrupted;
}

Result<Done> Executor::end(const QString &command, const CommandEnd &end)
{
    CommandResult result;
    result.command = command;
    result.outcome = end.outcome;
    result.code = end.code;
    result.detail = end.detail;
    result.proof = end.proof;
    result.asOf = m_setup.clock.now();
    return m_journal.finish(result);
}

QJsonObject Executor::before(const Command &command) const
{
    if (ItemWork::takes(command.kind.value()))
        return m_work.before(command);
    if (command.kind.value() == CommandKind::Restart)
        return {{u"boot.id"_s, m_setup.bootId()}};
    return {};
}

Result<bool> Executor::begin(const Command &command, bool isActing)
{
    if (m_journal.find(command.id))
        return m_journal.reportAgain(command.id).map([](Done) { return false; });
    const Result<Done> started = m_journal.start(command, before(command), m_setup.clock.now(), isActing);
    if (!started)
        return started.error();
    if (m_setup.checkpoint)
        m_setup.checkpoint("started");
    return true;
}

Result<Done> Executor::carryOut(const Command &command)
{
    const Result<bool> begun = begin(command, true);
    if (!begun)
        return begun.error();
    if (!begun.value())
        return Done{};
    const std::optional<CommandEnd> ended = act(command);
    if (m_setup.checkpoint)
        m_setup.checkpoint("acted");
    if (!ended)
        return Done{};
    return end(command.id, *ended);
}

std::optional<CommandEnd> Executor::act(const Command &command)
{
    const bool power = command.kind.value() == CommandKind::Lock || command.kind.value() == CommandKind::Restart;
    if (power && !m_setup.computerItself)
        return CommandEnd::failed(agentError(
            u"power.not-allowed"_s, u"The agent works on another root than /: it does not lock or restart."_s));
    if (power && !m_setup.allowPower)
        return CommandEnd::failed(agentError(
            u"power.not-allowed"_s, u"The agent was started without --allow-power: it does not lock or restart."_s));
    if (takesLong(command.kind.value()))
        return perform(command);
    switch (command.kind.value()) {
    case CommandKind::Sync:
        m_sync = true;
        return CommandEnd::done({{u"sections"_s, u"all"_s}});
    case CommandKind::Message:
        return message(command);
    case CommandKind::Lock: {
        const Result<QJsonObject> proof = lockSessions(m_setup.run);
        return proof ? CommandEnd::done(proof.value()) : CommandEnd::failed(proof.error());
    }
    case CommandKind::Restart: {
        const Result<Done> ordered = orderRestart(m_setup.run);
        if (!ordered)
            return CommandEnd::failed(ordered.error());
        return std::nullopt; // done is when the boot id has changed
    }
    default:
        break;
    }
    return CommandEnd::failed(agentError(
        u"command.unknown-kind"_s, u"This agent does not know the command "_s + command.kind.token().left(64)));
}

CommandEnd Executor::perform(const Command &command)
{
    return command.kind.value() == CommandKind::RunCommand ? runOwn(command) : m_work.perform(command);
}

CommandEnd Executor::runOwn(const Command &command) const
{
    RunParameters parameters;
    const auto errors = readRequest(fields<RunParameters>(), &parameters, command.parameters, false);
    if (!errors.isEmpty())
        return CommandEnd::failed(agentError(u"command.parameters"_s, firstError(errors)));
    const Result<QString> path = m_setup.commands.find(parameters.name);
    if (!path)
        return CommandEnd::failed(path.error());
    return runCommand(path.value(), parameters.name, command.id, m_setup.commandLimits);
}

CommandEnd Executor::message(const Command &command)
{
    MessageParameters parameters;
    const auto errors = readRequest(fields<MessageParameters>(), &parameters, command.parameters, false);
    if (!errors.isEmpty())
        return CommandEnd::failed(agentError(u"command.parameters"_s, firstError(errors)));
    if (parameters.text.size() > maximumMessageLength || parameters.title.size() > 200)
        return CommandEnd::failed(agentError(u"command.parameters"_s, u"The message is too long."_s));
    const Result<Done> shown = showMessage(m_setup.root, command.id, parameters, m_setup.clock.now());
    if (!shown)
        return CommandEnd::failed(shown.error());
    const bool terminals = m_setup.computerItself && showOnTerminals(m_setup.run, parameters);
    return CommandEnd::done(
        {{u"shown"_s, command.id}, {u"where"_s, QString::fromLatin1(shownMessages)}, {u"terminals"_s, terminals}});
}

} // namespace belvedere
