// FleetTable: what a table says about every device, in few bytes, brought up to date by change numbers.
#pragma once

#include "server/store/database.h"

#include <memory>
#include <QStringList>
#include <span>
#include <vector>

namespace belvedere::server {

// 32 bytes.
struct FleetRow {
    qint64 device; // number of its id
    qint64 number; // of the row's own id
    qint64 time; // milliseconds since 1970; see FleetSource
    quint32 kind; // in kinds()
};

// What is kept of which table.
struct FleetSource {
    const char *table;
    const char *kind; // in change events
    const char *idPrefix;
    const char *device; // the column with the device's id
    const char *time;
    std::vector<const char *> columns; // what makes a kind: few different combinations, of text and numbers
    QString (*condense)(const QString &); // what matters of the last column; null: all of it
    const char *condition; // which rows are kept
};

// Immutable; any number of threads may read.
class FleetTable {
public:
    // As the transaction sees it: `earlier`, brought up to date by what has changed since, or read anew when there is
    // none or the changes are no longer on record. Both must be of one source, and the transaction must not be older.
    static Result<std::shared_ptr<const FleetTable>> read(
        Database &database, const FleetSource &source, const std::shared_ptr<const FleetTable> &earlier);

    std::span<const FleetRow> rows() const { return m_rows; } // by device, then by number
    const std::vector<QStringList> &kinds() const { return m_kinds; } // the values of the source's columns as text
    qint64 token() const { return m_token; } // the change number that it is of
    qsizetype bytes() const; // about

private:
    class Reading;

    std::vector<FleetRow> m_rows;
    std::vector<QStringList> m_kinds;
    qint64 m_token = -1;
};

} // namespace belvedere::server
