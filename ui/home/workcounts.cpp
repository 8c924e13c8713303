// Totals of lists that are not loaded.
#include "ui/home/workcounts.h"

#include "api/operations.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pause = 2'000; // ms from a change to the next count: many changes come together

// Whoever asked for a waiver does not decide about it.
QString waiversToDecide(const Site &site)
{
    const std::optional<Identity> &me = site.identity();
    return me ? QString(u"state:requested requested_by_id!="_s + me->account.text) : u"state:requested"_s;
}

} // namespace

WorkCounts::WorkCounts(Site &site, const Allowed &allowed, QObject *parent)
    : QObject(parent)
    , m_site(site)
{
    const bool mayRead = allowed(Permission::PoliciesRead);
    if (mayRead && allowed(Permission::PoliciesWrite)) {
        add<BusinessPolicy>("policies-to-approve", Severity::Warning, tr("Policies that wait for a second person"),
            u"needs_approval:yes"_s);
        add<Waiver>(
            "waivers-to-decide", Severity::Warning, tr("Waivers that wait for a second person"), waiversToDecide(site));
    }
    if (mayRead && allowed(Permission::ActionsRun))
        add<RuleStep>("steps-to-decide", Severity::Warning, tr("Steps of rules that wait for a second person"),
            u"state:waiting"_s);
    if (mayRead)
        add<RuleStep>("alerts", Severity::Warning, tr("Failures that administrators were told about"),
            u"kind:notify_admin ended:unknown"_s);
    if (allowed(Permission::ActionsRead))
        add<Action>("actions", Severity::Danger, tr("Actions that failed on a device, last 7 days"),
            u"failed>0 requested<7d"_s);
    if (mayRead)
        add<Deployment>("deployments", Severity::Danger, tr("Deployments that failed"), u"state:failed"_s);
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &WorkCounts::count);
    connect(&site, &Site::eventArrived, this, [this](const ChangeEvent &event) {
        if (m_kinds.contains(event.kind) && !m_pause.isActive())
            m_pause.start(pause);
    });
    connect(&site, &Site::stateChanged, this, [this](Site::State state) {
        if (state == Site::State::Online)
            count();
    });
    count();
}

template<class E> void WorkCounts::add(const char *id, Severity severity, const QString &text, const QString &query)
{
    m_items.append({id, severity, text, query, Resource<E>::path});
    m_asks.append(&WorkCounts::ask<E>);
    m_kinds.append(QString::fromLatin1(Resource<E>::singular));
}

void WorkCounts::count()
{
    m_scope.abortAll();
    m_waiting = 0;
    for (qsizetype i = 0; i < m_asks.size(); ++i)
        (this->*m_asks[i])(i);
}

template<class E> void WorkCounts::ask(qsizetype index)
{
    ++m_waiting;
    List<E> operation;
    operation.parameters.query = m_items[index].query;
    operation.parameters.limit = 1;
    m_scope.add(m_site.send(operation)).then(this, [this, index](const Result<Page<E>> &page) {
        if (!page && page.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!page)
            return; // the number of before stays; the list of devices says that the site is offline
        m_items[index].count = page.value().total;
        Q_EMIT changed();
    });
}

} // namespace belvedere
