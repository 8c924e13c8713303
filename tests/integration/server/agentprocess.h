// AgentProcess: the real belvedere-agent, as one computer below a directory of its own or as a simulated fleet.
#pragma once

#include "support/places.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace belvedere::test {

class AgentProcess {
public:
    static constexpr int patience = 30'000; // milliseconds

    ~AgentProcess() { kill(); }
    void start(const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(programPath(u"belvedere-agent"), arguments);
        m_process.waitForStarted(patience);
    }
    // The exit code; -1 when it did not end by itself.
    int waitForEnd()
    {
        if (!m_process.waitForFinished(patience))
            return -1;
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }
    void kill() // SIGKILL
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(patience);
    }
    QByteArray output() { return m_process.readAll(); }

private:
    QProcess m_process;
};

// Objects, one a line; a last line that was cut off is left out.
inline QList<QJsonObject> jsonLines(const QString &path)
{
    QList<QJsonObject> objects;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return objects;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object.isEmpty())
            objects.append(object);
    }
    return objects;
}

inline QJsonObject jsonFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace belvedere::test
