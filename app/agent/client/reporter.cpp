// Choice of sections.
#include "agent/client/reporter.h"

#include <algorithm>

namespace belvedere {

void Reporter::fill(CheckIn &message, const QMap<QString, QJsonObject> &sections) const
{
    for (auto it = sections.begin(); it != sections.end(); ++it) {
        const QString hash = sectionHash(it.value());
        message.sections.insert(it.key(), hash);
        const bool differs = m_known.contains(it.key()) && m_known.value(it.key()) != hash;
        if (m_all || differs || m_wanted.contains(it.key()))
            message.changed.insert(it.key(), it.value());
    }
}

bool Reporter::accepted(const CheckIn &sent, const CheckInAnswer &answer)
{
    m_all = false;
    m_wanted = answer.wanted;
    for (auto it = sent.sections.begin(); it != sent.sections.end(); ++it) {
        if (!answer.wanted.contains(it.key()))
            m_known.insert(it.key(), it.value());
        else
            m_known.remove(it.key());
    }
    // a server that wants again what it has just got would have us call for ever
    return std::any_of(answer.wanted.begin(), answer.wanted.end(),
        [&sent](const QString &name) { return sent.sections.contains(name) && !sent.changed.contains(name); });
}

} // namespace belvedere
