// Comparing policies once, and asking plans who has won.
#include "server/policy/disputes.h"

#include <algorithm>

namespace belvedere::server {

namespace {

const BusinessPolicy &versionIn(const PolicySet &set, const PlanScope &scope)
{
    const CompiledPolicy &active = set.active[scope.rank];
    return scope.isPrevious ? active.previous->policy : active.policy;
}

bool isMonitored(const BusinessPolicy &policy) { return policy.mode.value() == PolicyMode::Monitor; }

bool names(const BusinessPolicy &policy, const QString &item, qint64 revision)
{
    return std::any_of(policy.items.begin(), policy.items.end(),
        [&](const PolicyItem &part) { return part.item == item && part.revision == revision; });
}

bool names(const BusinessPolicy &policy, const PlannedRule &rule)
{
    return isMonitored(policy) == rule.isMonitored
        && std::any_of(policy.rulePins.begin(), policy.rulePins.end(), [&rule](const PolicyRule &pin) {
               return pin.rule == rule.rule && pin.revision == rule.revision && pin.parameters == rule.parameters;
           });
}

PreviewConflict conflictOf(ConflictKind kind, const QString &id, const BusinessPolicy &other)
{
    PreviewConflict conflict;
    conflict.kind = kind;
    conflict.item = id;
    conflict.with = id;
    conflict.winner = id;
    conflict.policies = QStringList{other.id.text};
    return conflict;
}

} // namespace

Disputes::Disputes(const BusinessPolicy &policy, const PolicySet &set)
    : m_set(set)
    , m_rank(size_t(std::find_if(set.active.begin(), set.active.end(), [&policy](const CompiledPolicy &active) {
        return active.policy.id == policy.id;
    }) - set.active.begin()))
{
    if (m_rank == set.active.size())
        return;
    for (const bool isOurPrevious : {false, true}) {
        for (size_t rank = 0; rank < set.active.size(); ++rank) {
            for (const bool isPrevious : {false, true}) {
                const bool areThere = (!isOurPrevious || set.active[m_rank].previous)
                    && (!isPrevious || set.active[rank].previous) && rank != m_rank;
                if (areThere)
                    compare({m_rank, isOurPrevious}, {rank, isPrevious});
            }
        }
    }
}

void Disputes::compare(PlanScope ours, PlanScope other)
{
    const BusinessPolicy &mine = versionIn(m_set, ours);
    const BusinessPolicy &theirs = versionIn(m_set, other);
    std::vector<PreviewConflict> found;
    if (!isMonitored(mine) && !isMonitored(theirs)) { // one that only monitors brings no item
        for (const PolicyItem &item : mine.items) {
            const auto twin = std::find_if(theirs.items.begin(), theirs.items.end(),
                [&item](const PolicyItem &part) { return part.item == item.item; });
            if (twin == theirs.items.end() || twin->revision == item.revision)
                continue;
            found.push_back(conflictOf(ConflictKind::Revision, item.item, theirs));
            found.back().revision = item.revision;
            found.back().otherRevision = twin->revision;
        }
    }
    for (const PolicyRule &pin : mine.rulePins) {
        const auto twin = std::find_if(theirs.rulePins.begin(), theirs.rulePins.end(),
            [&pin](const PolicyRule &part) { return part.rule == pin.rule; });
        const bool isOther =
            twin != theirs.rulePins.end() && (twin->revision != pin.revision || twin->parameters != pin.parameters);
        if (!isOther)
            continue;
        found.push_back(conflictOf(ConflictKind::Rule, pin.rule, theirs));
        found.back().revision = pin.revision;
        found.back().otherRevision = twin->revision;
        found.back().parameters = pin.parameters;
        found.back().otherParameters = twin->parameters;
    }
    if (!found.empty())
        m_between.emplace(Pair(ours.isPrevious, other.rank, other.isPrevious), std::move(found));
}

// Empty: the device gets no revision of it.
QString Disputes::itemWinner(const PreviewConflict &conflict, const DevicePlan &plan) const
{
    const ItemPlan *step = plan.find(conflict.item);
    if (!step || step->revision == 0 || step->step == ItemStep::Impossible)
        return {};
    for (const PlanScope &scope : plan.scopes) {
        const BusinessPolicy &policy = versionIn(m_set, scope);
        if (!isMonitored(policy) && names(policy, step->item, step->revision))
            return policy.id.text;
    }
    return {};
}

QString Disputes::ruleWinner(const PreviewConflict &conflict, const DevicePlan &plan) const
{
    const auto planned = std::find_if(plan.rules.begin(), plan.rules.end(),
        [&conflict](const PlannedRule &rule) { return rule.rule == conflict.item; });
    if (planned == plan.rules.end())
        return {};
    for (const PlanScope &scope : plan.scopes) {
        const BusinessPolicy &policy = versionIn(m_set, scope);
        if (names(policy, *planned))
            return policy.id.text;
    }
    return {};
}

std::vector<PreviewConflict> Disputes::on(const DevicePlan &plan) const
{
    std::vector<PreviewConflict> conflicts;
    const auto ours = std::find_if(
        plan.scopes.begin(), plan.scopes.end(), [this](const PlanScope &scope) { return scope.rank == m_rank; });
    if (ours == plan.scopes.end() || m_between.empty())
        return conflicts;
    for (const PlanScope &other : plan.scopes) {
        const auto between = m_between.find(Pair(ours->isPrevious, other.rank, other.isPrevious));
        if (between == m_between.end())
            continue;
        for (PreviewConflict conflict : between->second) {
            const bool isRule = conflict.kind.value() == ConflictKind::Rule;
            conflict.winnerPolicy = isRule ? ruleWinner(conflict, plan) : itemWinner(conflict, plan);
            if (!conflict.winnerPolicy.isEmpty())
                conflicts.push_back(std::move(conflict));
        }
    }
    return conflicts;
}

} // namespace belvedere::server
