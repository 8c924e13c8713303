// WorkCounts: how many actions and deployments did not work out, counted by the server, since their lists may be long.
#pragma once

#include "rest/requestscope.h"
#include "ui/home/attention.h"
#include "ui/shell/allowed.h"

#include <QTimer>

namespace belvedere {

class WorkCounts final : public QObject {
    Q_OBJECT
public:
    // `site` outlives this. Counts what the role may read, again whenever something of it changes.
    WorkCounts(Site &site, const Allowed &allowed, QObject *parent = nullptr);
    const QList<AttentionItem> &items() const { return m_items; }
    bool isSettled() const { return m_waiting == 0; }

Q_SIGNALS:
    void changed();

private:
    void count();
    template<class E> void ask(AttentionItem &item);

    Site &m_site;
    QList<AttentionItem> m_items;
    RequestScope m_scope;
    int m_waiting = 0; // answers
    QTimer m_pause;
};

} // namespace belvedere
