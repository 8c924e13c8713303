// The demo's own server.
#include "console/demoserver.h"

#include "base/digest.h"
#include "server/siteserver.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

DemoServer::DemoServer(int devices, QObject *parent)
    : QObject(parent)
    , m_devices(devices)
    , m_password(randomToken(18))
{
}

DemoServer::~DemoServer()
{
    if (m_thread.joinable())
        m_thread.join();
}

void DemoServer::start()
{
    m_thread = std::jthread([this] {
        const QString passwordFile = m_directory.filePath(u"password"_s);
        QFile file(passwordFile);
        if (file.open(QIODevice::WriteOnly)) {
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            file.write(m_password.toUtf8());
            file.close();
        }
        server::Options options;
        options.data = m_directory.filePath(u"site"_s);
        options.bootstrapAdmin = email();
        options.bootstrapPasswordFile = passwordFile;
        options.seedDemo = m_devices;
        Result<std::unique_ptr<server::SiteServer>> started = server::SiteServer::start(options);
        QFile::remove(passwordFile);
        if (!started) {
            Q_EMIT failed(started.error());
            return;
        }
        m_server = std::move(started).value();
        Q_EMIT ready(m_server->url());
    });
}

} // namespace belvedere
