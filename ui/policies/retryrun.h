// RetryRun: failed deployments are tried again, one request after the other.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"

#include <QObject>

namespace belvedere {

// One run at a time; what is added while it goes is done in it.
class RetryRun final : public QObject {
    Q_OBJECT
public:
    // `site` outlives the run.
    explicit RetryRun(Site &site, QObject *parent = nullptr);
    void add(const QStringList &deployments);
    bool isRunning() const { return !m_open.isEmpty(); }

Q_SIGNALS:
    void finished(int done, int refused);
    void refused(const belvedere::ApiError &error); // the first of a run

private:
    void sendNext();

    Site &m_site;
    RequestScope m_scope;
    QStringList m_open; // the first is under way
    int m_done = 0;
    int m_refused = 0;
};

} // namespace belvedere
