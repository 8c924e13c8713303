// Audience: who sees which rows of a table that does not show the same to everybody.
#pragma once

#include "api/permission.h"
#include "server/store/database.h"

namespace belvedere::server {

// A condition with its values; an empty text selects everything.
struct SqlCondition {
    QString where;
    QVariantList values;
};
// Both at once.
SqlCondition both(const SqlCondition &a, const SqlCondition &b);

// Who asks. Without an account: a part of the server, which sees everything.
struct Reader {
    QString account;
    Role role = Role::Unknown;

    // An audience is the id of an account or the name of a permission; empty: everybody.
    bool sees(const QString &audience) const;
    // Rows that it sees, by the column `audience`.
    SqlCondition rows() const;
    // Removals that concern it: of rows of `table` that it could see and does not see any more.
    SqlCondition removals(const QString &table) const;
};

} // namespace belvedere::server
