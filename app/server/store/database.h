// Database: one connection to the site's database, owned by one thread.
#pragma once

#include "base/result.h"
#include "domain/sqlcolumns.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <typeindex>

namespace belvedere::server {

struct StoreDriver;

class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };
    enum class Begin {
        Change, // at most one at a time, over all instances: a second one waits
        Look, // everything that is read belongs to one moment
        Schema,
    };

    // `place` is a file of SQLite or a URL of PostgreSQL. Errors: "store.locked", "store.corrupt", "store.unreadable",
    // "store.unavailable" (PostgreSQL cannot be reached), "usage" (no such URL). Call in the thread that will use the
    // connection.
    static Result<std::unique_ptr<Database>> open(const QString &place, Mode mode);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    // Runs one statement, prepared once and kept. Besides the errors of open(): "store.full", "store.duplicate"
    // (a unique column), "store.conflict" (undo the transaction and do it again), "store.failed". The query is valid
    // until the same text is run again, or a few hundred others. A lost connection is made again at the next use
    // outside a transaction, after a pause that grows to five seconds; until then the error is "store.unavailable".
    Result<QSqlQuery *> run(const QString &sql, const QVariantList &values = {});
    // The first column of the first row; an invalid QVariant when there is no row.
    Result<QVariant> value(const QString &sql, const QVariantList &values = {});
    // Every row of a large answer, one after the other and never all in memory; inside a transaction.
    Result<Done> each(const QString &sql, const std::function<Result<Done>(const QSqlQuery &)> &row);
    // Several statements without values, for migrations and settings. No semicolon stands in a text, and a comment has
    // lines of its own.
    Result<Done> script(const QString &sql);
    // What opens, marks or ends a transaction or a part of it: one statement, or several on PostgreSQL.
    Result<Done> steer(const QString &statements);

    Result<Done> begin(Begin kind);
    Result<Done> commit();
    void rollback(); // also when the database has done so by itself
    // Runs `read`, which answers a Result, inside a transaction of its own: everything that it reads belongs to one
    // moment, and queries stay valid, because a lost connection is not made again before it has returned.
    template<class Read> auto look(const Read &read) -> decltype(read())
    {
        const Result<Done> begun = begin(Begin::Look);
        if (!begun)
            return begun.error();
        auto result = read();
        const Result<Done> ended = commit();
        if (!ended)
            rollback();
        if (result && !ended)
            return ended.error();
        return result;
    }

    // Fails with "store.corrupt" unless the database finds itself sound.
    Result<Done> check();
    const StoreDriver &driver() const { return m_driver; }
    SqlDialect dialect() const;
    bool isShared() const; // other instances may be at work on it
    // A condition with one placeholder: the text in the column contains that of the value.
    QString contains(const char *column) const;
    // What follows a SELECT whose rows this transaction is about to work off, so that nobody else takes them.
    QString claim() const;
    // Calls `heard` in this thread, which needs an event loop, when another instance tells of a change. Does nothing
    // on SQLite. To be asked for again after the connection was lost.
    Result<Done> listen(QObject *context, const std::function<void()> &heard);

    // A T of this connection's own, made at first use: what its thread keeps between jobs, without a lock.
    template<class T> T &kept()
    {
        std::shared_ptr<void> &slot = m_kept[std::type_index(typeid(T))];
        if (!slot)
            slot = std::make_shared<T>();
        return *static_cast<T *>(slot.get());
    }

private:
    Database(const StoreDriver &driver, QString connection, QString place, Mode mode)
        : m_driver(driver)
        , m_connection(std::move(connection))
        , m_place(std::move(place))
        , m_mode(mode)
    {
    }
    Result<Done> connect();
    Result<Done> connectAgain();
    Result<QSqlQuery *> attempt(const QString &sql, const QVariantList &values);
    ApiError failure(const QSqlError &error);
    void forgetOldest();

    const StoreDriver &m_driver;
    QString m_connection;
    QString m_place;
    Mode m_mode;
    struct Prepared {
        std::shared_ptr<QSqlQuery> query;
        qint64 used = 0; // m_runs at that time
    };
    QHash<QString, Prepared> m_prepared;
    std::map<std::type_index, std::shared_ptr<void>> m_kept;
    qint64 m_runs = 0;
    bool m_inTransaction = false;
    bool m_isLost = false;
    std::chrono::milliseconds m_pause{0}; // before the next attempt to connect
    std::chrono::steady_clock::time_point m_nextAttempt;
};

ApiError storeError(const QString &code, const QString &detail);

} // namespace belvedere::server
