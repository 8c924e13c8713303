// Writing of backups.
#include "server/store/backup.h"

#include "server/store/backupformat.h"
#include "server/store/storedriver.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

ApiError unwritable(const QFileDevice &file)
{
    return storeError(u"backup.unwritable"_s, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
}

// Lines on their way to the file and into its digest.
class Writer {
public:
    explicit Writer(QSaveFile &file)
        : m_file(file)
    {
    }
    Result<Done> line(const QJsonDocument &document)
    {
        const QByteArray bytes = document.toJson(QJsonDocument::Compact) + '\n';
        m_digest.addData(bytes);
        return m_file.write(bytes) == bytes.size() ? Result<Done>(Done{}) : unwritable(m_file);
    }
    QString digest() const { return QString::fromLatin1(m_digest.result().toHex()); }

private:
    QSaveFile &m_file;
    QCryptographicHash m_digest{QCryptographicHash::Sha256};
};

Result<qint64> writeTable(Database &database, const QString &table, Writer &writer)
{
    const Result<QStringList> columns = columnsOf(database, table);
    if (!columns)
        return columns.error();
    const Result<Done> named = writer.line(
        QJsonDocument(QJsonObject{{u"table"_s, table}, {u"columns"_s, QJsonArray::fromStringList(columns.value())}}));
    if (!named)
        return named.error();
    qint64 rows = 0;
    const auto width = int(columns.value().size());
    const Result<Done> written =
        database.each(u"SELECT %1 FROM %2"_s.arg(quotedList(columns.value()), table), [&](const QSqlQuery &row) {
            QJsonArray values;
            for (int i = 0; i < width; ++i) {
                const QVariant value = row.value(i);
                values.append(value.isNull()                   ? QJsonValue(QJsonValue::Null)
                        : value.typeId() == QMetaType::QString ? QJsonValue(value.toString())
                                                               : QJsonValue(value.toLongLong()));
            }
            ++rows;
            return writer.line(QJsonDocument(values));
        });
    return written ? Result<qint64>(rows) : written.error();
}

// In the form of the table, whoever keeps them; a piece of each at a time.
Result<qint64> writeContents(Database &database, const BackupContents &contents, Writer &writer)
{
    const Result<Done> named = writer.line(QJsonDocument(QJsonObject{{u"table"_s, QLatin1StringView(contentTable)},
        {u"columns"_s, QJsonArray{u"bytes"_s, u"owner"_s, u"size"_s, u"start"_s}}}));
    if (!named)
        return named.error();
    qint64 rows = 0;
    const auto write = [&](const QString &owner, qint64 start, qint64 size, const QString &bytes) {
        ++rows;
        return writer.line(QJsonDocument(QJsonArray{bytes, owner, size, start}));
    };
    const Result<Done> written = contents.read
        ? database.each(u"SELECT DISTINCT sha256 FROM blob_uses"_s,
            [&](const QSqlQuery &row) -> Result<Done> {
                const QString owner = row.value(0).toString();
                for (qint64 start = 0;;) {
                    const Result<QByteArray> piece = contents.read(owner, start);
                    if (!piece)
                        return piece.error();
                    if (piece.value().isEmpty())
                        return Done{};
                    const Result<Done> line =
                        write(owner, start, piece.value().size(), QString::fromLatin1(piece.value().toBase64()));
                    if (!line)
                        return line;
                    start += piece.value().size();
                }
            })
        : database.each(u"SELECT bytes, owner, size, start FROM content_pieces "
                        "WHERE owner IN (SELECT sha256 FROM blob_uses) ORDER BY owner, start"_s,
            [&](const QSqlQuery &row) {
                return write(row.value(1).toString(), row.value(3).toLongLong(), row.value(2).toLongLong(),
                    row.value(0).toString());
            });
    return written ? Result<qint64>(rows) : written.error();
}

Result<BackupSummary> writeAll(
    Database &database, QSaveFile &file, const QDateTime &now, const BackupContents &contents)
{
    const Result<QStringList> tables = tablesOf(database);
    if (!tables)
        return tables.error();
    if (!tables.value().contains(u"migrations"_s))
        return storeError(u"backup.no-site"_s, u"There is no site in this database."_s);
    const Result<QVariant> migration = database.value(u"SELECT MAX(number) FROM migrations"_s);
    if (!migration)
        return migration.error();
    BackupSummary summary{migration.value().toInt(), 0};
    Writer writer(file);
    QJsonObject head{{u"format"_s, QLatin1StringView(backupFormat)}, {u"version"_s, backupVersion},
        {u"migration"_s, summary.migration}, {u"made"_s, now.toString(Qt::ISODateWithMs)}};
    if (contents.key && tables.value().contains(u"settings"_s)) {
        const Result<QByteArray> key = contents.key(database);
        if (!key)
            return key.error();
        if (!key.value().isEmpty())
            head.insert(u"key"_s, QString::fromLatin1(key.value()));
    }
    Result<Done> written = writer.line(QJsonDocument(head));
    if (!written)
        return written.error();
    QJsonObject counts;
    for (const QString &table : tables.value()) {
        if (!isKept(table))
            continue;
        const Result<qint64> rows = table == QLatin1StringView(contentTable) ? writeContents(database, contents, writer)
                                                                             : writeTable(database, table, writer);
        if (!rows)
            return rows.error();
        counts.insert(table, rows.value());
        summary.rows += rows.value();
    }
    written = writer.line(QJsonDocument(QJsonObject{{u"rows"_s, counts}, {u"sha256"_s, writer.digest()}}));
    return written ? Result<BackupSummary>(summary) : written.error();
}

} // namespace

Result<BackupSummary> writeBackup(
    Database &database, const QString &file, const QDateTime &now, const BackupContents &contents)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return unwritable(out);
    out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const Result<Done> begun = database.begin(Database::Begin::Look);
    if (!begun)
        return begun.error();
    const Result<BackupSummary> written = writeAll(database, out, now, contents);
    database.rollback(); // it only read
    if (!written)
        return written;
    return out.commit() ? written : Result<BackupSummary>(unwritable(out));
}

} // namespace belvedere::server
