// Arithmetic of roll-outs.
#include "compliance/rollout.h"

#include "base/digest.h"

#include <algorithm>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 lastWatch = 7 * 86'400; // seconds, that the last wave is waited for at least

} // namespace

int rolloutBucket(const QString &policy, const QString &device)
{
    const QByteArray digest = sha256(QString(policy + u':' + device).toUtf8());
    return int(qFromBigEndian<quint64>(digest.constData()) % 10'000);
}

bool isBeyondThreshold(const BusinessPolicy &policy, const WaveNumbers &numbers)
{
    if (policy.failureThreshold <= 0)
        return false;
    const qint64 passedOver = std::min(policy.tolerated, numbers.failed);
    const qint64 failed = numbers.failed - passedOver;
    const qint64 ended = numbers.installed + failed;
    return failed > 0 && ended >= std::max<qint64>(policy.failureMinimum, 1)
        && failed * 100 >= policy.failureThreshold * ended;
}

RolloutStep nextStep(const BusinessPolicy &policy, const WaveNumbers &numbers, const QDateTime &now)
{
    const bool isLast = policy.wave > qint64(policy.waves.size());
    if (isBeyondThreshold(policy, numbers))
        return RolloutStep::Halt;
    const qint64 ended = numbers.installed + numbers.failed;
    if (isLast) { // stays under watch until the last has ended, but one silent device does not keep it there for ever
        const bool isOver = policy.waveSince.secsTo(now) >= std::max(policy.waveWait, lastWatch);
        return numbers.open == 0 || isOver ? RolloutStep::Finish : RolloutStep::Stay;
    }
    const bool hasEnded = numbers.open == 0 || ended >= std::max<qint64>(policy.failureMinimum, 1);
    if (policy.rollout.value() == RolloutState::Waiting || !hasEnded)
        return RolloutStep::Stay;
    if (policy.waveWait <= 0)
        return RolloutStep::Ask;
    return policy.waveSince.secsTo(now) >= policy.waveWait ? RolloutStep::Open : RolloutStep::Stay;
}

} // namespace belvedere
