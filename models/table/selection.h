// Selection: the rows that a person has ticked, by id; filters, sorting and changing data leave it alone.
#pragma once

#include "table/tablestore.h"
#include "table/view.h"

namespace belvedere {

// Owned by a table page. An id leaves the selection only on request or when its row is gone from the store.
class Selection final : public QObject {
    Q_OBJECT

public:
    explicit Selection(TableStore &store, QObject *parent = nullptr); // the store must outlive it

    bool contains(const QString &id) const;
    bool containsRow(const Snapshot &snapshot, quint32 row) const; // without looking the id up
    void set(const QString &id, bool selected); // an id that the store does not have is left out
    void toggle(const QString &id) { set(id, !contains(id)); }
    void selectAll(const View &view); // in addition
    // The rows on lines of a view, both included, in addition; headers of groups, and lines beyond the last one, are
    // left out. One signal, a million lines in some milliseconds.
    void selectLines(const View &view, quint32 first, quint32 last);
    void clear();

    qint64 count() const { return m_count; }
    qint64 countIn(const View &view) const; // those that the view shows; linear in its rows
    QStringList ids() const; // in the order of the store's rows

Q_SIGNALS:
    void changed();

private:
    void follow(); // does not say that something changed
    void markRow(const Snapshot &snapshot, quint32 row);
    bool mark(quint32 code, bool selected); // true: that was a change

    TableStore &m_store;
    SnapshotPointer m_snapshot; // whose id codes are the places in m_bits
    RowBits m_bits;
    qint64 m_count = 0;
};

} // namespace belvedere
