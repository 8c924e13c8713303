// TableStore: the list of one kind of entity as the console holds it; decodes on a worker, swaps whole snapshots.
#pragma once

#include "table/linereader.h"
#include "table/snapshotfile.h"

#include <functional>
#include <QObject>
#include <QThreadPool>

namespace belvedere {

// Lives in the GUI thread, which it never blocks. Work is done in the order in which it was given.
class TableStore final : public QObject {
    Q_OBJECT

public:
    // `fields` has one named "id" and outlives the store and its snapshots.
    explicit TableStore(std::span<const Field> fields, QObject *parent = nullptr);
    ~TableStore() override; // stops decoding and waits for that

    enum class Showing {
        Now,
        Later, // with the next part, unless this one has the last line: many small parts need not make a snapshot each
    };
    // Replaces everything by these lines (see LineReader); `loaded` follows, or `held` when it is not shown yet.
    void load(QByteArray lines, Showing showing = Showing::Now);
    // Adds the next lines of a load that arrives in parts; for each part the same follows, also `held` when there is
    // nothing to show that was not shown before.
    void append(QByteArray lines, Showing showing = Showing::Now);
    // An empty array for the next part, whose memory held one before if that is possible: new memory costs more than
    // what is written into it.
    QByteArray takeRoom();
    // Replaces everything by what was kept before, found on the worker; `restored` follows, behind `loaded` if there
    // was something.
    using Restore = std::function<std::optional<KeptSnapshot>(const StopFlag &stop)>;
    void restore(Restore restore);
    // Puts and removes rows by id; `changed` follows, also when nothing differs.
    void merge(QByteArray lines);

    std::span<const Field> fields() const { return m_fields; }
    const SnapshotPointer &snapshot() const { return m_snapshot; } // never null
    QString token() const { return m_token; } // of the last lines that were complete; empty before
    qint64 total() const { return m_snapshot->rowCount(); }
    bool isBusy() const { return m_pending > 0; }

Q_SIGNALS:
    void loaded(const belvedere::LineReport &report);
    void held(const belvedere::LineReport &report);
    void restored(const std::optional<belvedere::KeptSnapshot> &kept);
    void changed(const belvedere::RowChanges &changes, const belvedere::LineReport &report);

private:
    enum class Work { Load, Append, Merge };
    static constexpr qsizetype mostRooms = 4;

    void run(QByteArray lines, Work work, Showing showing);
    void finished(QByteArray lines, bool isLast);

    std::span<const Field> m_fields;
    SnapshotPointer m_snapshot;
    QString m_token;
    QList<QByteArray> m_rooms;
    int m_pending = 0;
    StopFlag m_stop = false;
    std::unique_ptr<SnapshotBuilder> m_builder; // of the worker's thread, like the reader
    LineReader m_reader;
    bool m_holdsBack = false; // the builder has more than the last snapshot; of the worker's thread too
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
