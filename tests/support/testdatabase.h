// TestDatabase: where a test's site is kept: a file of SQLite, or a database of its own in this run's PostgreSQL.
#pragma once

#include <optional>
#include <QSqlDatabase>
#include <QString>
#include <QVariant>

namespace belvedere::test {

// BELVEDERE_TEST_DATABASE chooses: a postgresql:// URL of an existing database on a server where databases may be made,
// or the name of a file that holds the URL (tests/support/postgresql.sh). Unset: SQLite.
class TestDatabase {
public:
    // `file` is the place on SQLite; nothing is made there. On PostgreSQL an empty database is made, and removed again.
    explicit TestDatabase(const QString &file);
    ~TestDatabase();
    TestDatabase(const TestDatabase &) = delete;
    TestDatabase &operator=(const TestDatabase &) = delete;

    static bool isPostgres();
    const QString &place() const { return m_place; } // the file, or the URL
    // Runs one statement on a connection of its own, beside the program under test; the first column of each row.
    // Null when it fails.
    std::optional<QVariantList> rows(const QString &sql) const;
    std::optional<QVariant> value(const QString &sql) const;
    // An open connection of that name, for a test that knows no store; closed by QSqlDatabase::removeDatabase().
    QSqlDatabase connect(const QString &name) const;
    // On PostgreSQL: ends all connections and refuses new ones, or admits them again.
    bool setReachable(bool reachable) const;
    // Every byte that is kept: the files, or all rows of all tables as text.
    QByteArray everything() const;

private:
    QString m_place;
    QString m_name; // of the database on PostgreSQL
};

} // namespace belvedere::test
