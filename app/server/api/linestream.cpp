// Back-pressure for bulk lists, and the two sources of their lines.
#include "server/api/linestream.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype piece = 64 * 1024; // bytes
// A client has at most this and one piece more waiting for it: five hundred slow ones cost a hundred megabytes.
constexpr qsizetype enough = 2 * piece;
// Lists that the database answers and that are no larger are read in one transaction.
constexpr qsizetype wholePiece = 4 * piece;
constexpr int turn = 16; // pieces; then other readers have theirs, however fast this client drinks
constexpr qsizetype backlogBound = 64 * 1024 * 1024; // never reached: one long line is a piece of any size

class LinePump : public std::enable_shared_from_this<LinePump> {
public:
    LinePump(Executor &executor, std::shared_ptr<LineSource> source, std::shared_ptr<http::StreamWriter> writer)
        : m_executor(executor)
        , m_source(std::move(source))
        , m_writer(std::move(writer))
    {
    }

    void start()
    {
        m_writer->onDrained(enough, [self = shared_from_this()] { self->schedule(); });
        schedule();
    }

private:
    // A call while a job is waiting or at work makes that one look again.
    void schedule()
    {
        if (m_calls.fetch_add(1) > 0)
            return;
        if (!m_executor.read([self = shared_from_this()](Database &database) { self->work(database); }))
            m_writer.reset(); // too much work is waiting; without its writer the stream is cut
    }

    void work(Database &database)
    {
        for (;;) {
            const int seen = m_calls;
            if (write(database))
                break;
            if (m_calls.fetch_sub(seen) == seen)
                return;
        }
        // m_calls stays above 0: this is still the job that whoever calls would ask for
        if (!m_executor.read([self = shared_from_this()](Database &next) { self->work(next); }))
            m_writer.reset();
    }

    // Whether the client could take more than its turn.
    bool write(Database &database)
    {
        for (int pieces = 0; m_writer && m_writer->isOpen() && m_writer->backlog() <= enough; ++pieces) {
            if (pieces == turn)
                return true;
            const Result<QByteArray> lines = m_source->next(database);
            if (!lines)
                m_writer.reset();
            else if (lines.value().isEmpty())
                m_writer->finish();
            else
                m_writer->write(lines.value());
        }
        return false;
    }

    Executor &m_executor;
    std::shared_ptr<LineSource> m_source;
    std::shared_ptr<http::StreamWriter> m_writer; // of whoever m_calls says
    std::atomic<int> m_calls = 0;
};

class MemoryLines final : public LineSource {
public:
    MemoryLines(const EntityList &list, const ListState &state, qint64 since, const QByteArray &removals)
        : m_writer(list.writer)
        , m_state(state)
        , m_tokens(*std::get_if<Lane<qint64>>(&state.snapshot->column(list.columns.tokenColumn()).lane))
        , m_since(since)
        , m_last(removals + EntityTable::lastLine(state.token, state.snapshot->rowCount()))
    {
    }

    Result<QByteArray> next(Database &) override
    {
        const Snapshot &snapshot = *m_state.snapshot;
        QByteArray lines;
        lines.reserve(piece + 4 * 1024);
        for (; m_row < snapshot.rowCount() && lines.size() < piece; ++m_row) {
            if (m_tokens.at(m_row) <= m_since)
                continue;
            m_writer.append(lines, snapshot, m_row);
            lines += '\n';
        }
        if (m_row == snapshot.rowCount())
            lines += std::exchange(m_last, {});
        return lines;
    }

private:
    const LineWriter &m_writer;
    const ListState m_state;
    const Lane<qint64> m_tokens;
    const qint64 m_since;
    QByteArray m_last;
    quint32 m_row = 0;
};

class TableLines final : public LineSource {
public:
    TableLines(const EntityTable &table, const LineCursor &cursor, QByteArray first)
        : m_table(table)
        , m_cursor(cursor)
        , m_first(std::move(first))
    {
    }
    Result<QByteArray> next(Database &database) override
    {
        return m_first.isEmpty() ? m_table.lines(database, m_cursor, piece)
                                 : Result<QByteArray>(std::exchange(m_first, {}));
    }

private:
    const EntityTable &m_table;
    LineCursor m_cursor;
    QByteArray m_first;
};

} // namespace

void streamLines(
    Executor &executor, std::shared_ptr<LineSource> source, const http::Responder &responder, const QString &requestId)
{
    streamPieces(
        executor, std::move(source), responder, 200, "application/x-ndjson", {{"X-Request-Id", requestId.toLatin1()}});
}

void streamPieces(Executor &executor, std::shared_ptr<LineSource> source, const http::Responder &responder, int status,
    const QByteArray &contentType, const http::Headers &headers)
{
    std::shared_ptr<http::StreamWriter> writer = responder.stream(status, contentType, headers, backlogBound);
    std::make_shared<LinePump>(executor, std::move(source), std::move(writer))->start();
}

Result<std::shared_ptr<LineSource>> linesFromMemory(
    Database &database, const EntityList &list, const ListState &state, qint64 since)
{
    const Result<QByteArray> removals = list.table.removals(database, since, state.token);
    if (!removals)
        return removals.error();
    return std::shared_ptr<LineSource>(std::make_shared<MemoryLines>(list, state, since, removals.value()));
}

Result<std::shared_ptr<LineSource>> linesFromTable(
    Database &database, const EntityTable &table, qint64 since, const Reader &reader)
{
    LineCursor cursor{since, reader};
    const Result<QByteArray> first = table.lines(database, cursor, wholePiece);
    if (!first)
        return first.error();
    return std::shared_ptr<LineSource>(std::make_shared<TableLines>(table, cursor, first.value()));
}

} // namespace belvedere::server
