// A queue of ids.
#include "ui/policies/retryrun.h"

#include "api/operations.h"

#include <utility>

namespace belvedere {

RetryRun::RetryRun(Site &site, QObject *parent)
    : QObject(parent)
    , m_site(site)
{
}

void RetryRun::add(const QStringList &deployments)
{
    const bool isNew = m_open.isEmpty();
    for (const QString &id : deployments) {
        if (!m_open.contains(id))
            m_open.append(id);
    }
    if (isNew && !m_open.isEmpty())
        sendNext();
}

void RetryRun::sendNext()
{
    RetryDeployment operation;
    operation.id = {m_open.first()};
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Deployment> &result) {
        m_open.removeFirst();
        if (result) {
            ++m_done;
        } else if (m_refused++ == 0) {
            Q_EMIT refused(result.error());
        }
        if (!m_open.isEmpty())
            sendNext();
        else
            Q_EMIT finished(std::exchange(m_done, 0), std::exchange(m_refused, 0));
    });
}

} // namespace belvedere
