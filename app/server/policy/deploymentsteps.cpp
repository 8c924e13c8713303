// Making a device's deployments what the plan says.
#include "api/operations.h"
#include "server/policy/deployments.h"
#include "server/policy/items.h"
#include "server/policy/queue.h"
#include "server/store/commands.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

const Table<Deployment> &table()
{
    static const Table<Deployment> deployments;
    return deployments;
}

// `item`: in the revision that is wanted; null: cannot be read.
QString impossibleDetail(const ItemPlan &step, const DeployableItem *item, const QString &winner, const QString &needed)
{
    if (step.code == "inventory-only"_L1)
        return u"The device has no agent that could install it."_s;
    if (step.code == "platform"_L1)
        return u"It is for another platform."_s;
    if (step.code == "minimum-os"_L1 && item)
        return u"It needs version %1 of the operating system or a later one."_s.arg(item->minimumOs.text());
    if (step.code == "supervised"_L1)
        return u"It needs a supervised device."_s;
    if (step.code == "company-owned"_L1)
        return u"It is not for a person's own device."_s;
    if (step.code == "item.missing"_L1)
        return u"The server cannot read what the policy names."_s;
    if (step.code == "dependency"_L1)
        return u"It needs “%1”, which the device cannot have."_s.arg(needed);
    if (step.winner.isEmpty())
        return {};
    return u"A device holds one of a type; %1 has the place."_s.arg(winner);
}

// One step of a plan on one row.
class Step {
public:
    Step(Transaction &transaction, const PolicySet &set, const DevicePlan &whole, const Device &device,
        const ItemPlan &plan, const std::vector<Deployment> &present)
        : m_transaction(transaction)
        , m_set(set)
        , m_whole(whole)
        , m_plan(plan)
        , m_present(present)
    {
        const auto row = std::find_if(present.begin(), present.end(),
            [&plan](const Deployment &deployment) { return deployment.item == plan.item; });
        m_exists = row != present.end();
        if (m_exists)
            m_before = *row;
        m_after = m_before;
        m_after.item = plan.item;
        m_after.kind = itemKind(plan.item);
        m_after.device = device.id;
        m_after.deviceName = device.name;
        m_after.simulated = device.simulated;
        const auto item = set.items.constFind({plan.item, plan.revision});
        if (item != set.items.constEnd()) {
            m_item = &item.value();
            if (plan.step != ItemStep::Keep && plan.step != ItemStep::Recall) { // what stays may be another revision
                m_after.itemName = item->name;
                m_after.place = item->place;
            }
        }
        if (!plan.policies.isEmpty() && plan.revision > 0)
            m_after.after = canonicalSet(plan.after);
    }

    // For a rule, whatever became of the item before.
    Result<Deployment> bring(const Id<ComplianceRule> &rule, const QString &name)
    {
        m_isBringing = true;
        m_after.rule = rule.text;
        m_after.ruleName = name;
        m_after.formerPolicies.clear();
        m_after.after.clear();
        return install().map([this](Done) { return m_after; });
    }

    Result<Done> take()
    {
        switch (m_plan.step) {
        case ItemStep::Install:
        case ItemStep::Replace:
            return install();
        case ItemStep::Wait:
            return wait();
        case ItemStep::Remove:
            return remove();
        case ItemStep::RemoveLater:
            return removeLater();
        case ItemStep::Drop: {
            const Result<Done> withdrawn = withdraw();
            return withdrawn ? table().remove(m_transaction, m_before.id) : withdrawn;
        }
        case ItemStep::Impossible:
            return refuse();
        case ItemStep::Leave:
            return leave();
        case ItemStep::Recall:
            return recall();
        case ItemStep::Present:
            return confirm();
        case ItemStep::Keep:
            // while it is being removed nobody wants it, and that is how a failed removal is told from an installation
            if (isWanted(m_before))
                m_after.policies = canonicalSet(m_plan.policies);
            if (m_plan.isRefused() || isOnWay())
                explain(m_plan.code, refusal());
            // nothing will be tried before somebody resumes it, and what stays due is looked at without end
            if (!m_plan.policies.isEmpty() || (isWanted(m_before) && isDue(m_before, m_transaction.now())))
                m_after.due = {};
            break;
        }
        return save();
    }

private:
    // Then a code is that of a plan, which refused what was wanted.
    bool isOnWay() const
    {
        const DeploymentState state = m_before.state.value();
        return state == DeploymentState::Delivered || state == DeploymentState::Installing
            || state == DeploymentState::Installed;
    }

    QString refusal() const
    {
        return impossibleDetail(m_plan, m_item, m_plan.winner.isEmpty() ? QString() : nameOf(m_plan.winner),
            m_plan.needs.isEmpty() ? QString() : nameOf(m_plan.needs));
    }

    // In the state that it is in.
    void explain(const QString &code, const QString &detail)
    {
        m_after.code = code;
        m_after.detail = detail;
    }

    void enter(DeploymentState state, const QString &code = {}, const QString &detail = {})
    {
        if (m_after.state.value() != state || m_after.code != code || m_after.detail != detail)
            m_after.stateSince = m_transaction.now();
        m_after.state = state;
        m_after.code = code;
        m_after.detail = detail;
        m_after.due = {};
    }

    Result<Done> save()
    {
        // so that a policy can still tell what becomes of what it brought
        if (!m_after.policies.isEmpty()) {
            m_after.formerPolicies.clear();
            endBringing(); // it is the policy's now
        } else if (!m_before.policies.isEmpty()) {
            m_after.formerPolicies = m_before.policies;
        }
        if (!m_exists) {
            const Result<Deployment> made = table().insert(m_transaction, m_after);
            if (!made)
                return made.error();
            m_after = made.value();
            return Done{};
        }
        return table().refresh(m_transaction, m_after, m_before).map([](const Deployment &) { return Done{}; });
    }

    void endBringing()
    {
        m_after.rule.clear();
        m_after.ruleName.clear();
    }

    Result<Done> order(const Command &command)
    {
        return queueCommand(m_transaction, command, m_after.device, m_after.id.text, {}).map([](const QString &) {
            return Done{};
        });
    }

    QString nameOf(const QString &item) const
    {
        const ItemPlan *plan = m_whole.find(item);
        const auto known = m_set.items.constFind({item, plan ? plan->revision : 0});
        if (known != m_set.items.constEnd())
            return known->name;
        const auto row = std::find_if(m_present.begin(), m_present.end(),
            [&item](const Deployment &deployment) { return deployment.item == item; });
        return row == m_present.end() || row->itemName.isEmpty() ? item : row->itemName;
    }

    bool isRetry() const
    {
        const DeploymentState state = m_before.state.value();
        return (state == DeploymentState::Failed || state == DeploymentState::Postponed) && isWanted(m_before)
            && m_before.policies.isEmpty() == m_plan.policies.isEmpty() && !m_isBringing
            && m_before.revision == m_plan.revision;
    }

    Result<Done> install()
    {
        // something may be on the device already, which must not be forgotten when the order is taken back
        if (!isRetry() && m_before.state.value() != DeploymentState::Waiting)
            m_after.attempts = m_exists && mayBeOnDevice(m_before) && m_before.proof.isEmpty() ? 1 : 0;
        m_after.revision = m_plan.revision;
        m_after.policies = canonicalSet(m_plan.policies);
        enter(DeploymentState::Queued);
        m_after.stateSince = m_transaction.now();
        const Result<Done> withdrawn = withdraw();
        const Result<Done> saved = withdrawn ? save() : withdrawn;
        return saved ? order({{}, m_item->installKind, m_item->install}) : saved;
    }

    Result<Done> wait()
    {
        if (!isRetry() && m_before.state.value() != DeploymentState::Waiting)
            m_after.attempts = m_exists && mayBeOnDevice(m_before) && m_before.proof.isEmpty() ? 1 : 0;
        m_after.policies = canonicalSet(m_plan.policies);
        m_after.revision = m_plan.revision;
        const Result<Done> withdrawn = withdraw();
        if (!withdrawn)
            return withdrawn;
        if (m_plan.needs.isEmpty())
            enter(DeploymentState::Waiting, m_plan.code, u"The roll-out has halted."_s);
        else
            enter(DeploymentState::Waiting, m_plan.code, u"Waits for “%1”."_s.arg(nameOf(m_plan.needs)));
        return save();
    }

    Result<Done> remove()
    {
        const bool isRetry = m_before.state.value() == DeploymentState::Failed && !isWanted(m_before);
        if (!isRetry)
            m_after.attempts = 0;
        m_after.policies.clear();
        endBringing();
        enter(DeploymentState::Removing);
        m_after.stateSince = m_transaction.now();
        const Result<Done> withdrawn = withdraw();
        const Result<Done> saved = withdrawn ? save() : withdrawn;
        const ItemLoader *loader = itemLoader(m_plan.item);
        return saved && loader ? order(loader->removal(m_plan.item)) : saved;
    }

    Result<Done> removeLater()
    {
        m_after.policies.clear();
        endBringing();
        const Result<Done> withdrawn = withdraw();
        if (!withdrawn)
            return withdrawn;
        // it must still count as something that may be there
        if (m_after.proof.isEmpty())
            m_after.attempts = std::max<qint64>(m_after.attempts, 1);
        enter(DeploymentState::Waiting, u"waiting"_s, u"Is removed after “%1”."_s.arg(nameOf(m_plan.needs)));
        return save();
    }

    Result<Done> leave()
    {
        m_after.policies.clear();
        const Result<Done> withdrawn = withdraw();
        if (!withdrawn)
            return withdrawn;
        if (const qint64 proven = provenRevision(m_before); proven > 0)
            m_after.revision = proven;
        enter(DeploymentState::Left);
        return save();
    }

    // Nothing new comes: what was not fetched is taken back, and what the device has shown stands again.
    Result<Done> recall()
    {
        m_after.policies = canonicalSet(m_plan.policies);
        const Result<Done> withdrawn = withdraw();
        if (!withdrawn)
            return withdrawn;
        const qint64 proven = provenRevision(m_before);
        if (proven > 0) {
            m_after.revision = proven;
            enter(DeploymentState::Installed, m_plan.code, refusal());
        } else { // due when that goes on
            enter(DeploymentState::Failed, u"interrupted"_s,
                u"The order was taken back: its policy is paused or its roll-out has halted."_s);
        }
        return save();
    }

    Result<Done> confirm()
    {
        m_after.policies = canonicalSet(m_plan.policies);
        const DeploymentState state = m_before.state.value();
        if (state == DeploymentState::Waiting || state == DeploymentState::Left) {
            m_after.revision = m_plan.revision;
            enter(DeploymentState::Installed);
        } else if (isOnWay()) {
            explain({}, {});
        }
        return save();
    }

    Result<Done> refuse()
    {
        m_after.policies = canonicalSet(m_plan.policies);
        const bool isFinal = m_before.state.value() == DeploymentState::Failed && m_plan.winner.isEmpty()
            && m_plan.code == m_before.code;
        if (!isFinal) {
            m_after.revision = m_plan.revision;
            enter(DeploymentState::NotPossible, m_plan.code, refusal());
        }
        const Result<Done> withdrawn = withdraw();
        return withdrawn ? save() : withdrawn;
    }

    Result<Done> withdraw()
    {
        if (!m_exists)
            return Done{};
        return withdrawCommand(m_transaction, m_before.id.text).map([](bool) { return Done{}; });
    }

    Transaction &m_transaction;
    const PolicySet &m_set;
    const DevicePlan &m_whole;
    const ItemPlan &m_plan;
    const std::vector<Deployment> &m_present;
    const DeployableItem *m_item = nullptr; // of what is wanted
    bool m_exists = false;
    bool m_isBringing = false;
    Deployment m_before;
    Deployment m_after;
};

bool goes(const ItemPlan &step) { return step.step == ItemStep::Remove || step.step == ItemStep::Drop; }

} // namespace

Result<Done> applyDeployments(Transaction &transaction, const PolicySet &set, const DevicePlan &plan,
    const Device &device, const std::vector<Deployment> &present)
{
    // What goes is ordered before what comes: the device holds one item of a place.
    for (const bool isGoing : {true, false}) {
        for (const ItemPlan &step : plan.items) {
            if (isGoing != goes(step))
                continue;
            const Result<Done> taken = Step(transaction, set, plan, device, step, present).take();
            if (!taken)
                return taken;
        }
    }
    return Done{};
}

Result<Deployment> orderItem(Transaction &transaction, const PolicySet &set, const Device &device,
    const ItemPlan &wanted, const Id<ComplianceRule> &rule, const QString &ruleName,
    const std::vector<Deployment> &present)
{
    DevicePlan whole;
    whole.items = {wanted};
    return Step(transaction, set, whole, device, wanted, present).bring(rule, ruleName);
}

Result<Done> takeOff(Transaction &transaction, const Deployment &deployment)
{
    static const Table<Device> devices;
    const bool isOurs = !deployment.rule.isEmpty() || deployment.state.value() == DeploymentState::Left;
    if (!isOurs || !deployment.policies.isEmpty())
        return conflict(u"deployment.state"_s,
            u"Only what a rule brought, or what was left on the device, can be taken off; a policy decides on the rest."_s);
    const Result<Device> device = devices.get(transaction.database(), deployment.device);
    if (!device)
        return device.error();
    PolicySet nothing;
    nothing.now = transaction.now();
    DevicePlan plan;
    ItemPlan &step = plan.items.emplace_back();
    step.item = deployment.item;
    step.step = mayBeOnDevice(deployment) ? ItemStep::Remove : ItemStep::Drop;
    const Result<Done> ordered = applyDeployments(transaction, nothing, plan, device.value(), {deployment});
    return ordered ? enqueueDevice(transaction, deployment.device) : ordered; // the step that brought it ends
}

} // namespace belvedere::server
