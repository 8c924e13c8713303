// Filling the database of the preview's benchmark, in bulk where reconciliation would take minutes.
#include "bench/previewsite.h"

#include "api/operations.h"
#include "bench/fleet.h"
#include "compliance/plan.h"
#include "query/sql.h"
#include "server/policy/currentset.h"
#include "server/policy/rollouts.h"
#include "server/policy/versions.h"
#include "server/store/entitytable.h"
#include "server/store/migrations.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace belvedere::server;

namespace belvedere::bench {

namespace {

constexpr int batch = 5'000; // devices of one transaction
constexpr qint64 deploymentStep = 10'000'000; // numbers of each profile's deployments, and of each rule's results
constexpr int profiles = 8;
constexpr std::array checks = {"storage.encrypted:yes", "firewall.enabled:yes", "updates.security<=5",
    "storage.free>20GB", "seen<30d", "os.version>=12", "memory>=8GB", "storage.free>10GB firewall.enabled:yes",
    "updates.security:0 or storage.encrypted:yes", "-tag:loaner"};
constexpr std::array scopes = {"platform:windows", "platform:linux", "tag:field", "tag:sales", "platform:macos,linux",
    "seen<30d", "ownership:corporate", "management:agent", "form:laptop", "storage.encrypted:no"};
constexpr std::array platforms = {Platform::Windows, Platform::Linux, Platform::MacOs, Platform::Android};

// Some of them need what not every device has.
QJsonObject settingsFor(Platform platform)
{
    switch (platform) {
    case Platform::Windows:
        return {{u"camera"_s, false}, {u"smart_screen"_s, true}, {u"find_device"_s, true}};
    case Platform::MacOs:
        return {{u"camera"_s, false}, {u"screen_capture"_s, false}, {u"airdrop"_s, false}};
    case Platform::Android:
        return {{u"camera"_s, u"disabled"_s}, {u"bluetooth"_s, false}};
    default:
        return {};
    }
}

} // namespace

template<class Job> Result<Done> PreviewSite::write(const Job &job)
{
    Result<WriteBatch> batch = WriteBatch::begin(*m_database);
    if (!batch)
        return batch.error();
    const Result<Done> done = batch.value().run(m_now, job);
    const Result<Done> ended = batch.value().commit();
    if (done && ended)
        m_devices.apply(batch.value().changes());
    return done ? ended : done;
}

Result<Done> PreviewSite::run(const QString &sql, const QVariantList &values)
{
    return m_database->run(sql, values).map([](QSqlQuery *) { return Done{}; });
}

Result<Done> PreviewSite::storeDevices(int devices)
{
    static const Table<Device> table;
    Fleet fleet(1);
    Result<Done> done = Done{};
    for (int first = 0; done && first < devices; first += batch) {
        done = write([&](Transaction &transaction) -> Result<Done> {
            for (int i = first; i < std::min(devices, first + batch); ++i) {
                const Result<Device> stored = table.insert(transaction, fleet.device(i + 1));
                if (!stored)
                    return stored.error();
            }
            return Done{};
        });
    }
    for (const char *section : {"system", "storage", "firewall", "updates"}) {
        if (done)
            done = run(u"INSERT INTO device_sections (device, source, section, hash, as_of) "
                       "SELECT id, 'belvedere-agent', ?, 'none', seen FROM devices WHERE management = 'agent'"_s,
                {QString::fromLatin1(section)});
    }
    return done;
}

// As if it had been reconciled: most is installed, some of it failed, and one rule in ten fails.
Result<Done> PreviewSite::bring(const BusinessPolicy &policy)
{
    const Result<CompiledPolicy> compiled = compilePolicy(policy, m_now);
    if (!compiled)
        return compiled.error();
    const SqlFilter scope = compiled.value().scope
        ? sqlFilter(*compiled.value().scope, fields<Device>(), m_database->dialect())
        : SqlFilter{u"1 = 1"_s, {}};
    Result<Done> done =
        run(u"INSERT INTO policy_devices (policy, device, assigned) SELECT '%1', id, 0 FROM devices WHERE "_s.arg(
                policy.id.text)
                + scope.where,
            scope.binds);
    for (const QString &profile : policy.profiles) {
        const QString number =
            QString::number(idNumber(profile, ConfigurationProfile::idPrefix).value_or(0) * deploymentStep);
        if (done)
            done =
                run(u"INSERT INTO deployments (n, id, id_f, item, item_f, item_name, kind, place, device_id, "
                    u"device_id_f, state, "
                    "revision, policies, attempts, proof, state_since, due, code, line, changed) "
                    "SELECT %1 + d.n, 'dep-' || (%1 + d.n), '', '%2', '', 'Browser', 'profile', 'browser', d.id, '', "
                    "CASE WHEN d.n % 25 = 0 THEN 'failed' WHEN d.n % 20 = 0 THEN 'queued' ELSE 'installed' END, 1, "
                    "'[\"%3\"]', 1, CASE WHEN d.n % 20 = 0 THEN NULL ELSE '{\"version\":1}' END, d.seen, "
                    "CASE WHEN d.n % 25 = 0 THEN d.seen + 3600000 END, CASE WHEN d.n % 25 = 0 THEN 'interrupted' END, "
                    "'{}', 0 FROM devices d JOIN profiles p "
                    "ON p.id = '%2' AND p.platform = d.platform WHERE d.management = 'agent' AND d.id IN "
                    "(SELECT device FROM policy_devices WHERE policy = '%3') ON CONFLICT DO NOTHING"_s.arg(
                        number, profile, policy.id.text));
    }
    for (const QString &rule : policy.rules) {
        const QString number = QString::number(idNumber(rule, ComplianceRule::idPrefix).value_or(0) * deploymentStep);
        if (done)
            done =
                run(u"INSERT INTO results (n, id, id_f, rule_id, rule_id_f, revision, device_id, device_id_f, state, "
                    "severity, evaluated, failing_since, line, changed) SELECT %1 + d.n, 'res-' || (%1 + d.n), '', "
                    "'%2', '', 1, d.id, '', CASE WHEN d.n % 10 = 0 THEN 'fail' ELSE 'pass' END, 'high', d.seen, "
                    "CASE WHEN d.n % 10 = 0 THEN d.seen - 86400000 END, '{}', 0 FROM devices d WHERE d.id IN "
                    "(SELECT device FROM policy_devices WHERE policy = '%3') ON CONFLICT DO NOTHING"_s.arg(
                        number, rule, policy.id.text));
    }
    return done;
}

Result<Done> PreviewSite::storePolicies()
{
    QStringList profileIds;
    QStringList ruleIds;
    std::vector<BusinessPolicy> made;
    const Result<Done> stored = write([&](Transaction &transaction) -> Result<Done> {
        for (int i = 0; i < profiles; ++i) {
            ConfigurationProfile profile;
            profile.name = u"Browser %1"_s.arg(i);
            profile.platform = platforms[size_t(i) % platforms.size()];
            profile.type = profile.platform == Platform::Linux ? u"browser"_s : u"restrictions"_s;
            profile.settings = settingsFor(profile.platform.value());
            profile.place = u"browser"_s; // as in bring()
            profile.revision = 1;
            const Result<ConfigurationProfile> one = Table<ConfigurationProfile>().insert(transaction, profile);
            if (!one)
                return one.error();
            profileIds.append(one.value().id.text);
        }
        for (size_t i = 0; i < 2 * checks.size(); ++i) {
            ComplianceRule rule;
            rule.name = u"Rule %1"_s.arg(i);
            rule.check = QString::fromLatin1(checks[i % checks.size()]);
            rule.severity = i % 3 == 0 ? RuleSeverity::Low : RuleSeverity::High;
            rule.grace = i % 2 == 0 ? 0 : 14 * 86'400;
            rule.revision = 1;
            const Result<ComplianceRule> one = Table<ComplianceRule>().insert(transaction, rule);
            if (!one)
                return one.error();
            ruleIds.append(one.value().id.text);
        }
        for (int i = 0; i < activePolicies + 2; ++i) {
            BusinessPolicy policy;
            policy.name = u"Policy %1"_s.arg(i);
            policy.allDevices = i % 7 == 6 || i == activePolicies;
            if (!policy.allDevices)
                policy.scope = QString::fromLatin1(scopes[size_t(i) % scopes.size()]);
            policy.profiles = {profileIds[i % profileIds.size()]};
            policy.items = {{policy.profiles.first(), {}, 0, {}, {}}};
            policy.rules = canonicalSet({ruleIds[i % ruleIds.size()], ruleIds[(i + 7) % ruleIds.size()]});
            for (const QString &rule : std::as_const(policy.rules))
                policy.rulePins.push_back({rule, 0, {}, {}});
            Result<BusinessPolicy> one = Table<BusinessPolicy>().insert(transaction, policy);
            Result<Done> saved = one ? pinParts(transaction, one.value()) : one.error();
            if (saved)
                saved = addVersion(transaction, one.value(), {}).map([](const PolicyVersion &) { return Done{}; });
            if (saved && i < activePolicies) {
                putInForce(one.value(), transaction.now());
                one.value().state = i == 3 ? PolicyState::Paused : PolicyState::Active;
                one.value().activated = m_now.addDays(i - 60);
            }
            if (saved)
                one = Table<BusinessPolicy>().update(transaction, one.value());
            if (!saved || !one)
                return saved ? one.error() : saved.error();
            made.push_back(one.value());
        }
        return policiesChanged(transaction);
    });
    Result<Done> done = stored ? run(u"BEGIN"_s) : stored;
    for (const BusinessPolicy &policy : made) {
        if (policy.state.value() == PolicyState::Draft)
            m_drafts.push_back(policy);
        else if (done)
            done = bring(policy);
    }
    return done ? run(u"COMMIT"_s) : done;
}

Result<Done> PreviewSite::fill(int devices)
{
    Result<std::unique_ptr<Database>> opened = Database::open(m_dir.filePath(u"site.db"_s), Database::Mode::ReadWrite);
    if (!opened)
        return opened.error();
    m_database = std::move(opened).value();
    Result<Done> done = migrate(*m_database);
    if (done)
        done = storeDevices(devices);
    if (done)
        done = storePolicies();
    return done ? m_devices.load(*m_database) : done;
}

Result<Done> PreviewSite::live(int devices)
{
    static const Table<Device> table;
    static const Table<Deployment> deployments;
    return write([&](Transaction &transaction) -> Result<Done> {
        const Result<std::vector<Device>> list =
            table.list(transaction.database(), {u"n > ? AND n <= ?"_s, {m_live, m_live + devices}});
        const Result<std::vector<Deployment>> under = deployments.list(transaction.database(),
            {u"n > ? AND n <= ?"_s, {deploymentStep + m_live, deploymentStep + m_live + devices}});
        if (!list || !under)
            return list ? under.error() : list.error();
        m_live += devices;
        for (Device device : list.value()) {
            device.seen = m_now;
            const Result<Device> kept = table.refresh(transaction, device);
            if (!kept)
                return kept.error();
        }
        for (Deployment deployment : under.value()) {
            deployment.state = DeploymentState::Delivered;
            const Result<Deployment> kept = deployments.refresh(transaction, deployment);
            if (!kept)
                return kept.error();
        }
        return Done{};
    });
}

} // namespace belvedere::bench
