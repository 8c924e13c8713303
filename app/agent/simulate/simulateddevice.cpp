// The protocol side of a simulated device.
#include "agent/simulate/simulateddevice.h"

#include "agent/simulate/draw.h"
#include "base/digest.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

enum Purpose : quint32 { TemperPurpose = 100, AwayPurpose, FailurePurpose, FailingPurpose };

} // namespace

SimulatedDevice::SimulatedDevice(quint32 seed, int index, const QDateTime &today, int failing)
    : m_seed(seed)
    , m_index(index)
    , m_today(today)
    , m_isFailing(Draw(seed, index, FailingPurpose).below(100) < failing)
{
}

Temper SimulatedDevice::temper() const
{
    const int draw = Draw(m_seed, m_index, TemperPurpose).below(1'000);
    return draw < 20 ? Temper::Vanished : draw < 100 ? Temper::Late : Temper::Regular;
}

bool SimulatedDevice::isAway(int turn) const
{
    if (turn <= 1)
        return false; // every device has enrolled once
    if (temper() == Temper::Vanished)
        return true;
    if (temper() == Temper::Late && turn % 3 != m_index % 3)
        return true;
    return Draw(m_seed, m_index, AwayPurpose + quint32(turn) * 1'000).chance(30);
}

EnrolRequest SimulatedDevice::enrolRequest(const QString &token) const
{
    const Facts known = facts();
    EnrolRequest request;
    request.token = token;
    request.name = known.device.name;
    request.hardwareId = known.device.hardwareId;
    request.serial = known.device.serial;
    request.macs = known.macs;
    request.platform = known.device.platform;
    request.agentVersion = QStringLiteral(BELVEDERE_VERSION);
    request.simulated = true;
    return request;
}

CheckIn SimulatedDevice::checkIn(const QDateTime &now)
{
    CheckIn message;
    message.asOf = now;
    message.bootId = bootId();
    message.agentVersion = QStringLiteral(BELVEDERE_VERSION);
    m_reporter.fill(message, sections(facts()));
    for (const QString &id : m_pending.mid(0, maximumResults))
        message.results.append(m_results.value(id));
    return message;
}

bool SimulatedDevice::accepted(
    const CheckIn &sent, const CheckInAnswer &answer, const QDateTime &now, FleetJournal &journal)
{
    for (const CommandResult &result : sent.results) {
        m_pending.removeAll(result.command);
        journal.writeAcknowledged(device, result.command); // at worst it is reported again after a stop
    }
    bool again = m_reporter.accepted(sent, answer);
    for (const Command &command : answer.commands) {
        if (!m_results.contains(command.id)) {
            CommandResult started;
            started.command = command.id;
            started.outcome = CommandOutcome::Started;
            started.asOf = now;
            if (!journal.write(device, started))
                continue; // it will be delivered again
            const CommandResult ended = carryOut(command, now);
            m_results.insert(command.id, ended);
            journal.write(device, ended);
        }
        if (!m_pending.contains(command.id))
            m_pending.append(command.id);
        again = true;
    }
    return again;
}

void SimulatedDevice::remember(const FleetJournal::Entry &entry)
{
    CommandResult result = entry.result;
    if (result.outcome.value() == CommandOutcome::Started) {
        result.outcome = CommandOutcome::Interrupted;
        result.code = u"command.interrupted"_s;
        result.detail = u"The simulation stopped during this command."_s;
    }
    if (result.proof.contains(u"boot.id.before"_s) && (!restartedAt.isValid() || result.asOf > restartedAt)) {
        ++restarts;
        restartedAt = result.asOf;
    }
    m_holdings.restore(result);
    m_results.insert(result.command, result);
    if (!entry.isAcknowledged)
        m_pending.append(result.command);
}

CommandResult SimulatedDevice::carryOut(const Command &command, const QDateTime &now)
{
    CommandResult result;
    result.command = command.id;
    result.asOf = now;
    result.outcome = CommandOutcome::Done;
    result.proof = {{u"simulated"_s, true}};
    const auto fail = [&result](const QString &code, const QString &detail) {
        result.outcome = CommandOutcome::Failed;
        result.code = code;
        result.detail = detail;
    };
    // the same command fails on the same devices, whenever it comes
    const quint32 purpose = quint32(sha256(command.id.toUtf8()).left(4).toHex().toUInt(nullptr, 16));
    if (Draw(m_seed, m_index, FailurePurpose ^ purpose).chance(40)) {
        fail(u"simulated.failure"_s, u"This simulated device fails now and then."_s);
        return result;
    }
    const Platform platform = facts().device.platform.value();
    const bool isMobile = platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::Android;
    if (command.kind.value() == CommandKind::UpdatesInstall && isMobile) {
        fail(u"platform.unsupported"_s, u"This platform updates itself as a whole."_s);
        return result;
    }
    if (Holdings::takes(command.kind.value())) {
        if (m_isFailing && command.kind.value() != CommandKind::UpdatesInstall) {
            fail(u"simulated.failure"_s, u"This simulated device fails at whatever a policy brings."_s);
            return result;
        }
        const CommandEnd end = m_holdings.perform(command, platform, m_today);
        result.outcome = end.outcome;
        result.code = end.code;
        result.detail = end.detail;
        result.proof = end.proof;
        return result;
    }
    switch (command.kind.value()) {
    case CommandKind::Sync:
        m_reporter.sendAll();
        break;
    case CommandKind::Message:
        result.proof.insert(u"shown"_s, command.id);
        break;
    case CommandKind::Lock:
        result.proof.insert(u"locked"_s, true);
        break;
    case CommandKind::LostMode:
    case CommandKind::LostModeEnd:
        if (!isMobile) {
            fail(u"platform.unsupported"_s, u"This platform has no lost mode."_s);
            break;
        }
        result.proof.insert(u"lost"_s, command.kind.value() == CommandKind::LostMode);
        break;
    case CommandKind::RunCommand: {
        const QString name = command.parameters.value("name"_L1).toString();
        if (!facts().device.commands.value_or(QStringList()).contains(name)) {
            fail(u"command.not-found"_s, u"This simulated device has no such command."_s);
            break;
        }
        result.proof.insert(u"command"_s, name);
        result.proof.insert(u"exit"_s, 0);
        result.proof.insert(u"output"_s, u"Simulated: no program ran."_s);
        break;
    }
    case CommandKind::Restart:
        result.proof.insert(u"boot.id.before"_s, bootId());
        ++restarts;
        restartedAt = now;
        result.proof.insert(u"boot.id"_s, bootId());
        break;
    default:
        fail(u"command.unknown-kind"_s, u"This agent does not know the command."_s);
        break;
    }
    return result;
}

} // namespace belvedere
