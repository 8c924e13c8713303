// Disputes: what other policies say otherwise than one policy about the same items and rules, and by whom it goes.
#pragma once

#include "api/policies.h"
#include "compliance/plan.h"

#include <map>
#include <optional>

namespace belvedere::server {

class Disputes {
public:
    // `set` must outlive this. A policy that is not active in it has none.
    Disputes(const BusinessPolicy &policy, const PolicySet &set);

    // So many devices with that plan.
    void add(const DevicePlan &plan, qint64 devices);
    // What there is on some device, in the order of the other policies, of what the policy names, and of the winners.
    std::vector<PreviewConflict> counted() const;

private:
    using Pair = std::tuple<size_t, size_t, size_t>; // PlanScope: our back, the other policy's rank and back

    void compare(PlanScope ours, PlanScope other, size_t first);
    // The place in the set of the policy by which it goes; the size of the set where the device can have none of the
    // revisions; nothing where it does not matter which are named.
    std::optional<size_t> itemWinner(const QString &item, const DevicePlan &plan) const;
    std::optional<size_t> ruleWinner(const QString &rule, const DevicePlan &plan) const;

    const PolicySet &m_set;
    size_t m_rank; // of the policy; that of none when it is not there
    std::vector<PreviewConflict> m_lines; // all that differs, without the winner
    std::map<Pair, std::vector<size_t>> m_between; // numbers in m_lines
    std::map<std::pair<size_t, size_t>, qint64> m_devices; // by number in m_lines and winner
};

} // namespace belvedere::server
