// Snapshot: all rows of a list at one moment, as typed columns; immutable, so any thread may read it without a lock.
#pragma once

#include "table/column.h"
#include "table/idindex.h"

namespace belvedere {

class Snapshot {
public:
    static constexpr quint32 maximumRows = 16'000'000;

    // One column per field, in their order. Row numbers are positions without meaning: a removal moves the last row
    // into the gap.
    std::span<const Field> fields() const { return m_fields; }
    quint32 rowCount() const { return m_rowCount; }
    const Column &column(int number) const { return m_columns[size_t(number)]; }
    int columnCount() const { return int(m_columns.size()); }
    int columnOf(QStringView nameOrAlias) const; // -1: no such field
    int idColumn() const { return m_idColumn; }

    Cell cell(quint32 row, int column) const { return m_columns[size_t(column)].cell(row); }
    std::string_view idUtf8(quint32 row) const { return ids().utf8(idCode(row)); }
    QString id(quint32 row) const { return ids().text(idCode(row)); }
    std::optional<quint32> rowOf(const QString &id) const;
    std::optional<quint32> rowOf(std::string_view idUtf8) const;
    // Codes of ids are comparable among snapshots of one lineage only.
    quint32 idCodes() const { return ids().size(); } // codes of ids are 1 to this
    quint32 idCode(quint32 row) const { return std::get_if<Lane<quint32>>(&idCells().lane)->at(row); }

    // Rises with every snapshot of a lineage; a whole load starts a new lineage.
    quint64 generation() const { return m_generation; }
    quint64 lineage() const { return m_lineage; }

private:
    friend class SnapshotBuilder;
    friend class SnapshotReader;
    const Column &idCells() const { return m_columns[size_t(m_idColumn)]; }
    const TextList &ids() const { return idCells().texts; }

    std::span<const Field> m_fields;
    std::vector<Column> m_columns;
    IdIndex m_index;
    quint32 m_rowCount = 0;
    int m_idColumn = 0;
    quint64 m_generation = 0;
    quint64 m_lineage = 0;
};

using SnapshotPointer = std::shared_ptr<const Snapshot>;

} // namespace belvedere
