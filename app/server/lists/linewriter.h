// LineWriter: a row of columns as the JSON line that its record keeps in the database, byte for byte.
#pragma once

#include "table/snapshot.h"

#include <QByteArray>

namespace belvedere::server {

// Holding the lines themselves would take twice the memory of the columns; writing one takes half a microsecond.
class LineWriter {
public:
    // Of the entity; the snapshots may have further columns behind these fields.
    explicit LineWriter(std::span<const Field> fields);
    // Any thread. No newline at the end.
    void append(QByteArray &out, const Snapshot &snapshot, quint32 row) const;

private:
    struct Part {
        int column;
        QByteArray key; // "name": with its quotes and colon
        std::vector<QByteArray> words; // of an enumeration, by code, quoted
    };
    std::vector<Part> m_parts; // in the order of their names
};

} // namespace belvedere::server
