// One deployment from its order to its proof: what counts as word of it, when it is tried again, what a pause stops.
#include "policyfleet.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestDeployments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }

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

    // What a policy brought stays its own until it is gone, or until another wants it.
    void aRemovalTellsWhichPolicyWantedIt()
    {
        const Deployment queued = m_fleet->oneQueued();
        m_fleet->settle();
        BusinessPolicy policy = m_fleet->policyOf(queued);
        QCOMPARE(m_fleet->stored(queued).formerPolicies, QStringList());
        const qint64 first = policy.number;
        policy.profiles.clear();
        policy = m_fleet->save(policy);
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).state.token(), u"removing"_s);
        QCOMPARE(m_fleet->stored(queued).policies, QStringList());
        QCOMPARE(m_fleet->stored(queued).formerPolicies, QStringList{policy.id.text});
        m_fleet->deliver(queued);
        m_fleet->reportAs(queued, m_fleet->command(queued), CommandOutcome::Failed, {}, u"in-use"_s);
        QCOMPARE(m_fleet->stored(queued).state.token(), u"failed"_s);
        QCOMPARE(m_fleet->stored(queued).formerPolicies, QStringList{policy.id.text});
        m_fleet->activate(m_fleet->rollBack(m_fleet->reread(policy), first));
        m_fleet->drain();
        QCOMPARE(m_fleet->stored(queued).policies, QStringList{policy.id.text});
        QCOMPARE(m_fleet->stored(queued).formerPolicies, QStringList());
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

private:
    std::unique_ptr<PolicyFleet> m_fleet;
};

QTEST_GUILESS_MAIN(TestDeployments)
#include "tst_deployments.moc"
