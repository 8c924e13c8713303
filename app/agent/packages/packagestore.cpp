// Installing packages for items.
#include "agent/packages/packagestore.h"

#include "agent/packages/packagechange.h"
#include "agent/packages/protectedpackages.h"
#include "domain/packagename.h"

#include <QJsonArray>
#include <QThread>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString requestOf(const PackageWish &wish)
{
    return wish.version.isEmpty() ? wish.name : QString(wish.name + u'=' + wish.version);
}

} // namespace

Result<Done> PackageStore::check(const Ledger &ledger, const PackagePlan &plan) const
{
    if (!m_isAllowed)
        return packageError(u"packages.not-allowed"_s,
            u"The agent was started without --allow-packages: it installs and removes no packages."_s);
    const PackageItem &item = plan.item;
    const QStringList names = item.names();
    if (names.isEmpty() || names.size() > 500)
        return packageError(u"command.parameters"_s, u"One to 500 packages are expected."_s);
    for (const QString &name : names) {
        if (!isPackageName(name) || names.count(name) > 1)
            return packageError(
                u"command.parameters"_s, u"%1 is no name of a package, or stands twice."_s.arg(name.left(80)));
        if (item.absent.contains(name) && isProtectedPackage(name))
            return packageError(u"packages.protected"_s, u"%1 is never removed by order."_s.arg(name));
    }
    for (const PackageWish &wish : item.present) {
        if (!wish.version.isEmpty() && !isPackageVersion(wish.version))
            return packageError(u"command.parameters"_s, u"%1: no version of a package"_s.arg(wish.name));
    }
    const PackageItem *known = ledger.find(item.id);
    if (known && (known->type != item.type || known->kind != item.kind))
        return conflict(u"profile.type-changed"_s, u"%1 is installed as something else."_s.arg(item.id));
    for (const PackageItem &other : ledger.items) {
        if (other.id == item.id)
            continue;
        for (const PackageWish &wish : item.present) {
            if (other.absent.contains(wish.name))
                return conflict(u"conflict"_s, u"%1 wants %2 to be absent."_s.arg(other.id, wish.name));
        }
        for (const PackageWish &wish : other.present) {
            if (item.absent.contains(wish.name))
                return conflict(u"conflict"_s, u"%1 wants %2 to be present."_s.arg(other.id, wish.name));
        }
    }
    return Done{};
}

Result<bool> PackageStore::isSatisfied(const PackageWish &wish, const PackageState &now, bool isExact) const
{
    if (!now.isInstalled || wish.version.isEmpty() || now.version == wish.version)
        return now.isInstalled;
    if (isExact)
        return false;
    return m_apt.isAtLeast(now.version, wish.version);
}

Result<PackageStore::Change> PackageStore::prepare(const PackagePlan &plan) const
{
    Change change;
    if (!plan.archive.isEmpty()) {
        const auto described = m_apt.describe(plan.archive);
        if (!described)
            return described.error();
        const PackageWish &wish = plan.item.present.first();
        if (described.value().first != wish.name
            || (!wish.version.isEmpty() && described.value().second != wish.version))
            return packageError(u"packages.other-package"_s,
                u"The content is %1 %2."_s.arg(described.value().first, described.value().second));
    }
    const Result<States> states = m_apt.query(plan.item.names());
    if (!states)
        return states.error();
    change.before = states.value();
    for (qsizetype i = 0; i < plan.item.present.size(); ++i) {
        const PackageWish &wish = plan.item.present[i];
        const PackageState state = change.before.value(wish.name);
        const Result<bool> there = isSatisfied(wish, state, plan.item.isExact());
        if (!there)
            return there.error();
        if (there.value())
            continue;
        change.request.append(i == 0 && !plan.archive.isEmpty() ? plan.archive : requestOf(wish));
        change.comings.append(wish.name);
    }
    if (plan.item.isExact() && !change.comings.isEmpty())
        change.request.prepend(u"--allow-downgrades"_s); // of what is named alone, see examine()
    for (const QString &name : plan.item.absent) {
        const PackageState state = change.before.value(name);
        if (!state.isInstalled)
            continue;
        if (state.isEssential)
            return packageError(u"packages.protected"_s, u"%1 is essential and never removed."_s.arg(name));
        change.removals.append(name);
        change.request.append(name + u'-');
    }
    if (change.request.isEmpty())
        return change;
    const Result<AptPlan> would = m_apt.simulate(change.request);
    const Result<Done> examined = would ? examine(would.value(), change) : would.error();
    if (!examined)
        return examined.error();
    change.fresh = would.value().fresh;
    return change;
}

// What apt would do must be what was asked for.
Result<Done> PackageStore::examine(const AptPlan &plan, const Change &change)
{
    const QStringList more = beyond(plan.removed, change.removals);
    if (!more.isEmpty())
        return packageError(u"packages.would-remove"_s, u"This would also remove %1."_s.arg(more.join(u", "_s)));
    for (const QString &name : change.comings) {
        if (!plan.brings(name))
            return packageError(u"packages.not-possible"_s, u"There is no package %1 to be had."_s.arg(name));
    }
    for (const QString &name : plan.downgraded) {
        if (!change.comings.contains(name) && !change.comings.contains(name.section(u':', 0, 0)))
            return packageError(u"packages.not-possible"_s, u"This would also bring an older %1."_s.arg(name));
    }
    return Done{};
}

// What was done before a failure is taken back.
Result<Done> PackageStore::carryOut(Ledger &ledger, const PackagePlan &plan, const Change &change)
{
    const Result<Done> fetched = m_apt.download(change.request);
    if (!fetched)
        return fetched;
    for (const QString &name : change.removals) // so that they can come back; it is no reason not to begin
        (void)m_apt.download({u"--reinstall"_s, name + u'=' + change.before.value(name).version});
    if (!change.removals.isEmpty()) { // fetching has taken its time
        const Result<AptPlan> would = m_apt.simulate(change.request);
        const Result<Done> examined = would ? examine(would.value(), change) : would.error();
        if (!examined)
            return examined;
    }
    const Ledger old = ledger;
    for (const PackageWish &wish : plan.item.present) {
        if (change.before.value(wish.name).isInstalled || ledger.deeds.contains(wish.name))
            continue;
        QStringList companions = change.fresh;
        companions.removeAll(wish.name);
        ledger.deeds.insert(wish.name, {false, {}, companions});
    }
    for (const QString &name : change.removals) {
        if (ledger.deeds.contains(name) && !ledger.deeds.value(name).isRemoval)
            ledger.deeds.remove(name); // ours, and unwanted again: nothing to undo
        else
            ledger.deeds.insert(name, {true, change.before.value(name).version, {}});
    }
    PackageItem item = plan.item;
    item.isComplete = false;
    if (PackageItem *known = ledger.find(item.id))
        *known = item;
    else
        ledger.items.append(item);
    const Result<Done> saved = saveLedger(m_state, ledger);
    if (!saved)
        return saved;
    reached("ledger");
    const Result<Done> applied = m_apt.apply(change.request);
    reached("applied");
    const Result<QString> missing = lacking(plan.item);
    if (missing && missing.value().isEmpty())
        return Done{}; // whatever apt said: everything is as it was asked for
    const QString why = !applied ? applied.error().detail : missing ? missing.value() : missing.error().detail;
    const bool isUntouched = !applied && applied.error().code == "packages.busy"_L1;
    const QString remains = isUntouched ? QString() : undo(change);
    ledger.items = old.items;
    Result<Done> forgotten = forgetUndone(ledger);
    if (forgotten)
        forgotten = saveLedger(m_state, ledger);
    if (!forgotten)
        return forgotten;
    return packageError(
        applied ? u"packages.failed"_s : applied.error().code, remains.isEmpty() ? why : QString(why + u' ' + remains));
}

QString PackageStore::undo(const Change &change) const
{
    const auto names = [&change] {
        QStringList all = change.before.keys() + change.removals + change.fresh;
        all.removeDuplicates();
        return all;
    }();
    const Result<States> now = m_apt.query(names);
    if (!now)
        return u"What was done cannot be told: "_s + now.error().detail;
    QStringList request;
    QStringList wanted;
    QStringList going;
    QStringList changed;
    for (const QString &name : names) {
        const PackageState before = change.before.value(name);
        const PackageState after = now.value().value(name);
        if (before.isInstalled && !after.isInstalled) {
            request.append(name + u'=' + before.version);
        } else if (!before.isInstalled && now.value().contains(name)) {
            request.append(name + u'-'); // also one that was unpacked and could not be configured
            going.append(name);
        } else {
            if (before.isInstalled && before.version != after.version)
                changed.append(name + u' ' + after.version);
            continue;
        }
        wanted.append(name);
    }
    const auto carriedOut = [&](const QStringList &part) {
        const Result<AptPlan> plan = m_apt.simulate(part);
        return plan && beyond(plan.value().removed, going).isEmpty() && m_apt.apply(part);
    };
    if (!request.isEmpty() && !carriedOut(request)) {
        for (const QString &one : request) // each for itself: one that cannot be had must not keep the others
            (void)carriedOut({one});
    }
    const Result<States> end = m_apt.query(wanted);
    QStringList remaining;
    for (const QString &name : wanted) {
        const bool is = end && end.value().value(name).isInstalled;
        if (!end || is != change.before.value(name).isInstalled)
            remaining.append(name);
    }
    QString words = remaining.isEmpty() ? QString() : QString(u"Not restored: "_s + remaining.join(u", "_s) + u'.');
    if (!changed.isEmpty())
        words += (words.isEmpty() ? u""_s : u" "_s) + u"Of another version now: "_s + changed.join(u", "_s) + u'.';
    return words;
}

Result<Done> PackageStore::forgetUndone(Ledger &ledger) const
{
    const Result<States> now = m_apt.query(ledger.deeds.keys());
    if (!now)
        return now.error();
    ledger.deeds.removeIf([&now](auto it) { return now.value().value(it.key()).isInstalled == it.value().isRemoval; });
    return Done{};
}

Result<Done> PackageStore::recover(int patience)
{
    Result<Ledger> ledger = loadLedger(m_state);
    if (!ledger)
        return ledger.error();
    const QList<PackageItem> &items = ledger.value().items;
    const bool isSettled =
        std::all_of(items.begin(), items.end(), [](const PackageItem &item) { return item.isComplete; });
    if (isSettled && !ledger.value().isUpdating)
        return Done{};
    constexpr int step = 250; // milliseconds
    for (int waited = 0; m_apt.isLocked(); waited += step) {
        if (waited >= patience)
            return packageError(u"packages.busy"_s, u"Another program works on the packages."_s);
        QThread::msleep(step);
    }
    if (m_isAllowed)
        (void)m_apt.configure(); // what is so afterwards is looked at
    const Result<Done> forgotten = forgetUndone(ledger.value());
    if (!forgotten)
        return forgotten;
    for (PackageItem &item : ledger.value().items) {
        const Result<QString> missing = lacking(item);
        item.isComplete = item.isComplete || (missing && missing.value().isEmpty());
    }
    ledger.value().isUpdating = false;
    return saveLedger(m_state, ledger.value());
}

Result<QJsonObject> PackageStore::install(const PackagePlan &plan)
{
    Result<Ledger> loaded = loadLedger(m_state);
    if (!loaded)
        return loaded.error();
    Ledger &ledger = loaded.value();
    const Result<Done> checked = check(ledger, plan);
    if (!checked)
        return checked.error();
    const Result<Change> change = prepare(plan);
    if (!change)
        return change.error();
    const PackageItem *known = ledger.find(plan.item.id);
    QStringList unwanted = known ? known->names() + known->releasing : QStringList();
    unwanted.removeDuplicates();
    const QStringList wanted = plan.item.names();
    unwanted.removeIf([&wanted](const QString &name) { return wanted.contains(name); });
    PackagePlan whole = plan;
    whole.item.releasing = unwanted; // remembered until they have been given back
    if (!change.value().request.isEmpty()) {
        const Result<Done> done = carryOut(ledger, whole, change.value());
        if (!done)
            return done.error();
    }
    PackageItem item = whole.item;
    item.isComplete = true;
    if (PackageItem *old = ledger.find(item.id))
        *old = item;
    else
        ledger.items.append(item);
    const Result<Done> saved = saveLedger(m_state, ledger);
    if (!saved)
        return saved.error();
    QJsonObject released;
    if (!unwanted.isEmpty()) { // an earlier revision wanted them
        const Result<QJsonObject> given = release(ledger, item.id, unwanted);
        if (!given)
            return given.error();
        released = given.value();
        ledger.find(item.id)->releasing.clear();
        const Result<Done> again = saveLedger(m_state, ledger);
        if (!again)
            return again.error();
    }
    const Result<std::optional<QJsonObject>> now = holds(item.id);
    if (!now)
        return now.error();
    if (!now.value())
        return conflict(u"profile.not-verified"_s, u"dpkg does not confirm what apt has done."_s);
    QJsonObject proof = *now.value();
    if (!released.isEmpty())
        proof.insert(u"released"_s, released);
    return proof;
}

Result<QString> PackageStore::lacking(const PackageItem &item) const
{
    const Result<States> now = m_apt.query(item.names());
    if (!now)
        return now.error();
    for (const PackageWish &wish : item.present) {
        const PackageState state = now.value().value(wish.name);
        const Result<bool> there = isSatisfied(wish, state, item.isExact());
        if (!there)
            return there.error();
        if (!there.value())
            return state.isInstalled ? u"%1 has the other version %2."_s.arg(wish.name, state.version)
                                     : u"%1 is not installed."_s.arg(wish.name);
    }
    for (const QString &name : item.absent) {
        if (now.value().value(name).isInstalled)
            return u"%1 is installed."_s.arg(name);
    }
    return QString();
}

Result<std::optional<QJsonObject>> PackageStore::holds(const QString &id) const
{
    const Result<Ledger> ledger = loadLedger(m_state);
    if (!ledger)
        return ledger.error();
    const PackageItem *item = ledger.value().find(id);
    if (!item || !item->isSettled())
        return std::optional<QJsonObject>();
    const Result<QString> missing = lacking(*item);
    if (!missing)
        return missing.error();
    if (!missing.value().isEmpty())
        return std::optional<QJsonObject>();
    const Result<States> now = m_apt.query(item->names());
    if (!now)
        return now.error();
    QMap<QString, QString> versions;
    for (const PackageWish &wish : item->present)
        versions.insert(wish.name, now.value().value(wish.name).version);
    return std::optional<QJsonObject>(
        {{u"item"_s, id}, {u"revision"_s, item->revision}, {u"packages"_s, shownVersions(versions)},
            {u"packages_count"_s, versions.size()}, {u"absent"_s, shownNames(item->absent)}});
}

Result<bool> PackageStore::isInstalled(const QString &id) const
{
    return loadLedger(m_state).map([&id](const Ledger &ledger) { return ledger.find(id) != nullptr; });
}

Result<QList<InstalledItem>> PackageStore::items() const
{
    const Result<Ledger> ledger = loadLedger(m_state);
    if (!ledger)
        return ledger.error();
    QList<InstalledItem> items;
    for (const PackageItem &known : ledger.value().items) {
        const Result<QString> missing = lacking(known);
        const QString detail = !missing ? missing.error().detail
            : known.isSettled()         ? missing.value()
                                        : u"The change was not completed."_s;
        items.append({known.id, known.kind, known.type, known.names().join(u' ').left(200), known.revision,
            detail.isEmpty(), detail, {}});
    }
    return items;
}

} // namespace belvedere
