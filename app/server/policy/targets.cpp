// Looking up who names a target.
#include "server/policy/targets.h"

#include "api/operations.h"
#include "compliance/ladder.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"
#include "server/store/statements.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QString pinOf(const QString &rule, qint64 revision) { return u"%1 %2"_s.arg(rule, QString::number(revision)); }

// Revisions of rules that policies go by: as they stand, and in the versions that devices have.
Result<QSet<QString>> pinnedRevisions(Database &database)
{
    const Result<QStringList> edited =
        textsOf(database, u"SELECT rule_pins FROM policies WHERE state <> 'retired' AND rule_pins IS NOT NULL"_s);
    const Result<QStringList> inForce =
        textsOf(database, QString(u"SELECT v.content FROM versions v WHERE "_s + isInForceOrKept()));
    if (!edited || !inForce)
        return edited ? inForce.error() : edited.error();
    QList<QJsonArray> lists;
    for (const QString &text : edited.value())
        lists.append(QJsonDocument::fromJson(text.toUtf8()).array());
    for (const QString &text : inForce.value())
        lists.append(QJsonDocument::fromJson(text.toUtf8()).object().value("rule_pins"_L1).toArray());
    QSet<QString> pins;
    for (const QJsonArray &list : std::as_const(lists)) {
        for (const QJsonValue pin : list)
            pins.insert(pinOf(pin["rule"_L1].toString(), pin["revision"_L1].toInteger()));
    }
    return pins;
}

} // namespace

Result<QList<FieldError>> targetProblems(Database &database, const ComplianceRule &rule)
{
    static const Table<OutsideTarget> table;
    QList<FieldError> errors;
    for (const RuleAction &action : rule.actions) {
        if (!tellsTarget(action.kind.value()) || action.target.isEmpty())
            continue; // faultOf() says so
        const Result<OutsideTarget> target = table.get(database, Id<OutsideTarget>{action.target});
        if (!target && target.error().kind != ApiError::Kind::NotFound)
            return target.error();
        if (!target)
            errors.append({u"actions"_s, QString(u"there is no such target: "_s + action.target.left(64))});
        else if (target.value().kind.value() != targetKindOf(action.kind.value()))
            errors.append({u"actions"_s,
                u"%1 is for another kind of target than %2 is: %3"_s.arg(
                    action.kind.token(), action.target, target.value().kind.token())});
    }
    return errors;
}

Result<QStringList> rulesThatTell(Database &database, const Id<OutsideTarget> &target)
{
    // contents are stored as JSON, and ids hold no quotes
    const QString quoted = u'"' + target.text + u'"';
    Result<QStringList> names =
        textsOf(database, u"SELECT name FROM rules WHERE %1 ORDER BY n"_s.arg(database.contains("actions")), {quoted});
    const Result<QSet<QString>> pins = names ? pinnedRevisions(database) : names.error();
    if (!pins)
        return pins.error();
    const Result<QSqlQuery *> rows = database.run(
        u"SELECT id, revision, content FROM revisions WHERE %1"_s.arg(database.contains("content")), {quoted});
    if (!rows)
        return rows.error();
    QStringList all = names.value();
    while (rows.value()->next()) {
        const QString id = rows.value()->value(0).toString();
        if (!pins.value().contains(pinOf(id, rows.value()->value(1).toLongLong())))
            continue;
        const QJsonObject content = QJsonDocument::fromJson(rows.value()->value(2).toString().toUtf8()).object();
        all.append(content.value("name"_L1).toString(id));
    }
    rows.value()->finish();
    all.removeDuplicates();
    return all;
}

} // namespace belvedere::server
