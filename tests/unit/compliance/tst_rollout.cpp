// The arithmetic of staged roll-outs: fair shares that only grow, and what comes after which numbers.
#include "compliance/rollout.h"

#include <QRandomGenerator>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

BusinessPolicy staged(qint64 threshold, qint64 minimum, qint64 wave = 1)
{
    BusinessPolicy policy;
    policy.waves = {{10, {}}, {50, {}}};
    policy.waveWait = 3'600;
    policy.failureThreshold = threshold;
    policy.failureMinimum = minimum;
    policy.rollout = RolloutState::Running;
    policy.wave = wave;
    policy.waveSince = now;
    return policy;
}

} // namespace

class TestRollout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharesAreFairAndStable()
    {
        int inTen = 0;
        int inBoth = 0; // of two policies, independent of each other
        for (int i = 0; i < 10'000; ++i) {
            const QString device = u"dev-%1"_s.arg(i);
            const int bucket = rolloutBucket(u"pol-1"_s, device);
            QVERIFY(bucket >= 0 && bucket < 10'000);
            QCOMPARE(rolloutBucket(u"pol-1"_s, device), bucket);
            QVERIFY(isInShare(bucket, 100) && !isInShare(bucket, 0));
            QVERIFY(!isInShare(bucket, 10) || isInShare(bucket, 11)); // whoever is in stays in
            inTen += isInShare(bucket, 10) ? 1 : 0;
            inBoth += isInShare(bucket, 10) && isInShare(rolloutBucket(u"pol-2"_s, device), 10) ? 1 : 0;
        }
        QVERIFY2(qAbs(inTen - 1'000) < 150, qPrintable(QString::number(inTen)));
        QVERIFY2(qAbs(inBoth - 100) < 60, qPrintable(QString::number(inBoth)));
    }

    void haltsExactlyAtTheThreshold()
    {
        QRandomGenerator random{7};
        for (int i = 0; i < 20'000; ++i) {
            BusinessPolicy policy = staged(random.bounded(101), 1 + random.bounded(20), 1 + random.bounded(3));
            policy.tolerated = random.bounded(3) == 0 ? random.bounded(10) : 0;
            const WaveNumbers numbers{random.bounded(30), random.bounded(30), random.bounded(3)};
            const qint64 failed = std::max<qint64>(numbers.failed - policy.tolerated, 0);
            const qint64 ended = numbers.installed + failed;
            const bool halts = policy.failureThreshold > 0 && failed > 0 && ended >= policy.failureMinimum
                && double(failed) / double(ended) * 100.0 >= double(policy.failureThreshold) - 1e-9;
            QCOMPARE(nextStep(policy, numbers, now.addDays(1)) == RolloutStep::Halt, halts);
        }
    }

    void wavesTakeTheirTime()
    {
        BusinessPolicy policy = staged(50, 5);
        QVERIFY(nextStep(policy, {9, 1, 20}, now.addSecs(3'599)) == RolloutStep::Stay);
        QVERIFY(nextStep(policy, {9, 1, 20}, now.addSecs(3'600)) == RolloutStep::Open);
        QVERIFY(nextStep(policy, {4, 0, 20}, now.addDays(9)) == RolloutStep::Stay); // too few have ended
        QVERIFY(nextStep(policy, {4, 0, 0}, now.addDays(9)) == RolloutStep::Open); // there are no more
        policy.waveWait = 0;
        QVERIFY(nextStep(policy, {9, 0, 0}, now.addDays(9)) == RolloutStep::Ask);
        policy.rollout = RolloutState::Waiting;
        QVERIFY(nextStep(policy, {9, 0, 0}, now.addDays(9)) == RolloutStep::Stay);
        QVERIFY(nextStep(policy, {9, 9, 0}, now) == RolloutStep::Halt); // what fails late halts it yet
        policy = staged(50, 5, 3);
        QVERIFY(nextStep(policy, {9, 0, 1}, now) == RolloutStep::Stay);
        QVERIFY(nextStep(policy, {9, 0, 1}, now.addDays(7).addSecs(-1)) == RolloutStep::Stay);
        QVERIFY(nextStep(policy, {9, 0, 1}, now.addDays(7)) == RolloutStep::Finish); // who is off is not waited for
        QVERIFY(nextStep(policy, {9, 9, 1}, now.addDays(7)) == RolloutStep::Halt);
        QVERIFY(nextStep(policy, {9, 0, 0}, now) == RolloutStep::Finish);
    }
};

QTEST_GUILESS_MAIN(TestRollout)
#include "tst_rollout.moc"
