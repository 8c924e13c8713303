// PoliciesTab: what business policies want of one device, and what came of it.
#pragma once

#include "api/policies.h"
#include "domain/deployment.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/devices/devicetab.h"
#include "ui/shell/place.h"

#include <QTimer>

class QPushButton;

namespace belvedere {

class InlineMessage;
class Label;
class PartsTable;
class PropertyList;

class PoliciesTab final : public DeviceTab {
    Q_OBJECT
public:
    // What the context names outlives the tab.
    explicit PoliciesTab(const PlaceContext &context, QWidget *parent = nullptr);
    void open(const Id<Device> &id) override;
    bool isSettled() const override { return m_waiting == 0; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();
    template<class E, class Take> void readList(PartsTable *table, Take take);
    void showPolicies();
    void readPartial();
    void showPartial(const std::vector<PartialProfile> &profiles);
    const Deployment *current() const;
    void takeOff();

    PlaceContext m_context;
    Site &m_site;
    RequestScope m_scope;
    RequestScope m_orders; // which go on when the tab reads anew
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
    QPushButton *m_takeOff; // null: not allowed
    std::vector<Deployment> m_items; // by the rows of m_deployments
    QStringList m_resultIds; // ids of results, by the rows of m_results
};

} // namespace belvedere
