// Reading a list at once.
#include "server/lists/readsnapshot.h"

#include "server/store/storedriver.h"
#include "table/linereader.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype portion = 4 * 1024 * 1024; // bytes

} // namespace

Result<SnapshotPointer> readSnapshot(Database &database, const QString &table, std::span<const Field> fields)
{
    SnapshotBuilder builder(fields);
    builder.recordChanges(false);
    LineReader reader(fields);
    qint64 bad = 0;
    QByteArray lines;
    const auto put = [&] { bad += reader.read(std::exchange(lines, {}), builder).badLines; };
    const QString line = QString::fromLatin1(database.driver().bytes).arg(u"line"_s);
    const Result<Done> read =
        database.each(u"SELECT %1 FROM %2 ORDER BY n"_s.arg(line, table), [&](const QSqlQuery &row) -> Result<Done> {
            lines += row.value(0).toByteArray();
            lines += '\n';
            if (lines.size() >= portion)
                put();
            return Done{};
        });
    put();
    if (!read)
        return read.error();
    if (bad > 0)
        return storeError(u"store.corrupt"_s, u"Rows of %1 cannot be read."_s.arg(table));
    return builder.finish();
}

} // namespace belvedere::server
