// PlanBook: the plans of all devices that a policy is about; devices in the same case share one.
#pragma once

#include "compliance/plan.h"
#include "server/policy/fleetmemory.h"
#include "server/policy/fleetorder.h"
#include "table/filter.h"

#include <unordered_map>

namespace belvedere::server {

// Whom the policies have, one bit a device.
struct FleetScopes {
    std::vector<RowBits> active; // by number in PolicySet::active: the scope has it
    std::vector<RowBits> paused; // by number in PolicySet::paused: it is on record for it
    RowBits wanted; // the scope of the policy that it is about
    RowBits members; // on record for that
};

class PlanBook {
public:
    static constexpr quint32 none = ~0U;

    struct Case {
        DevicePlan plan;
        bool wasMember = false;
        qint64 devices = 0;
        qint64 first = 0; // the lowest number of such a device
    };

    // Of every device that the policy has or had.
    PlanBook(const PolicySet &set, const FleetMoment &moment, const FleetOrder &order, const FleetScopes &scopes);

    const std::vector<Case> &cases() const { return m_cases; }
    quint32 caseOf(quint32 row) const { return m_caseOf[row]; } // none: nothing is planned for it
    std::vector<quint32> inOrder() const; // numbers of the cases, by their first devices

private:
    class Signature;

    std::vector<Case> m_cases;
    std::vector<quint32> m_caseOf; // by row
};

} // namespace belvedere::server
