// Undoing for items that nobody wants any more, and updates.
#include "agent/packages/packagechange.h"
#include "agent/packages/protectedpackages.h"
#include "domain/packagename.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QStringList removalRequest(const QStringList &names)
{
    QStringList request;
    request.reserve(names.size());
    for (const QString &name : names)
        request.append(name + u'-');
    return request;
}

} // namespace

// Of the names that were to go those that can, without taking anything else with them.
Result<QStringList> PackageStore::removable(
    const QStringList &wanted, const QStringList &companions, QStringList &left) const
{
    if (wanted.isEmpty())
        return QStringList();
    const QStringList all = wanted + companions;
    for (const QStringList &attempt : {all, wanted}) {
        const Result<AptPlan> plan = m_apt.simulate(removalRequest(attempt));
        if (!plan && plan.error().code == "packages.unavailable"_L1)
            return plan.error();
        if (plan && beyond(plan.value().removed, attempt).isEmpty()) {
            for (const QString &name : all) {
                if (!attempt.contains(name))
                    left.append(name);
            }
            return attempt;
        }
    }
    left += companions;
    QStringList possible;
    for (const QString &name : wanted) {
        const QStringList attempt = possible + QStringList{name};
        const Result<AptPlan> plan = m_apt.simulate(removalRequest(attempt));
        if (plan && beyond(plan.value().removed, attempt).isEmpty())
            possible = attempt;
        else
            left.append(name); // others have come to need it
    }
    return possible;
}

Result<QJsonObject> PackageStore::release(Ledger &ledger, const QString &id, const QStringList &names)
{
    QStringList known = names;
    for (const QString &name : names)
        known += ledger.deeds.value(name).companions;
    known.removeDuplicates();
    const Result<States> states = m_apt.query(known);
    if (!states)
        return states.error();
    QStringList unwanted;
    QStringList companions;
    QStringList left;
    QStringList notRestored;
    QStringList request;
    QStringList restored;
    for (const QString &name : names) {
        const auto deed = ledger.deeds.constFind(name);
        if (ledger.isWantedByOthers(name, id))
            continue;
        const PackageState state = states.value().value(name);
        if (deed == ledger.deeds.constEnd()) {
            if (state.isInstalled)
                left.append(name); // it was there before us
        } else if (deed->isRemoval && !state.isInstalled) {
            // fetched before anything is removed; the version that was there, or else the one that is to be had
            const QString exact = name + u'=' + deed->version;
            if (m_apt.simulate({exact}) && m_apt.download({exact}))
                request.append(exact);
            else if (m_apt.simulate({name}) && m_apt.download({name}))
                request.append(name);
            else
                notRestored.append(name);
            if (!notRestored.contains(name))
                restored.append(name);
        } else if (!deed->isRemoval && state.isInstalled) {
            if (isProtectedPackage(name) || state.isEssential) {
                left.append(name);
                continue;
            }
            unwanted.append(name);
            for (const QString &companion : deed->companions) {
                const PackageState there = states.value().value(companion);
                const bool needed = ledger.isWantedByOthers(companion, id) || ledger.deeds.contains(companion);
                if (there.isInstalled && !there.isEssential && !needed && !isProtectedPackage(companion)
                    && !companions.contains(companion) && !names.contains(companion))
                    companions.append(companion);
            }
        }
    }
    const Result<QStringList> going = removable(unwanted, companions, left);
    if (!going)
        return going.error();
    request += removalRequest(going.value());
    if (!request.isEmpty()) {
        const Result<AptPlan> plan = m_apt.simulate(request);
        if (!plan)
            return plan.error();
        if (!beyond(plan.value().removed, going.value()).isEmpty())
            return packageError(u"packages.would-remove"_s, u"Taking this back would remove other packages."_s);
        reached("release");
        const Result<Done> applied = m_apt.apply(request);
        reached("released");
        if (!applied)
            return applied.error();
    }
    for (const QString &name : names) {
        if (!ledger.isWantedByOthers(name, id))
            ledger.deeds.remove(name);
    }
    return QJsonObject{{u"removed"_s, shownNames(going.value())}, {u"restored"_s, shownNames(restored)},
        {u"left"_s, shownNames(left)}, {u"not_restored"_s, shownNames(notRestored)}};
}

Result<QJsonObject> PackageStore::remove(const QString &id)
{
    Result<Ledger> loaded = loadLedger(m_state);
    if (!loaded)
        return loaded.error();
    Ledger &ledger = loaded.value();
    PackageItem *item = ledger.find(id);
    if (!item)
        return notFound(u"item "_s + id);
    if (!m_isAllowed)
        return packageError(u"packages.not-allowed"_s,
            u"The agent was started without --allow-packages: it installs and removes no packages."_s);
    QStringList names = item->names() + item->releasing;
    names.removeDuplicates();
    item->isComplete = false;
    const Result<Done> begun = saveLedger(m_state, ledger);
    if (!begun)
        return begun.error();
    Result<QJsonObject> released = release(ledger, id, names);
    if (!released)
        return released;
    ledger.items.removeIf([&id](const PackageItem &one) { return one.id == id; });
    const Result<Done> saved = saveLedger(m_state, ledger);
    if (!saved)
        return saved.error();
    return released;
}

// Without taking anything away or changing what is there and was not named: that may be blocked. What is new may come.
Result<QStringList> PackageStore::updateRequest(const QStringList &names, const QStringList &wanted) const
{
    const QStringList request = QStringList{u"--only-upgrade"_s} + wanted;
    const Result<AptPlan> plan = m_apt.simulate(request);
    if (!plan)
        return plan.error();
    if (!plan.value().removed.isEmpty())
        return packageError(
            u"packages.would-remove"_s, u"These updates would remove %1."_s.arg(plan.value().removed.join(u", "_s)));
    QStringList named = names + plan.value().fresh;
    for (const QString &name : names)
        named.append(name.section(u':', 0, 0)); // apt leaves the usual architecture out
    const QStringList others = beyond(plan.value().installed, named);
    if (!others.isEmpty())
        return packageError(u"packages.would-change"_s,
            u"These updates would also change %1, which the order does not name."_s.arg(others.join(u", "_s)));
    return request;
}

Result<Done> PackageStore::upgrade(const QStringList &request)
{
    const Result<Done> fetched = m_apt.download(request);
    if (!fetched)
        return fetched;
    Result<Ledger> ledger = loadLedger(m_state);
    if (!ledger)
        return ledger.error();
    ledger.value().isUpdating = true;
    const Result<Done> begun = saveLedger(m_state, ledger.value());
    if (!begun)
        return begun;
    reached("ledger");
    const Result<Done> applied = m_apt.apply(request);
    reached("applied");
    ledger.value().isUpdating = false;
    const Result<Done> ended = saveLedger(m_state, ledger.value());
    return applied ? ended : applied;
}

Result<QJsonObject> PackageStore::update(const QList<PackageWish> &wishes)
{
    if (!m_isAllowed)
        return packageError(u"packages.not-allowed"_s,
            u"The agent was started without --allow-packages: it installs and removes no packages."_s);
    QStringList names;
    for (const PackageWish &wish : wishes) {
        if (!isPackageName(wish.name) || (!wish.version.isEmpty() && !isPackageVersion(wish.version)))
            return packageError(u"command.parameters"_s, u"%1: no name or version of a package"_s.arg(wish.name));
        names.append(wish.name);
    }
    const Result<States> before = m_apt.query(names);
    if (!before)
        return before.error();
    QStringList request;
    QStringList absent;
    for (const PackageWish &wish : wishes) {
        const PackageState state = before.value().value(wish.name);
        const Result<bool> there = isSatisfied(wish, state);
        if (!there)
            return there.error();
        if (!state.isInstalled)
            absent.append(wish.name);
        else if (wish.version.isEmpty() || !there.value())
            request.append(wish.version.isEmpty() ? wish.name : QString(wish.name + u'=' + wish.version));
    }
    if (!request.isEmpty()) {
        const Result<QStringList> possible = updateRequest(names, request);
        const Result<Done> applied = possible ? upgrade(possible.value()) : possible.error();
        if (!applied)
            return applied.error();
    }
    const Result<States> now = m_apt.query(names);
    if (!now)
        return now.error();
    QMap<QString, QString> versions;
    for (const PackageWish &wish : wishes) {
        const PackageState state = now.value().value(wish.name);
        if (!state.isInstalled)
            continue;
        const Result<bool> there = isSatisfied(wish, state);
        if (!there)
            return there.error();
        if (!there.value())
            return packageError(u"packages.failed"_s, u"%1 still has the version %2."_s.arg(wish.name, state.version));
        versions.insert(wish.name, state.version);
    }
    return QJsonObject{{u"packages"_s, shownVersions(versions)}, {u"packages_count"_s, versions.size()},
        {u"not_installed"_s, shownNames(absent)}, {u"not_installed_count"_s, absent.size()}};
}

} // namespace belvedere
