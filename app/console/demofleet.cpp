// The demo's answering devices: the agent beside this program, playing them.
#include "console/demofleet.h"

#include "api/operations.h"

#include <QCoreApplication>
#include <QDir>
#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int mostDevices = 24;
constexpr int endsWithin = 2'000; // milliseconds

} // namespace

int DemoFleet::share(int devices) { return std::min(mostDevices, devices / 4); }

DemoFleet::DemoFleet(Site &site, int devices, QObject *parent)
    : QObject(parent)
    , m_devices(devices)
{
    CreateEnrolment operation;
    operation.body.label = tr("Devices of the demo that answer");
    operation.body.uses = devices;
    operation.body.tags = {u"answers"_s};
    operation.body.expires = QDateTime::currentDateTimeUtc().addDays(1);
    // Without it the demo is as good as before, only quieter.
    m_scope.add(site.send(operation)).then(this, [this](const Result<EnrolmentGrant> &grant) {
        if (grant)
            launch(grant.value().enrolment);
    });
}

DemoFleet::~DemoFleet()
{
    if (m_agents.state() == QProcess::NotRunning)
        return;
    m_agents.terminate();
    if (!m_agents.waitForFinished(endsWithin))
        m_agents.kill();
    m_agents.waitForFinished(endsWithin);
}

void DemoFleet::launch(const QString &enrolment)
{
#ifdef Q_OS_LINUX
    // they must not outlive a window that was killed
    m_agents.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    m_agents.setStandardOutputFile(QProcess::nullDevice());
    m_agents.setStandardErrorFile(QProcess::nullDevice());
    m_agents.start(QDir(QCoreApplication::applicationDirPath()).filePath(u"belvedere-agent"_s),
        {u"--enrol"_s, u"-"_s, u"--state"_s, m_state.path(), u"--simulate"_s, QString::number(m_devices)});
    m_agents.write(enrolment.toUtf8() + '\n');
    m_agents.closeWriteChannel();
}

} // namespace belvedere
