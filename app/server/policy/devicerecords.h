// What is on record about devices, read for several at once: reconciliation asks a database few questions, not many.
#pragma once

#include "domain/deployment.h"
#include "server/policy/facttimes.h"
#include "server/store/audience.h"

#include <QMap>

namespace belvedere::server {

// What is noted of a policy that holds a device.
struct Membership {
    qint64 wave = 0; // of a roll-out under way; 0: there is none
    qint64 number = 0; // version that the device is given; 0: that is not known any more
    bool operator==(const Membership &) const = default;
};
using Memberships = QMap<QString, Membership>; // by policy

struct DeviceRecords {
    Memberships memberships;
    std::vector<Deployment> deployments;
    std::vector<RuleResult> results;
    QList<SectionTime> sections;
};

// By id of the device; each of them has an entry. At most `mostRecords` at a time, which is what a check-in may have to
// wait for beyond the time of a job.
inline constexpr qsizetype mostRecords = 8;
Result<QHash<QString, DeviceRecords>> readRecords(Database &database, const QStringList &devices);

// The rows whose column is one of these, with one text for every number of them up to mostRecords, so that a statement
// is prepared once.
SqlCondition among(const QString &column, const QStringList &values);

} // namespace belvedere::server
