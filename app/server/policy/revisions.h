// Revisions: what a profile, rule, application … said at each of its revisions, kept because policies name them.
#pragma once

#include "domain/policyversion.h"
#include "server/store/transaction.h"

namespace belvedere::server {

struct Revision {
    QString id;
    qint64 revision = 0;
    QJsonObject content;
    QString hash; // contentHash()
};

// Writes it down; what is kept of this revision already stays as it is. Must follow every save of what policies name.
Result<Revision> keepRevision(Transaction &transaction, const QString &id, qint64 revision, const QJsonObject &content);
// Nothing where it was never kept. Error "item.corrupt" for a content that its hash does not fit.
Result<std::optional<Revision>> storedRevision(Database &database, const QString &id, qint64 revision);

// What the revision of a profile or a rule is made of.
QJsonObject revisionContent(const ConfigurationProfile &profile);
QJsonObject revisionContent(const ComplianceRule &rule);
template<class E> Result<Revision> keepRevision(Transaction &transaction, const E &entity)
{
    return keepRevision(transaction, entity.id.text, entity.revision, revisionContent(entity));
}

} // namespace belvedere::server
