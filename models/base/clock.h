// Clock: the time, injected, so that expiry and retry are tested without waiting.
#pragma once

#include <QDateTime>

namespace belvedere {

class Clock {
public:
    virtual ~Clock() = default;
    virtual QDateTime now() const = 0; // UTC, milliseconds
};

class SystemClock final : public Clock {
public:
    QDateTime now() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace belvedere
