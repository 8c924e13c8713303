// Stored answers of keyed requests.
#include "server/api/idempotency.h"

#include "base/digest.h"
#include "server/auth/sealed.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// With the key, which is not stored: a body that holds a secret cannot be guessed at.
QString bodyHash(const CallInfo &info, const QByteArray &body)
{
    return sha256Hex(QByteArray(info.idempotencyKey + '\n' + body));
}

} // namespace

Result<std::optional<Encoded>> storedAnswer(
    Database &database, const CallInfo &info, const QString &route, const QByteArray &body, const QDateTime &now)
{
    const Result<QSqlQuery *> query = database.run(u"SELECT body_hash, status, sealed_answer FROM idempotency "
                                                   "WHERE account = ? AND route = ? AND key_hash = ? AND created > ?"_s,
        {info.actor.account.text, route, sha256Hex(info.idempotencyKey),
            now.addSecs(-idempotencyHours * 3600).toMSecsSinceEpoch()});
    if (!query)
        return query.error();
    if (!query.value()->next())
        return std::optional<Encoded>();
    const QString storedHash = query.value()->value(0).toString();
    const int status = query.value()->value(1).toInt();
    const QString text = query.value()->value(2).toString();
    query.value()->finish();
    const std::optional<QByteArray> plain = unsealed(text, info.idempotencyKey);
    if (storedHash != bodyHash(info, body) || !plain) {
        ApiError error = validationError({{u"Idempotency-Key"_s, u"was used for another request"_s}});
        error.code = u"idempotency.other-body"_s;
        return error;
    }
    const qsizetype type = plain->indexOf('\n');
    const qsizetype etag = plain->indexOf('\n', type + 1);
    if (type < 0 || etag < 0)
        return storeError(u"store.corrupt"_s, u"A kept answer cannot be read."_s);
    return std::optional(
        Encoded{status, plain->first(type), plain->sliced(etag + 1), plain->sliced(type + 1, etag - type - 1)});
}

Result<Done> storeAnswer(
    Transaction &transaction, const CallInfo &info, const QString &route, const QByteArray &body, const Encoded &answer)
{
    const QByteArray plain = answer.contentType + '\n' + answer.etag + '\n' + answer.body;
    const Result<QSqlQuery *> query = transaction.database().run(
        u"INSERT INTO idempotency (account, key_hash, route, body_hash, status, sealed_answer, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, route, key_hash) DO UPDATE SET "
        "body_hash = excluded.body_hash, status = excluded.status, sealed_answer = excluded.sealed_answer, "
        "created = excluded.created"_s,
        {info.actor.account.text, sha256Hex(info.idempotencyKey), route, bodyHash(info, body), answer.status,
            sealed(plain, info.idempotencyKey), transaction.now().toMSecsSinceEpoch()});
    return query ? Result<Done>(Done{}) : query.error();
}

Result<Done> forgetAnswers(Transaction &transaction)
{
    const Result<QSqlQuery *> query = transaction.database().run(u"DELETE FROM idempotency WHERE created <= ?"_s,
        {transaction.now().addSecs(-idempotencyHours * 3600).toMSecsSinceEpoch()});
    return query ? Result<Done>(Done{}) : query.error();
}

} // namespace belvedere::server
