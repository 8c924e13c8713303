// Versions that follow each other before their roll-outs are complete: every device keeps what it has until a newer one
// comes to it, and the preview says so.
#include "policyfleet.h"

#include <QMap>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

template<class T> T must(const Result<T> &result)
{
    if (!result)
        qFatal("%s", qPrintable(codeOf(result)));
    return result.value();
}

// "3/1" for version 3 in wave 1, with "!" when it had halted.
QString replacedIn(const BusinessPolicy &policy)
{
    QStringList stages;
    for (const ReplacedRollout &stage : policy.replaced)
        stages.append(u"%1/%2%3"_s.arg(stage.number).arg(stage.wave).arg(stage.halted ? u"!"_s : QString()));
    return stages.join(u' ');
}

} // namespace

class TestRolloutChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fleet = std::make_unique<PolicyFleet>();
        m_changesParts = false;
        m_came.clear();
        m_halted.clear();
    }
    void cleanupTestCase() { QVERIFY(m_kept > 0 || m_rounds < 40); } // else nothing was compared

    void activationRemembersWhatItReplaces()
    {
        const QDateTime now = m_fleet->site.now;
        BusinessPolicy policy;
        const auto next = [&](std::vector<RolloutWave> waves, bool isOpenToAll = false) {
            ++policy.number;
            policy.waves = std::move(waves);
            putInForce(policy, now, isOpenToAll);
            return policy;
        };
        const std::vector<RolloutWave> two{{10, {}}, {50, {}}};
        QCOMPARE(next({}).base, 0);
        QVERIFY(!policy.rollout.isKnown());
        QCOMPARE(next(two).base, 1);
        QCOMPARE(replacedIn(policy), QString()); // as it was stored before roll-outs were remembered
        QCOMPARE(policy.wave, 1);
        policy.rollout = RolloutState::Waiting;
        policy.wave = 2;
        QCOMPARE(next(two).base, 1);
        QCOMPARE(replacedIn(policy), u"2/2"_s);
        QCOMPARE(policy.wave, 1);
        policy.rollout = RolloutState::Halted;
        QCOMPARE(replacedIn(next(two)), u"2/2 3/1!"_s);
        QCOMPARE(policy.base, 1);
        QVERIFY(policy.rollout.value() == RolloutState::Running);
        // open to everybody
        policy.wave = 3;
        QCOMPARE(next(two, true).base, 4);
        QCOMPARE(replacedIn(policy), QString());
        // open to everybody, and some had not begun when it halted
        policy.wave = 3;
        policy.rollout = RolloutState::Halted;
        QCOMPARE(next(two, true).base, 4);
        QCOMPARE(replacedIn(policy), u"5/3!"_s);
        QCOMPARE(next({}).base, 0); // for everybody at once
        QCOMPARE(replacedIn(policy), QString());
        QCOMPARE(next(two).base, 7);
        policy.rollout = RolloutState::Done;
        policy.base = 0;
        QCOMPARE(next(two).base, 8);
        QCOMPARE(replacedIn(policy), QString());
    }

    // The ninth that would not be complete; what comes to everybody is never refused.
    void tooManyAreRefused()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{2};
        fleet.fill(4, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.drain();
        for (int i = 0; i < int(maximumRollouts); ++i) {
            policy = revised(policy, {{50, {}}}, random);
            OK(fleet.preview(policy));
            fleet.activate(policy);
            fleet.drain();
        }
        QCOMPARE(fleet.reread(policy).replaced.size(), size_t(maximumRollouts - 1));
        policy = revised(policy, {{50, {}}}, random);
        QCOMPARE(code(activatedPolicy(*fleet.site.database, policy, fleet.site.now)), u"policy.rollout-chain"_s);
        QCOMPARE(code(fleet.preview(policy)), u"policy.rollout-chain"_s);
        OK(activatedPolicy(*fleet.site.database, revised(policy, {}, random), fleet.site.now));
        // once the last one is open to everybody, the next is the first again
        fleet.carryOn(policy);
        fleet.drain();
        policy = revised(policy, {{50, {}}}, random);
        fleet.activate(policy);
        fleet.drain();
        policy = fleet.reread(policy);
        QVERIFY(policy.replaced.empty());
        QCOMPARE(policy.base, qint64(maximumRollouts) + 1);
    }

    // One for all, the next for 30 percent, the next for 10; then one that halts, and back to the first.
    void sharesKeepTheirVersions()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{3};
        fleet.fill(40, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.settle();
        const QStringList all = versionsOf(policy).keys();
        QCOMPARE(all.size(), 40);
        policy = revised(policy, {{30, {}}}, random);
        fleet.activate(policy);
        fleet.settle();
        policy = revised(policy, {{10, {}}}, random);
        const PolicyPreview told = must(fleet.preview(policy));
        fleet.activate(policy);
        fleet.settle();
        const auto expected = [&](const QString &device, qint64 third) {
            const int bucket = rolloutBucket(policy.id.text, device);
            return isInShare(bucket, third) ? qint64(3) : isInShare(bucket, 30) ? qint64(2) : qint64(1);
        };
        QMap<QString, qint64> versions = versionsOf(policy);
        QMap<qint64, qint64> counts;
        for (const QString &device : all) {
            QCOMPARE(versions.value(device), expected(device, 10));
            ++counts[versions.value(device)];
        }
        QCOMPARE(counts.size(), 3);
        QCOMPARE(countsOf(told), counts);
        QVERIFY(installedIsOf(policy));

        // paused and taken up again, nobody has anything else
        fleet.pause(policy);
        fleet.drain();
        QCOMPARE(versionsOf(policy), versions);
        fleet.activate(policy);
        fleet.settle();
        QCOMPARE(versionsOf(policy), versions);

        // the fourth halts before it has begun anywhere, and is replaced
        const QMap<QString, QStringList> before = rowsOf();
        policy = revised(policy, {{100, {}}}, random);
        fleet.activate(policy);
        fleet.drain();
        halt(policy);
        fleet.drain();
        policy = revised(policy, {{5, {}}}, random);
        fleet.activate(policy);
        fleet.settle();
        QCOMPARE(replacedIn(fleet.reread(policy)), u"2/1 3/1 4/1!"_s);
        versions = versionsOf(policy);
        for (const QString &device : all) {
            const bool isReached = isInShare(rolloutBucket(policy.id.text, device), 5);
            QCOMPARE(versions.value(device), isReached ? 5 : 4);
            if (!isReached)
                QCOMPARE(provenOn(device), provenIn(before.value(device))); // the fourth never began
        }

        // and back, for everybody
        policy = fleet.rollBack(policy, 1);
        fleet.activate(policy);
        fleet.settle();
        versions = versionsOf(policy);
        for (const QString &device : all)
            QCOMPARE(versions.value(device), 6);
        QVERIFY(installedIsOf(policy));
        QVERIFY(fleet.reread(policy).replaced.empty());

        // by waves, if the version says so
        policy = fleet.rollBack(policy, 2);
        fleet.activate(policy);
        fleet.settle();
        versions = versionsOf(policy);
        for (const QString &device : all)
            QCOMPARE(versions.value(device), isInShare(rolloutBucket(policy.id.text, device), 30) ? 7 : 6);
        QVERIFY(installedIsOf(policy));

        // the end is the end of every version
        fleet.retireLeaving(policy);
        fleet.settle();
        QVERIFY(versionsOf(policy).isEmpty());
    }

    // In the last wave too, and when the next version comes before anybody has decided.
    void aHaltOfTheLastWaveTakesNothingAway()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{6};
        fleet.fill(10, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.settle();
        const auto installed = [&fleet] { return fleet.installed().filter(u" installed "_s); };
        const QStringList before = installed();
        QVERIFY(!before.isEmpty());
        policy = fleet.reread(policy);
        policy.profiles = {fleet.profileId(2)};
        policy.waves = {{0, u"tag:nobody"_s}};
        policy = fleet.save(policy);
        fleet.activate(policy);
        fleet.drain();
        fleet.carryOn(policy);
        QCOMPARE(fleet.reread(policy).wave, 2);
        halt(policy);
        fleet.settle();
        QCOMPARE(installed(), before);
        policy = revised(policy, {{0, u"tag:nobody"_s}}, random);
        fleet.activate(policy);
        fleet.settle();
        QCOMPARE(replacedIn(fleet.reread(policy)), u"2/2!"_s);
        QCOMPARE(fleet.reread(policy).base, 1);
        QCOMPARE(installed(), before);
    }

    // Policies of a server that did not remember what it replaced: who is not reached has the version before.
    void whatWasStoredBeforeMeansTheSame()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{4};
        fleet.fill(20, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.drain();
        policy = revised(policy, {{50, {}}}, random);
        fleet.activate(policy);
        OK(fleet.site.write([&](Transaction &t) {
            return t.database().run(u"UPDATE policies SET rollout_replaced = NULL"_s).map([](QSqlQuery *) {
                return Done{};
            });
        }));
        fleet.drain();
        const QMap<QString, qint64> versions = versionsOf(policy);
        QCOMPARE(versions.size(), 20);
        for (auto it = versions.begin(); it != versions.end(); ++it)
            QCOMPARE(it.value(), isInShare(rolloutBucket(policy.id.text, it.key()), 50) ? 2 : 1);
    }

    // A version that devices keep and that cannot be read any more: nothing is taken from anybody.
    void anUnreadableVersionTakesNothingAway()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{5};
        fleet.fill(10, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.settle();
        for (const int share : {60, 30}) {
            policy = revised(policy, {{share, {}}}, random);
            fleet.activate(policy);
            fleet.settle();
        }
        const auto installed = [&fleet] { return fleet.installed().filter(u" installed "_s); };
        const QStringList before = installed();
        OK(fleet.site.write([&](Transaction &t) -> Result<Done> {
            must(t.database().run(
                u"UPDATE versions SET content = '{}' WHERE policy_id = ? AND number = 2"_s, {policy.id.text}));
            must(enqueuePolicy(t, fleet.reread(policy), false));
            return policiesChanged(t);
        }));
        fleet.drain();
        const PolicySet set = must(loadPolicySet(*fleet.site.database, fleet.site.now));
        QCOMPARE(set.active.size(), size_t(0));
        QCOMPARE(set.paused.size(), size_t(1));
        OK(fleet.site.write(&runRollouts)); // goes on with the others
        QVERIFY(!before.isEmpty());
        QCOMPARE(installed(), before);
    }

    // Random versions, waves, halts and steps. What each device is to have is kept beside, by the rule alone.
    void devicesKeepWhatTheyHave_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void devicesKeepWhatTheyHave()
    {
        QFETCH(const int, seed);
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{quint32(seed)};
        fleet.fill(14, random);
        BusinessPolicy policy = fleet.everybody();
        fleet.activate(policy);
        fleet.settle();
        follow(policy);
        for (int round = 0; round < 10; ++round, ++m_rounds) {
            const bool isFull = fleet.reread(policy).replaced.size() + 1 >= size_t(maximumRollouts);
            m_changesParts = true;
            policy = revised(policy, isFull ? std::vector<RolloutWave>() : someWaves(random), random);
            const QHash<QString, qint64> cameBefore = m_came;
            const QMap<QString, QStringList> rowsBefore = rowsOf();
            const qint64 commands = fleet.number(u"SELECT COALESCE(MAX(n), 0) FROM commands"_s);
            const QSet<QString> membersBefore = fleet.members(policy);
            noteHalt(policy);
            const PolicyPreview told = must(fleet.preview(policy));
            fleet.activate(policy);
            fleet.drain();
            follow(policy);
            compareVersions(policy);
            if (QTest::currentTestFailed())
                return;

            // what was told is what happened
            const QSet<QString> members = fleet.members(policy);
            QCOMPARE(told.enter, (members - membersBefore).size());
            QCOMPARE(told.leave, (membersBefore - members).size());
            qint64 orders = 0;
            for (const PreviewItem &item : told.items)
                orders += item.install + item.replace + item.remove;
            QCOMPARE(orders, fleet.number(u"SELECT COUNT(*) FROM commands WHERE n > ?"_s, {commands}));
            QMap<qint64, qint64> counts;
            const QMap<QString, qint64> versions = versionsOf(policy);
            for (const qint64 number : versions)
                ++counts[number];
            QCOMPARE(countsOf(told), policy.waves.empty() ? (QMap<qint64, qint64>()) : counts);

            // and nobody else has noticed anything
            const QMap<QString, QStringList> rows = rowsOf();
            for (auto it = cameBefore.begin(); it != cameBefore.end(); ++it) {
                if (m_came.value(it.key()) != it.value())
                    continue;
                QCOMPARE(rows.value(it.key()), rowsBefore.value(it.key()));
                m_kept += it.value() != fleet.reread(policy).base ? 1 : 0;
            }

            if (random.bounded(3) == 0) {
                halt(policy);
                fleet.drain();
            }
            fleet.settle();
            fleet.settle();
            while (random.bounded(2) == 0) {
                fleet.carryOn(policy);
                fleet.settle();
                follow(policy);
                compareVersions(policy);
                if (QTest::currentTestFailed())
                    return;
            }
            compareContent(policy);
            if (QTest::currentTestFailed())
                return;
        }
    }

private:
    // The next version, with what the profiles and rules say by now.
    BusinessPolicy revised(
        const BusinessPolicy &policy, const std::vector<RolloutWave> &waves, QRandomGenerator &random) const
    {
        m_fleet->editProfile(Id<ConfigurationProfile>{m_fleet->profileId(0)}, random);
        BusinessPolicy next = m_fleet->reread(policy);
        next.waves = waves;
        next.description = QString::number(next.number + 1);
        if (m_changesParts) {
            next.profiles.clear();
            for (const int profile : {0, 2, 3}) { // those that get on with each other
                if (random.bounded(3) > 0)
                    next.profiles.append(m_fleet->profileId(profile));
            }
            next.rules.clear();
            for (const int rule : {0, 1, 2}) {
                if (random.bounded(2) == 0)
                    next.rules.append(m_fleet->ruleId(rule));
            }
        }
        return m_fleet->save(next);
    }
    static std::vector<RolloutWave> someWaves(QRandomGenerator &random)
    {
        const qint64 share = 10 + random.bounded(60);
        switch (random.bounded(6)) {
        case 0:
            return {};
        case 1:
            return {{0, u"tag:field"_s}};
        case 2:
            return {{0, u"tag:sales"_s}, {share, {}}};
        case 3:
            return {{share, {}}, {share + 20, {}}};
        default:
            return {{share, {}}};
        }
    }

    void halt(const BusinessPolicy &policy) const
    {
        must(m_fleet->site.write([&](Transaction &t) -> Result<Done> {
            BusinessPolicy halted = m_fleet->reread(policy);
            const RolloutState state = halted.rollout.value();
            if (state != RolloutState::Running && state != RolloutState::Waiting)
                return Done{};
            halted.rollout = RolloutState::Halted;
            must(Table<BusinessPolicy>().update(t, halted));
            must(policiesChanged(t));
            return enqueuePolicy(t, must(withVersion(t.database(), halted, halted.inForce)), true);
        }));
    }

    // Of the devices on record, by id.
    QMap<QString, qint64> versionsOf(const BusinessPolicy &policy) const
    {
        QMap<QString, qint64> numbers;
        QSqlQuery *rows = must(m_fleet->site.database->run(
            u"SELECT device, number FROM policy_devices WHERE policy = ?"_s, {policy.id.text}));
        while (rows->next())
            numbers.insert(rows->value(0).toString(), rows->value(1).toLongLong());
        rows->finish();
        return numbers;
    }
    static QMap<qint64, qint64> countsOf(const PolicyPreview &preview)
    {
        QMap<qint64, qint64> counts;
        for (const PreviewVersion &version : preview.versions)
            counts.insert(version.number, version.devices);
        return counts;
    }
    // All that is kept of a device's deployments, by device.
    QMap<QString, QStringList> rowsOf() const
    {
        QMap<QString, QStringList> rows;
        for (const Deployment &row : m_fleet->deployments()) {
            const qint64 proven = provenRevision(row);
            rows[row.device.text].append(u"%1 %2 %3 %4 %5 %6 %7"_s.arg(row.item, row.state.token(), row.code)
                                             .arg(row.revision)
                                             .arg(row.attempts)
                                             .arg(row.policies.join(u','))
                                             .arg(proven));
        }
        for (QStringList &lines : rows)
            lines.sort();
        return rows;
    }
    // What devices have shown to hold: the item and the revision.
    static QStringList provenIn(const QStringList &rows)
    {
        QStringList proven;
        for (const QString &row : rows)
            proven.append(QString(row.section(u' ', 0, 0) + u' ' + row.section(u' ', -1)));
        return proven;
    }
    QStringList provenOn(const QString &device) const { return provenIn(rowsOf().value(device)); }

    // What is installed on each device that can have it is what its version says, in its revision, and nothing else.
    bool installedIsOf(const BusinessPolicy &policy) const
    {
        const QMap<QString, qint64> versions = versionsOf(policy);
        QMap<qint64, QStringList> contents; // by version
        for (const qint64 number : versions) {
            if (contents.contains(number))
                continue;
            QStringList &lines = contents[number];
            const BusinessPolicy version = must(withVersion(*m_fleet->site.database, policy, number));
            for (const PolicyItem &item : version.items)
                lines.append(u"%1 %2"_s.arg(item.item).arg(item.revision));
            lines.sort();
        }
        QMap<QString, QStringList> installed;
        for (const Deployment &row : m_fleet->deployments()) {
            if (row.state.value() == DeploymentState::Installed)
                installed[row.device.text].append(u"%1 %2"_s.arg(row.item).arg(row.revision));
        }
        for (auto it = versions.begin(); it != versions.end(); ++it) {
            const Device device = m_fleet->device(it.key());
            const bool canHave =
                device.platform.value() == Platform::Linux && device.management.value() == Management::Agent;
            QStringList lines = installed.value(it.key());
            lines.sort();
            const QStringList expected = canHave ? contents.value(it.value()) : QStringList();
            if (m_halted.contains(it.value()) || lines == expected)
                continue;
            qWarning("%s in version %d has %s instead of %s", qPrintable(it.key()), int(it.value()),
                qPrintable(lines.join(u", "_s)), qPrintable(expected.join(u", "_s)));
            return false;
        }
        return true;
    }

    // The roll-out that is about to be replaced, or is under way, has halted: not all whom it has reached have begun.
    void noteHalt(const BusinessPolicy &policy)
    {
        const BusinessPolicy stored = m_fleet->reread(policy);
        if (stored.rollout.value() == RolloutState::Halted)
            m_halted.insert(stored.inForce);
        else
            m_halted.remove(stored.inForce); // it has gone on since
    }
    // The rule: who is in an open wave of the version in force has that, and all others have what they had.
    void follow(const BusinessPolicy &policy)
    {
        const BusinessPolicy stored = m_fleet->reread(policy);
        const BusinessPolicy inForce = must(withVersion(*m_fleet->site.database, stored, stored.inForce));
        for (const Device &device : must(Table<Device>().list(*m_fleet->site.database))) {
            qint64 wave = 1;
            for (const RolloutWave &one : inForce.waves) {
                const bool isIn = one.query.isEmpty()
                    ? isInShare(rolloutBucket(policy.id.text, device.id.text), one.percent)
                    : device.tags.contains(one.query.sliced(4));
                if (isIn)
                    break;
                ++wave;
            }
            if (inForce.waves.empty() || stored.rollout.value() == RolloutState::Done || wave <= stored.wave)
                m_came[device.id.text] = stored.inForce;
        }
    }
    void compareVersions(const BusinessPolicy &policy) const
    {
        const QMap<QString, qint64> versions = versionsOf(policy);
        QCOMPARE(versions.size(), m_came.size());
        for (auto it = versions.begin(); it != versions.end(); ++it)
            QCOMPARE(it.value(), m_came.value(it.key()));
    }
    // Items and rules.
    void compareContent(const BusinessPolicy &policy)
    {
        noteHalt(policy);
        QVERIFY(installedIsOf(policy));
        const QMap<QString, qint64> versions = versionsOf(policy);
        for (auto it = versions.begin(); it != versions.end(); ++it) {
            QStringList expected;
            const BusinessPolicy version = must(withVersion(*m_fleet->site.database, policy, it.value()));
            for (const PolicyRule &pin : version.rulePins)
                expected.append(pin.rule);
            expected.sort();
            QStringList judged;
            QSqlQuery *rows =
                must(m_fleet->site.database->run(u"SELECT rule_id FROM results WHERE device_id = ?"_s, {it.key()}));
            while (rows->next())
                judged.append(rows->value(0).toString());
            rows->finish();
            judged.sort();
            QCOMPARE(judged, expected);
        }
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    bool m_changesParts = false; // also which items and rules a version has
    QHash<QString, qint64> m_came; // by device: the version that it is to have
    QSet<qint64> m_halted; // versions that had halted when they were replaced, or have now
    int m_rounds = 0; // of all seeds
    int m_kept = 0; // devices that kept the version of a roll-out that was replaced
};

QTEST_GUILESS_MAIN(TestRolloutChain)
#include "tst_rollout_chain.moc"
