// UpdateAges: since when each pending update has been seen, kept across restarts of the agent.
#pragma once

#include "agent/files/rootdir.h"

#include <QDateTime>
#include <QMap>

namespace belvedere {

class UpdateAges {
public:
    // `state` must outlive it. What cannot be read counts as never seen.
    explicit UpdateAges(const RootDir &state)
        : m_state(state)
    {
    }

    // When the first of the packages was seen to have an update pending; invalid when there is none. Packages that have
    // no update any more are forgotten; a newer update of the same package does not make the wait any shorter.
    QDateTime oldest(const QStringList &packages, const QDateTime &now) const;

private:
    const RootDir &m_state;
};

} // namespace belvedere
