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

    // Replaces everything by these lines (see LineReader); `loaded` follows.
    void load(const QByteArray &lines);
    // Adds the next lines of a load that arrives in parts; `loaded` follows for each part.
    void append(const QByteArray &lines);
    // Replaces everything by what was kept before, found on the worker; `restored` follows, behind `loaded` if there
    // was something.
    using Restore = std::function<std::optional<KeptSnapshot>(const StopFlag &stop)>;
    void restore(Restore restore);
    // Puts and removes rows by id; `changed` follows, also when nothing differs.
    void merge(const QByteArray &lines);

    std::span<const Field> fields() const { return m_fields; }
    const SnapshotPointer &snapshot() const { return m_snapshot; } // never null
    QString token() const { return m_token; } // of the last lines that were complete; empty before
    qint64 total() const { return m_snapshot->rowCount(); }
    bool isBusy() const { return m_pending > 0; }

Q_SIGNALS:
    void loaded(const belvedere::LineReport &report);
    void restored(const std::optional<belvedere::KeptSnapshot> &kept);
    void changed(const belvedere::RowChanges &changes, const belvedere::LineReport &report);

private:
    enum class Work { Load, Append, Merge };
    void run(const QByteArray &lines, Work work);

    std::span<const Field> m_fields;
    SnapshotPointer m_snapshot;
    QString m_token;
    int m_pending = 0;
    StopFlag m_stop = false;
    std::unique_ptr<SnapshotBuilder> m_builder; // of the worker's thread, like the reader
    LineReader m_reader;
    QThreadPool m_pool; // last, so that it ends first
};

} // namespace belvedere
