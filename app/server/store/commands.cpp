// The table of commands.
#include "server/store/commands.h"

#include "domain/json.h"
#include "server/store/statements.h"

#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QJsonObject objectOf(const QVariant &text) { return QJsonDocument::fromJson(text.toString().toUtf8()).object(); }

std::optional<UpdateWindow> windowOf(const QVariant &text)
{
    if (text.isNull())
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(text.toString().toUtf8());
    const Result<UpdateWindow> window = fromJson<UpdateWindow>(document.object());
    if (document.isObject() && window)
        return window.value();
    UpdateWindow closed; // what cannot be read never opens
    closed.from = u"?"_s;
    return closed;
}

Result<QList<OpenCommand>> openWhere(Database &database, const QString &condition, const QVariantList &values)
{
    const Result<QSqlQuery *> query = database.run(
        u"SELECT id, origin, delivered, started, expires, kind, opens FROM commands WHERE "_s + condition, values);
    if (!query)
        return query.error();
    QList<OpenCommand> list;
    while (query.value()->next()) {
        const QSqlQuery &row = *query.value();
        OpenCommand command{
            row.value(0).toString(), row.value(1).toString(), !row.value(2).isNull(), !row.value(3).isNull(), {}};
        if (!row.value(4).isNull())
            command.expires = QDateTime::fromMSecsSinceEpoch(row.value(4).toLongLong(), Qt::UTC);
        command.kind = Coded<CommandKind>::fromToken(row.value(5).toString()).value();
        command.window = windowOf(row.value(6));
        list.append(command);
    }
    query.value()->finish();
    return list;
}

} // namespace

Result<QString> queueCommand(Transaction &transaction, const Command &command, const Id<Device> &device,
    const QString &origin, const std::optional<QDateTime> &expires, const std::optional<UpdateWindow> &window)
{
    // a number is never given twice: a device refuses to carry out an id that it has met
    const Result<qint64> number = transaction.nextNumber(u"command"_s);
    if (!number)
        return number.error();
    const QString id = origin + u'.' + QString::number(number.value());
    Q_ASSERT(id.size() <= maximumCommandId);
    const QVariant until = expires ? QVariant(expires->toMSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
    const QVariant opens = window
        ? QVariant(QString::fromUtf8(QJsonDocument(toJson(*window)).toJson(QJsonDocument::Compact)))
        : QVariant(QMetaType::fromType<QString>());
    const Result<QSqlQuery *> stored = transaction.database().run(
        u"INSERT INTO commands (n, id, device, kind, parameters, origin, queued, expires, opens) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {number.value(), id, device.text, command.kind.token(),
            QString::fromUtf8(QJsonDocument(command.parameters).toJson(QJsonDocument::Compact)), origin,
            transaction.now().toMSecsSinceEpoch(), until, opens});
    if (!stored)
        return stored.error();
    return id;
}

Result<bool> withdrawCommand(Transaction &transaction, const QString &origin)
{
    return transaction.database()
        .run(u"DELETE FROM commands WHERE origin = ? AND delivered IS NULL"_s, {origin})
        .map([](QSqlQuery *query) { return query->numRowsAffected() > 0; });
}

Result<QList<DueCommand>> dueCommands(
    Database &database, const Id<Device> &device, qsizetype maximum, const QDateTime &now, qint64 after)
{
    const Result<QSqlQuery *> query = database.run(
        u"SELECT id, kind, parameters, origin, delivered, opens, n FROM commands WHERE device = ? AND n > ? "
        "AND started IS NULL AND (expires IS NULL OR expires > ?) ORDER BY n LIMIT ?"_s,
        {device.text, after, now.toMSecsSinceEpoch(), maximum});
    if (!query)
        return query.error();
    QList<DueCommand> list;
    while (query.value()->next()) {
        const QSqlQuery &row = *query.value();
        Command command{
            row.value(0).toString(), Coded<CommandKind>::fromToken(row.value(1).toString()), objectOf(row.value(2))};
        list.append({command, row.value(3).toString(), row.value(4).isNull(), windowOf(row.value(5)),
            row.value(6).toLongLong()});
    }
    query.value()->finish();
    return list;
}

Result<Done> markDelivered(Transaction &transaction, const QString &id)
{
    return execute(transaction.database(), u"UPDATE commands SET delivered = ? WHERE id = ? AND delivered IS NULL"_s,
        {transaction.now().toMSecsSinceEpoch(), id});
}

Result<Done> markStarted(Transaction &transaction, const QString &id)
{
    return execute(transaction.database(), u"UPDATE commands SET started = ? WHERE id = ? AND started IS NULL"_s,
        {transaction.now().toMSecsSinceEpoch(), id});
}

Result<Done> endCommand(Transaction &transaction, const QString &id)
{
    return execute(transaction.database(), u"DELETE FROM commands WHERE id = ?"_s, {id});
}

Result<Done> endCommandsOf(Transaction &transaction, const QString &origin)
{
    return execute(transaction.database(), u"DELETE FROM commands WHERE origin = ?"_s, {origin});
}

Result<std::optional<OpenCommand>> commandOf(Database &database, const Id<Device> &device, const QString &id)
{
    return openWhere(database, u"id = ? AND device = ?"_s, {id, device.text}).map([](const QList<OpenCommand> &found) {
        return found.isEmpty() ? std::optional<OpenCommand>() : std::optional(found.first());
    });
}

Result<QJsonObject> parametersOf(Database &database, const QString &id)
{
    return database.value(u"SELECT parameters FROM commands WHERE id = ?"_s, {id}).map([](const QVariant &text) {
        return objectOf(text);
    });
}

Result<QList<OpenCommand>> openCommands(Database &database, const Id<Device> &device)
{
    return openWhere(database, u"device = ? ORDER BY n"_s, {device.text});
}

Result<QList<OpenCommand>> expiredCommands(
    Database &database, const char *prefix, const QDateTime &moment, bool isDelivered, qsizetype maximum)
{
    // joined to nothing, so that no database walks all origins: what has expired is little, what waits may be a lot
    const QString first = QString::fromLatin1(prefix) + u'-';
    const QString after = QString::fromLatin1(prefix) + u'.'; // the character after the hyphen
    return openWhere(database,
        u"expires <= ? AND delivered IS %1 AND origin || '' >= ? AND origin || '' < ? ORDER BY expires, n LIMIT ?"_s
            .arg(isDelivered ? u"NOT NULL"_s : u"NULL"_s),
        {moment.toMSecsSinceEpoch(), first, after, maximum});
}

Result<Done> removeCommands(Transaction &transaction, const Id<Device> &device)
{
    return execute(transaction.database(), u"DELETE FROM commands WHERE device = ?"_s, {device.text});
}

} // namespace belvedere::server
