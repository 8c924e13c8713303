// What each source reported about a device, section by section, and how it becomes the device's own fields.
#pragma once

#include "domain/inventory.h"
#include "domain/patch.h"
#include "server/store/transaction.h"

#include <QJsonObject>
#include <QMap>

namespace belvedere::server {

inline constexpr char agentSource[] = "belvedere-agent";

struct StoredSection {
    QString source;
    QString section;
    QString hash;
    QDateTime asOf;
    QJsonObject content;
};

// A section as it is stored, worked out before the writing thread gets it.
struct SectionContent {
    SectionContent() = default;
    explicit SectionContent(const QJsonObject &content);
    QString hash;
    QString text; // compact JSON
    friend bool operator==(const SectionContent &, const SectionContent &) = default;
};

// Stores a section's content, once for all devices that report the same.
Result<Done> storeSection(Transaction &transaction, const Id<Device> &device, const QString &source,
    const QString &section, const SectionContent &content, const QDateTime &asOf);
// Name to hash: the same contents were confirmed later. Answers the names of those of which another content is stored,
// or none, so that they have to be sent whole.
Result<QStringList> confirmSections(Transaction &transaction, const Id<Device> &device, const QString &source,
    const QMap<QString, QString> &hashes, const QDateTime &asOf);
Result<QList<StoredSection>> storedSections(Database &database, const Id<Device> &device);
// The same with the contents of the large item sections left empty: no field of a device comes from them.
Result<QList<StoredSection>> mergedSections(Database &database, const Id<Device> &device);
// Those of packages and certificates alone.
Result<QList<StoredSection>> listSections(Database &database, const Id<Device> &device);

// Sets the reported fields of `device` from all sources. An agent of ours goes before the others unless it has been
// silent for a week; a field that no source tells becomes not known. A name that an operator chose stays.
void mergeSections(
    const QList<StoredSection> &sections, const QString &lastReportedName, const QDateTime &now, Device &device);

// When each field was measured, by the source that mergeSections() takes it from.
QHash<QString, QDateTime> fieldTimes(const QList<StoredSection> &sections, const QDateTime &now);

// Every value as each source told it, for the device page.
std::vector<Fact> factsOf(const QList<StoredSection> &sections);
// The items of one section; those of a further source only where the first has no item of the same name.
template<class E>
std::vector<E> itemsOf(const QList<StoredSection> &sections, const char *section, const QDateTime &now);

} // namespace belvedere::server
