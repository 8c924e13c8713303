// Decoding in the background.
#include "table/tablestore.h"

namespace belvedere {

TableStore::TableStore(std::span<const Field> fields, QObject *parent)
    : QObject(parent)
    , m_fields(fields)
    , m_builder(std::make_unique<SnapshotBuilder>(fields))
    , m_reader(fields)
{
    m_snapshot = m_builder->finish();
    m_pool.setMaxThreadCount(1);
}

TableStore::~TableStore()
{
    m_stop = true;
    m_pool.waitForDone();
}

void TableStore::load(QByteArray lines, Showing showing) { run(std::move(lines), Work::Load, showing); }

void TableStore::append(QByteArray lines, Showing showing) { run(std::move(lines), Work::Append, showing); }

void TableStore::merge(QByteArray lines) { run(std::move(lines), Work::Merge, Showing::Now); }

QByteArray TableStore::takeRoom() { return m_rooms.isEmpty() ? QByteArray() : m_rooms.takeLast(); }

void TableStore::finished(QByteArray lines, bool isLast)
{
    --m_pending;
    if (isLast)
        m_rooms.clear();
    if (isLast || m_rooms.size() == mostRooms || !lines.isDetached())
        return;
    lines.resize(0); // keeps the memory
    m_rooms.append(std::move(lines));
}

void TableStore::restore(Restore restore)
{
    ++m_pending;
    m_pool.start([this, restore = std::move(restore)] {
        const std::optional<KeptSnapshot> kept = restore(m_stop);
        if (m_stop)
            return;
        QMetaObject::invokeMethod(
            this,
            [this, kept] {
                --m_pending;
                if (kept) {
                    m_snapshot = kept->snapshot;
                    m_token = kept->token;
                    LineReport report;
                    report.rows = kept->snapshot->rowCount();
                    report.token = kept->token;
                    report.total = report.rows;
                    Q_EMIT loaded(report);
                }
                Q_EMIT restored(kept);
            },
            Qt::QueuedConnection);
        // what is needed for changing the rows can wait until they are shown
        if (kept)
            m_builder = std::make_unique<SnapshotBuilder>(*kept->snapshot);
    });
}

void TableStore::run(QByteArray lines, Work work, Showing showing)
{
    ++m_pending;
    m_pool.start([this, lines = std::move(lines), work, showing]() mutable {
        if (work == Work::Load)
            m_builder = std::make_unique<SnapshotBuilder>(m_fields);
        m_builder->recordChanges(work == Work::Merge);
        const LineReport report = m_reader.read(lines, *m_builder, &m_stop);
        if (m_stop)
            return;
        m_holdsBack = m_holdsBack || work == Work::Load || report.rows > 0 || report.removals > 0;
        const bool isHeld = work != Work::Merge && !report.isComplete() && showing == Showing::Later;
        if (isHeld || (work == Work::Append && !m_holdsBack)) {
            QMetaObject::invokeMethod(
                this,
                [this, report, lines = std::move(lines)]() mutable {
                    finished(std::move(lines), report.isComplete());
                    if (report.isComplete())
                        m_token = report.token;
                    Q_EMIT held(report);
                },
                Qt::QueuedConnection);
            return;
        }
        m_holdsBack = false;
        const RowChanges changes = m_builder->takeChanges();
        SnapshotPointer snapshot = m_builder->finish();
        // The destructor waits for this thread, so `this` is alive here, and a queued call dies with it.
        QMetaObject::invokeMethod(
            this,
            [this, report, changes, snapshot = std::move(snapshot), work, lines = std::move(lines)]() mutable {
                finished(std::move(lines), report.isComplete() || work == Work::Merge);
                if (work != Work::Merge || !changes.isEmpty())
                    m_snapshot = snapshot;
                if (report.isComplete())
                    m_token = report.token;
                if (work != Work::Merge)
                    Q_EMIT loaded(report);
                else
                    Q_EMIT changed(changes, report);
            },
            Qt::QueuedConnection);
    });
}

} // namespace belvedere
