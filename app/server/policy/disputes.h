// Disputes: what other policies say otherwise than one policy about the same items and rules, and by whom it goes.
#pragma once

#include "api/policies.h"
#include "compliance/plan.h"

#include <map>

namespace belvedere::server {

class Disputes {
public:
    // `set` must outlive this. A policy that is not active in it has none.
    Disputes(const BusinessPolicy &policy, const PolicySet &set);

    // On a device with that plan; nothing is counted yet.
    std::vector<PreviewConflict> on(const DevicePlan &plan) const;

private:
    using Pair = std::tuple<bool, size_t, bool>; // our version, the other policy's place in the set and its version

    void compare(PlanScope ours, PlanScope other);
    QString itemWinner(const PreviewConflict &conflict, const DevicePlan &plan) const;
    QString ruleWinner(const PreviewConflict &conflict, const DevicePlan &plan) const;

    const PolicySet &m_set;
    size_t m_rank; // of the policy; that of none when it is not there
    std::map<Pair, std::vector<PreviewConflict>> m_between; // of what differs, without the winner
};

} // namespace belvedere::server
