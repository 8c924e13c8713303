// Totals of lists that are not loaded.
#include "ui/home/workcounts.h"

#include "api/operations.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int pause = 2'000; // ms from a change to the next count: many changes come together
constexpr int mostNamed = 100; // policies that one query names

// Whoever has edited a version does not approve it.
QString versionsToApprove(const Site &site)
{
    const QString waiting = u"state:draft needs_approval:yes"_s;
    const std::optional<Identity> &me = site.identity();
    return me ? QString(waiting + u" -editors:" + me->account.text) : waiting;
}

// Their policies, and none where there are none; when they are too many to be named, all that wait for somebody.
QString policiesOf(const Page<PolicyVersion> &page)
{
    if (page.total > qint64(page.items.size()))
        return u"needs_approval:yes"_s;
    if (page.items.empty())
        return u"needs_approval:yes id:unknown"_s;
    QStringList ids;
    ids.reserve(qsizetype(page.items.size()));
    for (const PolicyVersion &version : page.items)
        ids.append(version.policy.text);
    return QString(u"id=" + ids.join(u','));
}

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
        add<PolicyVersion>(
            "policies-to-approve", Severity::Warning, tr("Policies that you can approve"), versionsToApprove(site));
        m_items.last().place = Resource<BusinessPolicy>::path;
        m_items.last().query = policiesOf({});
        add<Waiver>(
            "waivers-to-decide", Severity::Warning, tr("Waivers that wait for a second person"), waiversToDecide(site));
    }
    if (mayRead && allowed(Permission::ActionsRun))
        add<RuleStep>(
            "steps-to-decide", Severity::Warning, tr("Steps of rules that wait for a decision"), u"state:waiting"_s);
    if (mayRead)
        add<RuleStep>("alerts", Severity::Warning, tr("Failures reported to administrators"),
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
    m_queries.append(query);
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
    operation.parameters.query = m_queries[index];
    operation.parameters.limit = std::is_same_v<E, PolicyVersion> ? mostNamed : 1;
    m_scope.add(m_site.send(operation)).then(this, [this, index](const Result<Page<E>> &page) {
        if (!page && page.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!page)
            return; // the number of before stays; the list of devices says that the site is offline
        m_items[index].count = page.value().total;
        if constexpr (std::is_same_v<E, PolicyVersion>)
            m_items[index].query = policiesOf(page.value());
        Q_EMIT changed();
    });
}

} // namespace belvedere
