// What writing and reading of backups agree on.
#pragma once

#include "server/store/database.h"

#include <QStringList>

namespace belvedere::server {

inline constexpr char backupFormat[] = "belvedere-backup";
inline constexpr int backupVersion = 1;
// The table whose rows are contents: those that a record names, whole.
inline constexpr char contentTable[] = "content_pieces";

inline constexpr qsizetype maximumBackupLine = 64 * 1024 * 1024; // bytes; a section of a check-in has 4 MB

// Tables of the site, in an order in which rows may refer to earlier tables.
Result<QStringList> tablesOf(Database &database);
Result<QStringList> columnsOf(Database &database, const QString &table);
// Not what the database knows by itself, nor which servers run.
bool isKept(const QString &table);
QString quotedList(const QStringList &columns);

} // namespace belvedere::server
