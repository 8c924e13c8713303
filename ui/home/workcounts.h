// WorkCounts: what did not work out, what waits for a decision and what administrators were told about, counted by
// the server, since those lists may be long.
#pragma once

#include "rest/requestscope.h"
#include "ui/home/attention.h"
#include "ui/shell/allowed.h"

#include <QTimer>

namespace belvedere {

class WorkCounts final : public QObject {
    Q_OBJECT
public:
    // `site` outlives this. Counts what the role may read, and what it may decide, again whenever something of it
    // changes.
    WorkCounts(Site &site, const Allowed &allowed, QObject *parent = nullptr);
    const QList<AttentionItem> &items() const { return m_items; }
    bool isSettled() const { return m_waiting == 0; }

Q_SIGNALS:
    void changed();

private:
    template<class E> void add(const char *id, Severity severity, const QString &text, const QString &query);
    void count();
    template<class E> void ask(qsizetype index);

    Site &m_site;
    QList<AttentionItem> m_items;
    QStringList m_queries; // by which each is counted
    QList<void (WorkCounts::*)(qsizetype)> m_asks; // one for each item
    QStringList m_kinds; // of events that concern them
    RequestScope m_scope;
    int m_waiting = 0; // answers
    QTimer m_pause;
};

} // namespace belvedere
