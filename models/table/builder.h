// SnapshotBuilder: makes snapshots row by row; the next one copies only the blocks that it changes.
#pragma once

#include "table/snapshot.h"
#include "table/textpool.h"

#include <QHash>

namespace belvedere {

// A row on its way into the columns: checked, but not yet encoded. Texts are borrowed until the row is put.
class RowStage {
public:
    struct Value {
        bool known = false;
        quint32 first = 0; // of a set: its place in `members`
        quint32 count = 0;
        qint64 number = 0; // Int, Bytes, Duration, Time in ms, Bool as 0 or 1
        std::string_view text; // Text, Version, Enum: UTF-8, not empty
    };
    explicit RowStage(size_t columns)
        : values(columns)
    {
    }
    void clear();

    std::vector<Value> values;
    std::vector<std::string_view> members;
};

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
    // Inserts the row or replaces the one with the same id; the stage's id must be known. False: no room (more than
    // Snapshot::maximumRows, or 65,000 different words in an enumeration); nothing is changed then.
    bool put(const RowStage &row);
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
    };
    enum class Change : quint8 { Inserted, Updated, Removed };

    std::string_view idOf(quint32 row) const;
    bool hasRoomFor(const RowStage &row) const;
    quint32 codeOf(size_t column, const RowStage::Value &value, const RowStage &row);
    bool write(size_t column, quint32 row, const RowStage &stage); // true: the value differs
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
    std::string m_joined; // scratch
};

} // namespace belvedere
