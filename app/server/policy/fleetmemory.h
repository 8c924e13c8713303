// FleetMemory: what previews need to know about every device, in memory and of one moment.
#pragma once

#include "domain/deployment.h"
#include "server/lists/listcolumns.h"
#include "server/policy/fleettable.h"

namespace belvedere::server {

// Everything as the transaction sees it.
struct FleetMoment {
    SnapshotPointer devices; // the fields of Device, and perhaps more behind them
    std::shared_ptr<const FleetTable> deployments; // kinds: see deploymentOf()
    std::shared_ptr<const FleetTable> failures; // results whose clock is running; kinds: see failureOf()
};

class FleetMemory {
public:
    // `devices` is the list that every commit keeps, or null: then the devices are read anew for each moment. It must
    // outlive this.
    explicit FleetMemory(const ListColumns *devices = nullptr)
        : m_devices(devices)
    {
    }
    // Calls `work` inside a read transaction. Of the rest only what has changed since the last time is read, or all of
    // it the first time. Any thread; nobody waits for anybody.
    Result<Done> look(Database &database, const std::function<Result<Done>(const FleetMoment &)> &work);

    // Reads what the first look would have to wait for. Not inside a transaction.
    Result<Done> warm(Database &database)
    {
        return look(database, [](const FleetMoment &) -> Result<Done> { return Done{}; });
    }
    qsizetype bytes(); // about; besides the list

    // A deployment with what planning looks at besides `due`, which is the time of the row; the rest is empty.
    static Deployment deploymentOf(const QStringList &kind);
    struct Failure {
        QString rule; // id
        qint64 revision = 0;
        bool isFail = false; // excepted or not
    };
    static Failure failureOf(const QStringList &kind);

private:
    enum class Match { Good, Other };
    Result<Match> lookOnce(
        Database &database, bool isLast, const std::function<Result<Done>(const FleetMoment &)> &work);
    void keep(const FleetMoment &moment);

    const ListColumns *m_devices;
    std::mutex m_mutex;
    std::shared_ptr<const FleetTable> m_deployments;
    std::shared_ptr<const FleetTable> m_failures;
};

} // namespace belvedere::server
