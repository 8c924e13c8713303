// Reconciliation: makes what is on record for a device what its policies want, by the same plan as the preview.
#pragma once

#include "compliance/plan.h"
#include "server/policy/devicerecords.h"
#include "server/store/transaction.h"

namespace belvedere::server {

// Several devices of one transaction. Both arguments must outlive it.
class Reconciliation {
public:
    Reconciliation(Transaction &transaction, const PolicySet &set)
        : m_transaction(transaction)
        , m_set(set)
    {
    }
    // Reads what is on record about these devices, at most mostRecords, so that reconciling each of them next asks for
    // nothing. Nobody else may write about them in between.
    Result<Done> readAhead(const QStringList &devices);
    // Membership, deployments with their commands, rule results. Sets device.compliance; the caller stores the device.
    Result<Done> reconcile(Device &device);
    // Call once at the end: the policies' numbers of devices.
    Result<Done> close();

private:
    Transaction &m_transaction;
    const PolicySet &m_set;
    QHash<QString, DeviceRecords> m_ahead; // by device
    QHash<QString, qint64> m_moved; // by policy
};

// One device in the transaction of its own change. Sets device.compliance; the caller stores the device.
Result<Done> reconcileNow(Transaction &transaction, Device &device);
// When the device's record goes: results, deployments and memberships go with it.
Result<Done> forgetPolicies(Transaction &transaction, const Id<Device> &device);

// The policies that the device is on record for.
Result<QStringList> memberships(Database &database, const Id<Device> &device);

} // namespace belvedere::server
