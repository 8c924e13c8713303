// Sessions and states of a site.
#include "sites/site.h"

#include "rest/wire.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

std::unique_ptr<Provider> providerOf(std::unique_ptr<Provider> given, const QString &kind)
{
    if (given)
        return given;
    std::unique_ptr<Provider> known = makeProvider(kind);
    return known ? std::move(known) : std::make_unique<BelvedereProvider>();
}

} // namespace

Site::Site(SiteRecord record, Setup setup, QObject *parent)
    : QObject(parent)
    , m_record(std::move(record))
    , m_secrets(setup.secrets)
    , m_program(std::move(setup.program))
    , m_environment(setup.environment)
    , m_provider(providerOf(std::move(setup.provider), m_record.provider))
    , m_client(std::make_unique<ApiClient>(ApiClient::Setup{m_record.url(), std::move(setup.language),
          setup.transport ? std::move(setup.transport) : m_provider->makeTransport(), m_environment}))
    , m_events(new EventStream(*m_client))
    , m_folder(setup.cache)
{
    m_client->setTrust(m_record.trust());
    if (setup.cache) {
        m_cache = std::make_unique<SiteCache>(*setup.cache, m_record);
        connect(m_cache.get(), &SiteCache::opened, this, &Site::onCacheOpened);
    }
    connect(&m_client->gate(), &AuthGate::tokensChanged, this, &Site::keepToken);
    connect(&m_client->gate(), &AuthGate::sessionEnded, this, &Site::sessionEnded);
    connect(m_events, &EventStream::stateChanged, this, &Site::onStream);
    connect(m_events, &EventStream::changed, this, [this](const ChangeEvent &event) {
        const auto it = m_lists.find(event.kind);
        if (it != m_lists.end())
            it->second->touch();
        Q_EMIT eventArrived(event);
    });
    connect(m_events, &EventStream::connected, this, [this] {
        for (const auto &[kind, list] : m_lists)
            list->touch();
    });
    // Every list catches up by its own token once the stream is live: the stream starts from now.
    connect(m_events, &EventStream::fullReloadNeeded, this, [this] { m_events->start({}); });
    connect(m_events, &EventStream::refused, this, [this](const ApiError &why) {
        m_error = why;
        m_isResuming = false;
        setState(m_isSignedIn ? State::Offline : State::SignedOut);
    });
}

Site::~Site()
{
    save();
    // Lists and client tell each other things while they go; nobody should listen then.
    m_events->disconnect(this);
    m_client->gate().disconnect(this);
}

bool Site::allowed(Permission permission) const
{
    if (permission == Permission::Public)
        return true;
    const auto &who = identity();
    return who && allows(who->role.value(), permission);
}

void Site::signIn(const QString &email, const QString &password, bool remember)
{
    const quint64 session = ++m_session;
    m_isSignedIn = m_isResuming = false;
    m_known.reset();
    m_events->stop();
    m_error.reset();
    setState(State::SigningIn);
    SignIn operation;
    operation.body = {email, password, m_program};
    send(operation).then(this, [this, session, remember](const Result<Session> &result) {
        if (session != m_session)
            return;
        if (result) {
            signedIn(result.value(), remember);
            return;
        }
        m_error = result.error();
        setState(State::SignedOut);
    });
}

void Site::signedIn(const Session &session, bool remember)
{
    SiteRecord record = m_record;
    record.email = session.email;
    record.remember = remember;
    setRecord(record);
    if (remember) {
        openCache();
    } else {
        // on a computer where nothing is to be left behind
        m_secrets->remove(secretKey());
        eraseKept();
    }
    m_client->gate().adopt(session);
    startFollowing();
}

void Site::resume()
{
    const quint64 session = ++m_session;
    m_isResuming = true;
    m_error.reset();
    setState(State::SigningIn);
    m_secrets->read(secretKey(), this, [this, session](Result<Secret> token) {
        if (session != m_session)
            return;
        if (!token) {
            m_isResuming = false;
            m_known.reset();
            setState(State::SignedOut);
            return;
        }
        m_client->gate().resume(std::move(token).value());
        // The server and the cache are asked at the same time; who answers first says who this is.
        m_events->start({});
        if (m_known)
            startFollowing();
    });
    openCache();
}

void Site::startFollowing()
{
    m_isResuming = false;
    m_isSignedIn = true;
    if (m_events->state() == EventStream::State::Stopped)
        m_events->start({});
    else
        m_events->hurry();
    setState(State::Loading);
    for (const auto &[kind, list] : m_lists) {
        if (list->state() == LiveList::State::Empty)
            openList(kind, *list);
        else
            list->retry();
    }
    refresh();
}

void Site::keepToken()
{
    const auto &who = identity();
    if (who && who->account.text != m_account.text) {
        // Rows of another account are none of this one's business.
        for (const auto &[kind, list] : m_lists) {
            if (m_account.isEmpty())
                break;
            list->clear();
            if (m_isSignedIn)
                list->retry();
        }
        m_account = who->account;
    }
    if (who && m_record.remember) {
        m_secrets->write(secretKey(), m_client->gate().refreshToken());
        if (m_cache)
            m_cache->keep(*who);
    }
    if (who && m_isResuming)
        startFollowing();
    Q_EMIT identityChanged();
}

void Site::sessionEnded(const ApiError &why)
{
    ++m_session;
    m_isSignedIn = m_isResuming = false;
    m_known.reset();
    m_events->stop();
    m_secrets->remove(secretKey());
    eraseKept(); // the server has taken back what allowed this computer to have it
    for (const auto &[kind, list] : m_lists)
        list->setReachable(false); // shown until somebody signs in again
    m_error = why;
    setState(State::SignedOut);
    Q_EMIT identityChanged();
}

void Site::signOut(Kept kept)
{
    const quint64 session = ++m_session;
    if (kept == Kept::Erased)
        eraseKept();
    else
        save();
    m_isSignedIn = m_isResuming = false;
    m_known.reset();
    m_error.reset();
    m_events->stop();
    m_secrets->remove(secretKey());
    SiteRecord record = m_record;
    record.remember = false;
    setRecord(record);
    m_account = {};
    for (const auto &[kind, list] : m_lists)
        list->clear();
    setState(State::SignedOut);
    if (!m_client->gate().hasSession())
        return;
    CallOptions options;
    options.retry = false;
    options.deadline = std::chrono::seconds(10);
    send(SignOut(), options).then(this, [this, session](const Result<Done> &) {
        if (session == m_session)
            m_client->gate().clear();
    });
}

Call<Done> Site::changePassword(const QString &oldPassword, const QString &newPassword)
{
    ChangePassword operation;
    operation.body = {oldPassword, newPassword};
    const Call<Done> call = send(operation);
    call.then(this, [this](const Result<Done> &done) {
        if (done)
            m_client->gate().notePasswordChanged();
    });
    return call;
}

void Site::reconnect()
{
    m_events->hurry();
    for (const auto &[kind, list] : m_lists) {
        if (list->state() != LiveList::State::Empty && list->state() != LiveList::State::Ready)
            list->retry();
    }
}

void Site::trust(const TrustDecision &decision)
{
    SiteRecord record = m_record;
    record.pin = decision.sha256;
    setRecord(record);
    m_client->setTrust(m_record.trust());
    m_error.reset();
    if (m_isSignedIn)
        startFollowing();
}

void Site::rename(const QString &name)
{
    SiteRecord record = m_record;
    record.name = name;
    setRecord(record);
}

LiveList &Site::listOf(const QString &kind, std::span<const Field> fields, LiveList::Fetch fetch)
{
    std::unique_ptr<LiveList> &list = m_lists[kind];
    if (!list) {
        list = std::make_unique<LiveList>(fields, std::move(fetch), m_environment);
        connect(list.get(), &LiveList::stateChanged, this, &Site::refresh);
        connect(list.get(), &LiveList::stateChanged, this, [this, kind, &list = *list] { onList(kind, list); });
        connect(&list->store(), &TableStore::changed, this, &Site::scheduleSave);
    }
    if (m_isSignedIn)
        openList(kind, *list);
    return *list;
}

void Site::onStream(EventStream::State state)
{
    const bool isLive = state == EventStream::State::Live;
    if (isLive)
        m_error.reset();
    if (isLive || state == EventStream::State::Offline) {
        for (const auto &[kind, list] : m_lists)
            list->setReachable(isLive);
    }
    if (m_isResuming && state == EventStream::State::Offline && (!m_cache || m_cache->state() == SiteCache::State::Open)
        && !m_known) {
        // Neither the server nor this computer can say who this is. The kept session stays for another try.
        ++m_session;
        m_isResuming = false;
        m_events->stop();
        m_error = wireError(ApiError::Kind::Transport, u"site.unreachable"_s, u"The server cannot be reached."_s);
        setState(State::SignedOut);
        return;
    }
    refresh();
}

void Site::refresh()
{
    if (!m_isSignedIn)
        return;
    switch (m_events->state()) {
    case EventStream::State::Live: {
        const bool isLoading = std::any_of(m_lists.begin(), m_lists.end(),
            [](const auto &entry) { return entry.second->state() == LiveList::State::Loading; });
        setState(isLoading ? State::Loading : State::Online);
        break;
    }
    case EventStream::State::Connecting:
        setState(State::Loading);
        break;
    case EventStream::State::Offline:
    case EventStream::State::Stopped:
        setState(State::Offline);
        break;
    }
}

void Site::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void Site::setRecord(const SiteRecord &record)
{
    if (record == m_record)
        return;
    m_record = record;
    Q_EMIT recordChanged(m_record);
}

} // namespace belvedere
