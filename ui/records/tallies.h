// Tallies: how many rows of a list match each of several queries, live.
#pragma once

#include "sites/livelist.h"
#include "table/rowcounter.h"

#include <QObject>

namespace belvedere {

class Tallies final : public QObject {
    Q_OBJECT
public:
    // `list` outlives this.
    explicit Tallies(LiveList &list, QObject *parent = nullptr);
    // Queries that can be read. None: nothing is counted and nothing is loaded for it.
    void setQueries(const QStringList &queries);
    void setParsed(const std::vector<Query> &queries);
    qsizetype size() const { return qsizetype(m_counter.counts().size()); }
    qint64 count(qsizetype index) const { return m_counter.counts()[size_t(index)].matching; }
    // Ids of the first rows that match, at most RowCounter::mostFirst.
    QStringList firstIds(qsizetype index, int most) const;
    bool isSettled() const { return m_counter.isUpToDate(); }

Q_SIGNALS:
    void changed();

private:
    LiveList &m_list;
    RowCounter m_counter;
};

} // namespace belvedere
