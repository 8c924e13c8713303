// ListColumns: the list form of one entity as columns in memory, read at start and kept by every commit.
#pragma once

#include "server/store/transaction.h"
#include "table/linereader.h"

#include <mutex>

namespace belvedere::server {

// All rows as they were behind one change number. Copies share everything.
struct ListState {
    SnapshotPointer snapshot; // null: not in memory; the database answers
    qint64 token = 0;
    explicit operator bool() const { return snapshot != nullptr; }
};

class ListColumns {
public:
    // `entityFields` outlive this. The snapshots have these fields, of which those that the list form leaves out are
    // not known, and behind them one more: see tokenColumn().
    ListColumns(const char *kind, const char *table, std::span<const Field> entityFields);

    // Reads every row in one read transaction; blocks for about a second per 300,000 rows. Meanwhile apply() may be
    // called. A row that cannot be read is an error "store.corrupt", and now() stays empty. May be called again then.
    Result<Done> load(Database &database);
    // Neither read nor being read: load() was not called yet, it failed, or a change could not be taken up.
    bool isAbsent() const;
    // Makes load() give up soon: the server stops. Any thread.
    void stop() { m_stop = true; }
    // To be called after each commit, in their order, by one thread at a time, before anybody is told of it.
    void apply(const QList<Change> &changes);
    // As of the last commit; any thread.
    ListState now() const;

    int columnCount() const { return int(m_fields.size()); }
    // The column with the change number of each row.
    int tokenColumn() const { return columnCount() - 1; }

private:
    bool put(const QByteArray &lines);
    void applyLocked(const QList<Change> &changes);
    void forgetAll(); // with the lock held

    const QString m_kind;
    const QString m_table;
    std::vector<Field> m_fields;

    StopFlag m_stop = false;

    mutable std::mutex m_mutex;
    mutable SnapshotBuilder m_builder;
    mutable SnapshotPointer m_snapshot; // null: older than m_builder
    std::optional<LineReader> m_reader; // never empty
    QList<Change> m_early; // applied while the rows were being read
    qint64 m_token = 0;
    bool m_isLoading = false;
    bool m_isLoaded = false;
};

} // namespace belvedere::server
