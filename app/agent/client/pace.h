// Pace: how long the agent waits before it calls again.
#pragma once

namespace belvedere {

// `random` is uniform in [0, 1). Milliseconds.

// After an answer: what the server asks for, give or take a tenth, so that a fleet does not call in step. Up to ten
// seconds are kept exactly: somebody waits.
int nextDelay(int seconds, double random);
// After the n-th failure in a row (1, 2, ...): anything up to 2^n seconds, at most five minutes.
int retryDelay(int failures, double random);

} // namespace belvedere
