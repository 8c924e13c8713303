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
    using Versions = std::vector<RowBits>; // by PlanScope::back: is to have that version
    std::vector<Versions> active; // by number in PolicySet::active
    std::vector<RowBits> paused; // by number in PolicySet::paused: on record for it
    RowBits concerned; // by the policy that it is about, in any version
    RowBits members; // on record for that
    RowBits unsupervised; // known not to be, where an item or a setting needs supervision
    RowBits personal; // known to be, where an item or a setting is for a company's devices
};

class PlanBook {
public:
    static constexpr quint32 none = ~0U;

    struct Case {
        DevicePlan plan;
        std::vector<Deployment> present; // of the first one met, with what planning looks at
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
