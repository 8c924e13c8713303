// PreviewSite: a database with a fleet that twenty policies have been in force on for weeks.
#pragma once

#include "domain/policy.h"
#include "server/lists/listcolumns.h"

#include <QTemporaryDir>

namespace belvedere::bench {

class PreviewSite {
public:
    static constexpr int activePolicies = 20;

    // Errors: those of the store.
    Result<Done> fill(int devices);
    // What happens between two previews: some devices check in, and deployments go on.
    Result<Done> live(int devices);

    server::Database &database() { return *m_database; }
    const server::ListColumns &devices() const { return m_devices; }
    // Drafts: for the whole fleet with a profile and rules, and for a part of it.
    const std::vector<BusinessPolicy> &drafts() const { return m_drafts; }
    QDateTime now() const { return m_now; }

private:
    template<class Job> Result<Done> write(const Job &job);
    Result<Done> storeDevices(int devices);
    Result<Done> storePolicies();
    Result<Done> bring(const BusinessPolicy &policy);
    Result<Done> run(const QString &sql, const QVariantList &values = {});

    QTemporaryDir m_dir;
    std::unique_ptr<server::Database> m_database;
    server::ListColumns m_devices{"device", "devices", fields<Device>()};
    std::vector<BusinessPolicy> m_drafts;
    QDateTime m_now{QDate(2026, 1, 1), QTime(0, 0), Qt::UTC};
    qint64 m_live = 0; // devices that have been through live()
};

} // namespace belvedere::bench
