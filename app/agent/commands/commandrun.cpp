// Running of commands.
#include "agent/commands/commandrun.h"

#include "agent/agenterror.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStringDecoder>
#ifdef Q_OS_UNIX
#include <csignal>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumOutput = 16 * 1024; // bytes that are kept of what it writes
constexpr qsizetype maximumText = 15 * 1024; // bytes as JSON
constexpr int startPatience = 30'000; // milliseconds

// A program, its output while it lasts, and its process group.
class Running {
public:
    Running(const QString &path, const QString &name, const QString &id)
    {
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"_s);
        environment.insert(u"LANG"_s, u"C.UTF-8"_s);
        environment.insert(u"BELVEDERE_COMMAND"_s, name);
        environment.insert(u"BELVEDERE_ORDER"_s, id);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setWorkingDirectory(u"/"_s);
#ifdef Q_OS_UNIX
        m_process.setChildProcessModifier([] {
            ::setsid();
            (void)::nice(10);
        });
#endif
        m_timer.start();
        m_process.start(path, QStringList());
        m_isStarted = m_process.waitForStarted(startPatience);
        m_group = m_process.processId();
    }

    bool isStarted() const { return m_isStarted; }
    const QProcess &process() const { return m_process; }
    const QByteArray &output() const { return m_output; }
    bool isCut() const { return m_isCut; }

    // False when it still runs after so many milliseconds. What it writes is read all the while, so that it goes on.
    bool wait(int patience)
    {
        const qint64 until = m_timer.elapsed() + patience;
        while (m_process.state() != QProcess::NotRunning) {
            qint64 left = until - m_timer.elapsed();
            if (left <= 0)
                return false;
            if (!m_process.waitForReadyRead(int(left)) && m_process.state() != QProcess::NotRunning) {
                left = until - m_timer.elapsed();
                m_process.waitForFinished(int(qMax<qint64>(1, left))); // it writes no more
            }
            read();
        }
        read();
        return true;
    }

    void end(int patience)
    {
        signal(false);
        wait(patience);
        signal(true); // also what it has left behind
        wait(1'000);
    }

private:
    void read()
    {
        const QByteArray piece = m_process.readAllStandardOutput();
        const qsizetype room = maximumOutput - m_output.size();
        m_output += piece.left(room);
        m_isCut = m_isCut || piece.size() > room;
    }
    void signal(bool isLast)
    {
#ifdef Q_OS_UNIX
        if (m_group > 0)
            ::kill(pid_t(-m_group), isLast ? SIGKILL : SIGTERM);
#else
        isLast ? m_process.kill() : m_process.terminate();
#endif
    }

    QProcess m_process;
    QElapsedTimer m_timer;
    qint64 m_group = 0;
    bool m_isStarted = false;
    QByteArray m_output;
    bool m_isCut = false;
};

} // namespace

OutputText outputText(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8); // what is cut in the middle of a character ends before it
    const QString whole = decoder.decode(bytes);
    OutputText output;
    qsizetype room = maximumText;
    for (qsizetype i = 0; i < whole.size(); ++i) {
        const QChar c = whole[i];
        const bool isLayout = c == u'\n' || c == u'\t';
        if (c.category() == QChar::Other_Control && !isLayout)
            continue;
        const bool isPair = c.isHighSurrogate() && i + 1 < whole.size();
        const bool isEscaped = isLayout || c == u'"' || c == u'\\';
        const int cost = isPair ? 4 : c.unicode() >= 0x80 ? 3 : isEscaped ? 2 : 1;
        if (cost > room) {
            output.isCut = true;
            break;
        }
        room -= cost;
        output.text += c;
        if (isPair)
            output.text += whole[++i];
    }
    return output;
}

CommandEnd runCommand(const QString &path, const QString &name, const QString &id, const CommandLimits &limits)
{
    Running running(path, name, id);
    if (!running.isStarted())
        return CommandEnd::failed(programError(u"command.failed"_s, running.process().errorString()));
    const bool isInTime = running.wait(limits.time);
    if (!isInTime)
        running.end(limits.patience);
    const bool isExit = running.process().exitStatus() == QProcess::NormalExit;
    const int status = running.process().exitCode();
    QJsonObject proof{{u"command"_s, name}};
    if (isInTime && isExit)
        proof.insert(u"exit"_s, status);
    const OutputText output = outputText(running.output());
    if (!output.text.isEmpty())
        proof.insert(u"output"_s, output.text);
    if (output.isCut || running.isCut())
        proof.insert(u"cut"_s, true);
    if (isInTime && isExit && status == 0)
        return CommandEnd::done(proof);
    CommandEnd failed =
        CommandEnd::failed(u"command.exit-status"_s, u"The command ended with status %1."_s.arg(status));
    if (!isInTime)
        failed = CommandEnd::failed(
            u"command.timeout"_s, u"The command was ended after %1 seconds."_s.arg(limits.time / 1'000));
    else if (!isExit)
        failed = CommandEnd::failed(u"command.killed"_s, u"The command was ended by a signal."_s);
    failed.proof = proof;
    return failed;
}

} // namespace belvedere
