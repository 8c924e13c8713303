// Carrying out of commands.
#include "agent/commands/executor.h"

#include "agent/commands/messages.h"
#include "agent/commands/power.h"
#include "domain/json.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int restartPatience = 600; // seconds

ApiError refusal(const QString &code, const QString &detail)
{
    ApiError error;
    error.code = code;
    error.detail = detail;
    return error;
}

QString firstError(const QList<FieldError> &errors) { return errors.first().field + u": " + errors.first().message; }

} // namespace

Executor::Executor(Journal &journal, ExecutorSetup setup)
    : m_journal(journal)
    , m_setup(std::move(setup))
    , m_profiles(m_setup.root, m_setup.state, m_setup.checkpoint)
{
}

Result<Done> Executor::recover()
{
    const Result<Done> recovered = m_profiles.recover();
    if (!recovered)
        return recovered;
    for (const JournalEntry &entry : m_journal.unfinished()) {
        const Result<Done> ended = finish(entry.result.command, observed(entry));
        if (!ended)
            return ended;
    }
    return Done{};
}

Result<Done> Executor::observe()
{
    for (const JournalEntry &entry : m_journal.unfinished()) {
        if (entry.result.asOf.secsTo(m_setup.clock.now()) < restartPatience)
            continue;
        const Result<Done> ended = finish(entry.result.command, observed(entry));
        if (!ended)
            return ended;
    }
    return Done{};
}

Executor::End Executor::observed(const JournalEntry &entry) const
{
    const End interrupted{CommandOutcome::Interrupted, u"command.interrupted"_s,
        u"The agent stopped during this command and cannot tell whether it took effect."_s, {}};
    switch (Coded<CommandKind>::fromToken(entry.kind).value()) {
    case CommandKind::Restart: {
        const QString old = entry.before.value(u"boot.id"_s).toString();
        const QString now = m_setup.bootId();
        if (old.isEmpty() || now.isEmpty() || old == now)
            return interrupted;
        return done({{u"boot.id.before"_s, old}, {u"boot.id"_s, now}});
    }
    case CommandKind::Message: {
        const Result<bool> shown = wasShown(m_setup.root, entry.result.command);
        if (!shown || !shown.value())
            return interrupted;
        return done({{u"shown"_s, entry.result.command}, {u"where"_s, QString::fromLatin1(shownMessages)}});
    }
    case CommandKind::ProfileInstall: {
        const auto verified = m_profiles.verified();
        const bool same = verified && verified.value()
            && verified.value()->value(u"profile"_s) == entry.before.value(u"profile"_s)
            && verified.value()->value(u"version"_s) == entry.before.value(u"version"_s);
        return same ? done(*verified.value()) : interrupted;
    }
    case CommandKind::ProfileRemove: {
        const Result<QString> installed = m_profiles.installed();
        if (!installed || installed.value() == entry.before.value(u"profile"_s).toString())
            return interrupted;
        return done({{u"removed"_s, entry.before.value(u"profile"_s)}});
    }
    case CommandKind::Sync: // repeating is harmless: everything is sent after a start anyway
        return done({{u"sections"_s, u"all"_s}});
    default:
        break;
    }
    return interrupted;
}

Result<Done> Executor::finish(const QString &command, const End &end)
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
    switch (command.kind.value()) {
    case CommandKind::Restart:
        return {{u"boot.id"_s, m_setup.bootId()}};
    case CommandKind::ProfileInstall:
    case CommandKind::ProfileRemove:
        return {{u"profile"_s, command.parameters.value(u"profile"_s)},
            {u"version"_s, command.parameters.value(u"version"_s)}};
    default:
        return {};
    }
}

Result<Done> Executor::carryOut(const Command &command)
{
    if (m_journal.find(command.id))
        return m_journal.reportAgain(command.id);
    const Result<Done> started = m_journal.start(command, before(command), m_setup.clock.now());
    if (!started)
        return started;
    if (m_setup.checkpoint)
        m_setup.checkpoint("started");
    const std::optional<End> end = act(command);
    if (m_setup.checkpoint)
        m_setup.checkpoint("acted");
    if (!end)
        return Done{};
    return finish(command.id, *end);
}

std::optional<Executor::End> Executor::act(const Command &command)
{
    const bool power = command.kind.value() == CommandKind::Lock || command.kind.value() == CommandKind::Restart;
    if (power && !m_setup.computerItself)
        return failed(
            refusal(u"power.not-allowed"_s, u"The agent works on another root than /: it does not lock or restart."_s));
    if (power && !m_setup.allowPower)
        return failed(refusal(
            u"power.not-allowed"_s, u"The agent was started without --allow-power: it does not lock or restart."_s));
    switch (command.kind.value()) {
    case CommandKind::Sync:
        m_sync = true;
        return done({{u"sections"_s, u"all"_s}});
    case CommandKind::Message:
        return message(command);
    case CommandKind::Lock: {
        const Result<QJsonObject> proof = lockSessions(m_setup.run);
        return proof ? done(proof.value()) : failed(proof.error());
    }
    case CommandKind::Restart: {
        const Result<Done> ordered = orderRestart(m_setup.run);
        if (!ordered)
            return failed(ordered.error());
        return std::nullopt; // done is when the boot id has changed
    }
    case CommandKind::ProfileInstall:
        return installProfile(command);
    case CommandKind::ProfileRemove:
        return removeProfile(command);
    default:
        break;
    }
    return failed(
        refusal(u"command.unknown-kind"_s, u"This agent does not know the command "_s + command.kind.token().left(64)));
}

Executor::End Executor::message(const Command &command)
{
    MessageParameters parameters;
    const auto errors = readRequest(fields<MessageParameters>(), &parameters, command.parameters, false);
    if (!errors.isEmpty())
        return failed(refusal(u"command.parameters"_s, firstError(errors)));
    if (parameters.text.size() > maximumMessageLength || parameters.title.size() > 200)
        return failed(refusal(u"command.parameters"_s, u"The message is too long."_s));
    const Result<Done> shown = showMessage(m_setup.root, command.id, parameters, m_setup.clock.now());
    if (!shown)
        return failed(shown.error());
    const bool terminals = m_setup.computerItself && showOnTerminals(m_setup.run, parameters);
    return done(
        {{u"shown"_s, command.id}, {u"where"_s, QString::fromLatin1(shownMessages)}, {u"terminals"_s, terminals}});
}

Executor::End Executor::installProfile(const Command &command)
{
    ProfileParameters parameters;
    auto errors = readRequest(fields<ProfileParameters>(), &parameters, command.parameters, false);
    if (errors.isEmpty() && parameters.type != "browser"_L1)
        return failed(refusal(u"profile.unsupported"_s, u"This agent installs profiles of type browser only."_s));
    BrowserSettings settings;
    if (errors.isEmpty())
        errors = readRequest(fields<BrowserSettings>(), &settings, parameters.settings, false);
    if (errors.isEmpty())
        errors = validate(settings);
    if (!errors.isEmpty())
        return failed(refusal(u"command.parameters"_s, firstError(errors)));
#ifndef Q_OS_LINUX
    return failed(refusal(u"platform.unsupported"_s, u"Browser policy is written on Linux only."_s));
#else
    const Result<Done> installed =
        m_profiles.install(parameters.profile, parameters.version, browserPolicyFiles(settings));
    if (!installed)
        return failed(installed.error());
    const auto verified = m_profiles.verified();
    if (!verified || !verified.value())
        return failed(refusal(u"profile.not-verified"_s, u"The profile does not read back as it was written."_s));
    return done(*verified.value());
#endif
}

Executor::End Executor::removeProfile(const Command &command)
{
    const QString profile = command.parameters.value(u"profile"_s).toString();
    if (profile.isEmpty())
        return failed(refusal(u"command.parameters"_s, u"profile: required"_s));
    const Result<Done> removed = m_profiles.remove(profile);
    if (!removed && removed.error().kind == ApiError::Kind::NotFound)
        return done({{u"removed"_s, profile}, {u"was_installed"_s, false}});
    if (!removed)
        return failed(removed.error());
    return done({{u"removed"_s, profile}, {u"was_installed"_s, true}});
}

} // namespace belvedere
