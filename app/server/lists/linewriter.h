// LineWriter: a row of columns as the JSON line that its record keeps in the database, byte for byte.
#pragma once

#include "table/snapshot.h"

#include <array>
#include <QByteArray>

namespace belvedere::server {

// Holding the lines themselves would take twice the memory of the columns; writing one takes well below a microsecond.
class LineWriter {
public:
    // Of the entity; the snapshots may have further columns behind these fields.
    explicit LineWriter(std::span<const Field> fields);
    // Any thread. No newline at the end.
    void append(QByteArray &out, const Snapshot &snapshot, quint32 row) const;

private:
    struct Part {
        int column = 0;
        std::array<char, 24> key = {}; // "name": with its quotes and colon, a comma in front, when it is no longer
        size_t keySize = 0;
        size_t room = 0; // bytes that putKey() may write
        QByteArray longKey; // the same, however long
        std::vector<QByteArray> words; // of an enumeration, by code, quoted

        char *putKey(char *at) const;
    };
    struct WriteValue;
    std::vector<Part> m_parts; // in the order of their names
};

} // namespace belvedere::server
