// Tallies: how many rows of a list match each of several queries, live.
#pragma once

#include "sites/livelist.h"
#include "table/tablemodel.h"

#include <QObject>

namespace belvedere {

class Tallies final : public QObject {
    Q_OBJECT
public:
    // `list` outlives this; `entity` is its translation context.
    Tallies(LiveList &list, const char *entity, QObject *parent = nullptr);
    // Queries that can be read. None: nothing is counted and nothing is loaded for it.
    void setQueries(const QStringList &queries);
    qsizetype size() const { return qsizetype(m_models.size()); }
    qint64 count(qsizetype index) const { return m_models[size_t(index)]->matching(); }
    // Ids of the first rows that match.
    QStringList firstIds(qsizetype index, int most) const;
    bool isSettled() const;

Q_SIGNALS:
    void changed();

private:
    LiveList &m_list;
    const char *m_entity;
    std::vector<std::unique_ptr<TableModel>> m_models; // a view for each query
};

} // namespace belvedere
