// AuthGate: holds the tokens of a session, hands the access token to calls, and refreshes it once for all of them.
#pragma once

#include "api/session.h"
#include "base/secret.h"
#include "rest/environment.h"

#include <QPointer>

namespace belvedere {

// Who is signed in; the tokens stay in the gate.
struct Identity {
    Id<Account> account;
    QString email;
    QString name;
    Coded<Role> role;
    bool passwordChangeDue = false;
    bool operator==(const Identity &) const = default;
};

class AuthGate final : public QObject {
    Q_OBJECT
public:
    struct Ticket {
        QByteArray bearer;
        quint64 generation = 0; // counts the access tokens
    };
    using Pass = std::function<void(const Result<Ticket> &)>;
    using Refreshed = std::function<void(const Result<Session> &)>;
    // Carries RefreshSession out, past the gate, and calls back later.
    using Refresh = std::function<void(const Secret &refreshToken, Refreshed)>;

    AuthGate(Environment environment, Refresh refresh);
    ~AuthGate() override;

    // After signing in. Ends whatever session was there before.
    void adopt(const Session &session);
    // With a refresh token kept from before: the first call exchanges it.
    void resume(Secret refreshToken);
    // Forgets the tokens; calls that wait are refused with "auth.signed-out".
    void clear();

    // The server has accepted a new password; the next refresh would say the same.
    void notePasswordChanged();

    bool hasSession() const { return !m_refreshToken.isEmpty(); }
    // Known once signed in or refreshed.
    const std::optional<Identity> &identity() const { return m_identity; }
    // For the keychain; changes with every tokensChanged().
    Secret refreshToken() const { return m_refreshToken.clone(); }

    // Calls `pass` now, or once a refresh is over; never once `owner` is gone.
    void enter(QObject *owner, Pass pass);
    // The same, after the server refused a ticket of that generation with 401.
    void reenter(quint64 refusedGeneration, QObject *owner, Pass pass);

Q_SIGNALS:
    void tokensChanged(); // signed in, refreshed or cleared
    // The server no longer accepts the refresh token: somebody must sign in again. Comes once per session.
    void sessionEnded(const belvedere::ApiError &why);

private:
    struct Held {
        QPointer<QObject> owner;
        Pass pass;
    };
    void take(const Session &session);
    void startRefresh();
    void finishRefresh(const Result<Session> &outcome);
    void releaseHeld(const Result<Ticket> &outcome);
    Ticket ticket() const { return {m_accessToken.bytes(), m_generation}; }
    bool isFresh() const;

    Environment m_environment;
    Refresh m_refresh;
    Secret m_accessToken;
    Secret m_refreshToken;
    std::optional<Identity> m_identity;
    QDateTime m_renewAt; // a little before the access token ends
    quint64 m_generation = 0;
    quint64 m_session = 0; // counts sessions, so that a late refresh of an old one is ignored
    bool m_refreshing = false;
    std::vector<Held> m_held;
};

} // namespace belvedere
