// The one thread on which all connections live, seen from outside it.
#pragma once

#include <functional>

namespace belvedere::http {

class Loop {
public:
    virtual ~Loop() = default;
    // From any thread. False when the loop has ended: then the job will not run.
    virtual bool post(std::function<void()> job) = 0;
    virtual bool isCurrent() const = 0;
};

} // namespace belvedere::http
