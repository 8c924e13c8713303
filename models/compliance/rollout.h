// The arithmetic of a staged roll-out: who is in a share, and what comes next.
#pragma once

#include "domain/policy.h"

namespace belvedere {

// 0 to 9,999: the same for ever for one policy and device, spread evenly.
int rolloutBucket(const QString &policy, const QString &device);
inline bool isInShare(int bucket, qint64 percent) { return bucket < percent * 100; }

// The deployments of the open wave, in the revisions that are being rolled out.
struct WaveNumbers {
    qint64 installed = 0;
    qint64 failed = 0; // now, whether or not they will be tried again
    qint64 open = 0; // neither
};

enum class RolloutStep : quint8 {
    Stay,
    Open, // the next wave
    Ask, // a person opens the next wave
    Halt,
    Finish, // everybody has been reached
};

// What is to be done with the policy's roll-out, which is running or waits for a person. It halts when, of what has
// ended beyond the failures that a person has passed over, at least the threshold failed. A wave is followed by the
// next when its time is over, something of it has ended (the minimum, or all), and nothing forbids it. The last one
// ends when all of it has, or after a week (or its time, if that is longer), so that no device that is off keeps it
// open.
RolloutStep nextStep(const BusinessPolicy &policy, const WaveNumbers &numbers, const QDateTime &now);
bool isBeyondThreshold(const BusinessPolicy &policy, const WaveNumbers &numbers);

} // namespace belvedere
