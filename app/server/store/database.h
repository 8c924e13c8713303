// Database: one connection to the site's database, owned by one thread.
#pragma once

#include "base/result.h"

#include <map>
#include <memory>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <typeindex>

namespace belvedere::server {

class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    // Errors: "store.locked", "store.corrupt", "store.unreadable". Call in the thread that will use the connection.
    static Result<std::unique_ptr<Database>> open(const QString &file, Mode mode);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    // Runs one statement, prepared once and kept. Besides the errors of open(): "store.full", "store.duplicate"
    // (a unique column), "store.failed". The query is valid until the same text is run again, or
    // a few hundred others.
    Result<QSqlQuery *> run(const QString &sql, const QVariantList &values = {});
    // The first column of the first row; an invalid QVariant when there is no row.
    Result<QVariant> value(const QString &sql, const QVariantList &values = {});
    // Several statements without values, for migrations and pragmas. No semicolon stands in a text, and a comment has
    // lines of its own.
    Result<Done> script(const QString &sql);
    // Fails with "store.corrupt" unless SQLite finds the file sound.
    Result<Done> check();
    // A T of this connection's own, made at first use: what its thread keeps between jobs, without a lock.
    template<class T> T &kept()
    {
        std::shared_ptr<void> &slot = m_kept[std::type_index(typeid(T))];
        if (!slot)
            slot = std::make_shared<T>();
        return *static_cast<T *>(slot.get());
    }

private:
    explicit Database(QString connection)
        : m_connection(std::move(connection))
    {
    }

    QString m_connection;
    struct Prepared {
        std::shared_ptr<QSqlQuery> query;
        qint64 used = 0; // m_runs at that time
    };
    void forgetOldest();

    QHash<QString, Prepared> m_prepared;
    std::map<std::type_index, std::shared_ptr<void>> m_kept;
    qint64 m_runs = 0;
};

ApiError storeError(const QString &code, const QString &detail);

} // namespace belvedere::server
