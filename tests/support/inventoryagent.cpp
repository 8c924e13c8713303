// Starting Debian's inventory agent.
#include "support/inventoryagent.h"

#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace belvedere::test {

bool startInventoryAgent(QProcess &agent, const QDir &home, const QString &server, const QString &token)
{
    // The agent has no option for its directory of state: a module with the paths, loaded before its own.
    QFile paths(home.filePath(u"setup.pm"_s));
    QFile nothing(home.filePath(u"empty.cfg"_s));
    if (!paths.open(QIODevice::WriteOnly) || !nothing.open(QIODevice::WriteOnly))
        return false;
    paths.write("package\n    setup;\nuse parent qw(Exporter);\nour @EXPORT = ('%setup');\n"
                "our %setup = (datadir => '/usr/share/fusioninventory',\n"
                "    libdir => '/usr/share/fusioninventory/lib', vardir => '"
        + home.filePath(u"state"_s).toUtf8() + "');\n1;\n");
    paths.close();
    agent.setProcessChannelMode(QProcess::MergedChannels);
    agent.start(u"perl"_s,
        {QString(u"-I"_s + home.path()), u"-Msetup"_s, u"/usr/bin/fusioninventory-agent"_s,
            QString(u"--conf-file="_s + nothing.fileName()),
            QString(u"--server="_s + server + u"/inventory/"_s + token), u"--no-httpd"_s, u"--tasks=inventory"_s,
            u"--tag=branch-07"_s, u"--logger=stderr"_s});
    return true;
}

} // namespace belvedere::test
