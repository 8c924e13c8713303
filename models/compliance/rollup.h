// What a device's rule results come to for the device.
#pragma once

#include "domain/rule.h"

#include <span>

namespace belvedere {

// Worst first: a failure of medium severity or more past its grace; any other failure; an error; something not
// determined. Results of severity info, of rules that only monitor, and excepted failures change nothing; those that do
// not apply count only for saying that none does.
class RollUp {
public:
    struct Part {
        RuleState state;
        RuleSeverity severity;
        bool isInGrace = false; // fails, and its grace is not over
        bool isMonitored = false;
    };
    void add(const Part &part);
    // `isAssigned`: some active policy has the device in its scope.
    Compliance result(bool isAssigned) const;

private:
    bool m_applies = false;
    bool m_blocks = false;
    bool m_failed = false;
    bool m_error = false;
    bool m_unknown = false;
};

// The same of results as they are stored.
Compliance rollUp(std::span<const RuleResult> results, bool isAssigned, const QDateTime &now);

} // namespace belvedere
