// PoliciesTab: what business policies want of one device, and what came of it.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/devices/devicetab.h"
#include "ui/shell/navigator.h"

#include <QTimer>

namespace belvedere {

class InlineMessage;
class Label;
class PartsTable;
class PropertyList;

class PoliciesTab final : public DeviceTab {
    Q_OBJECT
public:
    // Both outlive the tab.
    PoliciesTab(Site &site, Navigator &navigator, QWidget *parent = nullptr);
    void open(const Id<Device> &id) override;
    bool isSettled() const override { return m_waiting == 0; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();
    template<class E> void readList(PartsTable *table, QStringList *targets, QString (*target)(const E &));
    void showPolicies();
    void readPartial();
    void showPartial(const std::vector<PartialProfile> &profiles);

    Site &m_site;
    Navigator &m_navigator;
    RequestScope m_scope;
    Id<Device> m_id;
    int m_waiting = 0; // answers
    bool m_isStale = false; // something changed while nobody looked
    QTimer m_pause; // several changes are read at once
    InlineMessage *m_message;
    PropertyList *m_policies;
    Label *m_none; // no policy
    PartsTable *m_deployments;
    Label *m_partialTitle;
    PropertyList *m_partial; // profiles of which not everything has an effect
    PartsTable *m_results;
    QStringList m_items; // ids, by the rows of m_deployments
    QStringList m_resultIds; // ids of results, by the rows of m_results
};

} // namespace belvedere
