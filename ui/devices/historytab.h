// HistoryTab: what the audit log says about one device.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/devices/devicetab.h"
#include "ui/shell/allowed.h"

namespace belvedere {

class PartsTable;
class StateStack;

class HistoryTab final : public DeviceTab {
    Q_OBJECT
public:
    // `site` outlives the tab. A role that may not read the log is told so; nothing is asked for it.
    HistoryTab(Site &site, const Allowed &allowed, QWidget *parent = nullptr);
    void open(const Id<Device> &id) override;
    bool isSettled() const override { return !m_waiting; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();

    Site &m_site;
    bool m_mayRead;
    RequestScope m_scope;
    Id<Device> m_id;
    bool m_isRead = false; // of m_id; each look at the log is asked for when somebody looks
    bool m_waiting = false;
    PartsTable *m_table;
    StateStack *m_states;
};

} // namespace belvedere
