// The trail of locations.
#include "ui/shell/navigator.h"

namespace belvedere {

namespace {

constexpr size_t longestTrail = 100;

QVariantMap lasting(QVariantMap arguments)
{
    arguments.removeIf(
        [](const std::pair<const QString &, QVariant &> &argument) { return argument.first.startsWith(u'!'); });
    return arguments;
}

} // namespace

void Navigator::go(const QString &place, const QVariantMap &arguments)
{
    const Location kept{place, lasting(arguments)};
    const bool isHere = m_at >= 0 && m_trail[size_t(m_at)] == kept;
    if (isHere && kept.arguments == arguments)
        return;
    if (!isHere) {
        m_trail.resize(size_t(m_at + 1));
        m_trail.push_back(kept);
        if (m_trail.size() > longestTrail)
            m_trail.erase(m_trail.begin());
        m_at = int(m_trail.size()) - 1;
    }
    Q_EMIT moved({place, arguments});
}

void Navigator::amend(const QVariantMap &arguments)
{
    if (m_at < 0 || m_trail[size_t(m_at)].arguments == arguments)
        return;
    m_trail[size_t(m_at)].arguments = arguments;
    Q_EMIT amended(m_trail[size_t(m_at)]);
}

void Navigator::back()
{
    if (canGoBack())
        Q_EMIT moved(m_trail[size_t(--m_at)]);
}

void Navigator::forward()
{
    if (canGoForward())
        Q_EMIT moved(m_trail[size_t(++m_at)]);
}

void Navigator::forget()
{
    m_trail.clear();
    m_at = -1;
}

} // namespace belvedere
