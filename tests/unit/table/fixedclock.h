// A clock that stands still.
#pragma once

#include "base/clock.h"

namespace belvedere::test {

class FixedClock final : public Clock {
public:
    QDateTime now() const override { return QDateTime(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC); }
};

} // namespace belvedere::test
