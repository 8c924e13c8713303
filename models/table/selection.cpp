// A bitmap over the codes of ids.
#include "table/selection.h"

namespace belvedere {

namespace {

// In the order of the store, in which the columns are read one cell after the other, whatever the view's order is.
template<class Visit> void forEachShown(const View &view, const Visit &visit)
{
    if (view.shown) {
        view.shown->forEach(visit);
        return;
    }
    for (quint32 row = 0; row < view.snapshot->rowCount(); ++row)
        visit(row);
}

} // namespace

Selection::Selection(TableStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_snapshot(store.snapshot())
{
    connect(&store, &TableStore::loaded, this, [this] {
        const qint64 before = m_count;
        follow();
        if (m_count != before)
            Q_EMIT changed();
    });
    connect(&store, &TableStore::changed, this, [this](const RowChanges &changes) {
        const qint64 before = m_count;
        // The codes of ids live on when rows go.
        for (const QString &id : changes.removed) {
            if (m_count == 0)
                break;
            if (const std::optional<quint32> row = m_snapshot->rowOf(id))
                mark(m_snapshot->idCode(*row), false);
        }
        follow();
        if (m_count != before)
            Q_EMIT changed();
    });
}

bool Selection::mark(quint32 code, bool selected)
{
    if (code >= m_bits.size()) {
        if (!selected)
            return false;
        m_bits.resize(std::max(code + 1, m_bits.size() * 2));
    }
    if (m_bits.at(code) == selected)
        return false;
    if (selected)
        m_bits.set(code);
    else
        m_bits.reset(code);
    m_count += selected ? 1 : -1;
    return true;
}

bool Selection::containsRow(const Snapshot &snapshot, quint32 row) const
{
    if (snapshot.lineage() != m_snapshot->lineage())
        return contains(snapshot.id(row));
    const quint32 code = snapshot.idCode(row);
    return code < m_bits.size() && m_bits.at(code);
}

bool Selection::contains(const QString &id) const
{
    const std::optional<quint32> row = m_snapshot->rowOf(id);
    return row && containsRow(*m_snapshot, *row);
}

void Selection::set(const QString &id, bool selected)
{
    const std::optional<quint32> row = m_snapshot->rowOf(id);
    if (row && mark(m_snapshot->idCode(*row), selected))
        Q_EMIT changed();
}

// A million rows in some milliseconds: no id is looked up while the rows are where they were.
void Selection::selectAll(const View &view)
{
    const qint64 before = m_count;
    forEachShown(view, [this, &view](quint32 row) { markRow(*view.snapshot, row); });
    if (m_count != before)
        Q_EMIT changed();
}

void Selection::selectLines(const View &view, quint32 first, quint32 last)
{
    const qint64 before = m_count;
    const quint32 count = view.lineCount();
    for (quint32 number = first; number <= last && number < count; ++number) {
        const View::Line line = view.lineAt(number);
        if (!line.isHeader)
            markRow(*view.snapshot, view.rows[line.position]);
    }
    if (m_count != before)
        Q_EMIT changed();
}

void Selection::markRow(const Snapshot &snapshot, quint32 row)
{
    if (const std::optional<quint32> own = rowIn(*m_snapshot, snapshot, row))
        mark(m_snapshot->idCode(*own), true);
}

void Selection::clear()
{
    const bool any = m_count > 0;
    m_bits = {};
    m_count = 0;
    if (any)
        Q_EMIT changed();
}

qint64 Selection::countIn(const View &view) const
{
    if (m_count == 0 || (!view.shown && view.snapshot == m_snapshot))
        return m_count;
    qint64 count = 0;
    forEachShown(view, [this, &view, &count](quint32 row) { count += containsRow(*view.snapshot, row) ? 1 : 0; });
    return count;
}

QStringList Selection::ids() const
{
    QStringList result;
    result.reserve(m_count);
    for (quint32 row = 0; m_count > 0 && row < m_snapshot->rowCount(); ++row) {
        if (containsRow(*m_snapshot, row))
            result.append(m_snapshot->id(row));
    }
    return result;
}

// Takes over the store's newest rows; after a whole load the ids have other codes.
void Selection::follow()
{
    const SnapshotPointer before = std::exchange(m_snapshot, m_store.snapshot());
    if (m_snapshot->lineage() == before->lineage() || m_count == 0)
        return;
    const RowBits bits = std::exchange(m_bits, {});
    m_count = 0;
    for (quint32 row = 0; row < before->rowCount(); ++row) {
        const quint32 code = before->idCode(row);
        if (code >= bits.size() || !bits.at(code))
            continue;
        if (const auto newRow = m_snapshot->rowOf(before->idUtf8(row)))
            mark(m_snapshot->idCode(*newRow), true);
    }
}

} // namespace belvedere
