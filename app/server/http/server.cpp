// Accepting connections and keeping count of them.
#include "server/http/server.h"

#include "server/http/asioloop.h"
#include "server/http/asiotransport.h"
#include "server/http/listen.h"
#include "server/http/session.h"

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <condition_variable>
#include <csignal>
#include <QLoggingCategory>
#include <QSysInfo>
#include <unordered_map>
#ifndef _WIN32
#include <fcntl.h>
#endif

namespace belvedere::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.http")

using Executor = asio::io_context::executor_type;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr std::chrono::milliseconds tickEvery{200};
constexpr std::chrono::milliseconds acceptPause{100}; // when the system has no descriptor left

ApiError listenFailed(const QString &listen, const error_code &error)
{
    ApiError failure;
    failure.kind = ApiError::Kind::Transport;
    failure.code = u"listen.failed"_s;
    failure.detail = u"Cannot listen on %1: %2."_s.arg(listen, QString::fromStdString(error.message()));
    return failure;
}

// A child process must not hold a connection open that we have closed.
void keepFromChildren([[maybe_unused]] int descriptor)
{
#ifndef _WIN32
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#endif
}

} // namespace

struct Server::Private {
    explicit Private(const Limits &limits)
        : sessionContext(limits)
        , loop(std::make_shared<AsioLoop>())
        , acceptor(loop->context())
        , ticker(loop->context())
        , pause(loop->context())
    {
        sessionContext.loop = loop;
        sessionContext.gone = [this](Session *session) { forget(session); };
    }

    error_code open(const Listen &listen);
    void accept();
    void take(Socket socket);
    bool evictIdle();
    void forget(Session *session);
    void tick();
    std::vector<std::shared_ptr<Session>> all() const;
    void beginStop();
    void noteEmpty();

    SessionContext sessionContext;
    std::shared_ptr<AsioLoop> loop; // may be outlived only by tickets, which keep it
    Acceptor acceptor;
    Timer ticker;
    Timer pause;
    std::shared_ptr<asio::ssl::context> tls;
    std::unordered_map<Session *, std::shared_ptr<Session>> sessions;
    std::atomic<int> count = 0;
    bool ticking = false;
    bool starved = false; // the last attempt to accept failed, and that was logged

    QString url;
    QString fingerprint;
    quint16 port = 0;

    std::mutex mutex;
    std::condition_variable emptied;
    bool empty = false; // stopping, and no connection is left
};

error_code Server::Private::open(const Listen &listen)
{
    error_code error;
    const tcp::endpoint endpoint(asio::ip::make_address(listen.address.toStdString(), error), listen.port);
    if (!error)
        acceptor.open(endpoint.protocol(), error);
#ifndef _WIN32 // there the option would let another program take the port over
    if (!error)
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
#endif
    if (!error && endpoint.address().is_v6())
        acceptor.set_option(asio::ip::v6_only(!isAnyAddress(listen.address)), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return error;
    keepFromChildren(acceptor.native_handle());
    port = acceptor.local_endpoint(error).port();
    return error;
}

void Server::Private::accept()
{
    acceptor.async_accept(loop->context().get_executor(), [this](const error_code &error, Socket socket) {
        if (sessionContext.stopping || error == asio::error::operation_aborted)
            return;
        if (!error) {
            starved = false;
            take(std::move(socket));
            return accept();
        }
        if (error == asio::error::connection_aborted)
            return accept();
        // out of descriptors or memory: trying again at once would spin
        if (!std::exchange(starved, true))
            qCWarning(lc, "accepting a connection failed: %s", error.message().c_str());
        evictIdle();
        pause.expires_after(acceptPause);
        pause.async_wait([this](const error_code &cancelled) {
            if (!cancelled && !sessionContext.stopping)
                accept();
        });
    });
}

void Server::Private::take(Socket socket)
{
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error)
        return; // gone already
    socket.set_option(tcp::no_delay(true), error);
    keepFromChildren(socket.native_handle());
    asio::ip::address address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    const QString remote = QString::fromStdString(address.to_string());
    const QString key = countedAs(remote, sessionContext.limits);

    auto verdict = sessionContext.admission.enterConnection(key);
    if (verdict == Admission::Verdict::Busy && evictIdle())
        verdict = sessionContext.admission.enterConnection(key);
    if (verdict != Admission::Verdict::Admitted)
        return; // closed unheard: there is no room to even say so
    const auto session = std::make_shared<Session>(
        sessionContext, makeTransport(std::move(socket), tls.get()), remote, key, tls != nullptr);
    sessions.emplace(session.get(), session);
    ++count;
    session->start();
    if (!ticking)
        tick();
}

// Gives the connection up that has been idle longest, if there is one.
bool Server::Private::evictIdle()
{
    std::shared_ptr<Session> oldest;
    for (const auto &entry : sessions) {
        const auto &session = entry.second;
        if (session->isIdle() && (!oldest || session->since() < oldest->since()))
            oldest = session;
    }
    if (oldest)
        oldest->abandon();
    return oldest != nullptr;
}

void Server::Private::forget(Session *session)
{
    const auto entry = sessions.find(session);
    if (entry == sessions.end())
        return;
    sessionContext.admission.leaveConnection(session->key());
    sessions.erase(entry);
    --count;
    if (sessionContext.stopping && sessions.empty())
        noteEmpty();
}

std::vector<std::shared_ptr<Session>> Server::Private::all() const
{
    std::vector<std::shared_ptr<Session>> list; // a copy: a session that closes leaves the map
    list.reserve(sessions.size());
    for (const auto &entry : sessions)
        list.push_back(entry.second);
    return list;
}

void Server::Private::tick()
{
    ticking = !sessions.empty();
    if (!ticking)
        return;
    ticker.expires_after(tickEvery);
    ticker.async_wait([this](const error_code &cancelled) {
        if (cancelled)
            return;
        const Instant now = std::chrono::steady_clock::now();
        for (const auto &session : all())
            session->tick(now);
        tick();
    });
}

void Server::Private::beginStop()
{
    error_code ignored;
    sessionContext.stopping = true;
    acceptor.close(ignored);
    pause.cancel();
    for (const auto &session : all())
        session->beginStop();
    if (sessions.empty())
        noteEmpty();
}

void Server::Private::noteEmpty()
{
    {
        const std::lock_guard lock(mutex);
        empty = true;
    }
    emptied.notify_all();
}

Server::Server() = default;
Server::~Server() { stop(); }

Result<Done> Server::start(
    const QString &listen, const std::optional<TlsFiles> &tls, const Limits &limits, Handler handler)
{
    Q_ASSERT(!d);
    const auto where = parseListen(listen);
    if (!where)
        return where.error();
    auto fresh = std::make_unique<Private>(limits);
    if (tls) {
        const auto identity = loadIdentity(*tls);
        if (!identity)
            return identity.error();
        auto context = makeTlsContext(identity.value());
        if (!context)
            return context.error();
        fresh->tls = std::move(context).value();
        fresh->fingerprint = identity.value().fingerprint;
    }
    if (const error_code error = fresh->open(where.value()))
        return listenFailed(listen, error);
#ifdef SIGPIPE
    std::signal(SIGPIPE, SIG_IGN);
#endif
    QString host = where.value().address;
    if (isAnyAddress(host))
        host = QSysInfo::machineHostName().isEmpty() ? u"localhost"_s : QSysInfo::machineHostName();
    else if (host.contains(u':'))
        host = u"[%1]"_s.arg(host);
    fresh->url = u"%1://%2:%3"_s.arg(tls ? u"https"_s : u"http"_s, host).arg(fresh->port);
    fresh->sessionContext.handler = std::move(handler);
    d = std::move(fresh);
    d->accept();
    d->loop->start();
    return Done{};
}

quint16 Server::port() const { return d ? d->port : 0; }
QString Server::url() const { return d ? d->url : QString(); }
QString Server::fingerprint() const { return d ? d->fingerprint : QString(); }
int Server::connections() const { return d ? d->count.load() : 0; }

void Server::stop()
{
    if (!d)
        return;
    Q_ASSERT(!d->loop->isCurrent());
    Private *p = d.get();
    p->loop->post([p] { p->beginStop(); });
    {
        std::unique_lock lock(p->mutex);
        p->emptied.wait_for(lock, p->sessionContext.limits.stopTime, [p] { return p->empty; });
    }
    p->loop->post([p] {
        for (const auto &session : p->all())
            session->abandon();
        p->ticker.cancel();
    });
    p->loop->join();
    d.reset();
}

} // namespace belvedere::http
