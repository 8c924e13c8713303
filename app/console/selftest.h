// SelfTest: walks through the console against the signed-in site: list, filter, open a device.
#pragma once

#include "sites/site.h"

#include <QTimer>

namespace belvedere {

class MainWindow;

class SelfTest final : public QObject {
    Q_OBJECT
public:
    // Both outlive the test.
    SelfTest(MainWindow &window, Site &site, QObject *parent);
    void start();

Q_SIGNALS:
    void finished(int status); // 0: everything worked; 1: what failed stands on stderr

private:
    void listed();
    void filtered(const Result<Page<Device>> &page);
    void opened(const Result<Device> &device);
    void end(bool good, const QString &what);

    MainWindow &m_window;
    Site &m_site;
    QTimer m_limit;
    bool m_isOver = false;
    bool m_isListed = false;
};

} // namespace belvedere
