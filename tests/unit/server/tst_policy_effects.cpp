// What a policy says that it will do is what it does, and with an earlier version comes back what that one brought.
#include "policyfleet.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPolicyEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }
    void cleanupTestCase() { QVERIFY(m_disputed > 0 || m_previews < 50); } // else nothing was compared

    // Random fleets, policies and devices that do as they please. Before each activation the preview is taken; then
    // commands, rows and states are counted.
    void previewIsWhatHappens_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void previewIsWhatHappens()
    {
        QFETCH(const int, seed);
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{quint32(seed)};
        fleet.fill(12, random);
        int activations = 0;
        for (int round = 0; round < 25; ++round) {
            fleet.later(random.bounded(3) == 0 ? 3'600 : 90);
            fleet.aged(); // what time alone has made due is no effect of the policy
            fleet.drain();
            const BusinessPolicy policy = fleet.policy(int(random.bounded(int(fleet.policyCount()))));
            if (policy.state.value() == PolicyState::Active && random.bounded(3) > 0) {
                fleet.carryOn(policy);
                if (random.bounded(2) == 0)
                    fleet.pause(policy);
            } else {
                const BusinessPolicy edited = random.bounded(2) == 0 ? fleet.edit(policy, random) : policy;
                fleet.drain();
                comparePreview(edited);
                if (QTest::currentTestFailed())
                    return;
                ++activations;
            }
            if (random.bounded(4) == 0)
                fleet.editProfile(random);
            if (random.bounded(4) == 0)
                fleet.changeDevice(random);
            fleet.drain();
            fleet.letDevicesAnswer(random);
        }
        QVERIFY(activations > 3);
        fleet.removeAllPolicies();
        for (int round = 0; round < 12; ++round) { // every device answers in the end, and then nothing is left
            fleet.later(3'600);
            fleet.aged();
            fleet.drain();
            fleet.allDevicesSucceed();
        }
        fleet.drain();
        // but what failed for good, and what may only go after that
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM deployments d WHERE (code <> 'conflict' OR code IS NULL) AND NOT "
                              "(state = 'waiting' AND EXISTS (SELECT 1 FROM deployments o WHERE "
                              "o.device_id = d.device_id AND o.code = 'conflict'))"_s),
            0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM results"_s), 0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM policy_devices"_s), 0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM commands"_s), 0);
    }

    // Whatever was edited, activated or deleted in between: with the content of a version comes back what it brought.
    void rollingBackRestoresEveryDevice()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{11};
        fleet.fill(10, random);
        BusinessPolicy policy = fleet.everybody();
        QMap<qint64, QStringList> brought;
        QMap<qint64, QString> hashes;
        for (int round = 0; round < 12; ++round) {
            policy = fleet.reread(policy);
            policy.profiles.clear();
            for (const int profile : {0, 2, 3}) {
                if (random.bounded(3) > 0)
                    policy.profiles.append(fleet.profileId(profile));
            }
            policy.description = QString::number(round);
            fleet.editProfile(random);
            policy = fleet.save(policy);
            hashes.insert(policy.number, policy.hash);
            if (random.bounded(3) == 0)
                continue;
            fleet.activate(policy);
            fleet.settle();
            brought.insert(policy.number, fleet.installed());
        }
        fleet.removeAllProfiles();
        QVERIFY(brought.size() > 4);
        for (auto it = brought.constBegin(); it != brought.constEnd(); ++it) {
            policy = fleet.rollBack(policy, it.key());
            QCOMPARE(policy.hash, hashes.value(it.key()));
            fleet.activate(policy);
            fleet.settle();
            QCOMPARE(fleet.installed(), it.value());
        }
    }

private:
    void comparePreview(const BusinessPolicy &policy)
    {
        PolicyFleet &fleet = *m_fleet;
        const Result<PolicyPreview> preview = fleet.preview(policy);
        OK(preview);
        const PolicyPreview &told = preview.value();
        QCOMPARE(told.version, policy.version);
        const qint64 command = fleet.number(u"SELECT COALESCE(MAX(n), 0) FROM commands"_s);
        const QSet<QString> before = fleet.members(policy);
        fleet.activate(policy);
        fleet.drain();
        const QSet<QString> after = fleet.members(policy);
        QCOMPARE(told.enter, (after - before).size());
        QCOMPARE(told.leave, (before - after).size());
        QCOMPARE(told.stay, (before & after).size());
        qint64 installs = 0;
        qint64 removals = 0;
        for (const PreviewItem &item : told.items) {
            const auto ordered = [&](const char *kind) {
                return fleet.number(u"SELECT COUNT(*) FROM commands c JOIN deployments d ON d.id = c.origin "
                                    "WHERE c.n > ? AND c.kind = ? AND d.item = ?"_s,
                    {command, QString::fromLatin1(kind), item.item});
            };
            QCOMPARE(item.install + item.replace, ordered("profile_install"));
            QCOMPARE(item.remove, ordered("profile_remove"));
            installs += item.install + item.replace;
            removals += item.remove;
            QStringList visited;
            for (const QString &device : before | after)
                visited.append(u'\'' + device + u'\'');
            const qint64 waiting = visited.isEmpty()
                ? 0
                : fleet.number(u"SELECT COUNT(*) FROM deployments WHERE item = ? AND state = 'waiting' AND "
                               "device_id IN (%1)"_s.arg(visited.join(u',')),
                    {item.item});
            QCOMPARE(item.waiting, waiting);
            if (policy.profiles.contains(item.item))
                compareImpossible(policy, item);
        }
        QCOMPARE(installs + removals, fleet.number(u"SELECT COUNT(*) FROM commands WHERE n > ?"_s, {command}));
        QMap<QString, qint64> states;
        for (const QString &device : before | after)
            ++states[fleet.device(device).compliance.token()];
        const QJsonObject expected = told.compliance["after"_L1].toObject();
        QCOMPARE(states.size(), expected.size());
        for (auto it = states.begin(); it != states.end(); ++it)
            QCOMPARE(it.value(), expected[it.key()].toInteger());
        for (const PreviewDevice &line : told.devices)
            QCOMPARE(fleet.device(line.device).compliance.token(), line.after.token());
        ++m_previews;
        compareRevisions(policy, told);
        // and asked again, there is nothing left to do
        const Result<PolicyPreview> again = fleet.preview(fleet.reread(policy));
        OK(again);
        QCOMPARE(again.value().enter + again.value().leave, 0);
        for (const PreviewItem &item : again.value().items)
            QCOMPARE(item.install + item.replace + item.remove, 0);
    }

    // Where two policies name an item in two revisions, devices are on the way to that of the winner.
    void compareRevisions(const BusinessPolicy &policy, const PolicyPreview &told)
    {
        QMap<std::tuple<QString, QString, qint64>, qint64> devices;
        for (const PreviewConflict &conflict : told.conflicts) {
            if (conflict.kind.value() != ConflictKind::Revision)
                continue;
            QVERIFY(conflict.revision != conflict.otherRevision);
            const QString &other = conflict.policies.first();
            if (conflict.winnerPolicy == policy.id.text)
                devices[{conflict.item, other, conflict.revision}] += conflict.devices;
            else if (conflict.winnerPolicy == other)
                devices[{conflict.item, other, conflict.otherRevision}] += conflict.devices;
        }
        for (auto it = devices.constBegin(); it != devices.constEnd(); ++it) {
            const auto &[item, other, revision] = it.key();
            const QString held = m_fleet->site.database->contains("policies");
            const qint64 there = m_fleet->number(
                u"SELECT COUNT(*) FROM deployments WHERE item = ? AND revision = ? AND %1 AND %2"_s.arg(held, held),
                {item, revision, policy.id.text, other});
            QVERIFY2(it.value() <= there, qPrintable(item));
            ++m_disputed;
        }
    }

    void compareImpossible(const BusinessPolicy &policy, const PreviewItem &item)
    {
        const qint64 stuck = m_fleet->number(
            u"SELECT COUNT(*) FROM deployments WHERE item = ? AND %1 AND "
            "(state = 'not_possible' OR (state = 'failed' AND (code = 'conflict' OR attempts >= 5)))"_s.arg(
                m_fleet->site.database->contains("policies")),
            {item.item, policy.id.text});
        QCOMPARE(item.impossible, stuck);
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    int m_previews = 0; // of all rounds
    int m_disputed = 0; // items in them
};

QTEST_GUILESS_MAIN(TestPolicyEffects)
#include "tst_policy_effects.moc"
