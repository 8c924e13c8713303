// ActionsTab: what was ordered on the device, and what became of it.
#pragma once

#include "ui/devices/devicetab.h"

#include <functional>

namespace belvedere {

class RunList;
class Site;

class ActionsTab final : public DeviceTab {
public:
    // `site` outlives the tab; `open` is given the id of an action.
    ActionsTab(Site &site, std::function<void(const QString &)> open, QWidget *parent = nullptr);
    void open(const Id<Device> &id) override;
    bool isSettled() const override;

private:
    RunList *m_runs;
};

} // namespace belvedere
