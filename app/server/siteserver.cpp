// One site, served: database, threads, routes and listener put together.
#include "server/siteserver.h"

#include "api/openapi.h"
#include "base/digest.h"
#include "server/agents/agentroutes.h"
#include "server/agents/cadence.h"
#include "server/agents/contentroute.h"
#include "server/agents/inventorybody.h"
#include "server/agents/inventoryroutes.h"
#include "server/api/idempotency.h"
#include "server/api/routes.h"
#include "server/api/sessions.h"
#include "server/auth/password.h"
#include "server/content/blobs.h"
#include "server/content/databasecontents.h"
#include "server/content/diskcontents.h"
#include "server/content/installs.h"
#include "server/delivery/deliveryworker.h"
#include "server/demo/content.h"
#include "server/demo/seed.h"
#include "server/http/certificate.h"
#include "server/http/listen.h"
#include "server/http/problem.h"
#include "server/http/server.h"
#include "server/patches/pending.h"
#include "server/policy/profilesecrets.h"
#include "server/policy/versions.h"
#include "server/policy/worker.h"
#include "server/sitedirectory.h"
#include "server/store/actionruns.h"
#include "server/store/cleanstop.h"
#include "server/store/enrolments.h"
#include "server/store/housekeeping.h"
#include "server/store/instances.h"
#include "server/store/migrations.h"
#include "server/store/postgresplace.h"

#include <atomic>
#include <condition_variable>
#include <QElapsedTimer>
#include <QFile>
#include <QHostInfo>
#include <QLoggingCategory>
#include <QVariant>
#include <thread>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.server")

constexpr std::chrono::seconds heartbeat{15};
constexpr std::chrono::seconds longestLoadPause{3'600};
constexpr std::chrono::seconds sweepPause{600};
constexpr qint64 worthTelling = 1'000; // ms that reading the lists took

ApiError startError(const QString &code, const QString &detail)
{
    ApiError error;
    error.code = code;
    error.detail = detail;
    return error;
}

Result<Done> replaceKey(Database &database, const SiteKey &key)
{
    Result<WriteBatch> batch = WriteBatch::begin(database);
    if (!batch)
        return batch.error();
    const Result<Done> replaced = batch.value().run(QDateTime::currentDateTimeUtc(), [&key](Transaction &transaction) {
        const Result<Done> done = key.replace(transaction);
        return done ? appendAudit(transaction, {}, AuditNote{.action = "secrets.key.replaced"}) : done;
    });
    const Result<Done> ended = batch.value().commit();
    return replaced ? ended : replaced;
}

// Migrates and checks before anything else opens the database.
Result<qint64> prepareDatabase(const QString &place, const SiteKey &key, bool isNewKey)
{
    const bool isAsLeft = !isPostgresUrl(place) && takeCleanStop(place);
    const Result<std::unique_ptr<Database>> database = Database::open(place, Database::Mode::ReadWrite);
    if (!database)
        return database.error();
    // The check reads every page: at a million devices that is most of a start. It is for what a crash, a failing disk
    // or another program may have done, not for a file that nobody has touched since the last orderly stop.
    Result<Done> ready = isAsLeft ? Done{} : database.value()->check();
    if (ready)
        ready = migrate(*database.value());
    if (ready && isNewKey)
        ready = replaceKey(*database.value(), key);
    if (!ready)
        return ready.error();
    const Result<Secret> found = key.inUse(*database.value());
    if (!found)
        return found.error();
    return database.value()->value(u"SELECT token FROM change_counter"_s).map([](const QVariant &token) {
        return token.toLongLong();
    });
}

Result<QString> firstLine(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return startError(u"bootstrap.password-file"_s, u"%1: %2"_s.arg(path, file.errorString()));
    return QString::fromUtf8(file.readLine(4'096)).remove(u'\n').remove(u'\r');
}

Result<Done> bootstrap(Executor &executor, const Options &options)
{
    if (options.bootstrapAdmin.isEmpty())
        return Done{};
    const Result<QString> password = firstLine(options.bootstrapPasswordFile);
    if (!password)
        return password.error();
    const QString problem = passwordProblem(password.value(), options.bootstrapAdmin);
    if (!problem.isEmpty())
        return startError(u"bootstrap.password"_s, u"The password is "_s + problem + u'.');
    const Result<QString> hash = hashPassword(password.value());
    if (!hash)
        return hash.error();
    return executor.writeAndWait([&](Transaction &transaction) -> Result<Done> {
        const Result<QVariant> accounts = transaction.database().value(u"SELECT COUNT(*) FROM accounts"_s);
        if (!accounts)
            return accounts.error();
        if (accounts.value().toInt() > 0)
            return Done{};
        Account account;
        account.email = options.bootstrapAdmin;
        account.name = options.bootstrapAdmin.section(u'@', 0, 0);
        account.role = Role::Administrator;
        return createAccount(transaction, {}, account, hash.value(), false).map([](const Account &) { return Done{}; });
    });
}

Result<Done> note(Executor &executor, AuditActionName action)
{
    return executor.writeAndWait(
        [action](Transaction &transaction) { return appendAudit(transaction, {}, AuditNote{.action = action}); });
}

Result<Done> trimAllRemovals(Transaction &transaction) { return trimRemovals(transaction); }

// What goes by time; one instance does it for all.
Result<Done> keepOrder(Transaction &transaction)
{
    const Result<bool> isOurs = claimRound(transaction, u"housekeeping"_s, heartbeat / 2);
    if (!isOurs || !isOurs.value())
        return isOurs ? Result<Done>(Done{}) : isOurs.error();
    for (const auto task : {&expireEnrolments, &expireRuns, &forgetAnswers, &forgetSessions, &trimAllRemovals,
             &refreshCounts, &refreshPatches}) {
        const Result<Done> done = task(transaction);
        if (!done)
            return done;
    }
    return Done{};
}

} // namespace

struct SiteServer::Private {
    std::unique_ptr<QLockFile> lock; // null: others may be at work on the same database
    QString place; // of the database
    const QString instance = randomToken(12);
    Site site;
    Cadence cadence{site.events};
    std::unique_ptr<Executor> executor;
    std::unique_ptr<Router> router;
    http::Server http;
    std::mutex mutex;
    std::condition_variable stopping;
    std::atomic<bool> stopped = false; // set with the mutex
    std::atomic<bool> ready = false; // the address, which handlers read, is known only once the server listens
    std::jthread housekeeper;
    std::atomic<bool> readsInstalls = false; // a chain of jobs is at it
    std::chrono::seconds loadPause{8}; // the next one is twice as long; of the housekeeper
    std::chrono::steady_clock::time_point nextLoad;
    std::unique_ptr<ReconcileWorker> reconciler;
    std::unique_ptr<DeliveryWorker> deliverer;

    ~Private()
    {
        {
            const std::lock_guard lock(mutex);
            stopped = true;
        }
        stopping.notify_all();
        if (housekeeper.joinable())
            housekeeper.join();
        site.devices.columns.stop();
        reconciler.reset();
        deliverer.reset();
        site.events.close();
        http.stop();
        if (executor)
            static_cast<void>(bool(executor->writeAndWait([this](Transaction &transaction) {
                const Result<Done> noted = appendAudit(transaction, {}, AuditNote{.action = "server.stopped"});
                return noted ? forgetInstance(transaction, instance) : noted;
            }))); // nobody is left to tell
        executor.reset();
        if (!isPostgresUrl(place))
            markCleanStop(place);
    }

    // Refused only when the queue is full; the last count serves until the next round.
    void countDevices()
    {
        executor->read([this](Database &database) {
            const Result<QVariant> count = database.value(u"SELECT COUNT(*) FROM devices"_s);
            if (count)
                cadence.setDevices(count.value().toLongLong());
        });
    }

    // Until it is done, and if it fails, the database answers: nothing waits for it.
    void loadLists(Database &database)
    {
        QElapsedTimer timer;
        timer.start();
        const Result<Done> done = site.devices.load(database);
        if (done && timer.elapsed() >= worthTelling)
            qCInfo(lc, "Devices are in memory after %lld ms.", static_cast<long long>(timer.elapsed()));
        else if (!done && !stopped)
            qCCritical(lc, "Devices are listed from the database: %s", qPrintable(done.error().detail));
        if (done && !stopped)
            static_cast<void>(bool(site.fleet.warm(database))); // or else the first preview does it
    }

    // What could not be read, or held, is tried again after ever longer pauses.
    void loadListsAgain()
    {
        const auto now = std::chrono::steady_clock::now();
        if (!site.devices.columns.isAbsent() || now < nextLoad)
            return;
        loadPause = std::min(loadPause * 2, longestLoadPause);
        nextLoad = now + loadPause;
        executor->slow([this](Database &database) { loadLists(database); });
    }

    // What nothing names any more goes; what is left behind on the disk, once that is sure.
    void sweep()
    {
        executor->write(
            [this](Transaction &transaction) -> Result<Done> {
                const Result<bool> isOurs = claimRound(transaction, u"contents"_s, sweepPause);
                if (!isOurs || !isOurs.value())
                    return isOurs ? Result<Done>(Done{}) : isOurs.error();
                return sweepContents(transaction, *site.contents);
            },
            [this](const Result<Done> &swept) {
                if (!swept && !stopped)
                    qCWarning(lc, "Old contents are still there: %s", qPrintable(swept.error().detail));
                site.contents->settle(bool(swept));
            });
    }

    // Package lists for applications that came after them, some hundred in each transaction until all are read.
    void readPackageLists()
    {
        if (readsInstalls.exchange(true))
            return;
        auto more = std::make_shared<bool>(false);
        const bool taken = executor->write(
            [more](Transaction &transaction) {
                return readInstalls(transaction).map([&more](bool isMore) {
                    *more = isMore;
                    return Done{};
                });
            },
            [this, more](const Result<Done> &read) {
                readsInstalls = false;
                if (read && *more && !stopped)
                    readPackageLists();
            });
        if (!taken)
            readsInstalls = false; // the next round does it
    }

    void keepHouse()
    {
        std::unique_lock lock(mutex);
        do {
            site.events.tick(executor->now());
            countDevices();
            loadListsAgain();
            executor->read([this](Database &database) { endStreamsOfGoneSessions(database); });
            // Refused only when the queue is full; the next round does it.
            executor->write(&keepOrder, [](const Result<Done> &) {});
            sweep();
            readPackageLists();
            executor->write(
                [this](Transaction &transaction) -> Result<Done> {
                    if (!transaction.database().isShared())
                        return Done{};
                    const Result<qint64> others = noteInstance(transaction, instance, site.events.listeners());
                    if (!others)
                        return others.error();
                    cadence.setOtherListeners(others.value());
                    return Done{};
                },
                [](const Result<Done> &) {});
        } while (!stopping.wait_for(lock, heartbeat, [this] { return stopped.load(); }));
    }

    // Somebody may have signed out, or lost the right to be here, at another instance, or while the stream began.
    void endStreamsOfGoneSessions(Database &database)
    {
        const QSet<qint64> streaming = site.events.sessions();
        const Result<QSet<qint64>> open = openSessions(database, streaming);
        if (!open)
            return; // the next look does it
        for (const qint64 session : streaming - open.value())
            site.events.endSession(session);
    }

    void serve(http::Request request, const http::Responder &responder)
    {
        if (!ready) {
            responder.send(http::problem(503, u"server.starting"_s, u"The server is starting."_s, 1));
            return;
        }
        if (serveAgent(*executor, cadence, site.key, request, responder)
            || serveInventory(*executor, request, responder)
            || serveContent(*executor, *site.contents, request, responder))
            return;
        if (request.path == QLatin1StringView(apiRoot) + "/openapi.json"_L1) {
            responder.send({200, "application/json", openApiDocument(), {}});
            return;
        }
        router->dispatch(std::move(request), responder);
    }
};

SiteServer::SiteServer(std::unique_ptr<Private> parts)
    : d(std::move(parts))
{
}

SiteServer::~SiteServer() = default;

Result<std::unique_ptr<SiteServer>> SiteServer::start(const Options &options)
{
    std::optional<ProfileSigner> signer; // first: a mistake in it leaves no trace in the site
    if (options.signing) {
        Result<ProfileSigner> read = ProfileSigner::load(*options.signing);
        if (!read)
            return read.error();
        const Result<Done> valid = read.value().checkValidity(QDateTime::currentDateTimeUtc());
        if (!valid)
            qCWarning(lc, "%s: %s", qPrintable(options.signing->certificate), qPrintable(valid.error().detail));
        signer = std::move(read).value();
    }
    const Result<QString> file = prepareDirectory(options.data);
    if (!file)
        return file.error();
    const QString place = options.database.isEmpty() ? file.value() : options.database;
    std::unique_ptr<QLockFile> lock;
    if (options.database.isEmpty()) { // servers over one PostgreSQL tell each other of changes
        Result<std::unique_ptr<QLockFile>> taken = lockSite(options.data);
        if (!taken)
            return taken.error();
        lock = std::move(taken).value();
    }
    const SiteKey key(options.data);
    const Result<qint64> token = prepareDatabase(place, key, options.newSecretsKey);
    if (!token)
        return token.error();
    auto parts = std::make_unique<Private>();
    parts->place = place;
    parts->lock = std::move(lock);
    parts->site.signer = std::move(signer);
    parts->site.key = key;
    Private *raw = parts.get();
    parts->site.events.startAt(token.value());
    Executor::Options lanes;
    lanes.since = token.value();
    lanes.looked = [raw](Database &database) { raw->endStreamsOfGoneSessions(database); };
    Result<std::unique_ptr<Executor>> executor = Executor::start(
        place, lanes, [] { return QDateTime::currentDateTimeUtc(); },
        [raw](const QList<Change> &changes) {
            raw->site.devices.columns.apply(changes); // first: whoever hears of a change finds it in the list
            raw->site.events.publish(changes);
        });
    if (!executor)
        return executor.error();
    parts->executor = std::move(executor).value();
    // not through `parts`, which lets go of the executor before that has finished what it accepted
    parts->site.catchUp = [executor = parts->executor.get()](
                              Database &database) { return executor->catchUp(database); };
    if (isPostgresUrl(place)) {
        parts->site.contents = std::make_unique<DatabaseContents>();
    } else {
        Result<std::unique_ptr<DiskContents>> contents = DiskContents::open(options.data);
        if (!contents)
            return contents.error();
        parts->site.contents = std::move(contents).value();
    }
    Result<Done> ready = parts->executor->writeAndWait(&adoptPolicies);
    if (ready)
        ready = bootstrap(*parts->executor, options);
    if (ready && options.seedDemo)
        ready = seedDemo(*parts->executor, *options.seedDemo, options.seed);
    if (ready && options.seedDemo)
        ready = seedContent(*parts->executor, *parts->site.contents, *options.seedDemo, options.seed);
    if (ready)
        ready = parts->executor->writeAndWait(
            [&key](Transaction &transaction) { return sealStoredSecrets(transaction, key); });
    if (ready)
        ready = note(*parts->executor, "server.started");
    if (!ready)
        return ready.error();

    parts->router = std::make_unique<Router>(*parts->executor);
    serveSessions(*parts->router, parts->site);
    serveDevices(*parts->router, parts->site);
    servePersons(*parts->router);
    serveEnrolments(*parts->router, parts->site);
    serveAccounts(*parts->router, parts->site);
    serveAudit(*parts->router);
    serveActions(*parts->router);
    servePatches(*parts->router);
    serveProfiles(*parts->router, parts->site);
    serveRules(*parts->router, parts->site);
    serveTargets(*parts->router, parts->site);
    serveWaivers(*parts->router);
    servePolicies(*parts->router, parts->site);
    serveDeployments(*parts->router);
    serveReports(*parts->router);
    serveViews(*parts->router, parts->site);
    serveUploads(*parts->router, parts->site);
    serveApplications(*parts->router);
    serveFiles(*parts->router);
    serveCertificates(*parts->router, parts->site);
    serveLicences(*parts->router);
    serveEvents(*parts->router, parts->site);
    Q_ASSERT(parts->router->missing().isEmpty());

    std::optional<http::TlsFiles> tls = options.tls;
    const Result<http::Listen> listen = http::parseListen(options.listen);
    if (!listen)
        return listen.error();
    if (!tls && !http::isLoopback(listen.value())) {
        const Result<http::TlsFiles> made = http::ensureSelfSigned(options.data);
        if (!made)
            return made.error();
        tls = made.value();
    }
    http::Limits limits;
    limits.bodyLimit = [](const QByteArray &method, const QString &path) -> qint64 {
        if (method == "PATCH" && path.startsWith(QLatin1StringView(apiRoot) + "/uploads/"_L1))
            return maximumUploadPiece;
        if (path.startsWith(QLatin1StringView(inventoryPath)))
            return maximumInventoryBody;
        return path.startsWith("/agent/"_L1) ? 4 * 1024 * 1024 : 1024 * 1024;
    };
    ready = parts->http.start(options.listen, tls, limits,
        [raw](http::Request request, const http::Responder &responder) { raw->serve(std::move(request), responder); });
    if (!ready)
        return ready.error();
    parts->site.url = parts->http.url();
    parts->site.card = {
        QHostInfo::localHostName(), u"Belvedere " BELVEDERE_VERSION ""_s, u"v1"_s, parts->http.fingerprint()};
    parts->ready = true;
    parts->reconciler = std::make_unique<ReconcileWorker>(*parts->executor);
    parts->deliverer = std::make_unique<DeliveryWorker>(*parts->executor, key, parts->site.url);
    parts->housekeeper = std::jthread([raw] { raw->keepHouse(); });
    return std::unique_ptr<SiteServer>(new SiteServer(std::move(parts)));
}

QString SiteServer::url() const { return d->http.url(); }

QString SiteServer::fingerprint() const { return d->http.fingerprint(); }

} // namespace belvedere::server
