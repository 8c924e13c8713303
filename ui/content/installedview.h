// InstalledView: which version of an application is on how many devices, and on which ones.
#pragma once

#include "api/content.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/content/linesview.h"

namespace belvedere {

class InstalledView final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the view. `openDevice` is called with an id.
    InstalledView(
        Site &site, bool mayReadDevices, std::function<void(const QString &)> openDevice, QWidget *parent = nullptr);
    void open(const Id<Application> &application); // empty: nothing
    bool isSettled() const { return m_waiting == 0; }

private:
    void showVersions(const Page<InstalledVersion> &page);
    void readDevices(const QString &release);
    void showDevices(const Page<InstalledDevice> &page);

    Site &m_site;
    bool m_mayReadDevices;
    std::function<void(const QString &)> m_openDevice;
    RequestScope m_scope;
    Id<Application> m_application;
    LinesView *m_versions;
    LinesView *m_devices;
    int m_waiting = 0;
};

} // namespace belvedere
