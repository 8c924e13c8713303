// PreviewSum: adds up what the plans of devices say, one after the other or many that are alike at once.
#pragma once

#include "api/policies.h"
#include "compliance/plan.h"
#include "server/policy/disputes.h"

#include <functional>
#include <map>
#include <QMap>

namespace belvedere::server {

class PreviewSum {
public:
    // Both must outlive this.
    PreviewSum(const BusinessPolicy &policy, const PolicySet &set);

    // What a plan does, as far as it is the same for all devices that have it. `wasMember`: the policy holds them now.
    // `present`: what such a device has, for the names of what no policy names any more.
    PreviewDevice effect(const DevicePlan &plan, std::span<const Deployment> present, bool wasMember) const;
    static bool changes(const PreviewDevice &effect);
    // Of settings without effect on devices with a plan that was added: their labels, each once.
    QStringList ineffective(const DevicePlan &plan) const;
    // Whether one of them is a setting that `line` is about.
    bool isAbout(const PreviewParameters &line, const DevicePlan &plan) const;
    // So many devices with that plan. The order of items and of the conflicts of places is that of the first plan that
    // has them; conflicts of revisions and rules come after them.
    void add(const DevicePlan &plan, std::span<const Deployment> present, bool wasMember, qint64 devices);
    // So many of everybody in the new scope, reached at once or not.
    void addToWave(qint64 wave, qint64 devices);
    // So many devices that come from one state (a token) to another.
    void addCompliance(const QString &before, Compliance after, qint64 devices);
    // So many devices on which something changes; `devices` are the first of them, see isListedBefore().
    void setChanging(qint64 count, std::vector<PreviewDevice> devices);
    static bool isListedBefore(const PreviewDevice &a, const PreviewDevice &b);
    static constexpr size_t listedDevices = 1'000;

    PolicyPreview result() const;

private:
    static constexpr qsizetype mostReasons = 32; // of one item

    // Devices on which the same settings of an item have no effect.
    struct Alike {
        const DeployableItem *item = nullptr;
        std::vector<SettingLack> lacks;
        qint64 devices = 0;
    };
    using Likeness = std::tuple<Pin, QString, bool, bool>; // system, known not to be supervised, a person's own

    // Whether devices with that step count among those that have an item or are to have it.
    bool isHolding(const ItemPlan &step) const;
    // Null: the item has no setting that needs anything, or the step does not count.
    const DeployableItem *selective(const ItemPlan &step) const;
    static Likeness likeness(const ItemPlan &step, const PlanSubject &subject);
    void visitLacks(
        const DevicePlan &plan, const std::function<void(const DeployableItem &, const SettingLack &)> &visit) const;
    void tellIneffective(PolicyPreview &preview) const;
    PreviewItem &item(const QString &id);
    QString nameOf(const ItemPlan &step, std::span<const Deployment> present) const;
    void count(const ItemPlan &step, const QString &name, qint64 devices);
    void noteBringing();
    void noteConflict(const ItemPlan &loser, bool isOurs, qint64 devices);

    const BusinessPolicy &m_policy;
    const PolicySet &m_set;
    Disputes m_disputes;
    PolicyPreview m_preview;
    QMap<QString, QMap<QString, qint64>> m_reasons; // of what is not possible, by item and code
    QMap<qint64, qint64> m_versions; // devices, by number
    std::map<Likeness, Alike> m_alike;
    QMap<QString, qint64> m_before; // by state
    QMap<QString, qint64> m_after;
    QMap<std::pair<QString, QString>, qint64> m_transitions; // by both, where they differ
};

} // namespace belvedere::server
