// Putting the agent together.
#include "agent/run.h"

#include "agent/client/session.h"
#include "agent/facts/updateages.h"
#include "agent/log.h"
#include "agent/simulate/simulator.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLockFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

int fail(const ApiError &error)
{
    logLine(error.code + u": "_s + error.detail);
    return 1;
}

int notEnrolled()
{
    logLine(u"This device has not enrolled: --server and --enrol are needed."_s);
    return 2;
}

int simulate(const AgentOptions &options, const RootDir &state)
{
    Simulator simulator(
        {options.server, options.token, options.simulate, options.seed, options.rounds, options.failing}, state);
    QObject::connect(
        &simulator, &Simulator::ended, qApp, [](bool success) { QCoreApplication::exit(success ? 0 : 1); },
        Qt::QueuedConnection);
    simulator.start();
    return QCoreApplication::exec();
}

// The server and pin of the enrolment serve until others are given.
Result<ServerTrust> trustFor(const AgentOptions &options, const RootDir &state)
{
    const auto found = loadIdentity(state);
    if (!found)
        return found.error();
    ServerTrust trust = options.server;
    if (found.value()) {
        const Identity &identity = **found.value();
        if (trust.url.isEmpty())
            trust.url = identity.server;
        if (trust.url == identity.server && trust.fingerprint.isEmpty())
            trust.fingerprint = identity.fingerprint;
    }
    return trust;
}

int manage(const AgentOptions &options, const RootDir &state)
{
    const Result<ServerTrust> trust = trustFor(options, state);
    if (!trust)
        return fail(trust.error());
    if (trust.value().url.isEmpty())
        return notEnrolled();
    if (!QFileInfo(options.root).isDir()) {
        logLine(u"The root directory %1 does not exist."_s.arg(options.root));
        return 1;
    }
    const auto journal = Journal::open(state);
    if (!journal)
        return fail(journal.error());
    const RootDir root(options.root);
    const SystemClock clock;
    const UpdateAges ages(state);
    FactCollector collector(FactSource::thisComputer(), &ages);
    const CommandFolder commands(options.commands);
    const Result<Done> checked = options.commands.isEmpty() ? Result<Done>(Done{}) : commands.check();
    if (!checked)
        logLine(checked.error().code + u": "_s + checked.error().detail); // and none is run until that is mended
    ExecutorSetup setup{root, state, options.root == "/"_L1, options.allowPower, options.allowPackages, runProgram,
        [output = QString(state.root() + u"/output"_s)](const LongRun &program) { return runLong(program, output); },
        [] { return QString::fromLatin1(QSysInfo::bootUniqueId()); }, clock, {}, commands};
    Executor executor(*journal.value(), std::move(setup));
    const auto collect = [&collector, &commands, &options] {
        Facts facts = collector.collect();
        if (!options.commands.isEmpty())
            facts.device.commands = commands.names();
        facts.device.installsPackages = options.allowPackages; // no updates are offered to one that refuses
        return facts;
    };
    Session session({trust.value(), options.token, options.once, collect}, state, *journal.value(), executor);
    QObject::connect(
        &session, &Session::ended, qApp, [](bool success) { QCoreApplication::exit(success ? 0 : 1); },
        Qt::QueuedConnection);
    session.start();
    return QCoreApplication::exec();
}

} // namespace

int runAgent(const AgentOptions &options)
{
    if (options.server.url.isEmpty() && !QFileInfo::exists(options.state))
        return notEnrolled();
    const Result<RootDir> state = openState(options.state);
    if (!state)
        return fail(state.error());
    QLockFile lock(state.value().root() + u"/lock"_s);
    lock.setStaleLockTime(0); // not by age: an agent may run for years; a dead process is noticed
    if (!lock.tryLock(0)) {
        logLine(u"Another agent uses the state directory %1."_s.arg(state.value().root()));
        return 1;
    }
    return options.simulate > 0 ? simulate(options, state.value()) : manage(options, state.value());
}

} // namespace belvedere
