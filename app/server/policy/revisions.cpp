// The table of revisions.
#include "server/policy/revisions.h"

#include "domain/json.h"

#include <QJsonDocument>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

template<class E> QJsonObject without(const E &entity, std::initializer_list<const char *> names)
{
    QJsonObject content = toJson(entity);
    for (const char *name : names)
        content.remove(QLatin1StringView(name));
    return content;
}

} // namespace

Result<Revision> keepRevision(Transaction &transaction, const QString &id, qint64 revision, const QJsonObject &content)
{
    const QString hash = contentHash(content);
    const Result<QSqlQuery *> stored = transaction.database().run(
        u"INSERT INTO revisions (id, revision, content, hash) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"_s,
        {id, revision, QString::fromUtf8(QJsonDocument(content).toJson(QJsonDocument::Compact)), hash});
    if (!stored)
        return stored.error();
    const Result<std::optional<Revision>> kept = storedRevision(transaction.database(), id, revision);
    if (!kept)
        return kept.error();
    return kept.value().value_or(Revision{id, revision, content, hash});
}

Result<std::optional<Revision>> storedRevision(Database &database, const QString &id, qint64 revision)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT content, hash FROM revisions WHERE id = ? AND revision = ?"_s, {id, revision});
    if (!rows)
        return rows.error();
    std::optional<Revision> found;
    if (rows.value()->next()) {
        const QByteArray content = rows.value()->value(0).toString().toUtf8();
        found = Revision{id, revision, QJsonDocument::fromJson(content).object(), rows.value()->value(1).toString()};
    }
    rows.value()->finish();
    if (found && contentHash(found->content) != found->hash)
        return storeError(u"item.corrupt"_s, u"%1 in revision %2 is not what was kept."_s.arg(id).arg(revision));
    return found;
}

QJsonObject revisionContent(const ConfigurationProfile &profile)
{
    return without(profile, {"id", "description", "created", "edited", "version"});
}

QJsonObject revisionContent(const ComplianceRule &rule)
{
    return without(rule,
        {"id", "description", "rationale", "remediation", "refs", "fix", "starter", "created", "edited", "version"});
}

} // namespace belvedere::server
