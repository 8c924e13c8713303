// One refresh at a time; everything else waits for it.
#include "rest/authgate.h"

#include "rest/wire.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 longestMargin = 30; // seconds before the end at which a token is renewed

ApiError signedOut()
{
    return wireError(ApiError::Kind::Unauthorized, u"auth.signed-out"_s, u"Nobody is signed in."_s);
}

// Whether the server said no, as opposed to not being able to answer now.
bool isRefusal(const ApiError &error)
{
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::Validation:
        return true;
    default:
        return false;
    }
}

} // namespace

AuthGate::AuthGate(Environment environment, Refresh refresh)
    : m_environment(std::move(environment))
    , m_refresh(std::move(refresh))
{
}

AuthGate::~AuthGate() = default;

void AuthGate::adopt(const Session &session)
{
    ++m_session;
    m_refreshing = false;
    take(session);
    releaseHeld(ticket());
    Q_EMIT tokensChanged();
}

void AuthGate::resume(Secret refreshToken)
{
    clear();
    m_refreshToken = std::move(refreshToken);
}

void AuthGate::clear()
{
    const bool had = hasSession();
    ++m_session;
    m_refreshing = false;
    m_accessToken.wipe();
    m_refreshToken.wipe();
    m_identity.reset();
    releaseHeld(signedOut());
    if (had)
        Q_EMIT tokensChanged();
}

void AuthGate::notePasswordChanged()
{
    if (m_identity && std::exchange(m_identity->passwordChangeDue, false))
        Q_EMIT tokensChanged();
}

void AuthGate::enter(QObject *owner, Pass pass)
{
    if (!hasSession()) {
        pass(signedOut());
        return;
    }
    if (!m_refreshing && isFresh()) {
        pass(ticket());
        return;
    }
    m_held.push_back({owner, std::move(pass)});
    startRefresh();
}

void AuthGate::reenter(quint64 refusedGeneration, QObject *owner, Pass pass)
{
    // Another call may have had the token renewed since this one was sent.
    if (refusedGeneration == m_generation)
        m_accessToken.wipe();
    enter(owner, std::move(pass));
}

void AuthGate::take(const Session &session)
{
    m_accessToken = Secret(session.accessToken.toLatin1());
    m_refreshToken = Secret(session.refreshToken.toLatin1());
    m_identity = Identity{session.account, session.email, session.name, session.role, session.passwordChangeDue};
    const qint64 life = std::max<qint64>(session.expiresIn, 0);
    m_renewAt = m_environment.clock->now().addSecs(life - std::min(longestMargin, life / 4));
    ++m_generation;
}

bool AuthGate::isFresh() const { return !m_accessToken.isEmpty() && m_environment.clock->now() < m_renewAt; }

void AuthGate::startRefresh()
{
    if (m_refreshing)
        return;
    m_refreshing = true;
    m_refresh(m_refreshToken, [self = QPointer<AuthGate>(this), session = m_session](const Result<Session> &outcome) {
        if (self && self->m_session == session)
            self->finishRefresh(outcome);
    });
}

void AuthGate::finishRefresh(const Result<Session> &outcome)
{
    m_refreshing = false;
    if (outcome) {
        take(outcome.value());
        const QPointer<AuthGate> self(this);
        // Before the calls go on: a refresh token is good once and must be kept even if we crash now.
        Q_EMIT tokensChanged();
        if (self)
            releaseHeld(ticket());
        return;
    }
    if (!isRefusal(outcome.error())) {
        releaseHeld(outcome.error());
        return;
    }
    ApiError ended = outcome.error();
    ended.kind = ApiError::Kind::Unauthorized;
    const QPointer<AuthGate> self(this);
    ++m_session;
    m_accessToken.wipe();
    m_refreshToken.wipe();
    m_identity.reset();
    Q_EMIT sessionEnded(ended);
    if (self)
        releaseHeld(ended);
}

void AuthGate::releaseHeld(const Result<Ticket> &outcome)
{
    for (const Held &held : std::exchange(m_held, {})) {
        if (held.owner)
            held.pass(outcome);
    }
}

} // namespace belvedere
