// Comparing policies once, and asking plans who has won.
#include "server/policy/disputes.h"

#include <algorithm>
#include <QHash>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const BusinessPolicy &versionIn(const PolicySet &set, const PlanScope &scope)
{
    return set.active[scope.rank].version(scope.back)->policy;
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

bool isSame(const PreviewConflict &a, const PreviewConflict &b)
{
    return a.kind == b.kind && a.item == b.item && a.revision == b.revision && a.otherRevision == b.otherRevision
        && a.parameters == b.parameters && a.otherParameters == b.otherParameters;
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
    for (size_t rank = 0; rank < set.active.size(); ++rank) {
        const size_t first = m_lines.size();
        for (size_t ours = 0; rank != m_rank && set.active[m_rank].version(ours); ++ours) {
            for (size_t theirs = 0; set.active[rank].version(theirs); ++theirs)
                compare({m_rank, ours}, {rank, theirs}, first);
        }
    }
}

// `first`: number of the other policy's first line; its versions may say the same.
void Disputes::compare(PlanScope ours, PlanScope other, size_t first)
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
    if (found.empty())
        return;
    std::vector<size_t> &between = m_between[Pair(ours.back, other.rank, other.back)];
    for (const PreviewConflict &line : found) {
        auto known = std::find_if(m_lines.begin() + std::ptrdiff_t(first), m_lines.end(),
            [&line](const PreviewConflict &one) { return isSame(one, line); });
        if (known == m_lines.end())
            known = m_lines.insert(known, line);
        between.push_back(size_t(known - m_lines.begin()));
    }
}

std::optional<size_t> Disputes::itemWinner(const QString &item, const DevicePlan &plan) const
{
    const ItemPlan *step = plan.find(item);
    const bool isForDevice = step && step->revision > 0 && step->winner.isEmpty() && step->code != "platform"_L1
        && step->code != "inventory-only"_L1;
    if (!isForDevice)
        return std::nullopt;
    if (step->isRefused() && isLacking(step->code)) // what failed, or waits in vain, was chosen all the same
        return m_set.active.size();
    for (const PlanScope &scope : plan.subject.scopes) {
        const BusinessPolicy &policy = versionIn(m_set, scope);
        if (!isMonitored(policy) && names(policy, step->item, step->revision))
            return scope.rank;
    }
    return std::nullopt;
}

std::optional<size_t> Disputes::ruleWinner(const QString &rule, const DevicePlan &plan) const
{
    const auto planned = std::find_if(
        plan.rules.begin(), plan.rules.end(), [&rule](const PlannedRule &known) { return known.rule == rule; });
    if (planned == plan.rules.end())
        return std::nullopt;
    for (const PlanScope &scope : plan.subject.scopes) {
        if (names(versionIn(m_set, scope), *planned))
            return scope.rank;
    }
    return std::nullopt;
}

void Disputes::add(const DevicePlan &plan, qint64 devices)
{
    const auto ours = std::find_if(plan.subject.scopes.begin(), plan.subject.scopes.end(),
        [this](const PlanScope &scope) { return scope.rank == m_rank; });
    if (ours == plan.subject.scopes.end() || m_between.empty())
        return;
    QHash<QString, std::optional<size_t>> winners; // by item or rule: the same for all who disagree
    for (const PlanScope &other : plan.subject.scopes) {
        const auto between = m_between.find(Pair(ours->back, other.rank, other.back));
        if (between == m_between.end())
            continue;
        for (const size_t number : between->second) {
            const QString &id = m_lines[number].item;
            auto winner = winners.find(id);
            if (winner == winners.end()) {
                const bool isRule = m_lines[number].kind.value() == ConflictKind::Rule;
                winner = winners.insert(id, isRule ? ruleWinner(id, plan) : itemWinner(id, plan));
            }
            if (winner->has_value())
                m_devices[{number, **winner}] += devices;
        }
    }
}

std::vector<PreviewConflict> Disputes::counted() const
{
    std::vector<PreviewConflict> conflicts;
    conflicts.reserve(m_devices.size());
    for (const auto &[key, devices] : m_devices) {
        PreviewConflict &line = conflicts.emplace_back(m_lines[key.first]);
        line.devices = devices;
        if (key.second < m_set.active.size())
            line.winnerPolicy = m_set.active[key.second].policy.id.text;
    }
    return conflicts;
}

} // namespace belvedere::server
