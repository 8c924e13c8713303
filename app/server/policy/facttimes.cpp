// Reading of the times of facts.
#include "server/policy/facttimes.h"

#include "api/agentprotocol.h"
#include "server/store/sections.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// By index in fields<Device>(): the section that reports the field, empty for what the server keeps.
const QStringList &reportingSections()
{
    static const QStringList list = [] {
        QStringList sections(qsizetype(fields<Device>().size()));
        for (const char *section : sectionNames()) {
            for (const char *name : sectionFields(QString::fromLatin1(section))) {
                const Field *field = findField(fields<Device>(), QString::fromLatin1(name));
                // an operator may have chosen the name, and the platform is settled at enrolment
                if (field->is(ReadOnly) && QLatin1StringView(name) != "platform"_L1)
                    sections[field - fields<Device>().data()] = QString::fromLatin1(section);
            }
        }
        return sections;
    }();
    return list;
}

} // namespace

Result<FactTimes> factTimes(Database &database, const Device &device, const QDateTime &now)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT source, section, as_of FROM device_sections WHERE device = ?"_s, {device.id.text});
    if (!rows)
        return rows.error();
    QHash<QString, QDateTime> bySection;
    QString source;
    bool hasSeveral = false;
    while (rows.value()->next()) {
        const QString teller = rows.value()->value(0).toString();
        hasSeveral = hasSeveral || (!source.isEmpty() && source != teller);
        source = teller;
        bySection.insert(rows.value()->value(1).toString(),
            QDateTime::fromMSecsSinceEpoch(rows.value()->value(2).toLongLong(), Qt::UTC));
    }
    rows.value()->finish();
    QHash<QString, QDateTime> byField;
    if (hasSeveral) { // which one tells a field is seen from what they say alone
        const Result<QList<StoredSection>> sections = mergedSections(database, device.id);
        if (!sections)
            return sections.error();
        byField = fieldTimes(sections.value(), now);
    }
    const QStringList &sections = reportingSections();
    FactTimes times(fields<Device>().size(), now);
    for (size_t i = 0; i < times.size(); ++i) {
        const QString &section = sections[qsizetype(i)];
        if (!section.isEmpty())
            times[i] = hasSeveral ? byField.value(QString::fromLatin1(fields<Device>()[i].name), device.seen)
                                  : bySection.value(section, device.seen);
    }
    return times;
}

} // namespace belvedere::server
