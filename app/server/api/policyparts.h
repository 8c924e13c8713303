// What the handlers of profiles, rules and policies check alike.
#pragma once

#include "base/apierror.h"
#include "server/store/database.h"

namespace belvedere::server {

struct NamedText {
    QString field;
    QString text;
};
// A name of 1 to 200 characters and texts of at most 4,000.
QList<FieldError> textProblems(const QString &name, const QList<NamedText> &texts);
// An error with this code (409) that names the policies whose newest version, or the one in force, names the id.
Result<Done> notUsed(Database &database, const QString &id, const QString &code);

} // namespace belvedere::server
