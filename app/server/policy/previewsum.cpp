// Sums of plans.
#include "server/policy/previewsum.h"

#include "compliance/ladder.h"
#include "server/policy/partialprofiles.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

bool isNamed(const BusinessPolicy &policy, const QString &id)
{
    return std::any_of(
        policy.items.begin(), policy.items.end(), [&id](const PolicyItem &part) { return part.item == id; });
}

// Some codes come from devices, which may say anything: of too many the rarest are counted together.
QJsonObject bounded(const QMap<QString, qint64> &reasons, qsizetype most)
{
    std::vector<std::pair<qint64, QString>> sorted; // the most frequent first
    sorted.reserve(size_t(reasons.size()));
    for (auto it = reasons.begin(); it != reasons.end(); ++it)
        sorted.emplace_back(-it.value(), it.key());
    std::sort(sorted.begin(), sorted.end());
    QJsonObject object;
    qint64 others = 0;
    for (const auto &[negated, code] : sorted) {
        const bool isKept = reasons.size() <= most || object.size() < most - 1;
        if (isKept)
            object.insert(code, -negated);
        else
            others -= negated;
    }
    if (others > 0)
        object.insert(u"other"_s, object.value(u"other"_s).toInteger() + others);
    return object;
}

// In the version in force or in one that devices keep.
bool namesInAny(const CompiledPolicy &policy, const QString &item)
{
    const CompiledPolicy *version = &policy;
    while (version && !isNamed(version->policy, item))
        version = version->previous.get();
    return version;
}

} // namespace

PreviewSum::PreviewSum(const BusinessPolicy &policy, const PolicySet &set)
    : m_policy(policy)
    , m_set(set)
    , m_disputes(policy, set)
{
    m_preview.policy = policy.id.text;
    m_preview.version = policy.version;
    m_preview.number = policy.number;
    m_preview.hash = policy.hash;
    for (const PolicyItem &part : policy.items)
        item(part.item).name = part.name;
    noteBringing();
}

QString PreviewSum::nameOf(const ItemPlan &step, std::span<const Deployment> present) const
{
    const auto known = m_set.items.constFind({step.item, step.revision});
    if (known != m_set.items.constEnd())
        return known->name;
    const auto row = std::find_if(
        present.begin(), present.end(), [&step](const Deployment &deployment) { return deployment.item == step.item; });
    return row == present.end() ? step.item : row->itemName;
}

PreviewDevice PreviewSum::effect(const DevicePlan &plan, std::span<const Deployment> present, bool wasMember) const
{
    PreviewDevice line;
    const bool isMember = plan.policies.contains(m_policy.id.text);
    line.change = !wasMember ? PreviewChange::Enters : isMember ? PreviewChange::Stays : PreviewChange::Leaves;
    for (const ItemPlan &step : plan.items) {
        const QString name = nameOf(step, present);
        if (step.isRefused() && step.policies.contains(m_policy.id.text))
            line.impossible.append(QString(name + u": " + step.code));
        switch (step.step) {
        case ItemStep::Install:
            line.install.append(name);
            break;
        case ItemStep::Replace:
            line.replace.append(name);
            break;
        case ItemStep::Remove:
            line.remove.append(name);
            break;
        case ItemStep::Wait:
        case ItemStep::RemoveLater:
            line.waiting.append(name);
            break;
        case ItemStep::Impossible:
        case ItemStep::Present:
        case ItemStep::Leave:
        case ItemStep::Drop:
        case ItemStep::Keep:
        case ItemStep::Recall:
            break;
        }
    }
    return line;
}

bool PreviewSum::changes(const PreviewDevice &effect)
{
    return effect.change.value() != PreviewChange::Stays || effect.before != effect.after || !effect.install.isEmpty()
        || !effect.replace.isEmpty() || !effect.remove.isEmpty() || !effect.waiting.isEmpty()
        || !effect.impossible.isEmpty();
}

void PreviewSum::add(const DevicePlan &plan, std::span<const Deployment> present, bool wasMember, qint64 devices)
{
    const bool isMember = plan.policies.contains(m_policy.id.text);
    (!wasMember ? m_preview.enter : isMember ? m_preview.stay : m_preview.leave) += devices;
    for (const ItemPlan &step : plan.items) {
        count(step, nameOf(step, present), devices);
        const DeployableItem *item = selective(step);
        if (!item)
            continue;
        const auto [alike, isNew] = m_alike.try_emplace(likeness(step, plan.subject));
        if (isNew)
            alike->second = {item, settingsWithoutEffect(*item, plan.subject), 0};
        alike->second.devices += devices;
    }
    for (const PlanScope &scope : plan.subject.scopes) {
        const CompiledPolicy &active = m_set.active[scope.rank];
        if (active.policy.id == m_policy.id && !active.waves.empty())
            m_versions[active.version(scope.back)->policy.inForce] += devices;
    }
    m_disputes.add(plan, devices);
}

void PreviewSum::addToWave(qint64 wave, qint64 devices)
{
    // as it will be: what is stored may speak of an earlier roll-out
    const auto active = std::find_if(m_set.active.begin(), m_set.active.end(),
        [this](const CompiledPolicy &policy) { return policy.policy.id == m_policy.id; });
    const qint64 open = active == m_set.active.end() ? 1 : active->policy.wave;
    while (qint64(m_preview.waves.size()) < wave) {
        const qint64 number = qint64(m_preview.waves.size()) + 1;
        m_preview.waves.push_back({number, 0, number <= open});
    }
    m_preview.waves[size_t(wave) - 1].devices += devices;
}

void PreviewSum::addCompliance(const QString &before, Compliance after, qint64 devices)
{
    m_before[before] += devices;
    const QString token = Coded<Compliance>(after).token();
    m_after[token] += devices;
    if (before != token)
        m_transitions[{before, token}] += devices;
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
    std::vector<PreviewConflict> disputes = m_disputes.counted();
    preview.conflicts.insert(
        preview.conflicts.end(), std::make_move_iterator(disputes.begin()), std::make_move_iterator(disputes.end()));
    for (const auto &[name, numbers] : {std::pair(u"before"_s, m_before), std::pair(u"after"_s, m_after)}) {
        QJsonObject states;
        for (auto it = numbers.begin(); it != numbers.end(); ++it)
            states.insert(it.key(), it.value());
        preview.compliance.insert(name, states);
    }
    preview.versions.reserve(size_t(m_versions.size()));
    for (auto it = m_versions.end(); it != m_versions.begin();) {
        --it;
        preview.versions.push_back({it.key(), it.value()});
    }
    preview.transitions.reserve(size_t(m_transitions.size()));
    for (auto it = m_transitions.begin(); it != m_transitions.end(); ++it) {
        preview.transitions.push_back(
            {Coded<Compliance>::fromToken(it.key().first), Coded<Compliance>::fromToken(it.key().second), it.value()});
    }
    for (PreviewItem &item : preview.items)
        item.reasons = bounded(m_reasons.value(item.item), mostReasons);
    tellIneffective(preview);
    return preview;
}

bool PreviewSum::isHolding(const ItemPlan &step) const
{
    switch (step.step) {
    case ItemStep::Install:
    case ItemStep::Replace:
    case ItemStep::Wait: // comes after another one
        return true;
    case ItemStep::Present:
        return step.policies.contains(m_policy.id.text);
    default:
        return false;
    }
}

const DeployableItem *PreviewSum::selective(const ItemPlan &step) const
{
    if (!isHolding(step))
        return nullptr;
    const auto item = m_set.items.constFind({step.item, step.revision});
    return item == m_set.items.constEnd() || item->settings.empty() ? nullptr : &item.value();
}

PreviewSum::Likeness PreviewSum::likeness(const ItemPlan &step, const PlanSubject &subject)
{
    return {Pin(step.item, step.revision), subject.osVersion.text(), !subject.supervised.value_or(true),
        subject.ownership.value() == Ownership::Byod};
}

void PreviewSum::visitLacks(
    const DevicePlan &plan, const std::function<void(const DeployableItem &, const SettingLack &)> &visit) const
{
    for (const ItemPlan &step : plan.items) {
        const auto alike = selective(step) ? m_alike.find(likeness(step, plan.subject)) : m_alike.end();
        if (alike == m_alike.end())
            continue;
        for (const SettingLack &lack : alike->second.lacks)
            visit(*alike->second.item, lack);
    }
}

QStringList PreviewSum::ineffective(const DevicePlan &plan) const
{
    QStringList labels;
    visitLacks(
        plan, [&labels](const DeployableItem &, const SettingLack &lack) { labels.append(lack.setting->label); });
    labels.removeDuplicates();
    return labels;
}

bool PreviewSum::isAbout(const PreviewParameters &line, const DevicePlan &plan) const
{
    bool isFound = false;
    visitLacks(plan, [&](const DeployableItem &item, const SettingLack &lack) {
        const auto fits = [](const QString &wanted, const QString &is) { return wanted.isEmpty() || wanted == is; };
        isFound = isFound
            || (fits(line.item, item.id) && fits(line.setting, lack.setting->key) && fits(line.reason, lack.code)
                && line.revision.value_or(item.revision) == item.revision);
    });
    return isFound;
}

void PreviewSum::tellIneffective(PolicyPreview &preview) const
{
    // by item in one revision, the setting's number in it, and the reason
    std::map<std::tuple<const DeployableItem *, ptrdiff_t, QString>, qint64> counts;
    for (const auto &entry : m_alike) {
        const Alike &alike = entry.second;
        for (const SettingLack &lack : alike.lacks)
            counts[{alike.item, lack.setting - alike.item->settings.data(), lack.code}] += alike.devices;
    }
    for (const auto &[key, devices] : counts) {
        const auto &[item, number, code] = key;
        const auto told = std::find_if(preview.items.begin(), preview.items.end(),
            [id = item->id](const PreviewItem &known) { return known.item == id; });
        if (told == preview.items.end())
            continue;
        told->ineffective.push_back(ineffectiveSetting(*item, {&item->settings[size_t(number)], code}));
        told->ineffective.back().devices = devices;
    }
    for (PreviewItem &item : preview.items) {
        std::stable_sort(item.ineffective.begin(), item.ineffective.end(),
            [](const IneffectiveSetting &a, const IneffectiveSetting &b) {
                return std::tie(b.devices, b.revision) < std::tie(a.devices, a.revision);
            });
    }
}

PreviewItem &PreviewSum::item(const QString &id)
{
    const auto found = std::find_if(
        m_preview.items.begin(), m_preview.items.end(), [&id](const PreviewItem &known) { return known.item == id; });
    if (found != m_preview.items.end())
        return *found;
    PreviewItem made;
    made.item = id;
    made.kind = itemKind(id);
    m_preview.items.push_back(made);
    return m_preview.items.back();
}

void PreviewSum::count(const ItemPlan &step, const QString &name, qint64 devices)
{
    const bool isOurs = step.policies.contains(m_policy.id.text);
    const auto add = [&](qint64 PreviewItem::*number) {
        PreviewItem &sum = item(step.item);
        if (sum.name.isEmpty())
            sum.name = name;
        sum.*number += devices;
    };
    if (!step.winner.isEmpty())
        noteConflict(step, isOurs, devices);
    if (step.isRefused() && isOurs) {
        add(&PreviewItem::impossible);
        m_reasons[step.item][step.code.isEmpty() ? u"failed"_s : step.code] += devices;
    }
    switch (step.step) {
    // also another policy's item, that has to make room or gets it
    case ItemStep::Install:
        add(&PreviewItem::install);
        break;
    case ItemStep::Replace:
        add(&PreviewItem::replace);
        break;
    case ItemStep::Remove:
        add(&PreviewItem::remove);
        break;
    case ItemStep::Wait:
    case ItemStep::RemoveLater:
        add(&PreviewItem::waiting);
        break;
    case ItemStep::Leave:
        add(&PreviewItem::left);
        break;
    case ItemStep::Present:
        if (isOurs)
            add(&PreviewItem::present);
        break;
    case ItemStep::Impossible:
    case ItemStep::Drop:
    case ItemStep::Keep:
    case ItemStep::Recall:
        break;
    }
}

// None where nothing is done about a failure: see dueSteps().
void PreviewSum::noteBringing()
{
    if (m_policy.mode.value() == PolicyMode::Monitor)
        return;
    for (const PolicyRule &pin : m_policy.rulePins) {
        const auto known = m_set.rules.constFind(rulePin(pin.rule, pin.revision, pin.parameters));
        if (known == m_set.rules.constEnd())
            continue;
        const ComplianceRule &rule = known->rule();
        const bool isIdle =
            rule.disabled || rule.mode.value() == RuleMode::Monitor || rule.severity.value() == RuleSeverity::Info;
        for (const RuleAction &action : rule.actions) {
            if (isIdle || broughtKind(action.kind.value()) == ItemKind::Unknown)
                continue;
            const qint64 revision = action.revision.value_or(0);
            m_preview.brings.push_back(
                {pin.rule, rule.name, action.item, m_set.items.value({action.item, revision}).name, revision});
        }
    }
}

void PreviewSum::noteConflict(const ItemPlan &loser, bool isOurs, qint64 devices)
{
    const bool winnerIsOurs = isNamed(m_policy, loser.winner);
    if (!isOurs && !winnerIsOurs)
        return;
    const QString mine = isOurs ? loser.item : loser.winner;
    const QString other = isOurs ? loser.winner : loser.item;
    auto found =
        std::find_if(m_preview.conflicts.begin(), m_preview.conflicts.end(), [&](const PreviewConflict &known) {
            return known.item == mine && known.with == other && known.winner == loser.winner;
        });
    if (found == m_preview.conflicts.end()) {
        PreviewConflict conflict;
        conflict.kind = ConflictKind::Place;
        conflict.item = mine;
        conflict.with = other;
        conflict.winner = loser.winner;
        for (const CompiledPolicy &policy : m_set.active) {
            if (namesInAny(policy, other))
                conflict.policies.append(policy.policy.id.text);
        }
        for (const BusinessPolicy &paused : m_set.paused) {
            if (isNamed(paused, other))
                conflict.policies.append(paused.id.text);
        }
        conflict.policies = canonicalSet(conflict.policies);
        found = m_preview.conflicts.insert(found, conflict);
    }
    found->devices += devices;
}

} // namespace belvedere::server
