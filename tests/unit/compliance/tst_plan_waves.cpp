// Plans while a version comes in waves, and after it has halted.
#include "planspecimen.h"

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestPlanWaves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wavesComeOneAfterTheOther()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-2"_s});
        policy.waves = {{0, u"tag:field"_s}, {30, {}}};
        PolicySet set = setOf({policy});
        CompiledPolicy &staged = set.active.front();
        staged.previous = std::make_shared<const CompiledPolicy>(setOf({policyOf(1, {}, first)}).active.front());
        int waves[4] = {};
        for (int i = 1; i <= 2'000; ++i) {
            Device device = laptop();
            device.id = makeId<Device>(i);
            if (i % 10 == 0)
                device.tags = {u"field"_s};
            const qint64 wave = staged.waveOf(device);
            QVERIFY(wave >= 1 && wave <= 3);
            ++waves[wave];
            for (qint64 open = 1; open <= 3; ++open) {
                staged.policy.wave = open;
                QVERIFY(stepOf(set, {}, open >= wave ? 2 : 1, {}, device).step == ItemStep::Install);
                QVERIFY(!planDevice(set, device, {}).find(open >= wave ? u"prf-1"_s : u"prf-2"_s));
            }
        }
        QCOMPARE(waves[1], 200);
        QVERIFY(qAbs(waves[2] - 540) < 80); // 30 percent of the others
        // a halted one begins nothing, and keeps what has begun
        staged.policy.wave = 3;
        staged.policy.rollout = RolloutState::Halted;
        QVERIFY(stepOf(set, {}, 2).step == ItemStep::Wait);
        QVERIFY(stepOf(set, {deploymentOf(2, DeploymentState::Delivered)}, 2).step == ItemStep::Present);
        QVERIFY(stepOf(set, {deploymentOf(2, DeploymentState::Queued)}, 2).step == ItemStep::Wait); // not fetched yet
        Deployment failed = deploymentOf(2, DeploymentState::Failed); // why it has halted stays on record
        failed.due = now;
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Keep);
        failed.due = {};
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Keep);
        staged.policy.rollout = RolloutState::Running;
        QVERIFY(stepOf(set, {failed}, 2).step == ItemStep::Install);
    }

    // Another policy wants the first revision; it is no reason for the second to come, which has halted.
    void aHaltedRevisionGivesWayToAnother()
    {
        PolicySet set = twoRevisions();
        set.active[1].policy.rollout = RolloutState::Halted;
        const auto row = [](DeploymentState state, qint64 revision) {
            Deployment deployment = deploymentOf(1, state, {u"pol-1"_s, u"pol-2"_s});
            deployment.revision = revision;
            if (state == DeploymentState::Installed)
                deployment.proof.insert(u"version"_s, revision);
            return deployment;
        };
        const auto told = [&set](const std::vector<Deployment> &present) {
            const ItemPlan step = stepOf(set, present);
            return std::pair(step.step, step.revision);
        };
        using S = DeploymentState;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(1)));
        QCOMPARE(stepOf(set, {}).policies, (QStringList{u"pol-1"_s, u"pol-2"_s}));
        QVERIFY(told({row(S::Queued, 2)}) == std::pair(ItemStep::Install, qint64(1))); // not fetched yet
        QVERIFY(told({row(S::Failed, 2)}) == std::pair(ItemStep::Replace, qint64(1)));
        QVERIFY(told({row(S::Installed, 1)}) == std::pair(ItemStep::Present, qint64(1)));
        // what has begun goes on
        for (const S state : {S::Delivered, S::Installing, S::Installed})
            QVERIFY(told({row(state, 2)}) == std::pair(ItemStep::Present, qint64(2)));
        Deployment waiting = row(S::Waiting, 1);
        waiting.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 2}};
        QVERIFY(told({waiting}) == std::pair(ItemStep::Present, qint64(2)));
        // where the device cannot have the first, there is only the one that has halted
        set.items[{u"prf-1"_s, 1}].platform = Platform::Windows;
        QVERIFY(told({}) == std::pair(ItemStep::Wait, qint64(2)));
        QCOMPARE(stepOf(set, {}).code, u"rollout.halted"_s);
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        // nor is there another where both have halted; and who names the same lets it come
        set.active[0].policy.rollout = RolloutState::Halted;
        QVERIFY(told({}) == std::pair(ItemStep::Wait, qint64(2)));
        set.active[0].policy.rollout = RolloutState::Running;
        set.active[0].policy.items.front().revision = 2;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(2)));
        // an older one that has halted is nothing to a newer one
        set = twoRevisions();
        set.active[0].policy.rollout = RolloutState::Halted;
        QVERIFY(told({}) == std::pair(ItemStep::Install, qint64(2)));
    }

    void aHaltedRollOutTakesNothingAway()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-6"_s});
        policy.waves = {{50, {}}};
        PolicySet set = setOf({policy});
        CompiledPolicy &staged = set.active.front();
        staged.previous = std::make_shared<const CompiledPolicy>(setOf({policyOf(1, {}, {u"prf-5"_s})}).active.front());
        staged.policy.wave = 2;
        const auto step = [&set](const Deployment &old) { return stepOf(set, {old}, 5); };
        const Deployment there = deploymentOf(5, DeploymentState::Installed);
        Deployment ordered = deploymentOf(5, DeploymentState::Removing, {});
        ordered.attempts = 0;
        Deployment fetched = ordered;
        fetched.attempts = 1;
        const Deployment waiting = deploymentOf(5, DeploymentState::Waiting, {});
        QVERIFY(step(there).step == ItemStep::Remove);
        QVERIFY(step(ordered).step == ItemStep::Keep);
        staged.policy.rollout = RolloutState::Halted;
        QVERIFY(step(there).step == ItemStep::Keep);
        QCOMPARE(step(there).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(ordered).step == ItemStep::Recall);
        QCOMPARE(step(ordered).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(waiting).step == ItemStep::Recall);
        // what has begun goes on
        QVERIFY(step(fetched).step == ItemStep::Keep);
        QVERIFY(step(fetched).policies.isEmpty());
        Deployment failed = deploymentOf(5, DeploymentState::Failed, {});
        failed.due = now;
        QVERIFY(step(failed).step == ItemStep::Remove);
        // another policy's end is none of its business
        QVERIFY(stepOf(set, {deploymentOf(7, DeploymentState::Installed)}, 7).step == ItemStep::Remove);
    }
};

QTEST_GUILESS_MAIN(TestPlanWaves)
#include "tst_plan_waves.moc"
