// What the head of a request means: whether we take it, and how its body comes.
#pragma once

#include "base/result.h"
#include "server/http/headparser.h"

namespace belvedere::http {

struct Intake {
    Request request; // all but the body, the address and tls
    int version = 11;
    bool keepAlive = true;
    bool chunked = false;
    bool expectContinue = false;
    qint64 length = 0; // of a body that is not chunked
    bool hasBody() const { return chunked || length > 0; }
};

// Refuses with `request.malformed` (400) whatever two readers could take for different requests: both kinds of
// length, any coding but "chunked", repeated single-valued headers, no or several hosts; 417 for an expectation
// other than 100-continue. More than 128 headers are `request.headers-too-large` (431).
Result<Intake> examine(Head head);

} // namespace belvedere::http
