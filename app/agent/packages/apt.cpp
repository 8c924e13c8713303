// Talking to apt and dpkg.
#include "agent/packages/apt.h"

#include "agent/agenterror.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int askLimit = 60'000; // ms
constexpr int simulateLimit = 180'000;
constexpr int downloadLimit = 1'800'000;

// apt's own words of why not; its last lines when it names no error.
QString reasonOf(const QByteArray &output)
{
    QStringList errors;
    const QStringList lines = QString::fromUtf8(output).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        if (line.startsWith("E:"_L1) || line.startsWith("dpkg: error"_L1))
            errors.append(line);
    }
    return errors.isEmpty() ? lines.mid(qMax(qsizetype(0), lines.size() - 3)).join(u' ') : errors.join(u' ');
}

} // namespace

AptPlan parseAptPlan(const QByteArray &output)
{
    // Inst hello [1.0] (2.0 Debian:12.11/stable [amd64])    Remv other [1]
    AptPlan plan;
    static const QRegularExpression step(uR"(^(Inst|Conf|Remv|Purg) (\S+)( \[)?)"_s);
    const QList<QByteArray> lines = output.split('\n');
    bool isDowngrading = false; // in the list below that heading
    for (const QByteArray &line : lines) {
        isDowngrading = line.contains("will be DOWNGRADED") || (isDowngrading && line.startsWith("  "));
        if (isDowngrading && line.startsWith("  "))
            plan.downgraded += QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
        const QRegularExpressionMatch match = step.match(QString::fromUtf8(line));
        if (!match.hasMatch())
            continue;
        const QString name = match.captured(2);
        if (match.captured(1) == "Conf"_L1) {
            plan.configured.append(name);
            continue;
        }
        if (match.captured(1) != "Inst"_L1) {
            plan.removed.append(name);
            continue;
        }
        plan.installed.append(name);
        if (match.captured(3).isEmpty())
            plan.fresh.append(name);
    }
    plan.removed.removeDuplicates();
    return plan;
}

bool AptPlan::brings(const QString &name) const
{
    const QString plain = name.section(u':', 0, 0);
    const auto isIt = [&](const QString &one) { return one == name || one.section(u':', 0, 0) == plain; };
    return std::any_of(installed.begin(), installed.end(), isIt)
        || std::any_of(configured.begin(), configured.end(), isIt);
}

QStringList Apt::admindir() const
{
    return m_computerItself ? QStringList() : QStringList{u"--admindir="_s + m_root.root() + u"/var/lib/dpkg"_s};
}

Result<QMap<QString, QString>> Apt::environment() const
{
    QMap<QString, QString> environment{{u"DEBIAN_FRONTEND"_s, u"noninteractive"_s}, {u"NEEDRESTART_SUSPEND"_s, u"1"_s},
        {u"APT_LISTCHANGES_FRONTEND"_s, u"none"_s}};
    if (m_computerItself)
        return environment;
    const QString root = m_root.root();
    if (root.contains(u'"') || !QFileInfo::exists(root + u"/var/lib/dpkg/status"_s))
        return programError(u"packages.unavailable"_s, u"This root holds no packages of dpkg."_s);
    // read before everything else, so that the root's own configuration counts and not the computer's
    const QString configuration =
        u"Dir \"%1/\";\nDir::State::status \"%1/var/lib/dpkg/status\";\nDPkg::Options:: \"--root=%1\";\n"
        u"APT::Sandbox::User \"root\";\n"_s.arg(root);
    const Result<Done> written = m_state.write(u"/apt.conf"_s, configuration.toUtf8(), 0600, RootDir::Replace::Allowed);
    if (!written)
        return written.error();
    environment.insert(u"APT_CONFIG"_s, m_state.root() + u"/apt.conf"_s);
    return environment;
}

Result<LongOutput> Apt::aptGet(const QStringList &arguments, int limit, const QString &code) const
{
    const Result<QMap<QString, QString>> variables = environment();
    if (!variables)
        return variables.error();
    const QStringList options{u"-q"_s, u"-y"_s, u"-o"_s, u"Dpkg::Options::=--force-confdef"_s, u"-o"_s,
        u"Dpkg::Options::=--force-confold"_s, u"-o"_s, u"DPkg::Lock::Timeout=600"_s, u"-o"_s,
        u"APT::Cmd::Pattern-Only=true"_s, // a name that does not exist is no regular expression
        u"-o"_s, u"APT::Get::Show-User-Simulation-Note=0"_s};
    const auto output = m_runLong({u"/usr/bin/apt-get"_s, options + arguments, variables.value(), limit});
    if (!output)
        return programError(u"packages.unavailable"_s, u"apt-get cannot be run on this computer."_s);
    if (output->isTimedOut)
        return programError(code, u"apt-get did not end in time."_s);
    if (output->exitCode != 0) {
        const QString reason = reasonOf(output->output);
        const bool isBusy = reason.contains("Could not get lock"_L1) || reason.contains("frontend lock"_L1);
        return programError(isBusy ? u"packages.busy"_s : code, reason);
    }
    return *output;
}

Result<QMap<QString, PackageState>> Apt::query(const QStringList &names) const
{
    QMap<QString, PackageState> states;
    if (names.isEmpty())
        return states;
    const auto output = m_run(u"/usr/bin/dpkg-query"_s,
        admindir()
            + QStringList{u"-W"_s, u"-f"_s,
                u"${Package}\\t${Architecture}\\t${Version}\\t${db:Status-Status}\\t${Essential}\\t${Protected}\\n"_s}
            + names,
        askLimit, {});
    if (!output || output->exitCode > 1) // 1: some name is not known
        return programError(u"packages.unavailable"_s, u"dpkg-query cannot be run on this computer."_s);
    const QList<QByteArray> lines = output->standardOutput.split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> parts = line.split('\t');
        if (parts.size() != 6)
            continue;
        const PackageState state{
            QString::fromUtf8(parts[2]), parts[3] == "installed", parts[4] == "yes" || parts[5] == "yes"};
        const QString name = QString::fromUtf8(parts[0]);
        for (const QString &key : {name, QString(name + u':' + QString::fromUtf8(parts[1]))}) {
            // of several architectures the one that is installed
            if (names.contains(key) && (!states.value(key).isInstalled || state.isInstalled))
                states.insert(key, state);
        }
    }
    return states;
}

Result<bool> Apt::isAtLeast(const QString &version, const QString &wanted) const
{
    const auto output = m_run(u"/usr/bin/dpkg"_s, {u"--compare-versions"_s, version, u"ge"_s, wanted}, askLimit, {});
    if (!output || output->exitCode > 1)
        return programError(u"packages.unavailable"_s, u"dpkg cannot be run on this computer."_s);
    return output->exitCode == 0;
}

Result<std::pair<QString, QString>> Apt::describe(const QString &archive) const
{
    const auto output =
        m_run(u"/usr/bin/dpkg-deb"_s, {u"-W"_s, u"--showformat=${Package}\\t${Version}\\n"_s, archive}, askLimit, {});
    if (!output)
        return programError(u"packages.unavailable"_s, u"dpkg-deb cannot be run on this computer."_s);
    const QList<QByteArray> parts = output->standardOutput.trimmed().split('\t');
    if (output->exitCode != 0 || parts.size() != 2)
        return programError(u"packages.not-a-package"_s, u"The content is not a package of Debian."_s);
    return std::pair(QString::fromUtf8(parts[0]), QString::fromUtf8(parts[1]));
}

Result<AptPlan> Apt::simulate(const QStringList &request) const
{
    return aptGet(QStringList{u"-s"_s, u"install"_s} + request, simulateLimit, u"packages.not-possible"_s)
        .map([](const LongOutput &output) { return parseAptPlan(output.output); });
}

Result<Done> Apt::download(const QStringList &request) const
{
    return aptGet(QStringList{u"--download-only"_s, u"install"_s} + request, downloadLimit, u"packages.download"_s)
        .map([](const LongOutput &) { return Done{}; });
}

Result<Done> Apt::apply(const QStringList &request) const
{
    QStringList arguments{u"--no-download"_s};
    const bool removes =
        std::any_of(request.begin(), request.end(), [](const QString &one) { return one.endsWith(u'-'); });
    if (!removes)
        arguments.append(u"--no-remove"_s); // whatever has changed since it was simulated
    return aptGet(arguments + QStringList{u"install"_s} + request, 0, u"packages.failed"_s).map([](const LongOutput &) {
        return Done{};
    });
}

bool Apt::isLocked() const
{
#ifdef Q_OS_UNIX
    const QString place = (m_computerItself ? QString() : m_root.root()) + u"/var/lib/dpkg/"_s;
    for (const QString &name : {u"lock-frontend"_s, u"lock"_s}) { // of apt, of dpkg
        const int file = ::open(QFile::encodeName(place + name).constData(), O_RDONLY | O_CLOEXEC);
        if (file < 0)
            continue; // nobody ever locked it
        struct flock lock = {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        const bool isHeld = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
        ::close(file);
        if (isHeld)
            return true;
    }
#endif
    return false;
}

Result<Done> Apt::configure() const
{
    const Result<QMap<QString, QString>> variables = environment();
    if (!variables)
        return variables.error();
    const QStringList root = m_computerItself ? QStringList() : QStringList{u"--root="_s + m_root.root()};
    const auto output = m_runLong(
        {u"/usr/bin/dpkg"_s, root + QStringList{u"--configure"_s, u"-a"_s, u"--force-confdef"_s, u"--force-confold"_s},
            variables.value(), 0});
    if (!output)
        return programError(u"packages.unavailable"_s, u"dpkg cannot be run on this computer."_s);
    return output->exitCode == 0 ? Result<Done>(Done{}) : programError(u"packages.failed"_s, reasonOf(output->output));
}

} // namespace belvedere
