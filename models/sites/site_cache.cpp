// What a site keeps on this computer, and when.
#include "sites/site.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace belvedere {

namespace {

constexpr auto firstSave = 5s; // after there is something to save
constexpr auto betweenSaves = 60s; // at least
constexpr int restPerWork = 100; // of the time that writing takes, this many times as long passes before the next

// The log of the server's audit stays with the server.
bool isKept(const QString &kind) { return kind != QString::fromLatin1(Resource<AuditRecord>::singular); }

} // namespace

QDateTime Site::asOf() const
{
    QDateTime oldest;
    for (const auto &[kind, list] : m_lists) {
        const QDateTime time = list->asOf();
        if (time.isValid() && (!oldest.isValid() || time < oldest))
            oldest = time;
    }
    return oldest;
}

void Site::openCache()
{
    if (m_cache)
        m_cache->open();
}

void Site::onCacheOpened(const std::optional<Identity> &kept)
{
    const std::optional<Identity> &who = m_client->gate().identity();
    if (who && m_record.remember) {
        m_cache->keep(*who);
        if (m_cache->state() == SiteCache::State::Opening)
            return; // it was another account's
    } else if (kept && m_isResuming) {
        m_known = kept;
        m_account = kept->account;
        if (m_client->gate().hasSession())
            startFollowing();
        return;
    }
    if (!m_isSignedIn) {
        onStream(m_events->state());
        return;
    }
    for (const auto &[kind, list] : m_lists) {
        if (list->state() == LiveList::State::Empty)
            openList(kind, *list);
    }
    scheduleSave();
}

void Site::openList(const QString &kind, LiveList &list)
{
    const bool isUsed = m_cache && m_record.remember && isKept(kind);
    if (isUsed && m_cache->state() == SiteCache::State::Opening)
        return; // as soon as it is open
    if (isUsed && m_cache->state() == SiteCache::State::Open)
        list.openFrom(m_cache->restore(kind, list.store().fields()));
    else
        list.open();
}

void Site::onList(const QString &kind, LiveList &list)
{
    const bool isRefused = list.error() && list.error()->kind == ApiError::Kind::Forbidden;
    if (isRefused && m_cache && m_cache->state() == SiteCache::State::Open)
        m_cache->forget(kind); // this account may not see it any more
    if (list.state() == LiveList::State::Ready)
        scheduleSave();
}

void Site::scheduleSave()
{
    if (m_saveIsDue || !m_cache || m_cache->state() != SiteCache::State::Open)
        return;
    m_saveIsDue = true;
    m_environment.scheduler->after(std::max<std::chrono::milliseconds>(firstSave, m_saveAfter), this, [this] {
        m_saveIsDue = false;
        save();
        m_saveAfter = std::max<std::chrono::milliseconds>(
            betweenSaves, restPerWork * std::chrono::milliseconds(m_cache->takeEffort()));
    });
}

void Site::save()
{
    if (!m_isSignedIn || !m_cache || m_cache->state() != SiteCache::State::Open)
        return;
    for (const auto &[kind, list] : m_lists) {
        const std::optional<KeptSnapshot> kept = isKept(kind) ? list->kept() : std::nullopt;
        if (kept)
            m_cache->save(kind, *kept);
    }
}

void Site::measureKept(QObject *owner, std::function<void(qint64)> told)
{
    if (m_folder)
        m_folder->measure(m_record.id, owner, std::move(told));
    else
        QMetaObject::invokeMethod(
            owner, [told = std::move(told)] { told(0); }, Qt::QueuedConnection);
}

void Site::eraseKept()
{
    if (m_cache)
        m_cache->erase();
}

} // namespace belvedere
