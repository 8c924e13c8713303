// Site: one server with one account: its session, its state, and its lists.
#pragma once

#include "rest/apiclient.h"
#include "rest/eventstream.h"
#include "sites/livelist.h"
#include "sites/provider.h"
#include "sites/secretstore.h"
#include "sites/sitecache.h"
#include "sites/siterecord.h"

#include <map>

namespace belvedere {

class Site final : public QObject {
    Q_OBJECT
public:
    enum class State {
        SignedOut,
        SigningIn, // a password or a kept token is being checked
        Loading, // signed in; the event stream or a list is still on its way
        Online,
        Offline, // signed in, but the server cannot be reached; reconnects by itself
    };
    Q_ENUM(State)

    struct Setup {
        SecretStore *secrets = nullptr; // outlives the site
        CacheFolder *cache = nullptr; // outlives the site; null: nothing is kept on this computer
        QString language; // BCP 47
        QString program; // "belvedere 0.1 on Debian", for the server's list of sessions
        std::unique_ptr<Provider> provider; // null: by SiteRecord::provider, else our own
        std::unique_ptr<Transport> transport; // null: the provider's
        Environment environment = Environment::real();
    };
    // The record's address must have passed checkedBase().
    Site(SiteRecord record, Setup setup, QObject *parent = nullptr);
    ~Site() override;

    const SiteRecord &record() const { return m_record; }
    State state() const { return m_state; }
    // Why it is SignedOut or Offline, if there is a reason.
    const std::optional<ApiError> &error() const { return m_error; }
    // Before the server has answered: as it was when the lists were kept.
    const std::optional<Identity> &identity() const
    {
        return m_client->gate().identity() ? m_client->gate().identity() : m_known;
    }
    // When what is shown was last known to be the server's; the oldest of the lists. Invalid: nothing is shown.
    QDateTime asOf() const;
    bool isOnline() const { return m_events->state() == EventStream::State::Live; }
    // The server has said who this is and has not been lost since: what is ordered now can arrive.
    bool canWrite() const { return m_isSignedIn && m_state != State::Offline && m_client->gate().identity(); }
    // What the role lets this account do; the server decides again.
    bool allowed(Permission permission) const;
    Support supports(Capability capability) const { return m_provider->supports(capability); }

    // Signs in; `remember` keeps the session over the end of the program. state() and error() say how it went.
    void signIn(const QString &email, const QString &password, bool remember);
    // Signs in with the token kept in the keychain, if there is one.
    void resume();
    // Ends the session here and on the server; the lists are emptied. What is kept on this computer stays, sealed, for
    // the next time, unless it is to be erased.
    enum class Kept { Stays, Erased };
    void signOut(Kept kept = Kept::Stays);
    // Kind::Validation names the field.
    Call<Done> changePassword(const QString &oldPassword, const QString &newPassword);
    // What is kept of this site on this computer: how much, told later, and away with it. It is kept again from the
    // next start on.
    void measureKept(QObject *owner, std::function<void(qint64 bytes)> told);
    void eraseKept();
    // The computer woke up or the network changed: tries again now.
    void reconnect();

    // The certificate that was refused last, for the prompt; accept it with trust().
    std::optional<TlsFacts> tlsProblem() const { return m_client->tlsProblem(); }
    void trust(const TrustDecision &decision);
    void rename(const QString &name);

    template<class Op> Call<AnswerValue<Op>> send(const Op &operation, const CallOptions &options = {})
    {
        return m_client->send(operation, options);
    }
    // The whole list of a resource, loaded from the first call on and kept up to date. Lives as long as the site.
    template<class E> LiveList &list()
    {
        return listOf(QString::fromLatin1(Resource<E>::singular), fields<E>(),
            [this](const QString &since, const CallOptions &options, QObject *owner, const LiveList::Lines &lines) {
                Stream<E> operation;
                operation.parameters.since = since;
                send(operation, options).then(owner, [lines](const Result<Lines<E>> &result) {
                    lines(result.map([](const Lines<E> &answer) { return answer.bytes; }));
                });
            });
    }

Q_SIGNALS:
    void stateChanged(belvedere::Site::State state);
    void identityChanged();
    // To be kept in the book of sites.
    void recordChanged(const belvedere::SiteRecord &record);
    void eventArrived(const belvedere::ChangeEvent &event);

private:
    LiveList &listOf(const QString &kind, std::span<const Field> fields, LiveList::Fetch fetch);
    void openCache();
    void onCacheOpened(const std::optional<Identity> &kept);
    void openList(const QString &kind, LiveList &list);
    void onList(const QString &kind, LiveList &list);
    void scheduleSave();
    void save();
    void signedIn(const Session &session, bool remember);
    void sessionEnded(const ApiError &why);
    void startFollowing();
    void keepToken();
    void onStream(EventStream::State state);
    void refresh();
    void setState(State state);
    void setRecord(const SiteRecord &record);
    QString secretKey() const { return m_record.id; }

    SiteRecord m_record;
    SecretStore *m_secrets;
    QString m_program;
    Environment m_environment;
    std::unique_ptr<Provider> m_provider;
    std::unique_ptr<ApiClient> m_client;
    EventStream *m_events; // owned by m_client
    std::map<QString, std::unique_ptr<LiveList>> m_lists; // by the kind of change events
    CacheFolder *m_folder; // null: nothing is kept
    std::unique_ptr<SiteCache> m_cache; // in it
    std::optional<Identity> m_known; // from the cache, until the server has answered
    std::chrono::milliseconds m_saveAfter{};
    bool m_saveIsDue = false;
    bool m_isResuming = false; // the cache may know who this is
    State m_state = State::SignedOut;
    std::optional<ApiError> m_error;
    Id<Account> m_account; // whose data the lists hold
    quint64 m_session = 0; // counts sign-ins and sign-outs
    bool m_isSignedIn = false;
};

} // namespace belvedere
