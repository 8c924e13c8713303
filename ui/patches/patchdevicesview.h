// PatchDevicesView: the devices that wait for a patch, beside the list of patches.
#pragma once

#include "api/patches.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/content/linesview.h"

namespace belvedere {

class PatchDevicesView final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the view. `openDevice` is called with an id.
    PatchDevicesView(Site &site, std::function<void(const QString &)> openDevice, QWidget *parent = nullptr);
    void open(const Id<SoftwarePatch> &patch); // empty: nothing
    bool isSettled() const { return m_waiting == 0; }
    bool hasFailed() const { return m_hasFailed; } // what is shown is an error: worth another attempt

private:
    void showDevices(const Page<PatchDevice> &page);

    Site &m_site;
    std::function<void(const QString &)> m_openDevice;
    RequestScope m_scope;
    LinesView *m_devices;
    int m_waiting = 0;
    bool m_hasFailed = false;
};

} // namespace belvedere
