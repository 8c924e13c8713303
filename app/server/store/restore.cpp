// Checking of backups, and filling of a database from one.
#include "server/store/backup.h"
#include "server/store/backupformat.h"
#include "server/store/migrations.h"
#include "server/store/statements.h"
#include "server/store/storedriver.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// Further than any site goes between a backup and its use.
constexpr qint64 numbersAhead = qint64(1) << 32;

ApiError damaged(const QString &detail)
{
    return storeError(u"backup.damaged"_s, u"The backup is damaged: %1."_s.arg(detail));
}

ApiError notEmpty()
{
    return storeError(u"restore.not-empty"_s, u"There is something in this database already; nothing was changed."_s);
}

// A line longer than allowed comes without its end. Given the limit, Qt would make room for all of it each time.
QByteArray boundedLine(QFile &file)
{
    constexpr qint64 piece = 64 * 1024;
    QByteArray line;
    do
        line += file.readLine(piece);
    while (!line.endsWith('\n') && !file.atEnd() && line.size() < maximumBackupLine);
    return line;
}

Result<QJsonDocument> nextLine(QFile &file)
{
    const QByteArray line = boundedLine(file);
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!line.endsWith('\n') || error.error != QJsonParseError::NoError)
        return damaged(u"a line cannot be read"_s);
    return document;
}

// Reads the whole file; the head, when the last line stands for everything before it.
Result<QJsonObject> checkedHead(QFile &file)
{
    const Result<QJsonDocument> first = nextLine(file);
    const QJsonObject head = first ? first.value().object() : QJsonObject();
    if (head["format"_L1].toString() != QLatin1StringView(backupFormat))
        return damaged(u"it is no backup of Belvedere"_s);
    if (head["version"_L1].toInt() != backupVersion)
        return storeError(u"store.newer"_s, u"The backup was made by a newer version of Belvedere."_s);
    file.seek(0);
    QCryptographicHash digest(QCryptographicHash::Sha256);
    QByteArray last = boundedLine(file);
    while (!file.atEnd()) {
        digest.addData(last);
        last = boundedLine(file);
    }
    const QJsonObject end = QJsonDocument::fromJson(last).object();
    if (!last.endsWith('\n') || !end.contains("sha256"_L1))
        return damaged(u"its end is missing"_s);
    if (end["sha256"_L1].toString() != QString::fromLatin1(digest.result().toHex()))
        return damaged(u"its digest is another"_s);
    return head;
}

// Nothing: no value that a backup holds.
std::optional<QVariant> stored(const QJsonValue &value)
{
    constexpr qint64 none = std::numeric_limits<qint64>::min(); // no integer in JSON
    if (value.isNull())
        return QVariant();
    if (value.isString())
        return value.toString().isEmpty() ? u""_s : value.toString(); // a null text would be stored as not known
    const qint64 number = value.isDouble() ? value.toInteger(none) : none;
    return number == none ? std::nullopt : std::optional<QVariant>(number);
}

// Rows of contents on their way to where this site keeps them: pieces in order, the end of one told before the next.
class ContentRows {
public:
    explicit ContentRows(const BackupContents &contents)
        : m_contents(contents)
    {
    }
    // As the columns of the table are sorted: bytes, owner, size, start.
    Result<Done> row(const QVariantList &values)
    {
        const QString owner = values[1].toString();
        const QByteArray bytes = QByteArray::fromBase64(values[0].toString().toLatin1());
        const qint64 start = values[3].toLongLong();
        const Result<Done> ended = owner == m_owner ? Result<Done>(Done{}) : end();
        if (!ended)
            return ended;
        if (owner.size() != 64 || bytes.isEmpty() || start != m_size)
            return damaged(u"a content is not whole"_s);
        m_owner = owner;
        m_size += bytes.size();
        m_digest.addData(bytes);
        return m_contents.putBack(owner, start, bytes);
    }
    Result<Done> end()
    {
        const QString owner = std::exchange(m_owner, {});
        const qint64 size = std::exchange(m_size, 0);
        const QString digest = QString::fromLatin1(m_digest.result().toHex());
        m_digest.reset();
        if (owner.isEmpty())
            return Done{};
        return digest == owner ? m_contents.putBack(owner, size, {}) : damaged(u"a content has another digest"_s);
    }

private:
    const BackupContents &m_contents;
    QString m_owner;
    qint64 m_size = 0;
    QCryptographicHash m_digest{QCryptographicHash::Sha256};
};

// One table after the other until the line at the end, which tells of each how many rows it has.
Result<qint64> fill(Database &database, QFile &file, const BackupContents &contents)
{
    const Result<QStringList> tables = tablesOf(database);
    if (!tables)
        return tables.error();
    const auto keptTables = std::count_if(tables.value().begin(), tables.value().end(), isKept);
    QString insert;
    qsizetype width = 0;
    qint64 rows = 0;
    ContentRows contentRows(contents);
    QString filled;
    QJsonObject counts;
    for (;;) {
        const Result<QJsonDocument> line = nextLine(file);
        if (!line)
            return line.error();
        if (line.value().isArray()) {
            const QJsonArray values = line.value().array();
            if (insert.isEmpty() || values.size() != width)
                return damaged(u"a row does not fit its table"_s);
            QVariantList binds;
            for (const QJsonValue value : values) {
                const std::optional<QVariant> bind = stored(value);
                if (!bind)
                    return damaged(u"a row holds what no table holds"_s);
                binds.append(*bind);
            }
            const Result<Done> inserted = contents.putBack && filled == QLatin1StringView(contentTable)
                ? contentRows.row(binds)
                : execute(database, insert, binds);
            if (!inserted)
                return inserted.error();
            ++rows;
            counts[filled] = counts[filled].toInteger() + 1;
            continue;
        }
        const Result<Done> ended = contentRows.end();
        if (!ended)
            return ended.error();
        const QJsonObject object = line.value().object();
        if (object.contains("sha256"_L1)) {
            if (!file.atEnd() || object["rows"_L1].toObject() != counts || counts.size() != keptTables)
                return damaged(u"rows are missing"_s);
            return rows;
        }
        const QString table = object["table"_L1].toString();
        const QStringList columns = object["columns"_L1].toVariant().toStringList();
        const Result<QStringList> known = columnsOf(database, table);
        if (!known)
            return known.error();
        if (!tables.value().contains(table) || !isKept(table) || columns != known.value())
            return damaged(u"it has a table that this site has not"_s);
        filled = table;
        counts.insert(table, 0);
        width = columns.size();
        insert = u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(
            table, quotedList(columns), QStringList(width, u"?"_s).join(u", "_s));
        const Result<QSqlQuery *> emptied = database.run(u"DELETE FROM "_s + table); // the rows of a new site
        if (!emptied)
            return emptied.error();
    }
}

// Clients and devices may know numbers of changes and commands that were given after the backup; none of these is given
// again. Sessions that were ended after it would be open again, so everybody signs in anew.
Result<Done> goAhead(Database &database)
{
    return database.script(u"DELETE FROM sessions; UPDATE change_counter SET token = token + %1, oldest = token + %1; "
                           "UPDATE id_counter SET n = n + %1 WHERE kind = 'command'; %2"_s.arg(numbersAhead)
                               .arg(QLatin1StringView(database.driver().afterRestore)));
}

Result<BackupSummary> fillEmpty(
    Database &database, QFile &file, const QJsonObject &head, const BackupContents &contents)
{
    const Result<QStringList> there = tablesOf(database);
    if (!there)
        return there.error();
    if (!there.value().isEmpty())
        return notEmpty();
    BackupSummary summary{head["migration"_L1].toInt(), 0};
    Result<Done> done = applyMigrations(database, summary.migration);
    file.seek(0);
    const Result<QJsonDocument> skipped = nextLine(file); // the head
    if (!done || !skipped)
        return done ? skipped.error() : done.error();
    const Result<qint64> rows = fill(database, file, contents);
    if (!rows)
        return rows.error();
    summary.rows = rows.value();
    done = goAhead(database);
    if (done)
        done = applyMigrations(database);
    if (done) // what nothing names is not in a backup
        done = execute(database, u"DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM blob_uses)"_s);
    if (const QByteArray key = head["key"_L1].toString().toLatin1(); done && contents.putBackKey && !key.isEmpty())
        done = contents.putBackKey(key);
    return done ? Result<BackupSummary>(summary) : done.error();
}

} // namespace

Result<BackupSummary> restoreBackup(Database &database, const QString &path, const BackupContents &contents)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return storeError(u"backup.unreadable"_s, u"%1: %2"_s.arg(path, file.errorString()));
    const Result<QJsonObject> head = checkedHead(file);
    if (!head)
        return head.error();
    const Result<Done> begun = database.begin(Database::Begin::Schema);
    if (!begun)
        return begun.error();
    const Result<BackupSummary> filled = fillEmpty(database, file, head.value(), contents);
    const Result<Done> ended = filled ? database.commit() : Result<Done>(filled.error());
    if (!ended)
        database.rollback();
    return ended ? filled : ended.error();
}

} // namespace belvedere::server
