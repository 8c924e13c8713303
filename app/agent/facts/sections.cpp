// Facts as sections of the agent protocol.
#include "agent/facts/facts.h"
#include "api/agentprotocol.h"

namespace belvedere {

QMap<QString, QJsonObject> sections(const Facts &facts)
{
    QMap<QString, QJsonObject> all;
    for (const char *name : sectionNames()) {
        const QString key = QString::fromLatin1(name);
        const QJsonObject object = writeSection(key, facts.device);
        if (!object.isEmpty())
            all.insert(key, object);
    }
    if (facts.packages)
        all.insert(QString::fromLatin1(section::packages),
            writeItems(facts.packages->first(qMin(facts.packages->size(), maximumPackages))));
    if (facts.interfaces)
        all.insert(QString::fromLatin1(section::interfaces),
            writeItems(facts.interfaces->first(qMin(facts.interfaces->size(), maximumInterfaces))));
    if (facts.users)
        all.insert(QString::fromLatin1(section::users),
            writeItems(facts.users->first(qMin(facts.users->size(), maximumUsers))));
    if (facts.items)
        all.insert(QString::fromLatin1(section::items),
            writeItems(facts.items->first(qMin(facts.items->size(), maximumInstalledItems))));
    if (facts.certificates)
        all.insert(QString::fromLatin1(section::certificates),
            writeItems(facts.certificates->first(qMin(facts.certificates->size(), maximumCertificates))));
    if (facts.updates)
        all.insert(QString::fromLatin1(section::updates),
            writeItems(facts.updates->first(qMin(facts.updates->size(), maximumPendingUpdates))));
    return all;
}

} // namespace belvedere
