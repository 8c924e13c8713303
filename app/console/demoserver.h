// DemoServer: a server of its own for `--demo`, in a temporary directory and on a thread that may wait.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <memory>
#include <QObject>
#include <QTemporaryDir>
#include <thread>

namespace belvedere {

namespace server {
class SiteServer;
}

class DemoServer final : public QObject {
    Q_OBJECT
public:
    explicit DemoServer(int devices, QObject *parent = nullptr);
    ~DemoServer() override; // stops the server and removes its directory

    void start();
    static QString email() { return QStringLiteral("admin@example.org"); }
    const QString &password() const { return m_password; } // made anew for each demo

Q_SIGNALS:
    void ready(const QString &url);
    void failed(const belvedere::ApiError &error);

private:
    int m_devices;
    QString m_password;
    QTemporaryDir m_directory;
    std::unique_ptr<server::SiteServer> m_server; // written by the thread, read after it has ended
    std::jthread m_thread;
};

} // namespace belvedere
