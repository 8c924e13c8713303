// EntityTable: the rows of one entity, by its declaration alone. Each row keeps its list form as one JSON line.
#pragma once

#include "api/resource.h"
#include "server/store/audience.h"
#include "server/store/transaction.h"

namespace belvedere::server {

struct TableSpec {
    const char *kind; // in change events
    const char *table;
    const char *idPrefix;
    std::span<const Field> (*fields)();
    QString (*audience)(const void *entity) = nullptr; // see Resource; null: everybody sees everything
};

template<class E> constexpr TableSpec tableSpec()
{
    TableSpec spec{Resource<E>::singular, Resource<E>::path, E::idPrefix, &fields<E>};
    if constexpr (isGuarded<E>)
        spec.audience = [](const void *entity) { return Resource<E>::audience(*static_cast<const E *>(entity)); };
    return spec;
}

// How far lines have been read, and by whom.
struct LineCursor {
    qint64 since = 0;
    Reader reader = {};
    qint64 token = -1; // of the answer; -1 before the first piece
    qint64 total = 0;
    qint64 after = 0; // number of the last row; for `since` its change number
    bool isDone = false;
};

// Columns that every entity table has besides those of its fields.
inline constexpr char numberColumn[] = "n"; // INTEGER PRIMARY KEY; the number in the id
inline constexpr char lineColumn[] = "line"; // TEXT, list form
inline constexpr char tokenColumn[] = "changed"; // INTEGER, change number
inline constexpr char audienceColumn[] = "audience"; // TEXT, only where TableSpec::audience is set

class EntityTable {
public:
    explicit EntityTable(TableSpec spec);

    // Gives the entity its id and version 1.
    Result<Done> insert(Transaction &transaction, void *entity) const;
    // Writes every field of an existing row and raises its version.
    Result<Done> update(Transaction &transaction, void *entity) const;
    // The same for what devices and the server itself keep up to date: the version, which protects what people edit,
    // stays. A device that checks in every few seconds must not make every edit of its record fail.
    Result<Done> refresh(Transaction &transaction, void *entity) const;
    // The same, written only where it differs from `before`, the record as it is stored; nothing at all when nothing
    // does.
    Result<Done> refresh(Transaction &transaction, void *entity, const void *before) const;
    Result<Done> remove(Transaction &transaction, const QString &id) const;
    // "not-found" when there is no such row that the reader sees, also for an id of another kind.
    Result<Done> read(Database &database, const QString &id, void *entity, const Reader &reader = {}) const;
    // Calls `row` with a filled entity for each match, in order of ids unless `order` is given.
    Result<Done> each(Database &database, const SqlCondition &condition, const QString &order, void *entity,
        const std::function<void()> &row) const;
    // Every row by number, never all of them in memory; inside a transaction. `row` may ask the database for more.
    Result<Done> all(Database &database, void *entity, const std::function<Result<Done>()> &row) const;
    Result<qint64> count(Database &database, const SqlCondition &condition) const;
    // NDJSON in pieces of about `bytes`: rows changed after cursor.since in list form, then removals, then
    // {"token":…,"total":…}; empty behind that. Each piece is read in a transaction of its own, so that nobody who
    // drinks slowly holds one open. Rows that change between two pieces come as they are then or, in answer to a
    // `since`, with the next token; whoever follows up with the token misses nothing. Error "changes.expired" of the
    // first piece, when removals before `since` are no longer on record.
    Result<QByteArray> lines(Database &database, LineCursor &cursor, qsizetype bytes) const;
    // The removals behind `since` up to `token`, as such lines; none for 0. Error "changes.expired".
    Result<QByteArray> removals(Database &database, qint64 since, qint64 token, const Reader &reader = {}) const;
    // The rows that a reader sees.
    SqlCondition visible(const Reader &reader) const { return m_spec.audience ? reader.rows() : SqlCondition(); }
    static QByteArray lastLine(qint64 token, qint64 total);

    const TableSpec &spec() const { return m_spec; }

private:
    Result<Done> write(Transaction &transaction, void *entity, bool isNew) const;
    // Behind the values of the fields: the line and the change number.
    Change appendStamp(Transaction &transaction, const void *entity, QVariantList &values) const;
    // "changes.expired" unless every change behind `since` is still on record for this reader.
    Result<Done> checkSince(Database &database, qint64 since, qint64 token, const Reader &reader) const;
    Result<QByteArray> readLines(Database &database, LineCursor &cursor, qsizetype bytes) const;
    Result<Done> fill(const QSqlQuery &query, void *entity) const;
    // Of the row as it is stored; empty where everybody sees everything.
    Result<QString> storedAudience(Database &database, qint64 number) const;
    Result<Done> bury(Transaction &transaction, const Change &removal) const;
    // Whoever cannot see the row any more loses it.
    Result<Done> withdraw(Transaction &transaction, const void *entity, const QString &id, qint64 number) const;

    TableSpec m_spec;
    QString m_select;
    QString m_insert;
    QString m_update;
    QStringList m_stamp; // the columns of appendStamp()
};

// The same, typed.
template<class E> class Table {
public:
    Table()
        : m_table(tableSpec<E>())
    {
    }
    Result<E> insert(Transaction &transaction, E entity) const
    {
        return m_table.insert(transaction, &entity).map([&entity](Done) { return entity; });
    }
    Result<E> update(Transaction &transaction, E entity) const
    {
        return m_table.update(transaction, &entity).map([&entity](Done) { return entity; });
    }
    Result<E> refresh(Transaction &transaction, E entity) const
    {
        return m_table.refresh(transaction, &entity).map([&entity](Done) { return entity; });
    }
    Result<E> refresh(Transaction &transaction, E entity, const E &before) const
    {
        return m_table.refresh(transaction, &entity, &before).map([&entity](Done) { return entity; });
    }
    Result<Done> remove(Transaction &transaction, const Id<E> &id) const
    {
        return m_table.remove(transaction, id.text);
    }
    Result<E> get(Database &database, const Id<E> &id, const Reader &reader = {}) const
    {
        E entity;
        return m_table.read(database, id.text, &entity, reader).map([&entity](Done) { return entity; });
    }
    Result<std::vector<E>> list(Database &database, const SqlCondition &condition = {}, const QString &order = {}) const
    {
        std::vector<E> all;
        E entity;
        const Result<Done> done = m_table.each(database, condition, order, &entity, [&] { all.push_back(entity); });
        if (!done)
            return done.error();
        return all;
    }
    const EntityTable &untyped() const { return m_table; }

private:
    EntityTable m_table;
};

} // namespace belvedere::server
