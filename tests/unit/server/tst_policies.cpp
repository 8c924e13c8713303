// Policies through the real store: what a preview says is what happens; deployments from order to proof; what is
// written and what is not.
#include "policyfleet.h"

#include "server/lists/entitylist.h"
#include "server/policy/facttimes.h"
#include "server/policy/preview.h"
#include "server/policy/results.h"
#include "server/store/sections.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }

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

    void proofMustBeOfThisProfileAndRevision()
    {
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->deliver(queued);
        QCOMPARE(m_fleet->stored(queued).state.token(), u"delivered"_s);
        QCOMPARE(m_fleet->stored(queued).attempts, 1);
        m_fleet->report(queued, CommandOutcome::Started);
        QCOMPARE(m_fleet->stored(queued).state.token(), u"installing"_s);
        m_fleet->report(queued, CommandOutcome::Done, {{u"profile"_s, queued.item}, {u"version"_s, 99}});
        QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
        QCOMPARE(m_fleet->stored(queued).code, u"proof.missing"_s);
        // word that comes after the end is passed over
        m_fleet->report(queued, CommandOutcome::Done, {{u"profile"_s, queued.item}, {u"version"_s, 1}});
        QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
    }

    void wordOfAnOlderOrderIsPassedOver()
    {
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->deliver(queued);
        const QString old = m_fleet->command(queued);
        QRandomGenerator random{1};
        m_fleet->editProfile(Id<ConfigurationProfile>{queued.item}, random);
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).revision, 1); // the policy names the one that it was made with
        const BusinessPolicy policy = m_fleet->policyOf(queued);
        QCOMPARE(policy.outdated, 1);
        m_fleet->activate(m_fleet->save(policy));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).revision, 2);
        QVERIFY(m_fleet->command(queued) != old);
        m_fleet->reportAs(queued, old, CommandOutcome::Done, {{u"profile"_s, queued.item}, {u"version"_s, 1}});
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
        m_fleet->deliver(queued);
        m_fleet->report(queued, CommandOutcome::Done, {{u"profile"_s, queued.item}, {u"version"_s, 2}});
        QCOMPARE(m_fleet->stored(queued).state.token(), u"installed"_s);
        QCOMPARE(m_fleet->stored(queued).proof["version"_L1].toInt(), 2);
    }

    void interruptedIsTriedAgainUpToALimit()
    {
        const Deployment queued = m_fleet->oneQueued();
        qint64 wait = 0; // seconds
        for (int attempt = 1; attempt <= maximumAttempts; ++attempt) {
            QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
            m_fleet->deliver(queued);
            m_fleet->report(queued, CommandOutcome::Interrupted);
            QCOMPARE(m_fleet->stored(queued).code, u"interrupted"_s);
            QCOMPARE(m_fleet->stored(queued).attempts, attempt);
            const QDateTime due = m_fleet->stored(queued).due;
            QCOMPARE(due.isValid(), attempt < maximumAttempts);
            if (due.isValid()) { // later each time, and only then
                QVERIFY(m_fleet->site.now.secsTo(due) > wait);
                wait = m_fleet->site.now.secsTo(due);
                m_fleet->later(int(wait) - 20);
                OK(m_fleet->site.write(&enqueueDue));
                m_fleet->drain();
                QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
            }
            m_fleet->later(3'600);
            m_fleet->aged();
            m_fleet->drain();
        }
        QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
        OK(m_fleet->site.write([&](Transaction &t) { return retryDeployment(t, m_fleet->stored(queued)); }));
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
        QCOMPARE(code(m_fleet->site.write([&](Transaction &t) { return retryDeployment(t, m_fleet->stored(queued)); })),
            u"deployment.state"_s);
    }

    void computerThatEnrolsAnewGetsItAgain()
    {
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->deliver(queued);
        m_fleet->report(queued, CommandOutcome::Started); // and then it is installed anew, and knows nothing of it
        const QString old = m_fleet->command(queued);
        const auto enrolsAnew = [&](Transaction &t) -> Result<Done> {
            const Result<Done> ordered = reorderDeployments(t, queued.device);
            return ordered ? enqueueDevice(t, queued.device) : ordered;
        };
        OK(m_fleet->site.write(enrolsAnew));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
        QVERIFY(m_fleet->command(queued) != old);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        m_fleet->deliver(queued);
        m_fleet->report(queued, CommandOutcome::Done, {{u"profile"_s, queued.item}, {u"version"_s, 1}});
        OK(m_fleet->site.write(enrolsAnew));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
    }

    void pausedPolicyTakesBackWhatWasNotFetched()
    {
        QRandomGenerator random{1};
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->settle();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"installed"_s);
        m_fleet->editProfile(Id<ConfigurationProfile>{queued.item}, random);
        const BusinessPolicy policy = m_fleet->save(m_fleet->policyOf(queued));
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        m_fleet->pause(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 0);
        QCOMPARE(m_fleet->stored(queued).state.token(), u"installed"_s);
        QCOMPARE(m_fleet->stored(queued).revision, 1);
    }

    // Nothing under a pause stays due, and nobody can try it again: what it failed with stays on record.
    void pausedPolicyTriesNothingAgain()
    {
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->deliver(queued);
        m_fleet->reportAs(queued, m_fleet->command(queued), CommandOutcome::Failed, {}, u"disk.full"_s);
        const BusinessPolicy policy = m_fleet->policyOf(queued);
        m_fleet->pause(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
        QVERIFY(!m_fleet->stored(queued).due.isValid());
        m_fleet->later(3'600);
        OK(m_fleet->site.write(&enqueueDue));
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0);
        QCOMPARE(code(m_fleet->site.write([&](Transaction &t) { return retryDeployment(t, m_fleet->stored(queued)); })),
            u"deployment.paused"_s);
        QCOMPARE(m_fleet->stored(queued).code, u"disk.full"_s);
        m_fleet->activate(m_fleet->reread(policy));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
    }

    // Once another revision was handed out, an earlier proof shows nothing: the way back installs anew.
    void anEarlierProofEndsWithTheNextDelivery()
    {
        QRandomGenerator random{1};
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->settle();
        BusinessPolicy policy = m_fleet->policyOf(queued);
        const qint64 first = policy.number;
        m_fleet->editProfile(Id<ConfigurationProfile>{queued.item}, random);
        policy = m_fleet->save(policy);
        m_fleet->activate(policy);
        m_fleet->drain();
        m_fleet->deliver(queued);
        QVERIFY(m_fleet->stored(queued).proof.isEmpty());
        QVERIFY(mayBeOnDevice(m_fleet->stored(queued)));
        m_fleet->reportAs(queued, m_fleet->command(queued), CommandOutcome::Postponed, {}, u"in-use"_s);
        QVERIFY(mayBeOnDevice(m_fleet->stored(queued)));
        m_fleet->activate(m_fleet->rollBack(policy, first));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
        QCOMPARE(m_fleet->stored(queued).revision, 1);
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
                .run(u"UPDATE revisions SET content = replace(content, 'a.example', 'b.example') || ' '"_s)
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

    // A check-in that comes before the queue has come to the device does not carry what the pause took back.
    void noOrderGoesOutPastAPause()
    {
        const Deployment queued = m_fleet->oneQueued();
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 1);
        m_fleet->pause(m_fleet->policyOf(queued));
        OK(m_fleet->site.write([&](Transaction &t) { return reconcileBeforeDelivery(t, queued.device); }));
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 0);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0);
    }

    void postponedIsNoFailure()
    {
        const Deployment queued = m_fleet->oneQueued();
        for (int i = 0; i < 2 * maximumAttempts; ++i) {
            m_fleet->deliver(queued);
            m_fleet->reportAs(queued, m_fleet->command(queued), CommandOutcome::Postponed, {}, u"in-use"_s);
            QCOMPARE(m_fleet->stored(queued).state.token(), u"postponed"_s);
            QCOMPARE(m_fleet->stored(queued).attempts, 0);
            m_fleet->later(3'600);
            OK(m_fleet->site.write(&enqueueDue));
            m_fleet->drain();
            QCOMPARE(m_fleet->stored(queued).state.token(), u"queued"_s);
        }
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

    void factsHaveTheTimeOfTheirSection()
    {
        SiteFile site;
        Device device;
        device.name = u"a"_s;
        device.seen = site.now;
        const QDateTime agentTime = site.now.addSecs(-600);
        const auto made = site.write([&](Transaction &t) { return Table<Device>().insert(t, device); });
        OK(made);
        device = made.value();
        const auto timeOf = [&](const char *name) {
            const Result<FactTimes> times = factTimes(*site.database, device, site.now);
            const Field *field = findField(fields<Device>(), QString::fromLatin1(name));
            return times ? times.value()[size_t(field - fields<Device>().data())] : QDateTime();
        };
        QCOMPARE(timeOf("storage.free"), site.now); // told by nobody: as of the last contact
        const auto tell = [&](const QString &source, const QJsonObject &content, const QDateTime &asOf) {
            return site.write([&](Transaction &t) {
                return storeSection(t, device.id, source, u"storage"_s, SectionContent(content), asOf);
            });
        };
        OK(tell(QString::fromLatin1(agentSource), {{u"storage.free"_s, 5}}, agentTime));
        QCOMPARE(timeOf("storage.free"), agentTime);
        QCOMPARE(timeOf("name"), site.now);
        QCOMPARE(timeOf("tags"), site.now);
        const QDateTime otherTime = site.now.addSecs(-60);
        OK(tell(u"fusioninventory-agent"_s, {{u"storage.free"_s, 6}, {u"storage.total"_s, 9}}, otherTime));
        QCOMPARE(timeOf("storage.free"), agentTime); // ours goes first
        QCOMPARE(timeOf("storage.total"), otherTime);
    }

    void trialCountsTheFleet()
    {
        QRandomGenerator random{9};
        m_fleet->fill(12, random);
        ComplianceRule rule;
        rule.check = u"tag:sales"_s;
        rule.platforms = {u"linux"_s};
        const Result<RuleTrial> trial = tryRule(*m_fleet->site.database, {}, rule, m_fleet->site.now);
        OK(trial);
        const RuleTrial &sum = trial.value();
        QCOMPARE(sum.pass + sum.fail + sum.notApplicable, 12);
        QCOMPARE(sum.pass,
            m_fleet->number(
                u"SELECT COUNT(*) FROM devices WHERE platform = 'linux' AND replace(tags, '\"sales\"', '') <> tags"_s));
        rule.check = u"nonsense:1"_s;
        QCOMPARE(code(tryRule(*m_fleet->site.database, {}, rule, m_fleet->site.now)), u"query.unknown-field"_s);
    }

    // Device by device out of the database, and all at once out of the list in memory.
    void trialsOfBothKindsAgree()
    {
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{31};
        fleet.fill(60, random);
        const QStringList sources{QString::fromLatin1(agentSource), u"fusioninventory-agent"_s};
        const Result<Done> told = fleet.site.write([&](Transaction &t) -> Result<Done> {
            for (const Device &device : allDevices()) {
                for (int i = int(random.bounded(5)); i > 0; --i) {
                    const QJsonObject content = random.bounded(2) == 0
                        ? QJsonObject{{u"storage.free"_s, random.bounded(9)}, {u"storage.encrypted"_s, true}}
                        : QJsonObject{{u"os.version"_s, u"12.%1"_s.arg(random.bounded(9))}};
                    const Result<Done> stored = storeSection(t, device.id, sources[random.bounded(2)],
                        content.contains("os.version"_L1) ? u"system"_s : u"storage"_s, SectionContent(content),
                        fleet.site.now.addSecs(-qint64(random.bounded(20)) * 86'400));
                    if (!stored)
                        return stored;
                }
            }
            return Done{};
        });
        OK(told);
        EntityList list(tableSpec<Device>());
        OK(list.load(*fleet.site.database));
        const SnapshotPointer devices = list.columns.now().snapshot;
        QVERIFY(devices && devices->rowCount() == 60);
        int undetermined = 0;
        for (const char *check :
            {"storage.encrypted:yes", "os.version>=10", "storage.free>3 or tag:sales", "os.version>1{age:any}",
                "-storage.encrypted:no os>0", "updates.security:0{missing:pass}", "seen<30d"}) {
            ComplianceRule rule;
            rule.check = QString::fromLatin1(check);
            const Result<RuleTrial> slow = tryRule(*fleet.site.database, {}, rule, fleet.site.now);
            const Result<RuleTrial> fast = tryRule(*fleet.site.database, devices, rule, fleet.site.now);
            OK(slow);
            OK(fast);
            QCOMPARE(toJson(fast.value()), toJson(slow.value()));
            undetermined += int(fast.value().undetermined);
        }
        QVERIFY(undetermined > 0); // old facts are among them
    }

private:
    std::vector<Device> allDevices()
    {
        std::vector<Device> devices;
        Device device;
        static const EntityTable table(tableSpec<Device>());
        [&] { OK(table.each(*m_fleet->site.database, {}, {}, &device, [&] { devices.push_back(device); })); }();
        return devices;
    }
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
        // and asked again, there is nothing left to do
        const Result<PolicyPreview> again = fleet.preview(fleet.reread(policy));
        OK(again);
        QCOMPARE(again.value().enter + again.value().leave, 0);
        for (const PreviewItem &item : again.value().items)
            QCOMPARE(item.install + item.replace + item.remove, 0);
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
};

QTEST_GUILESS_MAIN(TestPolicies)
#include "tst_policies.moc"
