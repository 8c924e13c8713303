// Statements with a short answer: none at all, or one column of texts.
#pragma once

#include "server/store/database.h"

namespace belvedere::server {

// Errors of both: those of Database::run().
Result<Done> execute(Database &database, const QString &sql, const QVariantList &values = {});
// The first column of every row, all of them in memory.
Result<QStringList> textsOf(Database &database, const QString &sql, const QVariantList &values = {});

} // namespace belvedere::server
