// Reading and writing of rows by field lists.
#include "server/store/entitytable.h"

#include "domain/sqlcolumns.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype leastLine = 64; // bytes; PostgreSQL hands over all the rows that were asked for at once

// nullptr for records that never change
const Field *versionField(std::span<const Field> fields) { return findField(fields, u"version"); }
const Field &idField(std::span<const Field> fields) { return *findField(fields, u"id"); }

// Versions that are equal may have different texts.
bool isSame(const Cell &a, const Cell &b)
{
    const auto *left = std::get_if<Version>(&a);
    const auto *right = std::get_if<Version>(&b);
    return left && right ? left->text() == right->text() : a == b;
}

} // namespace

EntityTable::EntityTable(TableSpec spec)
    : m_spec(spec)
{
    const QString table = QString::fromLatin1(spec.table);
    QStringList read;
    QStringList written;
    for (const Field &field : spec.fields()) {
        read.append(sqlQuoted(sqlName(field)));
        for (const SqlColumn &column : sqlColumns(field, SqlDialect::Sqlite))
            written.append(sqlQuoted(column.name));
    }
    m_stamp << QString::fromLatin1(lineColumn) << QString::fromLatin1(tokenColumn);
    if (spec.audience)
        m_stamp << QString::fromLatin1(audienceColumn);
    written << m_stamp;
    m_select = u"SELECT %1 FROM %2"_s.arg(read.join(u", "_s), table);
    const QString marks = QStringList(written.size(), u"?"_s).join(u", "_s);
    m_insert = u"INSERT INTO %1 (n, %2) VALUES (?, %3)"_s.arg(table, written.join(u", "_s), marks);
    m_update = u"UPDATE %1 SET %2 = ? WHERE n = ?"_s.arg(table, written.join(u" = ?, "_s));
}

Change EntityTable::appendStamp(Transaction &transaction, const void *entity, QVariantList &values) const
{
    const qint64 token = transaction.nextToken();
    const QByteArray line = QJsonDocument(toJson(m_spec.fields(), entity, true)).toJson(QJsonDocument::Compact);
    values << QString::fromUtf8(line) << token;
    const QString id = std::get<QString>(idField(m_spec.fields()).get(entity));
    Change change{QString::fromLatin1(m_spec.kind), id, false, token, line};
    if (m_spec.audience) {
        change.audience = m_spec.audience(entity);
        values << change.audience;
    }
    return change;
}

Result<QString> EntityTable::storedAudience(Database &database, qint64 number) const
{
    if (!m_spec.audience)
        return QString();
    return database.value(u"SELECT audience FROM %1 WHERE n = ?"_s.arg(QLatin1StringView(m_spec.table)), {number})
        .map([](const QVariant &audience) { return audience.toString(); });
}

Result<Done> EntityTable::bury(Transaction &transaction, const Change &removal) const
{
    // an empty text is not the same as none
    const auto text = [](const QString &word) { return word.isNull() ? u""_s : word; };
    const Result<QSqlQuery *> grave = transaction.database().run(
        u"INSERT INTO removals (kind, id, token, removed, audience, spared) VALUES (?, ?, ?, ?, ?, ?)"_s,
        {removal.kind, removal.id, removal.token, transaction.now().toMSecsSinceEpoch(), text(removal.audience),
            text(removal.spared)});
    if (!grave)
        return grave.error();
    transaction.changed(removal);
    return Done{};
}

Result<Done> EntityTable::withdraw(Transaction &transaction, const void *entity, const QString &id, qint64 number) const
{
    if (!m_spec.audience)
        return Done{};
    const Result<QString> before = storedAudience(transaction.database(), number);
    if (!before)
        return before.error();
    const QString after = m_spec.audience(entity);
    if (before.value() == after)
        return Done{};
    return bury(
        transaction, {QString::fromLatin1(m_spec.kind), id, true, transaction.nextToken(), {}, before.value(), after});
}

Result<Done> EntityTable::write(Transaction &transaction, void *entity, bool isNew) const
{
    const std::span<const Field> fields = m_spec.fields();
    const QString id = std::get<QString>(idField(fields).get(entity));
    const qint64 number = idNumber(id, m_spec.idPrefix).value_or(0);
    if (const Result<Done> left = isNew ? Done{} : withdraw(transaction, entity, id, number); !left)
        return left;
    QVariantList values;
    if (isNew)
        values.append(number);
    for (const Field &field : fields)
        values.append(sqlValues(field, field.get(entity)));
    const Change change = appendStamp(transaction, entity, values);
    if (!isNew)
        values.append(number);
    const Result<QSqlQuery *> query = transaction.database().run(isNew ? m_insert : m_update, values);
    if (!query)
        return query.error();
    transaction.changed(change);
    return Done{};
}

Result<Done> EntityTable::refresh(Transaction &transaction, void *entity, const void *before) const
{
    QStringList columns;
    QVariantList values;
    for (const Field &field : m_spec.fields()) {
        const Cell cell = field.get(entity);
        if (isSame(cell, field.get(before)))
            continue;
        for (const SqlColumn &column : sqlColumns(field, SqlDialect::Sqlite))
            columns.append(sqlQuoted(column.name) + u" = ?");
        values.append(sqlValues(field, cell));
    }
    if (columns.isEmpty())
        return Done{};
    if (m_spec.audience)
        return refresh(transaction, entity);
    for (const QString &column : m_stamp)
        columns.append(column + u" = ?");
    const Change change = appendStamp(transaction, entity, values);
    values.append(idNumber(change.id, m_spec.idPrefix).value_or(0));
    const Result<QSqlQuery *> query = transaction.database().run(
        u"UPDATE %1 SET %2 WHERE n = ?"_s.arg(QLatin1StringView(m_spec.table), columns.join(u", "_s)), values);
    if (!query)
        return query.error();
    transaction.changed(change);
    return Done{};
}

Result<Done> EntityTable::insert(Transaction &transaction, void *entity) const
{
    const Result<qint64> number = transaction.nextNumber(QString::fromLatin1(m_spec.kind));
    if (!number)
        return number.error();
    const std::span<const Field> fields = m_spec.fields();
    idField(fields).set(entity, idText(m_spec.idPrefix, number.value()));
    if (const Field *version = versionField(fields))
        version->set(entity, qint64(1));
    return write(transaction, entity, true);
}

Result<Done> EntityTable::update(Transaction &transaction, void *entity) const
{
    const Field *version = versionField(m_spec.fields());
    Q_ASSERT(version);
    version->set(entity, std::get<qint64>(version->get(entity)) + 1);
    return write(transaction, entity, false);
}

Result<Done> EntityTable::refresh(Transaction &transaction, void *entity) const
{
    return write(transaction, entity, false);
}

Result<Done> EntityTable::remove(Transaction &transaction, const QString &id) const
{
    const qint64 number = idNumber(id, m_spec.idPrefix).value_or(0);
    const Result<QString> audience = storedAudience(transaction.database(), number);
    if (!audience)
        return audience.error();
    const Result<QSqlQuery *> query =
        transaction.database().run(u"DELETE FROM %1 WHERE n = ?"_s.arg(QLatin1StringView(m_spec.table)), {number});
    if (!query)
        return query.error();
    if (query.value()->numRowsAffected() == 0)
        return notFound(u"%1 %2"_s.arg(QLatin1StringView(m_spec.kind), id));
    return bury(
        transaction, {QString::fromLatin1(m_spec.kind), id, true, transaction.nextToken(), {}, audience.value()});
}

Result<Done> EntityTable::fill(const QSqlQuery &query, void *entity) const
{
    int column = 0;
    for (const Field &field : m_spec.fields()) {
        const Result<Cell> cell = cellFromSql(field, query.value(column++));
        if (!cell)
            return cell.error();
        field.set(entity, cell.value());
    }
    return Done{};
}

Result<Done> EntityTable::read(Database &database, const QString &id, void *entity, const Reader &reader) const
{
    const std::optional<qint64> number = idNumber(id, m_spec.idPrefix);
    const ApiError missing = notFound(u"%1 %2"_s.arg(QLatin1StringView(m_spec.kind), id.left(64)));
    if (!number)
        return missing;
    const SqlCondition row = both({u"n = ?"_s, {*number}}, visible(reader));
    const Result<QSqlQuery *> query = database.run(m_select + u" WHERE "_s + row.where, row.values);
    if (!query)
        return query.error();
    const Result<Done> filled = query.value()->next() ? fill(*query.value(), entity) : Result<Done>(missing);
    query.value()->finish();
    return filled;
}

Result<Done> EntityTable::each(Database &database, const SqlCondition &condition, const QString &order, void *entity,
    const std::function<void()> &row) const
{
    QString sql = m_select;
    if (!condition.where.isEmpty())
        sql += u" WHERE "_s + condition.where;
    sql += u" ORDER BY "_s + (order.isEmpty() ? u"n"_s : order);
    const Result<QSqlQuery *> query = database.run(sql, condition.values);
    if (!query)
        return query.error();
    Result<Done> filled = Done{};
    while (filled && query.value()->next()) {
        filled = fill(*query.value(), entity);
        if (filled)
            row();
    }
    query.value()->finish();
    return filled;
}

Result<Done> EntityTable::all(Database &database, void *entity, const std::function<Result<Done>()> &row) const
{
    return database.each(m_select + u" ORDER BY n", [&](const QSqlQuery &query) {
        const Result<Done> filled = fill(query, entity);
        return filled ? row() : filled;
    });
}

Result<qint64> EntityTable::count(Database &database, const SqlCondition &condition) const
{
    QString sql = u"SELECT COUNT(*) FROM "_s + QLatin1StringView(m_spec.table);
    if (!condition.where.isEmpty())
        sql += u" WHERE "_s + condition.where;
    return database.value(sql, condition.values).map([](const QVariant &n) { return n.toLongLong(); });
}

QByteArray EntityTable::lastLine(qint64 token, qint64 total)
{
    const QJsonObject last{{u"token"_s, QString::number(token)}, {u"total"_s, total}};
    return QJsonDocument(last).toJson(QJsonDocument::Compact) + '\n';
}

Result<Done> EntityTable::checkSince(Database &database, qint64 since, qint64 token, const Reader &reader) const
{
    if (since == 0)
        return Done{};
    const Result<QVariant> oldest = database.value(u"SELECT oldest FROM change_counter WHERE one = 1"_s);
    if (!oldest)
        return oldest.error();
    // another role sees other rows, of which no change tells
    Result<QVariant> rights = QVariant(0);
    if (m_spec.audience && !reader.account.isEmpty())
        rights = database.value(u"SELECT COALESCE(MAX(changed), 0) FROM accounts WHERE id = ?"_s, {reader.account});
    if (!rights)
        return rights.error();
    if (since <= token && since >= std::max(oldest.value().toLongLong(), rights.value().toLongLong()))
        return Done{};
    ApiError expired = notFound(u"change with that token any more; load everything again"_s);
    expired.code = u"changes.expired"_s;
    expired.http = 410;
    return expired;
}

Result<QByteArray> EntityTable::removals(Database &database, qint64 since, qint64 token, const Reader &reader) const
{
    if (since == 0)
        return QByteArray();
    const SqlCondition gone =
        both({u"kind = ? AND token > ? AND token <= ?"_s, {QString::fromLatin1(m_spec.kind), since, token}},
            m_spec.audience ? reader.removals(QString::fromLatin1(m_spec.table)) : SqlCondition());
    const Result<QSqlQuery *> graves = database.run(u"SELECT id FROM removals WHERE "_s + gone.where, gone.values);
    if (!graves)
        return graves.error();
    QByteArray bytes;
    while (graves.value()->next()) {
        const QJsonObject line{{u"id"_s, graves.value()->value(0).toString()}, {u"removed"_s, true}};
        bytes += QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    }
    graves.value()->finish();
    // afterwards: what was forgotten while they were read is noticed
    const Result<Done> known = checkSince(database, since, token, reader);
    return known ? Result<QByteArray>(bytes) : known.error();
}

Result<QByteArray> EntityTable::readLines(Database &database, LineCursor &cursor, qsizetype bytes) const
{
    if (cursor.token < 0) {
        const Result<QVariant> token = database.value(u"SELECT token FROM change_counter WHERE one = 1"_s);
        const Result<qint64> total = count(database, visible(cursor.reader));
        if (!token || !total)
            return token ? total.error() : token.error();
        const Result<Done> known = checkSince(database, cursor.since, token.value().toLongLong(), cursor.reader);
        if (!known)
            return known.error();
        cursor.token = token.value().toLongLong();
        cursor.total = total.value();
        cursor.after = cursor.since;
    }
    // Each walks an index from where the last piece ended: the whole list by number, changes by change number.
    const SqlCondition wanted =
        both(cursor.since == 0 ? SqlCondition{u"n > ?"_s, {cursor.after}}
                               : SqlCondition{u"changed > ? AND changed <= ?"_s, {cursor.after, cursor.token}},
            visible(cursor.reader));
    const qint64 mostRows = bytes / leastLine + 1;
    const QString sql = u"SELECT %1, line FROM %2 WHERE %3 ORDER BY %1 LIMIT %4"_s.arg(
        QLatin1StringView(cursor.since == 0 ? numberColumn : tokenColumn), QLatin1StringView(m_spec.table),
        wanted.where, QString::number(mostRows));
    const Result<QSqlQuery *> rows = database.run(sql, wanted.values);
    if (!rows)
        return rows.error();
    QByteArray lines;
    qint64 count = 0;
    while (lines.size() < bytes && rows.value()->next()) {
        ++count;
        cursor.after = rows.value()->value(0).toLongLong();
        lines += rows.value()->value(1).toString().toUtf8() + '\n';
    }
    rows.value()->finish();
    if (lines.size() >= bytes || count == mostRows)
        return lines;
    const Result<QByteArray> gone = removals(database, cursor.since, cursor.token, cursor.reader);
    if (!gone)
        return gone.error();
    cursor.isDone = true;
    lines += gone.value() + lastLine(cursor.token, cursor.total);
    return lines;
}

Result<QByteArray> EntityTable::lines(Database &database, LineCursor &cursor, qsizetype bytes) const
{
    if (cursor.isDone)
        return QByteArray();
    return database.look([&] { return readLines(database, cursor, bytes); });
}

} // namespace belvedere::server
