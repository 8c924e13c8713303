// Tokens and sessions.
#include "server/api/sessions.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/store/entitytable.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

ApiError unauthorized(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Unauthorized;
    error.code = code;
    error.detail = detail;
    return error;
}

QString hashed(const QString &token) { return sha256Hex(token.toUtf8()); }

Result<bool> changeDue(Database &database, const Id<Account> &account)
{
    return database.value(u"SELECT change_due FROM account_passwords WHERE account = ?"_s, {account.text})
        .map([](const QVariant &due) { return due.toBool(); });
}

// Fresh tokens for a session row; the caller stores their hashes.
Result<Session> tokensFor(Transaction &transaction, const Account &account)
{
    const Result<bool> due = changeDue(transaction.database(), account.id);
    if (!due)
        return due.error();
    Session session;
    session.accessToken = randomToken();
    session.refreshToken = randomToken();
    session.expiresIn = accessSeconds;
    session.account = account.id;
    session.email = account.email;
    session.name = account.name;
    session.role = account.role;
    session.passwordChangeDue = due.value();
    return session;
}

} // namespace

Result<Actor> authenticate(Database &database, const QByteArray &authorization, const QDateTime &now)
{
    if (authorization.isEmpty())
        return unauthorized(u"auth.missing"_s, u"Sign in first."_s);
    const ApiError refused = unauthorized(u"auth.token"_s, u"The session has ended; sign in again."_s);
    if (!authorization.startsWith("Bearer ") || authorization.size() > 256)
        return refused;
    const Result<QSqlQuery *> query =
        database.run(u"SELECT s.id, s.access_expires, a.id, a.email, a.name, a.role FROM sessions s JOIN accounts a "
                     "ON a.id = s.account WHERE s.access_hash = ? AND a.disabled = 0"_s,
            {sha256Hex(authorization.sliced(7))});
    if (!query)
        return query.error();
    if (!query.value()->next())
        return refused;
    const QSqlQuery &row = *query.value();
    Actor actor;
    actor.session = row.value(0).toLongLong();
    actor.accessExpires = QDateTime::fromMSecsSinceEpoch(row.value(1).toLongLong(), Qt::UTC);
    actor.account.text = row.value(2).toString();
    actor.email = row.value(3).toString();
    actor.name = row.value(4).toString();
    actor.role = Coded<Role>::fromToken(row.value(5).toString()).value();
    query.value()->finish();
    if (actor.accessExpires <= now || actor.role == Role::Unknown)
        return refused;
    return actor;
}

Result<Session> openSession(Transaction &transaction, const Account &account, const QString &client)
{
    const Result<Session> session = tokensFor(transaction, account);
    if (!session)
        return session;
    const QDateTime &now = transaction.now();
    const Result<QSqlQuery *> stored = transaction.database().run(
        u"INSERT INTO sessions (account, access_hash, refresh_hash, client, created, access_expires, refresh_expires) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
        {account.id.text, hashed(session.value().accessToken), hashed(session.value().refreshToken), client.left(200),
            now.toMSecsSinceEpoch(), now.addSecs(accessSeconds).toMSecsSinceEpoch(),
            now.addSecs(refreshSeconds).toMSecsSinceEpoch()});
    if (!stored)
        return stored.error();
    return session;
}

Result<Refreshed> refreshSession(Transaction &transaction, const QString &refreshToken)
{
    Database &database = transaction.database();
    const QDateTime &now = transaction.now();
    const QString hash = hashed(refreshToken);
    Refreshed result;
    const Result<QVariant> stolen = database.value(u"SELECT session FROM used_refresh_tokens WHERE hash = ?"_s, {hash});
    if (!stolen)
        return stolen.error();
    if (stolen.value().isValid()) {
        result.endedSession = stolen.value().toLongLong();
        result.error = unauthorized(u"auth.reused"_s, u"This refresh token was used before; the session has ended."_s);
        const Result<Done> ended = endSession(transaction, result.endedSession);
        return ended ? Result<Refreshed>(result) : ended.error();
    }
    const Result<QSqlQuery *> query =
        database.run(u"SELECT id, account FROM sessions WHERE refresh_hash = ? AND refresh_expires > ?"_s,
            {hash, now.toMSecsSinceEpoch()});
    if (!query)
        return query.error();
    const bool found = query.value()->next();
    const qint64 id = found ? query.value()->value(0).toLongLong() : 0;
    const Id<Account> accountId{found ? query.value()->value(1).toString() : QString()};
    query.value()->finish();
    static const Table<Account> accounts;
    const Result<Account> account = accounts.get(database, accountId);
    if (!found || !account || account.value().disabled) {
        result.error = unauthorized(u"auth.token"_s, u"The session has ended; sign in again."_s);
        return result;
    }
    const Result<Session> session = tokensFor(transaction, account.value());
    if (!session)
        return session.error();
    const qint64 expires = now.addSecs(refreshSeconds).toMSecsSinceEpoch();
    const Result<QSqlQuery *> stored =
        database.run(u"UPDATE sessions SET access_hash = ?, refresh_hash = ?, access_expires = ?, refresh_expires = ? "
                     "WHERE id = ?"_s,
            {hashed(session.value().accessToken), hashed(session.value().refreshToken),
                now.addSecs(accessSeconds).toMSecsSinceEpoch(), expires, id});
    if (!stored)
        return stored.error();
    const Result<QSqlQuery *> used = database.run(
        u"INSERT INTO used_refresh_tokens (hash, session, expires) VALUES (?, ?, ?)"_s, {hash, id, expires});
    if (!used)
        return used.error();
    result.session = session.value();
    return result;
}

Result<Done> endSession(Transaction &transaction, qint64 session)
{
    const Result<QSqlQuery *> query = transaction.database().run(u"DELETE FROM sessions WHERE id = ?"_s, {session});
    return query ? Result<Done>(Done{}) : query.error();
}

Result<QList<qint64>> endSessions(Transaction &transaction, const Id<Account> &account, qint64 except)
{
    const Result<QSqlQuery *> query = transaction.database().run(
        u"DELETE FROM sessions WHERE account = ? AND id <> ? RETURNING id"_s, {account.text, except});
    if (!query)
        return query.error();
    QList<qint64> ended;
    while (query.value()->next())
        ended.append(query.value()->value(0).toLongLong());
    query.value()->finish();
    return ended;
}

Result<QSet<qint64>> openSessions(Database &database, const QSet<qint64> &sessions)
{
    static const QString statement =
        u"SELECT 1 FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.id = ? AND a.disabled = 0"_s;
    QSet<qint64> open;
    for (const qint64 session : sessions) {
        const Result<QVariant> found = database.value(statement, {session});
        if (!found)
            return found.error();
        if (found.value().isValid())
            open.insert(session);
    }
    return open;
}

Result<Done> forgetSessions(Transaction &transaction)
{
    const qint64 now = transaction.now().toMSecsSinceEpoch();
    for (const QString &statement : {u"DELETE FROM sessions WHERE refresh_expires <= ?"_s,
             u"DELETE FROM used_refresh_tokens WHERE expires <= ?"_s}) {
        const Result<QSqlQuery *> query = transaction.database().run(statement, {now});
        if (!query)
            return query.error();
    }
    return Done{};
}

} // namespace belvedere::server
