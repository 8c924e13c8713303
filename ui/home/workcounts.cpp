// Totals of lists that are not loaded.
#include "ui/home/workcounts.h"

#include "api/operations.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pause = 2'000; // ms from a change to the next count: many changes come together
constexpr char actionsId[] = "actions";
constexpr char deploymentsId[] = "deployments";

} // namespace

WorkCounts::WorkCounts(Site &site, const Allowed &allowed, QObject *parent)
    : QObject(parent)
    , m_site(site)
{
    if (allowed(Permission::ActionsRead))
        m_items.append({actionsId, Severity::Danger, tr("Actions that failed on a device, last 7 days"),
            u"failed>0 requested<7d"_s, "actions"});
    if (allowed(Permission::PoliciesRead))
        m_items.append(
            {deploymentsId, Severity::Danger, tr("Deployments that failed"), u"state:failed"_s, "deployments"});
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &WorkCounts::count);
    connect(&site, &Site::eventArrived, this, [this](const ChangeEvent &event) {
        const bool concerns = event.kind == "action"_L1 || event.kind == "deployment"_L1;
        if (concerns && !m_pause.isActive())
            m_pause.start(pause);
    });
    connect(&site, &Site::stateChanged, this, [this](Site::State state) {
        if (state == Site::State::Online)
            count();
    });
    count();
}

void WorkCounts::count()
{
    m_scope.abortAll();
    m_waiting = 0;
    for (AttentionItem &item : m_items) {
        if (item.id == actionsId)
            ask<Action>(item);
        else
            ask<Deployment>(item);
    }
}

template<class E> void WorkCounts::ask(AttentionItem &item)
{
    ++m_waiting;
    List<E> operation;
    operation.parameters.query = item.query;
    operation.parameters.limit = 1;
    m_scope.add(m_site.send(operation)).then(this, [this, &item](const Result<Page<E>> &page) {
        if (!page && page.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!page)
            return; // the number of before stays; the list of devices says that the site is offline
        item.count = page.value().total;
        Q_EMIT changed();
    });
}

} // namespace belvedere
