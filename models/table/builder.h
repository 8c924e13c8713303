// SnapshotBuilder: makes snapshots from batches of rows; the next one copies only the blocks that it changes.
#pragma once

#include "table/recenttexts.h"
#include "table/snapshot.h"
#include "table/textpool.h"

#include <array>
#include <QHash>

namespace belvedere {

// What became of the rows, by id; a row that came and went is not mentioned.
struct RowChanges {
    QStringList inserted;
    QStringList updated; // at least one value differs
    QStringList removed;
    bool isEmpty() const { return inserted.isEmpty() && updated.isEmpty() && removed.isEmpty(); }
};

// For one thread at a time. `fields` must have a field named "id" of kind Text and outlive every snapshot.
class SnapshotBuilder {
public:
    explicit SnapshotBuilder(std::span<const Field> fields);
    // Goes on from a snapshot; what finish() gives then is of the same lineage.
    explicit SnapshotBuilder(const Snapshot &snapshot);

    std::span<const Field> fields() const { return m_fields; }
    quint32 rowCount() const { return m_rowCount; }
    // Inserts the rows or replaces those with the same ids; every id must be known. The answer has the places in the
    // batch of rows for which there is no room (more than Snapshot::maximumRows, or 65,000 different words in an
    // enumeration): nothing is changed by those.
    // Batches come in the order in which their texts went through one RecentTexts.
    std::vector<quint32> put(const RowBatch &batch);
    // Looks up a share of the texts of a batch that will be put later, by another thread than the one that puts: such
    // columns belong to that other thread until finish(). All batches up to then are given to it, in their order.
    void encodeAhead(RowBatch &batch);
    bool remove(std::string_view id); // false: there was none
    // The rows as they are now.
    SnapshotPointer finish();
    // What changed since the last call; nothing unless recording is on (a whole load needs no record).
    void recordChanges(bool on) { m_recordsChanges = on; }
    RowChanges takeChanges();

private:
    struct Writer {
        ColumnLane lane;
        TextPool texts;
        std::array<quint32, RecentTexts::places> recent{}; // codes, see RecentTexts
        bool mayBeKnown = true; // false: no row knows it
        bool isAhead = false; // for encodeAhead()
    };
    // Where a row of a batch goes.
    struct Place {
        quint32 row = 0;
        bool isRefused = false;
        bool isNew = false;
        bool differs = false;
    };
    // Places one after the other whose rows are new and follow each other within a block; or one other place.
    struct Run {
        quint32 first = 0;
        quint32 count = 0;
        bool isNew = false;
    };
    enum class Change : quint8 { Inserted, Updated, Removed };

    void dealColumns();
    std::string_view idOf(quint32 row) const;
    bool hasRoomFor(const RowBatch &batch, quint32 at) const;
    bool isFull(size_t column) const;
    bool mayOverflow() const;
    void place(const RowBatch &batch);
    void addRow(std::string_view id, quint32 hash);
    void findRuns();
    template<class T> void write(Lane<T> &lane, const T *cells, bool anyKnown);
    template<class T> bool writeNumbers(Lane<T> &lane, size_t column, const RowBatch &batch);
    void writeColumn(size_t column, const RowBatch &batch);
    // Fills `codes`, of which there is one for each row of the batch; true: something is known.
    bool encode(size_t column, const RowBatch &batch, quint32 *codes);
    quint32 wordCode(size_t column, std::string_view word);
    void moveRow(quint32 from, quint32 to);
    void forgetUnusedTexts(size_t column);
    void record(std::string_view id, Change change);

    std::span<const Field> m_fields;
    std::vector<Writer> m_writers;
    IdIndex m_index;
    size_t m_idColumn = 0;
    quint32 m_rowCount = 0;
    quint64 m_generation = 0;
    quint64 m_lineage = 0;
    bool m_recordsChanges = true;
    QHash<QString, Change> m_changes;
    QHash<QByteArray, quint32> m_goneIds; // codes of ids that have no row at present
    std::vector<Place> m_places; // of the batch that is being put
    std::vector<Run> m_runs;
};

} // namespace belvedere
