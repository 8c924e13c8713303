// Limits on guessing.
#include "server/auth/signinguard.h"

#include "base/fold.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int freeFailures = 5;
constexpr qint64 windowSeconds = 15 * 60;
constexpr qsizetype maximumEntries = 10'000;

QStringList keys(const QString &email, const QString &address)
{
    return {u"account "_s + folded(email.left(256)), u"address "_s + address};
}

// One network address may hold many people.
int allowed(const QString &key) { return key.startsWith("address "_L1) ? freeFailures * 10 : freeFailures; }

} // namespace

qint64 SignInGuard::waitSeconds(const Failures &failures, const QDateTime &now)
{
    const int beyond = qBound(0, failures.count, 10);
    const qint64 wait = qMin<qint64>(qint64(1) << beyond, windowSeconds);
    return wait - failures.last.secsTo(now);
}

Result<Done> SignInGuard::check(const QString &email, const QString &address, const QDateTime &now) const
{
    const std::lock_guard lock(m_mutex);
    for (const QString &key : keys(email, address)) {
        const Failures failures = m_failures.value(key);
        if (failures.count < allowed(key))
            continue;
        const qint64 wait = waitSeconds({failures.count - allowed(key) + freeFailures, failures.last}, now);
        if (wait <= 0)
            continue;
        ApiError error;
        error.kind = ApiError::Kind::RateLimited;
        error.code = u"auth.too-many"_s;
        error.detail = u"Too many failed sign-ins; wait %1 seconds."_s.arg(wait);
        error.retryAfter = int(wait);
        return error;
    }
    return Done{};
}

void SignInGuard::note(const QString &email, const QString &address, const QDateTime &now, bool success)
{
    const std::lock_guard lock(m_mutex);
    if (m_failures.size() > maximumEntries) {
        m_failures.removeIf([&now](const auto &entry) { return entry.value().last.secsTo(now) > windowSeconds; });
    }
    for (const QString &key : keys(email, address)) {
        if (success && key.startsWith("account "_L1)) {
            m_failures.remove(key);
        } else if (!success) {
            Failures &failures = m_failures[key];
            if (failures.last.isValid() && failures.last.secsTo(now) > windowSeconds)
                failures.count = 0;
            ++failures.count;
            failures.last = now;
        }
    }
}

} // namespace belvedere::server
