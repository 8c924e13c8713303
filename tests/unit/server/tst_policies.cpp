// Policies through the real store: which devices they reach and when, and what of them is believed.
#include "policyfleet.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }

    void reconcilingTwiceChangesNothing()
    {
        QRandomGenerator random{3};
        m_fleet->fill(12, random);
        for (int i = 0; i < int(m_fleet->policyCount()); ++i)
            m_fleet->activate(m_fleet->policy(i));
        m_fleet->drain();
        const qint64 token = m_fleet->number(u"SELECT token FROM change_counter"_s);
        m_fleet->aged();
        m_fleet->later(600);
        m_fleet->drain();
        QCOMPARE(m_fleet->number(u"SELECT token FROM change_counter"_s), token);
    }

    void portionsEndWhereOneJobWould()
    {
        QRandomGenerator random{5};
        m_fleet->fill(12, random);
        const BusinessPolicy policy = m_fleet->everybody();
        m_fleet->activate(policy);
        int jobs = 0;
        for (bool left = true; left; ++jobs) {
            const Result<Done> done = m_fleet->site.write([&left](Transaction &t) {
                return drainQueue(t, 5, std::chrono::seconds(10)).map([&left](bool more) {
                    left = more;
                    return Done{};
                });
            });
            OK(done);
        }
        QCOMPARE(jobs, 3);
        QCOMPARE(m_fleet->number(u"SELECT devices FROM policies WHERE id = ?"_s, {policy.id.text}), 12);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM policy_devices WHERE policy = ?"_s, {policy.id.text}), 12);
    }

    // Everybody may have the second version, and one device is silent: the third builds on the second.
    void theNextRollOutBuildsOnWhatEverybodyMayHave()
    {
        QRandomGenerator random{1};
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->settle();
        BusinessPolicy policy = m_fleet->policyOf(queued);
        policy.waves = {{0, u"tag:nobody"_s}};
        m_fleet->editProfile(Id<ConfigurationProfile>{queued.item}, random);
        policy = m_fleet->save(policy);
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).revision, 1); // not its wave
        m_fleet->carryOn(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).revision, 2);
        m_fleet->deliver(queued);
        m_fleet->editProfile(Id<ConfigurationProfile>{queued.item}, random);
        policy = m_fleet->save(m_fleet->reread(policy));
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->reread(policy).base, policy.number - 1);
        QCOMPARE(m_fleet->stored(queued).revision, 2);
        QCOMPARE(m_fleet->stored(queued).state.token(), u"delivered"_s);
    }

    // What is not what was pinned is not installed, and a rule that cannot be read is met by nobody.
    void whatWasTamperedWithIsUnreadable()
    {
        const Deployment queued = m_fleet->oneQueued();
        const BusinessPolicy policy = m_fleet->policyOf(queued);
        OK(m_fleet->site.write([&](Transaction &t) {
            return t.database()
                .run(u"UPDATE revisions SET content = replace(content, '.example', '.invalid') || ' '"_s)
                .map([](QSqlQuery *) { return Done{}; });
        }));
        Result<PolicySet> set = loadPolicySet(*m_fleet->site.database, m_fleet->site.now);
        OK(set);
        QVERIFY(set.value().items.isEmpty());
        QCOMPARE(set.value().rules.size(), 1); // blanks are no change
        QVERIFY(set.value().rules.begin()->check());
        OK(m_fleet->site.write([&](Transaction &t) {
            return t.database().run(u"UPDATE revisions SET content = '{}'"_s).map([](QSqlQuery *) { return Done{}; });
        }));
        set = loadPolicySet(*m_fleet->site.database, m_fleet->site.now);
        OK(set);
        QVERIFY(!set.value().rules.begin()->check());
        QCOMPARE(set.value().rules.begin()->rule().id.text, policy.rulePins.front().rule);
    }

    // A device that nothing has changed about comes into a policy by the time alone.
    void timeAloneBringsDevicesIn()
    {
        const Deployment queued = m_fleet->oneQueued();
        BusinessPolicy policy = m_fleet->policyOf(queued);
        policy.allDevices = false;
        policy.scope = u"seen>2d"_s;
        policy = m_fleet->save(policy);
        m_fleet->activate(policy);
        m_fleet->drain();
        QVERIFY(m_fleet->members(policy).isEmpty());
        m_fleet->later(3 * 86'400);
        m_fleet->aged();
        m_fleet->drain();
        QCOMPARE(m_fleet->members(policy).size(), 1);
    }

    void whatCannotBeDoneGoesBehindTheOthers()
    {
        QRandomGenerator random{5};
        m_fleet->fill(3, random);
        m_fleet->activate(m_fleet->everybody());
        m_fleet->later(1);
        const auto first = [this] {
            return m_fleet->site.database->value(
                                             u"SELECT device FROM reconcile_queue ORDER BY queued, device LIMIT 1"_s)
                .value()
                .toString();
        };
        const QString bad = first();
        const Result<QString> late = m_fleet->site.write([](Transaction &t) { return putOff(t); });
        OK(late);
        QCOMPARE(late.value(), bad);
        QVERIFY(first() != bad);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 3);
    }

    void removedDeviceLeavesNothing()
    {
        const Deployment queued = m_fleet->oneQueued();
        OK(m_fleet->site.write([&](Transaction &t) { return forgetPolicies(t, queued.device); }));
        for (const char *table : {"deployments", "results"})
            QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM %1 WHERE device_id = ?"_s.arg(QLatin1StringView(table)),
                         {queued.device.text}),
                0);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM policy_devices WHERE device = ?"_s, {queued.device.text}), 0);
        QCOMPARE(m_fleet->number(u"SELECT devices FROM policies WHERE state = 'active'"_s), 0);
    }

private:
    std::unique_ptr<PolicyFleet> m_fleet;
};

QTEST_GUILESS_MAIN(TestPolicies)
#include "tst_policies.moc"
