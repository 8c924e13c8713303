// Reporter: which sections a check-in carries, from what the server is known to have.
#pragma once

#include "api/agentprotocol.h"

namespace belvedere {

class Reporter {
public:
    // The hashes of all sections, and whole those that the server asked for or is known to have differently.
    void fill(CheckIn &message, const QMap<QString, QJsonObject> &sections) const;
    // After a 200. True when the server wants sections that `sent` did not carry: call again at once.
    bool accepted(const CheckIn &sent, const CheckInAnswer &answer);
    // Before the next fill(): everything whole.
    void sendAll() { m_all = true; }

private:
    bool m_all = false;
    QMap<QString, QString> m_known; // what the server has; a section that is absent may be anything there
    QStringList m_wanted;
};

} // namespace belvedere
