// Bulk lists as NDJSON: written in pieces, as fast as the client drinks and no faster.
#pragma once

#include "server/http/exchange.h"
#include "server/jobs/executor.h"
#include "server/lists/entitylist.h"

namespace belvedere::server {

// Where the lines come from. Used by one reading thread at a time.
class LineSource {
public:
    virtual ~LineSource() = default;
    // The next lines, some tens of kilobytes; empty behind the last one. Leaves no transaction open.
    virtual Result<QByteArray> next(Database &database) = 0;
};

// A few pieces are made by each of many jobs in the reading threads, once the client has taken most of those before; an
// error on the way cuts the connection, so that no client takes a part for the whole.
// What a source has, of any type, with these headers.
void streamPieces(Executor &executor, std::shared_ptr<LineSource> source, const http::Responder &responder, int status,
    const QByteArray &contentType, const http::Headers &headers);
void streamLines(
    Executor &executor, std::shared_ptr<LineSource> source, const http::Responder &responder, const QString &requestId);

// Rows changed after `since` (0: all) and removals since then, all as of one change number, which the last line tells.
// One stream costs a row number: the rows are shared with everybody else. Error "changes.expired".
Result<std::shared_ptr<LineSource>> linesFromMemory(
    Database &database, const EntityList &list, const ListState &state, qint64 since);
// The same from the database, see EntityTable::lines(): the rows that the reader sees.
Result<std::shared_ptr<LineSource>> linesFromTable(
    Database &database, const EntityTable &table, qint64 since, const Reader &reader = {});

} // namespace belvedere::server
