// Cadence of check-ins.
#include "server/agents/cadence.h"

#include <QRandomGenerator>

namespace belvedere::server {

int Cadence::next(bool isBusy) const
{
    if (isBusy)
        return soonSeconds;
    // jitter, so that devices that were switched on together do not stay together
    const int usual = usualSeconds + int(QRandomGenerator::global()->bounded(usualSeconds / 5));
    if (m_events.listeners() == 0 && m_otherListeners == 0)
        return usual;
    // a large fleet that called every few seconds would leave no time for anything else
    const qint64 bearable = qMax(qint64(soonSeconds), m_devices / devicesPerSecond);
    return bearable < usualSeconds ? int(bearable) : usual;
}

} // namespace belvedere::server
