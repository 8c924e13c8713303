// What policies want of one device: membership, every step of an item, their order, and who wins a place.
#include "planspecimen.h"

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestPolicyPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scopes()
    {
        const auto holds = [](const QString &scope) {
            return compilePolicy(policyOf(1, scope, {}), now).value().holds(laptop());
        };
        QVERIFY(holds({}));
        QVERIFY(holds(u"tag:sales"_s));
        QVERIFY(!holds(u"tag:field"_s));
        QVERIFY(!holds(u"storage.encrypted:no"_s)); // not known is not in scope
        QVERIFY(!holds(u"-storage.encrypted:no"_s));
        BusinessPolicy policy = policyOf(1, u"tag:sales"_s, {});
        policy.allDevices = true;
        QCOMPARE(compilePolicy(policy, now).error().code, u"policy.scope"_s);
        policy = policyOf(1, u"  "_s, {});
        policy.allDevices = false;
        QCOMPARE(compilePolicy(policy, now).error().fields.first().field, u"scope"_s);
        QCOMPARE(compilePolicy(policyOf(1, u"compliance:noncompliant"_s, {}), now).error().code, u"policy.scope"_s);
        QCOMPARE(compilePolicy(policyOf(1, u"nonsense:1"_s, {}), now).error().fields.first().field, u"scope"_s);
    }

    void membershipAndRules()
    {
        BusinessPolicy sales = policyOf(1, u"tag:sales"_s, {});
        sales.rulePins = {{u"rul-2"_s, 3, {}, {}}, {u"rul-1"_s, 1, {}, {}}};
        BusinessPolicy field = policyOf(2, u"tag:field"_s, {});
        field.rulePins = {{u"rul-3"_s, 1, {}, {}}};
        BusinessPolicy paused = policyOf(3, u"tag:sales"_s, {});
        paused.rulePins = {{u"rul-4"_s, 1, {}, {}}};
        paused.state = PolicyState::Paused;
        const PolicySet set = setOf({sales, field, paused});
        const DevicePlan plan = planDevice(set, laptop(), {{}, {u"pol-2"_s, u"pol-3"_s}});
        QCOMPARE(plan.policies, (QStringList{u"pol-1"_s, u"pol-3"_s})); // enters, leaves, is held
        QCOMPARE(plan.rules.size(), size_t(2));
        QCOMPARE(plan.rules[0].rule, u"rul-1"_s);
        QCOMPARE(plan.rules[1].revision, 3);
        QVERIFY(plan.isAssigned);
        const DevicePlan held = planDevice(setOf({paused}), laptop(), {{}, {u"pol-3"_s}});
        QCOMPARE(held.policies, QStringList{u"pol-3"_s});
        QVERIFY(!held.isAssigned && held.rules.empty());
        QVERIFY(planDevice(setOf({paused}), laptop(), {}).policies.isEmpty()); // a paused policy takes nobody in
    }

    void wantedSteps_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("same");
        QTest::addColumn<int>("newer");
        const auto row = [](const char *name, DeploymentState state, ItemStep same, ItemStep newer) {
            QTest::newRow(name) << int(state) << int(same) << int(newer);
        };
        using S = DeploymentState;
        row("queued", S::Queued, ItemStep::Present, ItemStep::Install);
        row("delivered", S::Delivered, ItemStep::Present, ItemStep::Replace);
        row("installing", S::Installing, ItemStep::Present, ItemStep::Replace);
        row("installed", S::Installed, ItemStep::Present, ItemStep::Replace);
        row("failed", S::Failed, ItemStep::Present, ItemStep::Replace); // tried again later
        row("removing", S::Removing, ItemStep::Install, ItemStep::Install);
        row("not possible", S::NotPossible, ItemStep::Install, ItemStep::Install);
    }
    void wantedSteps()
    {
        QFETCH(const int, state);
        QFETCH(const int, same);
        QFETCH(const int, newer);
        const std::vector<Deployment> present{deploymentOf(1, DeploymentState(state))};
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}), present).step), same);
        QCOMPARE(int(stepOf(setOf({policyOf(1, {}, first)}, 2), present).step), newer);
        QVERIFY(stepOf(setOf({policyOf(1, {}, first)}), {}).step == ItemStep::Install);
    }

    void unwantedSteps()
    {
        const PolicySet none = setOf({});
        using S = DeploymentState;
        for (const S state : {S::Delivered, S::Installing, S::Installed, S::Failed})
            QVERIFY(stepOf(none, {deploymentOf(1, state)}).step == ItemStep::Remove);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Queued)}).step == ItemStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::NotPossible)}).step == ItemStep::Drop);
        QVERIFY(stepOf(none, {deploymentOf(1, S::Removing, {})}).step == ItemStep::Keep);
        Deployment upgrade = deploymentOf(1, S::Queued); // an older revision is there
        upgrade.proof = {{u"profile"_s, u"prf-1"_s}};
        QVERIFY(stepOf(none, {upgrade}).step == ItemStep::Remove);
    }

    void failuresAreTriedAgainForAWhile()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Deployment failed = deploymentOf(1, DeploymentState::Failed);
        failed.code = u"simulated.failure"_s;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Present);
        failed.due = now;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Install);
        failed.attempts = maximumAttempts;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {failed}).code, u"simulated.failure"_s);
        failed.attempts = 1;
        failed.code = u"conflict"_s;
        QVERIFY(stepOf(set, {failed}).step == ItemStep::Impossible);
        Deployment removal = deploymentOf(1, DeploymentState::Failed, {});
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Keep);
        removal.due = now;
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Remove);
        removal.code = u"conflict"_s;
        QVERIFY(stepOf(setOf({}), {removal}).step == ItemStep::Keep);
    }

    void whatARuleBroughtStaysUntilAPolicyDecides()
    {
        const PolicySet none = setOf({});
        Deployment brought = deploymentOf(1, DeploymentState::Installed, {});
        brought.rule = u"rul-1"_s;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        // the item itself, or another one of its place
        const ItemPlan own = stepOf(setOf({policyOf(1, {}, first)}), {brought});
        QVERIFY(own.step == ItemStep::Present);
        QCOMPARE(own.policies, QStringList{u"pol-1"_s});
        const PolicySet rival = setOf({policyOf(1, {}, {u"prf-2"_s})});
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Remove);
        QVERIFY(stepOf(rival, {brought}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-5"_s})}), {brought}).step == ItemStep::Keep); // has its own place
        // on its way
        brought.state = DeploymentState::Queued;
        brought.attempts = 0;
        brought.proof = {};
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Drop);
        // after a failure
        brought.state = DeploymentState::Failed;
        brought.attempts = 1;
        brought.due = now.addSecs(60);
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        brought.due = now;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Install);
        QCOMPARE(stepOf(none, {brought}).revision, 1);
        brought.revision = 7; // which the server cannot read
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        brought.revision = 1;
        QVERIFY(stepOf(rival, {brought}).step == ItemStep::Remove);
        brought.attempts = maximumAttempts;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
        QVERIFY(stepOf(setOf({policyOf(1, {}, first)}), {brought}).step == ItemStep::Install); // anew for a policy
        brought.attempts = 1;
        brought.code = withdrawnStep;
        QVERIFY(stepOf(none, {brought}).step == ItemStep::Keep);
    }

    void onePlaceForAType()
    {
        const BusinessPolicy early = policyOf(5, {}, {u"prf-2"_s}, 0);
        const BusinessPolicy late = policyOf(4, {}, first, 60);
        const PolicySet set = setOf({late, early});
        QVERIFY(stepOf(set, {}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {}, 1).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1).code, u"conflict"_s);
        QCOMPARE(stepOf(set, {}, 1).winner, u"prf-2"_s);
        // what is there stays, also when it is about to be replaced by a newer revision of itself
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed, {u"pol-4"_s})};
        QVERIFY(stepOf(set, there, 1).step == ItemStep::Present);
        QCOMPARE(stepOf(set, there, 2).winner, u"prf-1"_s);
        QVERIFY(stepOf(setOf({late, early}, 2), there, 1).step == ItemStep::Replace);
        // what waits gives way; what goes gives way too
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Queued, {u"pol-4"_s})}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 2).step == ItemStep::Install);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Removing, {})}, 1).step == ItemStep::Keep);
        // ties by id
        const PolicySet tied = setOf({policyOf(10, {}, {u"prf-3"_s}), policyOf(9, {}, {u"prf-4"_s})});
        QVERIFY(stepOf(tied, {}, 4).step == ItemStep::Install);
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-3"_s, u"prf-4"_s})}), {}, 3).step == ItemStep::Install);
    }

    void pausedPolicyKeepsWhatItBrought()
    {
        BusinessPolicy paused = policyOf(1, {}, {}); // edited since: it names the profile no more
        paused.state = PolicyState::Paused;
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        QVERIFY(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).step == ItemStep::Keep);
        QCOMPARE(stepOf(setOf({paused}), there, 1, {u"pol-1"_s}).policies, QStringList{u"pol-1"_s});
        QVERIFY(stepOf(setOf({paused}), {deploymentOf(1, DeploymentState::Queued)}, 1, {u"pol-1"_s}).step
            == ItemStep::Drop);
        QVERIFY(stepOf(setOf({paused}), there, 1, {}).step == ItemStep::Remove); // not held
        // a replacement that was not fetched is taken back
        Deployment ordered = deploymentOf(1, DeploymentState::Queued);
        ordered.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        QVERIFY(stepOf(setOf({paused}), {ordered}, 1, {u"pol-1"_s}).step == ItemStep::Recall);
        // and holds the place against others
        const PolicySet set = setOf({paused, policyOf(2, {}, {u"prf-2"_s})});
        QCOMPARE(stepOf(set, there, 2, {u"pol-1"_s}).code, u"conflict"_s);
    }

    void itemsWaitForWhatTheyNeed()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        const PolicySet set = setOf({policy});
        const auto steps = [&set](const std::vector<Deployment> &present) {
            QString text;
            for (int i = 5; i <= 7; ++i)
                text += QChar(u'0' + int(stepOf(set, present, i).step));
            return text;
        };
        const auto word = [](std::initializer_list<ItemStep> list) {
            QString text;
            for (const ItemStep step : list)
                text += QChar(u'0' + int(step));
            return text;
        };
        QCOMPARE(steps({}), word({ItemStep::Install, ItemStep::Wait, ItemStep::Wait}));
        QCOMPARE(stepOf(set, {}, 7).needs, u"prf-6"_s);
        QCOMPARE(steps({deploymentOf(5, DeploymentState::Delivered)}),
            word({ItemStep::Present, ItemStep::Wait, ItemStep::Wait}));
        const Deployment there = deploymentOf(5, DeploymentState::Installed);
        QCOMPARE(steps({there}), word({ItemStep::Present, ItemStep::Install, ItemStep::Wait}));
        // a failure that is due waits as well while what it needs is being installed anew
        Deployment failed = deploymentOf(6, DeploymentState::Failed);
        failed.due = now;
        QCOMPARE(steps({deploymentOf(5, DeploymentState::Queued), failed}),
            word({ItemStep::Present, ItemStep::Wait, ItemStep::Wait}));
        // the newer revision of what is needed goes first
        const PolicySet newer = setOf({policy}, 2);
        const std::vector<Deployment> both{there, deploymentOf(6, DeploymentState::Installed)};
        QVERIFY(stepOf(newer, both, 5).step == ItemStep::Replace);
        QVERIFY(stepOf(newer, both, 6).step == ItemStep::Wait);
    }

    void removalGoesBackwards()
    {
        std::vector<Deployment> present;
        for (int i = 5; i <= 7; ++i) {
            present.push_back(deploymentOf(i, DeploymentState::Installed));
            if (i > 5)
                present.back().after = QStringList{u"prf-%1"_s.arg(i - 1)};
        }
        const PolicySet none = setOf({});
        QVERIFY(stepOf(none, present, 7).step == ItemStep::Remove);
        QVERIFY(stepOf(none, present, 6).step == ItemStep::RemoveLater);
        QCOMPARE(stepOf(none, present, 6).needs, u"prf-7"_s);
        QVERIFY(stepOf(none, present, 5).step == ItemStep::RemoveLater);
        present.pop_back();
        QVERIFY(stepOf(none, present, 6).step == ItemStep::Remove);
        // what is still wanted without it does not hold it back
        QVERIFY(stepOf(setOf({policyOf(1, {}, {u"prf-6"_s})}), present, 5).step == ItemStep::Remove);
    }

    void policiesThatDisagreeAboutTheOrderDoNotBlock()
    {
        BusinessPolicy one = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s}, 0);
        one.items[1].after = QStringList{u"prf-5"_s};
        BusinessPolicy other = policyOf(2, {}, {u"prf-5"_s, u"prf-6"_s}, 60);
        other.items[0].after = QStringList{u"prf-6"_s};
        const PolicySet set = setOf({one, other});
        QVERIFY(stepOf(set, {}, 5).step == ItemStep::Install); // as the first of them says
        QVERIFY(stepOf(set, {}, 6).step == ItemStep::Wait);
    }

    void endedPolicyLeavesWhatItBrought()
    {
        PolicySet set = setOf({});
        set.left = {u"pol-1"_s};
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Installed)}).step == ItemStep::Leave);
        QVERIFY(stepOf(set, {deploymentOf(1, DeploymentState::Queued)}).step == ItemStep::Drop);
        const Deployment left = deploymentOf(1, DeploymentState::Left, {});
        QVERIFY(stepOf(set, {left}).step == ItemStep::Keep);
        // wanted again, it is there; wanted otherwise, it gives way
        Deployment proven = left;
        proven.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        QVERIFY(stepOf(setOf({policyOf(2, {}, first)}), {proven}).step == ItemStep::Present);
        QVERIFY(stepOf(setOf({policyOf(2, {}, first)}, 2), {proven}).step == ItemStep::Replace);
        QVERIFY(stepOf(setOf({policyOf(2, {}, {u"prf-2"_s})}), {left}, 2).step == ItemStep::Install);
    }

    void monitoringBringsNothing()
    {
        BusinessPolicy policy = policyOf(1, {}, first);
        policy.mode = PolicyMode::Monitor;
        policy.rulePins = {{u"rul-1"_s, 1, {}, {}}};
        BusinessPolicy other = policyOf(2, {}, {});
        other.rulePins = {{u"rul-1"_s, 2, {}, {}}};
        const DevicePlan watched = planDevice(setOf({policy}), laptop(), {});
        QVERIFY(watched.items.empty() && !watched.isAssigned);
        QVERIFY(watched.rules.front().isMonitored);
        const DevicePlan both = planDevice(setOf({policy, other}), laptop(), {});
        QVERIFY(both.isAssigned && !both.rules.front().isMonitored);
        QCOMPARE(both.rules.front().revision, 2);
        // nor does it say how another policy judges, in whichever order they were activated
        policy.rulePins = {{u"rul-1"_s, 9, {}, {}, {{u"limit"_s, u"1"_s}}}};
        for (const auto &policies : {std::vector{policy, other}, std::vector{other, policy}}) {
            const DevicePlan judged = planDevice(setOf(policies), laptop(), {});
            QVERIFY(!judged.rules.front().isMonitored);
            QCOMPARE(judged.rules.front().revision, 2);
            QVERIFY(judged.rules.front().parameters.isEmpty());
        }
    }

    // What waits for something that the device cannot have does not wait for ever, and neither does what waits for
    // that.
    void whatCannotComeTakesItsDependentsAlong()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        PolicySet set = setOf({policy});
        QVERIFY(stepOf(set, {}, 7).step == ItemStep::Wait);
        set.items[{u"prf-5"_s, 1}].platform = Platform::Windows;
        QCOMPARE(stepOf(set, {}, 5).code, u"platform"_s);
        for (const int number : {6, 7}) {
            QVERIFY(stepOf(set, {}, number).step == ItemStep::Impossible);
            QCOMPARE(stepOf(set, {}, number).code, u"dependency"_s);
            QCOMPARE(stepOf(set, {}, number).needs, u"prf-%1"_s.arg(number - 1));
        }
        Deployment earlier = deploymentOf(6, DeploymentState::Installed);
        earlier.revision = 2; // another revision: it stays
        earlier.proof.insert(u"version"_s, 2);
        QVERIFY(stepOf(set, {earlier}, 6).step == ItemStep::Keep);
        QCOMPARE(stepOf(set, {earlier}, 6).code, u"dependency"_s);
        QVERIFY(stepOf(set, {earlier}, 7).step == ItemStep::Impossible);
        // what it may have, and nobody has seen, is not forgotten
        earlier.proof = {};
        QVERIFY(stepOf(set, {earlier}, 6).step == ItemStep::Wait);
        QVERIFY(!stepOf(set, {earlier}, 6).isRefused());
    }

    // The first keeps the revision that it has; so do those that need its next one.
    void whatStaysKeepsItsDependentsAsTheyAre()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-5"_s, u"prf-6"_s, u"prf-7"_s});
        policy.items[1].after = QStringList{u"prf-5"_s};
        policy.items[2].after = QStringList{u"prf-6"_s};
        PolicySet set = setOf({policy}, 2);
        set.items[{u"prf-5"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const Deployment needed = deploymentOf(5, DeploymentState::Installed);
        const auto step = [&](const Deployment &row, int profile) {
            return stepOf(set, {needed, row}, profile, {}, device);
        };
        const Deployment there = deploymentOf(6, DeploymentState::Installed);
        QCOMPARE(step(there, 5).code, u"supervised"_s);
        QVERIFY(step(there, 6).step == ItemStep::Keep);
        QVERIFY(step(there, 6).isRefused());
        QCOMPARE(step(there, 6).code, u"dependency"_s);
        QCOMPARE(step(there, 6).needs, u"prf-5"_s);
        QCOMPARE(step(there, 6).revision, 2);
        QCOMPARE(step(there, 6).policies, QStringList{u"pol-1"_s});
        QVERIFY(step(there, 7).step == ItemStep::Impossible);
        QCOMPARE(step(there, 7).needs, u"prf-6"_s);
        Deployment waiting = deploymentOf(6, DeploymentState::Waiting);
        waiting.revision = 2;
        waiting.proof = there.proof;
        QVERIFY(step(waiting, 6).step == ItemStep::Recall);
        QCOMPARE(step(waiting, 6).code, u"dependency"_s);
        // it has the wanted one already
        Deployment newer = there;
        newer.revision = 2;
        newer.proof.insert(u"version"_s, 2);
        QVERIFY(step(newer, 6).step == ItemStep::Present);
        // and when the first can come, the others come after it
        device.supervised = true;
        QVERIFY(step(there, 5).step == ItemStep::Replace);
        QVERIFY(step(there, 6).step == ItemStep::Wait);
    }
};

QTEST_GUILESS_MAIN(TestPolicyPlan)
#include "tst_policy_plan.moc"
