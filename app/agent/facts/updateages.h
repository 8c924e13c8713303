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

    // When each of the packages was first seen to have an update pending, by name, to the second. Packages that have no
    // update any more are forgotten; a newer update of the same package does not make the wait any shorter.
    QMap<QString, QDateTime> since(const QStringList &packages, const QDateTime &now) const;

private:
    const RootDir &m_state;
};

} // namespace belvedere
