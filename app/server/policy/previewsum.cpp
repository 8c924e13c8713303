// Sums of plans.
#include "server/policy/previewsum.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

PreviewSum::PreviewSum(const BusinessPolicy &policy, const PolicySet &set)
    : m_policy(policy)
    , m_set(set)
{
    m_preview.policy = policy.id.text;
    m_preview.version = policy.version;
    for (const QString &profile : policy.profiles)
        item(profile);
}

PreviewDevice PreviewSum::effect(const DevicePlan &plan, bool wasMember) const
{
    PreviewDevice line;
    const bool isMember = plan.policies.contains(m_policy.id.text);
    line.change = !wasMember ? PreviewChange::Enters : isMember ? PreviewChange::Stays : PreviewChange::Leaves;
    for (const ProfilePlan &step : plan.profiles) {
        const QString name = m_set.profiles.value(step.profile).name;
        if (step.step == ProfileStep::Install)
            line.install.append(name);
        else if (step.step == ProfileStep::Replace)
            line.replace.append(name);
        else if (step.step == ProfileStep::Remove)
            line.remove.append(name);
        else if (step.step == ProfileStep::Impossible && step.policies.contains(m_policy.id.text))
            line.impossible.append(QString(name + u": " + step.code));
    }
    return line;
}

bool PreviewSum::changes(const PreviewDevice &effect)
{
    return effect.change.value() != PreviewChange::Stays || effect.before != effect.after || !effect.install.isEmpty()
        || !effect.replace.isEmpty() || !effect.remove.isEmpty() || !effect.impossible.isEmpty();
}

void PreviewSum::add(const DevicePlan &plan, bool wasMember, qint64 devices)
{
    const bool isMember = plan.policies.contains(m_policy.id.text);
    (!wasMember ? m_preview.enter : isMember ? m_preview.stay : m_preview.leave) += devices;
    for (const ProfilePlan &step : plan.profiles)
        count(step, devices);
}

void PreviewSum::addCompliance(const QString &before, Compliance after, qint64 devices)
{
    m_before[before] += devices;
    m_after[Coded<Compliance>(after).token()] += devices;
}

void PreviewSum::setChanging(qint64 count, std::vector<PreviewDevice> devices)
{
    m_preview.changing = count;
    m_preview.devices = std::move(devices);
}

bool PreviewSum::isListedBefore(const PreviewDevice &a, const PreviewDevice &b)
{
    return std::tie(a.name, a.device) < std::tie(b.name, b.device);
}

PolicyPreview PreviewSum::result() const
{
    PolicyPreview preview = m_preview;
    for (const auto &[name, numbers] : {std::pair(u"before"_s, m_before), std::pair(u"after"_s, m_after)}) {
        QJsonObject states;
        for (auto it = numbers.begin(); it != numbers.end(); ++it)
            states.insert(it.key(), it.value());
        preview.compliance.insert(name, states);
    }
    return preview;
}

PreviewItem &PreviewSum::item(const QString &profile)
{
    const auto found = std::find_if(m_preview.items.begin(), m_preview.items.end(),
        [&profile](const PreviewItem &known) { return known.item == profile; });
    if (found != m_preview.items.end())
        return *found;
    PreviewItem made;
    made.item = profile;
    made.name = m_set.profiles.value(profile).name;
    m_preview.items.push_back(made);
    return m_preview.items.back();
}

void PreviewSum::count(const ProfilePlan &step, qint64 devices)
{
    const bool isOurs = step.policies.contains(m_policy.id.text);
    if (!step.winner.isEmpty())
        noteConflict(step, isOurs, devices);
    switch (step.step) {
    // also another policy's profile, that has to make room or gets it
    case ProfileStep::Install:
        item(step.profile).install += devices;
        break;
    case ProfileStep::Replace:
        item(step.profile).replace += devices;
        break;
    case ProfileStep::Remove:
        item(step.profile).remove += devices;
        break;
    case ProfileStep::Present:
        if (isOurs)
            item(step.profile).present += devices;
        break;
    case ProfileStep::Impossible:
        if (isOurs)
            item(step.profile).impossible += devices;
        break;
    case ProfileStep::Drop:
    case ProfileStep::Keep:
        break;
    }
}

void PreviewSum::noteConflict(const ProfilePlan &loser, bool isOurs, qint64 devices)
{
    const bool winnerIsOurs = m_policy.profiles.contains(loser.winner);
    if (!isOurs && !winnerIsOurs)
        return;
    const QString mine = isOurs ? loser.profile : loser.winner;
    const QString other = isOurs ? loser.winner : loser.profile;
    auto found =
        std::find_if(m_preview.conflicts.begin(), m_preview.conflicts.end(), [&](const PreviewConflict &known) {
            return known.item == mine && known.with == other && known.winner == loser.winner;
        });
    if (found == m_preview.conflicts.end()) {
        PreviewConflict conflict;
        conflict.item = mine;
        conflict.with = other;
        conflict.winner = loser.winner;
        for (const CompiledPolicy &active : m_set.active) {
            if (active.policy.profiles.contains(other))
                conflict.policies.append(active.policy.id.text);
        }
        for (const BusinessPolicy &paused : m_set.paused) {
            if (paused.profiles.contains(other))
                conflict.policies.append(paused.id.text);
        }
        conflict.policies = canonicalSet(conflict.policies);
        found = m_preview.conflicts.insert(found, conflict);
    }
    found->devices += devices;
}

} // namespace belvedere::server
