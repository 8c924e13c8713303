// Common checks of profiles, rules and policies.
#include "server/api/policyparts.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumName = 200; // characters
constexpr qsizetype maximumText = 4'000;

} // namespace

QList<FieldError> textProblems(const QString &name, const QList<NamedText> &texts)
{
    QList<FieldError> errors;
    if (name.trimmed().isEmpty() || name.size() > maximumName)
        errors.append({u"name"_s, u"1 to %1 characters"_s.arg(maximumName)});
    for (const NamedText &text : texts) {
        if (text.text.size() > maximumText)
            errors.append({text.field, u"at most %1 characters"_s.arg(maximumText)});
    }
    return errors;
}

Result<Done> notUsed(Database &database, const char *column, const QString &id, const QString &code)
{
    // sets are stored as JSON arrays, and ids hold no quotes
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT name FROM policies WHERE %1 ORDER BY n"_s.arg(database.contains(column)), {QString(u'"' + id + u'"')});
    if (!rows)
        return rows.error();
    QStringList names;
    while (rows.value()->next())
        names.append(rows.value()->value(0).toString());
    rows.value()->finish();
    if (names.isEmpty())
        return Done{};
    return conflict(code, u"Policies use it: %1."_s.arg(names.mid(0, 5).join(u", "_s)));
}

} // namespace belvedere::server
