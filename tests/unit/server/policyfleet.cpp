// The fleet of the policy tests.
#include "policyfleet.h"

#include "bench/plainpreview.h"
#include "server/policy/preview.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

template<class T> T must(const Result<T> &result)
{
    if (!result)
        qFatal("%s", qPrintable(codeOf(result)));
    return result.value();
}

QStringList some(const QStringList &list, QRandomGenerator &random)
{
    QStringList chosen;
    for (const QString &item : list) {
        if (random.bounded(2) == 0)
            chosen.append(item);
    }
    return chosen;
}

QString randomScope(QRandomGenerator &random)
{
    static const QStringList scopes{u"tag:sales"_s, u"tag:field"_s, u"platform:linux"_s, u"storage.encrypted:yes"_s,
        u"management:agent -tag:field"_s, {}};
    return scopes[random.bounded(int(scopes.size()))];
}

struct FleetProfile {
    Platform platform;
    const char *type;
};
// The first two exclude each other; what the last three need hangs on whether all of their settings need it.
constexpr FleetProfile fleetProfiles[] = {{Platform::Linux, "browser"}, {Platform::Linux, "browser"},
    {Platform::Linux, "wallpaper"}, {Platform::Linux, "banner"}, {Platform::Windows, "restrictions"},
    {Platform::Ios, "restrictions"}, {Platform::Android, "restrictions"}};

QJsonObject randomSettings(const ConfigurationProfile &profile, QRandomGenerator &random)
{
    QJsonObject settings{{u"homepage"_s, u"https://%1.example"_s.arg(random.generate())}};
    const QStringList guarded = profile.platform == Platform::Windows
        ? QStringList{u"camera"_s, u"find_device"_s, u"smart_screen"_s, u"installer_elevation"_s}
        : profile.platform == Platform::Android
        ? QStringList{u"camera"_s, u"bluetooth"_s, u"calls"_s}
        : QStringList{u"siri"_s, u"siri_while_locked"_s, u"camera"_s, u"app_store"_s};
    for (const QString &setting : some(guarded, random))
        settings.insert(setting, false);
    return settings;
}

void randomise(Device &device, QRandomGenerator &random)
{
    const QStringList versions = device.platform == Platform::Windows
        ? QStringList{{}, u"10"_s, u"server2019"_s, u"10.0.14393"_s, u"10.0.16000"_s, u"10.0.17000"_s, u"10.0.22631"_s}
        : QStringList{{}, u"4.3"_s, u"5.0.1"_s, u"8.4"_s, u"17.2"_s};
    device.osVersion = Version(versions[random.bounded(int(versions.size()))]);
    device.supervised.reset();
    if (random.bounded(3) > 0)
        device.supervised = random.bounded(2) == 0;
    constexpr Ownership owners[] = {Ownership::Unknown, Ownership::Corporate, Ownership::Byod};
    device.ownership = owners[random.bounded(3)];
    device.tags = canonicalSet(some({u"field"_s, u"sales"_s}, random));
    device.storageEncrypted.reset();
    if (random.bounded(4) > 0)
        device.storageEncrypted = random.bounded(3) > 0;
    device.securityUpdates = random.bounded(3);
}

} // namespace

template<class E> E PolicyFleet::insert(const E &entity)
{
    return must(site.write([&entity](Transaction &t) { return Table<E>().insert(t, entity); }));
}

// Thousands of transactions, none of which has to outlive a power cut.
PolicyFleet::PolicyFleet()
{
    if (!test::TestDatabase::isPostgres())
        must(site.database->script(u"PRAGMA synchronous = OFF"_s));
    must(devices.load(*site.database));
    site.committed = [this](const QList<Change> &changes) { devices.apply(changes); };
}

Result<PolicyPreview> PolicyFleet::preview(const BusinessPolicy &policy)
{
    const Result<PolicyPreview> fast = previewPolicy(*site.database, memory, policy, site.now);
    const Result<PolicyPreview> plain = bench::plainPreview(*site.database, policy, site.now);
    if (!fast || !plain)
        return fast ? plain : fast;
    const QByteArray told = QJsonDocument(toJson(fast.value())).toJson();
    const QByteArray expected = QJsonDocument(toJson(plain.value())).toJson();
    if (told != expected)
        qFatal("The preview says %s instead of %s", told.constData(), expected.constData());
    return fast;
}

void PolicyFleet::fill(int devices, QRandomGenerator &random)
{
    QStringList profiles;
    for (const FleetProfile &made : fleetProfiles) {
        ConfigurationProfile profile;
        profile.name = u"Profile %1"_s.arg(profiles.size());
        profile.platform = made.platform;
        profile.type = QString::fromLatin1(made.type);
        profile.place = profile.type;
        profile.settings = randomSettings(profile, random);
        profile.revision = 1;
        m_profiles.append(insert(profile).id);
        profiles.append(m_profiles.last().text);
    }
    for (const QString &check : {u"storage.encrypted:yes"_s, u"updates.security<=$most"_s, u"tag:sales"_s}) {
        ComplianceRule rule;
        rule.name = check;
        rule.check = check;
        rule.revision = 1;
        rule.severity = m_rules.size() == 2 ? RuleSeverity::Low : RuleSeverity::High;
        rule.grace = m_rules.isEmpty() ? 0 : 7'200;
        if (m_rules.size() == 1)
            rule.parameters = {{u"most"_s, ParameterType::Int, {}, u"1"_s, {}, {}, {}, {}}};
        m_rules.append(insert(rule).id.text);
    }
    for (int i = 0; i < devices; ++i) {
        Device device;
        device.name = u"d%1"_s.arg(i);
        static constexpr Platform platforms[] = {Platform::Linux, Platform::Linux, Platform::Linux, Platform::Windows,
            Platform::Windows, Platform::IpadOs, Platform::Android};
        device.platform = platforms[random.bounded(int(std::size(platforms)))];
        device.management = random.bounded(5) > 0 ? Management::Agent : Management::Inventory;
        device.seen = site.now;
        device.enrolled = site.now;
        randomise(device, random);
        m_devices.append(insert(device).id.text);
    }
    for (int i = 0; i < 5; ++i) {
        BusinessPolicy policy;
        policy.name = u"Policy %1"_s.arg(i);
        policy.scope = randomScope(random);
        policy.allDevices = policy.scope.isEmpty();
        policy.profiles = canonicalSet(some(profiles, random));
        policy.rules = canonicalSet(some(m_rules, random));
        m_policies.append(save(insert(policy)));
    }
}

BusinessPolicy PolicyFleet::reread(const BusinessPolicy &policy) const
{
    return must(Table<BusinessPolicy>().get(*site.database, policy.id));
}

BusinessPolicy PolicyFleet::policyOf(const Deployment &deployment) const
{
    return must(Table<BusinessPolicy>().get(*site.database, Id<BusinessPolicy>{stored(deployment).policies.value(0)}));
}

BusinessPolicy PolicyFleet::everybody()
{
    BusinessPolicy policy;
    policy.name = u"Everybody"_s;
    policy.allDevices = true;
    policy.profiles = {m_profiles.first().text};
    policy.rules = {m_rules.first()};
    return save(insert(policy));
}

// As the API does it: the newest revisions of what the policy names, and the next version.
BusinessPolicy PolicyFleet::save(BusinessPolicy policy)
{
    policy.items.clear();
    policy.rulePins.clear();
    for (const QString &profile : policy.profiles)
        policy.items.push_back({profile, {}, 0, {}, {}});
    // policies give the second rule different values
    const QString most = QString::number(policy.number % 3);
    for (const QString &rule : policy.rules) {
        const bool isGiven = rule == m_rules.value(1) && most != "1"_L1;
        policy.rulePins.push_back({rule, 0, {}, {}, isGiven ? QJsonObject{{u"most"_s, most}} : QJsonObject()});
    }
    orderItems(policy);
    return saveParts(policy);
}

BusinessPolicy PolicyFleet::saveParts(BusinessPolicy policy)
{
    return must(site.write([&](Transaction &t) -> Result<BusinessPolicy> {
        must(pinParts(t, policy));
        must(addVersion(t, policy, {u"acc-1"_s, u"Tester"_s}));
        return Table<BusinessPolicy>().update(t, policy);
    }));
}

// Each item needs the one before it, where the policy's number is odd.
void PolicyFleet::orderItems(BusinessPolicy &policy)
{
    if (belvedere::number(policy.id).value_or(0) % 2 == 0)
        return;
    for (size_t i = 1; i < policy.items.size(); ++i)
        policy.items[i].after = QStringList{policy.items[i - 1].item};
}

Deployment PolicyFleet::oneQueued()
{
    QRandomGenerator random{1};
    fill(0, random);
    Device device;
    device.name = u"one"_s;
    device.platform = Platform::Linux;
    device.management = Management::Agent;
    device.seen = site.now;
    insert(device);
    activate(everybody());
    drain();
    return must(Table<Deployment>().list(*site.database)).front();
}

void PolicyFleet::activate(const BusinessPolicy &policy)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        const BusinessPolicy active = must(activatedPolicy(t.database(), reread(policy), t.now()));
        must(Table<BusinessPolicy>().update(t, active));
        must(policiesChanged(t));
        return enqueuePolicy(t, active, true);
    }));
}

void PolicyFleet::carryOn(const BusinessPolicy &policy)
{
    must(site.write(&runRollouts));
    must(site.write([&](Transaction &t) -> Result<Done> {
        const BusinessPolicy stored = reread(policy);
        const Result<BusinessPolicy> next = continueRollout(t, stored);
        if (!next)
            return Done{};
        must(Table<BusinessPolicy>().update(t, next.value()));
        must(policiesChanged(t));
        return enqueuePolicy(t, must(withVersion(*site.database, next.value(), stored.inForce)), true);
    }));
}

BusinessPolicy PolicyFleet::rollBack(const BusinessPolicy &policy, qint64 number)
{
    return must(site.write([&](Transaction &t) -> Result<BusinessPolicy> {
        BusinessPolicy earlier = must(withVersion(*site.database, reread(policy), number));
        must(addVersion(t, earlier, {u"acc-1"_s, u"Tester"_s}, number));
        return Table<BusinessPolicy>().update(t, earlier);
    }));
}

void PolicyFleet::removeAllProfiles()
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        for (const Id<ConfigurationProfile> &profile : m_profiles)
            must(Table<ConfigurationProfile>().remove(t, profile));
        return Done{};
    }));
}

std::vector<Deployment> PolicyFleet::deployments() const { return must(Table<Deployment>().list(*site.database)); }

QStringList PolicyFleet::installed() const
{
    QStringList all;
    for (const Deployment &deployment : deployments()) {
        all.append(u"%1 %2 %3 %4 after %5"_s.arg(deployment.device.text, deployment.item, deployment.state.token())
                       .arg(deployment.revision)
                       .arg(deployment.after.join(u',')));
    }
    all.sort();
    return all;
}

QStringList PolicyFleet::judged() const
{
    QStringList all;
    QSqlQuery *rows = must(site.database->run(u"SELECT device_id, rule_id, revision, state FROM results"_s, {}));
    while (rows->next()) {
        all.append(u"%1 %2 %3 %4"_s.arg(rows->value(0).toString(), rows->value(1).toString(), rows->value(2).toString(),
            rows->value(3).toString()));
    }
    rows->finish();
    for (const QString &id : m_devices)
        all.append(QString(id + u' ' + device(id).compliance.token()));
    all.sort();
    return all;
}

void PolicyFleet::settle()
{
    for (int round = 0; round < 6; ++round) {
        drain();
        allDevicesSucceed();
    }
}

void PolicyFleet::pause(const BusinessPolicy &policy)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        BusinessPolicy paused = reread(policy);
        paused.state = PolicyState::Paused;
        must(Table<BusinessPolicy>().update(t, paused));
        must(policiesChanged(t));
        return enqueuePolicy(t, paused, false);
    }));
}

void PolicyFleet::retireLeaving(const BusinessPolicy &policy)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        must(t.database().run(u"INSERT INTO left_policies (policy) VALUES (?)"_s, {policy.id.text}));
        BusinessPolicy retired = reread(policy);
        retired.state = PolicyState::Retired;
        retired.rollout = {};
        retired.inForce = 0;
        must(Table<BusinessPolicy>().update(t, retired));
        must(policiesChanged(t));
        return enqueuePolicy(t, retired, false);
    }));
}

BusinessPolicy PolicyFleet::edit(const BusinessPolicy &policy, QRandomGenerator &random)
{
    BusinessPolicy edited = reread(policy);
    QStringList profiles;
    for (const Id<ConfigurationProfile> &profile : m_profiles)
        profiles.append(profile.text);
    edited.scope = randomScope(random);
    edited.allDevices = edited.scope.isEmpty();
    edited.profiles = canonicalSet(some(profiles, random));
    edited.rules = canonicalSet(some(m_rules, random));
    edited.mode = random.bounded(6) == 0 ? PolicyMode::Monitor : PolicyMode::Enforce;
    edited.waves.clear();
    if (random.bounded(3) == 0)
        edited.waves = {{0, u"tag:field"_s}, {40, {}}};
    edited.failureThreshold = random.bounded(2) * 50;
    return save(edited);
}

void PolicyFleet::editProfile(QRandomGenerator &random)
{
    editProfile(m_profiles[random.bounded(int(m_profiles.size()))], random);
}

void PolicyFleet::editProfile(const Id<ConfigurationProfile> &id, QRandomGenerator &random)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        ConfigurationProfile profile = must(Table<ConfigurationProfile>().get(*site.database, id));
        profile.settings = randomSettings(profile, random);
        ++profile.revision;
        must(keepRevision(t, must(Table<ConfigurationProfile>().update(t, profile))));
        return countOutdated(t, id.text);
    }));
}

void PolicyFleet::changeDevice(QRandomGenerator &random)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        Device changed = device(m_devices[random.bounded(int(m_devices.size()))]);
        randomise(changed, random);
        must(Table<Device>().update(t, changed));
        return enqueueDevice(t, changed.id);
    }));
}

void PolicyFleet::removeAllPolicies()
{
    for (const BusinessPolicy &policy : must(Table<BusinessPolicy>().list(*site.database))) {
        must(site.write([&](Transaction &t) -> Result<Done> {
            must(enqueuePolicy(t, policy, false));
            must(policiesChanged(t));
            return Table<BusinessPolicy>().remove(t, policy.id);
        }));
    }
}

void PolicyFleet::aged() { must(site.write(&enqueueAged)); }

void PolicyFleet::drain()
{
    while (must(site.write([](Transaction &t) { return drainQueue(t, 1'000, std::chrono::minutes(1)); }))) { }
}

void PolicyFleet::deliver(const Deployment &deployment)
{
    must(site.write([&](Transaction &t) -> Result<Done> {
        must(markDelivered(t, command(deployment)));
        return deliverDeployment(t, deployment.id);
    }));
}

QString PolicyFleet::command(const Deployment &deployment) const
{
    return must(site.database->value(
                    u"SELECT id FROM commands WHERE origin = ? ORDER BY n DESC LIMIT 1"_s, {deployment.id.text}))
        .toString();
}

void PolicyFleet::report(const Deployment &deployment, CommandOutcome outcome, const QJsonObject &proof)
{
    reportAs(deployment, command(deployment), outcome, proof);
}

void PolicyFleet::reportAs(const Deployment &deployment, const QString &command, CommandOutcome outcome,
    const QJsonObject &proof, const QString &code)
{
    CommandResult result;
    result.command = command;
    result.outcome = outcome;
    result.proof = proof;
    result.code = code;
    result.asOf = site.now;
    must(site.write([&](Transaction &t) -> Result<Done> {
        must(outcome == CommandOutcome::Started ? markStarted(t, command) : endCommand(t, command));
        return reportDeployment(t, deployment.id, result);
    }));
}

void PolicyFleet::finish(const Deployment &deployment, const OpenCommand &open)
{
    const QString kind = must(site.database->value(u"SELECT kind FROM commands WHERE id = ?"_s, {open.id})).toString();
    const QJsonObject proof = kind == "profile_install"_L1
        ? QJsonObject{{u"profile"_s, deployment.item}, {u"version"_s, deployment.revision}}
        : QJsonObject{{u"removed"_s, deployment.item}};
    reportAs(deployment, open.id, CommandOutcome::Done, proof);
}

void PolicyFleet::letDevicesAnswer(QRandomGenerator &random)
{
    for (const Deployment &before : must(Table<Deployment>().list(*site.database))) {
        for (const OpenCommand &open : must(openCommands(*site.database, before.device))) {
            if (open.origin != before.id.text || random.bounded(3) == 0)
                continue;
            must(site.write([&](Transaction &t) -> Result<Done> {
                if (!open.isDelivered)
                    must(deliverDeployment(t, before.id));
                return markDelivered(t, open.id);
            }));
            switch (random.bounded(5)) {
            case 0:
                break;
            case 1:
                reportAs(before, open.id, CommandOutcome::Started, {});
                break;
            case 2:
                reportAs(before, open.id, CommandOutcome::Failed, {},
                    random.bounded(2) == 0 ? u"conflict"_s : u"simulated.failure"_s);
                break;
            default:
                finish(before, open);
            }
        }
    }
}

void PolicyFleet::allDevicesSucceed()
{
    for (const Deployment &before : must(Table<Deployment>().list(*site.database))) {
        for (const OpenCommand &open : must(openCommands(*site.database, before.device))) {
            if (open.origin == before.id.text)
                finish(before, open);
        }
    }
}

Deployment PolicyFleet::stored(const Deployment &deployment) const
{
    return must(Table<Deployment>().get(*site.database, deployment.id));
}

Device PolicyFleet::device(const QString &id) const
{
    return must(Table<Device>().get(*site.database, Id<Device>{id}));
}

QHash<QString, QString> PolicyFleet::compliance() const
{
    QHash<QString, QString> states;
    for (const Device &device : must(Table<Device>().list(*site.database)))
        states.insert(device.id.text, device.compliance.token());
    return states;
}

QSet<QString> PolicyFleet::members(const BusinessPolicy &policy) const
{
    QSet<QString> devices;
    QSqlQuery *rows =
        must(site.database->run(u"SELECT device FROM policy_devices WHERE policy = ?"_s, {policy.id.text}));
    while (rows->next())
        devices.insert(rows->value(0).toString());
    rows->finish();
    return devices;
}

} // namespace belvedere::server
