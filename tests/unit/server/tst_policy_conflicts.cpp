// Conflicts of a preview: which item or rule another policy has otherwise, on how many devices, and by whom it goes.
#include "policyfleet.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPolicyConflicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fleet = std::make_unique<PolicyFleet>();
        QRandomGenerator random{1};
        m_fleet->fill(0, random);
        for (int i = 0; i < 5; ++i) {
            Device device;
            device.name = u"d%1"_s.arg(i);
            device.platform = i == 4 ? Platform::Windows : Platform::Linux;
            device.management = Management::Agent;
            device.securityUpdates = 1;
            device.seen = m_fleet->site.now;
            if (i > 1)
                device.tags = {u"sales"_s};
            m_devices.append(insert(device).id.text);
        }
    }
    void cleanup()
    {
        m_devices.clear();
        m_item.clear();
        m_rule = {};
        m_fleet.reset();
    }

    // The newest wins, whoever was first; the Windows computer gets none of them.
    void oneItemInTwoRevisions()
    {
        PolicyFleet &fleet = *m_fleet;
        const BusinessPolicy old = active({});
        QVERIFY(conflicts(old).isEmpty());
        edit();
        const BusinessPolicy sales = draft(u"tag:sales"_s);
        QCOMPARE(conflicts(sales),
            QStringList(u"revision %1 2 over 1 of %2 by %3 on 2"_s.arg(item(), old.id.text, sales.id.text)));
        fleet.activate(sales);
        QCOMPARE(conflicts(old), QStringList(u"revision %1 1 over 2 of %2 by %2 on 2"_s.arg(item(), sales.id.text)));
        fleet.drain();
        QCOMPARE(revisions(), (QStringList{u"1"_s, u"1"_s, u"2"_s, u"2"_s}));
        // a third one has the last word for both, where it is wanted
        edit();
        const BusinessPolicy newest = active(u"tag:sales"_s);
        QCOMPARE(conflicts(old),
            (QStringList{u"revision %1 1 over 2 of %2 by %3 on 2"_s.arg(item(), sales.id.text, newest.id.text),
                u"revision %1 1 over 3 of %2 by %2 on 2"_s.arg(item(), newest.id.text)}));
        fleet.drain();
        QCOMPARE(revisions(), (QStringList{u"1"_s, u"1"_s, u"3"_s, u"3"_s}));
        // one that is paused says nothing
        fleet.pause(newest);
        QCOMPARE(conflicts(old).size(), 1);
    }

    // Where a device cannot have the newest, the next one wins; where it can have none, nobody does.
    void theNewestMayBeImpossible()
    {
        PolicyFleet &fleet = *m_fleet;
        for (const auto &version : {u"10.0.14393"_s, u"10.0.15063"_s, u"10.0.17763"_s, u"10"_s}) {
            Device device;
            device.name = version;
            device.platform = Platform::Windows;
            device.osVersion = Version(version);
            device.management = Management::Agent;
            device.seen = fleet.site.now;
            m_devices.append(insert(device).id.text);
        }
        ConfigurationProfile profile;
        profile.name = u"Restrictions"_s;
        profile.platform = Platform::Windows;
        profile.type = u"restrictions"_s;
        profile.place = profile.type;
        profile.settings = {{u"find_device"_s, true}}; // from 10.0.15063 on
        profile.revision = 1;
        profile = insert(profile);
        m_item = profile.id.text;
        const BusinessPolicy old = active({});
        fleet.drain();
        QCOMPARE(revisions(), (QStringList{u"1"_s, u"1"_s, u"1"_s, u"1"_s}));
        profile.settings = {{u"smart_screen"_s, true}}; // from 10.0.16299 on
        profile.revision = 2;
        OK(fleet.site.write([&profile](Transaction &t) { return Table<ConfigurationProfile>().refresh(t, profile); }));
        const BusinessPolicy next = active({});
        const QString told = u"revision %1 %2 of %3 by %4 on %5"_s;
        QCOMPARE(conflicts(next),
            (QStringList{told.arg(item(), u"2 over 1"_s, old.id.text, old.id.text, u"1"_s),
                told.arg(item(), u"2 over 1"_s, old.id.text, next.id.text, u"3"_s),
                told.arg(item(), u"2 over 1"_s, old.id.text, QString(), u"1"_s)}));
        fleet.drain();
        QCOMPARE(revisions(), (QStringList{u"2"_s, u"1"_s, u"2"_s, u"2"_s}));
    }

    // What a device has tried in vain is still what it was given.
    void whatFailedForGoodHasWon()
    {
        PolicyFleet &fleet = *m_fleet;
        const BusinessPolicy old = active({});
        edit();
        const BusinessPolicy sales = active(u"tag:sales"_s);
        fleet.drain();
        int failures = 0;
        for (const Deployment &row : fleet.deployments()) {
            if (row.revision != 2 || row.state.value() != DeploymentState::Queued)
                continue;
            fleet.deliver(row);
            fleet.reportAs(row, fleet.command(row), CommandOutcome::Failed, {}, u"conflict"_s);
            ++failures;
        }
        QCOMPARE(failures, 2);
        QCOMPARE(conflicts(old), QStringList(u"revision %1 1 over 2 of %2 by %2 on 2"_s.arg(item(), sales.id.text)));
    }

    void oneRuleWithTwoValues()
    {
        PolicyFleet &fleet = *m_fleet;
        const BusinessPolicy strict = rule({}, u"0"_s);
        fleet.activate(strict);
        const BusinessPolicy mild = rule(u"tag:sales"_s, u"2"_s);
        QCOMPARE(conflicts(mild),
            QStringList(u"rule %1 1 most=2 over 1 most=0 of %2 by %2 on 3"_s.arg(ruleId(), strict.id.text)));
        fleet.activate(mild);
        fleet.drain();
        QCOMPARE(judged(2), u"fail"_s); // one update is pending
        // in the next revision it is the other's word
        nextRule();
        const BusinessPolicy next = rule(u"tag:sales"_s, u"2"_s);
        QCOMPARE(conflicts(next),
            (QStringList{
                u"rule %1 2 most=2 over 1 most=0 of %2 by %3 on 3"_s.arg(ruleId(), strict.id.text, next.id.text),
                u"rule %1 2 most=2 over 1 most=2 of %2 by %3 on 3"_s.arg(ruleId(), mild.id.text, next.id.text)}));
        fleet.activate(next);
        fleet.drain();
        QCOMPARE(judged(2), u"pass"_s);
        QCOMPARE(judged(0), u"fail"_s);
    }

    // Whose rules do not count has no say in those that do, and brings no items.
    void oneThatMonitorsLoses()
    {
        PolicyFleet &fleet = *m_fleet;
        BusinessPolicy strict = rule({}, u"0"_s);
        strict.profiles = {item()};
        strict = saved(strict, u"0"_s);
        fleet.activate(strict);
        nextRule();
        edit();
        BusinessPolicy watching = rule(u"tag:sales"_s, u"2"_s);
        watching.mode = PolicyMode::Monitor;
        watching.profiles = {item()};
        watching = saved(watching, u"2"_s);
        QCOMPARE(conflicts(watching),
            QStringList(u"rule %1 2 most=2 over 1 most=0 of %2 by %2 on 3"_s.arg(ruleId(), strict.id.text)));
        fleet.activate(watching);
        QCOMPARE(conflicts(strict),
            QStringList(
                u"rule %1 1 most=0 over 2 most=2 of %2 by %3 on 3"_s.arg(ruleId(), watching.id.text, strict.id.text)));
    }

    // Devices of later waves keep what the version before names.
    void aRollOutIsInTwoVersions()
    {
        PolicyFleet &fleet = *m_fleet;
        BusinessPolicy staged = active({});
        fleet.drain();
        edit();
        const BusinessPolicy sales = active(u"tag:sales"_s);
        fleet.drain();
        staged = fleet.reread(staged);
        staged.waves = {{0, u"tag:field"_s}};
        staged = fleet.save(staged);
        QCOMPARE(conflicts(staged), // nobody is in the first wave: all keep the first revision
            QStringList(u"revision %1 1 over 2 of %2 by %2 on 2"_s.arg(item(), sales.id.text)));
        staged.waves = {{0, u"tag:sales"_s}};
        staged = fleet.save(staged);
        QVERIFY(conflicts(staged).isEmpty());
    }

private:
    template<class E> E insert(const E &entity)
    {
        const Result<E> made = m_fleet->site.write([&entity](Transaction &t) { return Table<E>().insert(t, entity); });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        return made.value();
    }
    QString item() const { return m_item.isEmpty() ? m_fleet->profileId(0) : m_item; }
    void edit()
    {
        QRandomGenerator random{1};
        m_fleet->editProfile(Id<ConfigurationProfile>{item()}, random);
    }

    // With the item in its newest revision.
    BusinessPolicy draft(const QString &scope)
    {
        BusinessPolicy policy;
        policy.name = u"Policy"_s;
        policy.scope = scope;
        policy.allDevices = scope.isEmpty();
        policy.profiles = {item()};
        return m_fleet->save(insert(policy));
    }
    BusinessPolicy active(const QString &scope)
    {
        m_fleet->later(60);
        const BusinessPolicy policy = draft(scope);
        m_fleet->activate(policy);
        return m_fleet->reread(policy);
    }

    // A draft with the rule alone.
    BusinessPolicy rule(const QString &scope, const QString &most)
    {
        m_fleet->later(60);
        if (m_rule.id.text.isEmpty()) {
            m_rule.name = u"Updates"_s;
            m_rule.check = u"updates.security<=$most"_s;
            m_rule.parameters = {{u"most"_s, ParameterType::Int, {}, u"1"_s, {}, {}, {}, {}}};
            m_rule.revision = 1;
            m_rule = insert(m_rule);
        }
        BusinessPolicy policy;
        policy.name = u"Rules"_s;
        policy.scope = scope;
        policy.allDevices = scope.isEmpty();
        return saved(insert(policy), most);
    }
    // As the API does it.
    BusinessPolicy saved(BusinessPolicy policy, const QString &most)
    {
        const auto made = m_fleet->site.write([&](Transaction &t) -> Result<BusinessPolicy> {
            policy.items.clear();
            for (const QString &profile : policy.profiles)
                policy.items.push_back({profile, {}, 0, {}, {}});
            policy.rulePins = {{ruleId(), 0, {}, {}, {{u"most"_s, most}}}};
            const Result<Done> pinned = pinParts(t, policy);
            if (!pinned)
                return pinned.error();
            const Result<PolicyVersion> added = addVersion(t, policy, {u"acc-1"_s, u"Tester"_s});
            return added ? Table<BusinessPolicy>().update(t, policy) : added.error();
        });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        return made.value();
    }
    QString ruleId() const { return m_rule.id.text; }
    void nextRule()
    {
        OK(m_fleet->site.write([this](Transaction &t) -> Result<Done> {
            ++m_rule.revision;
            m_rule.description = QString::number(m_rule.revision);
            const Result<ComplianceRule> kept = Table<ComplianceRule>().refresh(t, m_rule);
            return kept ? Result<Done>(Done{}) : kept.error();
        }));
    }

    static QString voice(qint64 revision, const QJsonObject &parameters)
    {
        const QString number = QString::number(revision);
        return parameters.isEmpty() ? number : QString(number + u" most=" + parameters["most"_L1].toString());
    }
    // Of the preview of the newest version.
    QStringList conflicts(const BusinessPolicy &policy)
    {
        const Result<PolicyPreview> preview = m_fleet->preview(m_fleet->reread(policy));
        if (!preview)
            qFatal("%s", qPrintable(codeOf(preview)));
        QStringList lines;
        for (const PreviewConflict &conflict : preview.value().conflicts) {
            lines.append(u"%1 %2 %3 over %4 of %5 by %6 on %7"_s.arg(conflict.kind.token(), conflict.item,
                voice(conflict.revision, conflict.parameters), voice(conflict.otherRevision, conflict.otherParameters),
                conflict.policies.join(u','), conflict.winnerPolicy, QString::number(conflict.devices)));
        }
        return lines;
    }

    // On devices that have or await one, in order.
    QStringList revisions() const
    {
        QStringList all;
        const auto rows = Table<Deployment>().list(*m_fleet->site.database);
        for (const QString &device : m_devices) {
            for (const Deployment &row : rows ? rows.value() : std::vector<Deployment>()) {
                if (row.device.text == device && row.state.value() != DeploymentState::NotPossible)
                    all.append(QString::number(row.revision));
            }
        }
        return all;
    }
    QString judged(int device) const
    {
        const auto rows = Table<RuleResult>().list(
            *m_fleet->site.database, {u"device_id = ? AND rule_id = ?"_s, {m_devices[device], ruleId()}});
        return rows && rows.value().size() == 1 ? rows.value().front().state.token() : QString();
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    QStringList m_devices;
    QString m_item; // empty: the fleet's first profile
    ComplianceRule m_rule;
};

QTEST_GUILESS_MAIN(TestPolicyConflicts)
#include "tst_policy_conflicts.moc"
