// Routing of API requests.
#include "server/api/router.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/api/idempotency.h"
#include "server/api/sessions.h"
#include "server/http/problem.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QByteArray verbName(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return "GET";
    case Verb::Post:
        return "POST";
    case Verb::Patch:
        return "PATCH";
    case Verb::Delete:
        return "DELETE";
    }
    return {};
}

std::optional<Verb> verbOf(const QByteArray &method)
{
    if (method == "HEAD")
        return Verb::Get;
    for (const Verb verb : {Verb::Get, Verb::Post, Verb::Patch, Verb::Delete}) {
        if (method == verbName(verb))
            return verb;
    }
    return std::nullopt;
}

ApiError withStatus(int status, const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = status;
    error.code = code;
    error.detail = detail;
    return error;
}

// The client's own id, if it is a plain word: it ends in the log and in the audit record.
QString requestId(const QByteArray &sent)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            || c == '.';
    };
    if (!sent.isEmpty() && sent.size() <= 64 && std::all_of(sent.begin(), sent.end(), plain))
        return QString::fromLatin1(sent);
    return randomToken(12);
}

QByteArray entityTag(QByteArray header)
{
    if (header.startsWith("W/"))
        header = header.sliced(2);
    return header.size() >= 2 && header.startsWith('"') && header.endsWith('"') ? header.sliced(1).chopped(1) : header;
}

// A body is absent, JSON, or bytes where bytes are wanted; forms and plain text, which a foreign page could send
// unasked, are refused.
bool isOfType(const http::Request &request, Shape body)
{
    const QByteArray type = request.header("content-type").split(';').first().trimmed().toLower();
    if (body == Shape::Bytes)
        return type == "application/octet-stream";
    return request.body.isEmpty() || type == "application/json" || type == "application/merge-patch+json";
}

} // namespace

Result<Done> CallInfo::match(qint64 version) const
{
    if (ifMatch == QByteArray::number(version))
        return Done{};
    ApiError error = conflict(u"precondition.failed"_s,
        u"The record has changed: version %1 was sent, version %2 is stored."_s.arg(QString::fromLatin1(ifMatch))
            .arg(version));
    error.http = 412;
    error.fields = {{u"sent"_s, QString::fromLatin1(ifMatch)}, {u"stored"_s, QString::number(version)}};
    return error;
}

struct Router::Job {
    const Route *route;
    http::Request request;
    http::Responder responder;
    RawOperation raw;
    CallInfo info;
    std::optional<Encoded> answer = {};
    std::optional<ApiError> refusal = {}; // answered although the job was kept

    // Who asks, and whether they may. Runs first in whatever thread the job runs.
    Result<Done> admit(Database &database, const QDateTime &now)
    {
        const Permission needed = route->info.spec.permission;
        if (needed != Permission::Public) {
            const Result<Actor> actor = authenticate(database, request.header("authorization"), now);
            if (!actor)
                return actor.error();
            info.actor = actor.value();
            if (!allows(info.actor.role, needed))
                return forbidden(u"Your role may not do this (%1)."_s.arg(QLatin1StringView(permissionName(needed))));
        }
        if (route->info.needsMatch() && info.ifMatch.isEmpty())
            return withStatus(428, u"precondition.required"_s, u"If-Match must name the version that is changed."_s);
        if (isKeyed() && (info.idempotencyKey.size() < 16 || info.idempotencyKey.size() > 128))
            return withStatus(400, u"idempotency.missing"_s, u"Idempotency-Key of 16 to 128 characters needed."_s);
        return Done{};
    }
    bool isKeyed() const { return route->info.spec.repeat == Repeat::Keyed; }
    QString routeName() const { return route->info.id() + u' ' + raw.id; }
    // The account is not known before the job runs; its token stands for it.
    QString runningKey() const
    {
        return routeName() + u' ' + QString::fromLatin1(info.idempotencyKey) + u' '
            + sha256Hex(request.header("authorization"));
    }

    void fail(ApiError error) const
    {
        error.requestId = info.requestId;
        http::Response response = http::problem(error);
        response.headers.append({"X-Request-Id", info.requestId.toLatin1()});
        if (error.status() == 401)
            response.headers.append(std::pair(QByteArray("WWW-Authenticate"), QByteArray("Bearer")));
        responder.send(std::move(response));
    }
    void succeed(Encoded encoded) const
    {
        http::Response response;
        response.status = encoded.status;
        response.contentType = encoded.contentType;
        response.body = std::move(encoded.body);
        response.headers.append({"X-Request-Id", info.requestId.toLatin1()});
        if (!encoded.etag.isEmpty())
            response.headers.append({"ETag", '"' + encoded.etag + '"'});
        responder.send(std::move(response));
    }
    void busy() const
    {
        ApiError error = withStatus(503, u"server.busy"_s, u"Too much work is waiting; try again."_s);
        error.retryAfter = 1;
        fail(error);
    }
};

Router::Route &Router::add(const OperationInfo &info)
{
    const QString path = QString::fromLatin1(apiRoot) + info.path();
    m_routes.push_back(std::make_unique<Route>(Route{info, path.split(u'/', Qt::SkipEmptyParts)}));
    return *m_routes.back();
}

const Router::Route *Router::find(const QStringList &segments, Verb verb, bool &pathKnown) const
{
    const Route *found = nullptr;
    for (const auto &route : m_routes) {
        if (route->segments.size() != segments.size())
            continue;
        bool literal = true;
        bool matches = true;
        for (qsizetype i = 0; i < segments.size() && matches; ++i) {
            const bool isId = route->segments[i] == "{id}"_L1;
            literal = literal && !isId;
            matches = isId || route->segments[i] == segments[i];
        }
        if (!matches)
            continue;
        pathKnown = true;
        // "/devices/stream" goes before "/devices/{id}"
        if (route->info.spec.verb == verb && (!found || literal))
            found = route.get();
    }
    return found;
}

void Router::dispatch(http::Request request, const http::Responder &responder)
{
    const std::optional<Verb> verb = verbOf(request.method);
    bool pathKnown = false;
    const Route *route = verb ? find(request.segments, *verb, pathKnown) : nullptr;
    auto job = std::make_shared<Job>(Job{route, std::move(request), responder, {}, {}});
    job->info.requestId = requestId(job->request.header("x-request-id"));
    job->info.address = job->request.remoteAddress;
    job->info.ifMatch = entityTag(job->request.header("if-match"));
    job->info.idempotencyKey = job->request.header("idempotency-key");
    job->info.lastEventId = job->request.header("last-event-id");
    if (!route) {
        job->fail(pathKnown || !verb
                ? withStatus(405, u"method.unknown"_s, u"This address does not take that method."_s)
                : withStatus(404, u"route.unknown"_s, u"There is nothing at this address."_s));
        return;
    }
    if (!isOfType(job->request, route->info.body.shape)) {
        job->fail(withStatus(415, u"body.content-type"_s,
            route->info.body.shape == Shape::Bytes ? u"The body must be application/octet-stream."_s
                                                   : u"The body must be application/json."_s));
        return;
    }
    const qsizetype idAt = route->segments.indexOf(u"{id}"_s);
    job->raw = {idAt >= 0 ? job->request.segments[idAt] : QString(), job->request.parameters, job->request.body};
    if (route->write)
        runWrite(job, {});
    else if (route->slow)
        runSlow(job);
    else
        runRead(job);
}

void Router::recordDenial(const std::shared_ptr<Job> &job, const ApiError &error)
{
    // The answer waits for the record: nobody is refused without a trace.
    const bool taken = m_executor.write(
        [job, error](Transaction &transaction) {
            AuditNote note{.action = "permission.denied"};
            note.targetType = u"operation"_s;
            note.targetId = job->route->info.id();
            note.outcome = AuditOutcome::Denied;
            note.error = error.code;
            return appendAudit(transaction, job->info.auditContext(), note);
        },
        [job, error](const Result<Done> &result) { job->fail(result ? error : result.error()); });
    if (!taken)
        job->busy();
}

void Router::runRead(const std::shared_ptr<Job> &job)
{
    const bool taken = m_executor.read([this, job](Database &database) {
        ReadCall call{database, job->info, m_executor.now()};
        const Result<Done> admitted = job->admit(database, call.now);
        if (!admitted) {
            if (admitted.error().kind == ApiError::Kind::Forbidden)
                recordDenial(job, admitted.error());
            else
                job->fail(admitted.error());
            return;
        }
        if (job->route->stream) {
            const Result<Done> begun = job->route->stream(call, job->raw, job->responder);
            if (!begun)
                job->fail(begun.error());
            return;
        }
        Result<Encoded> answer = job->route->read(call, job->raw);
        if (answer)
            job->succeed(std::move(answer).value());
        else
            job->fail(answer.error());
    });
    if (!taken)
        job->busy();
}

void Router::runWrite(const std::shared_ptr<Job> &job, WriteStep step)
{
    const bool taken = m_executor.write(
        [job, step = std::move(step)](Transaction &transaction) -> Result<Done> {
            const Result<Done> admitted = job->admit(transaction.database(), transaction.now());
            if (!admitted)
                return admitted;
            if (job->isKeyed()) {
                const Result<std::optional<Encoded>> stored =
                    storedAnswer(transaction.database(), job->info, job->routeName(), job->raw.body, transaction.now());
                if (!stored)
                    return stored.error();
                job->answer = stored.value();
                if (job->answer)
                    return Done{};
            }
            WriteCall call{transaction, job->info};
            const Result<Encoded> answer = step ? step(call) : job->route->write(call, job->raw);
            job->refusal = call.answerInstead;
            if (job->refusal)
                return Done{};
            if (!answer)
                return answer.error();
            job->answer = answer.value();
            return job->isKeyed() ? storeAnswer(transaction, job->info, job->routeName(), job->raw.body, answer.value())
                                  : Result<Done>(Done{});
        },
        [this, job](const Result<Done> &result) {
            forgetRunning(*job);
            if (!result && result.error().kind == ApiError::Kind::Forbidden)
                recordDenial(job, result.error());
            else if (!result)
                job->fail(result.error());
            else if (job->refusal)
                job->fail(*job->refusal);
            else
                job->succeed(std::move(*job->answer));
        });
    if (!taken) {
        forgetRunning(*job);
        job->busy();
    }
}

void Router::forgetRunning(const Job &job)
{
    if (!job.isKeyed())
        return;
    const std::lock_guard lock(m_runningMutex);
    m_running.remove(job.runningKey());
}

void Router::runSlow(const std::shared_ptr<Job> &job)
{
    if (job->isKeyed()) {
        const QString running = job->runningKey();
        const std::lock_guard lock(m_runningMutex);
        if (m_running.contains(running)) {
            job->fail(conflict(u"idempotency.running"_s, u"The same request is still being worked on."_s));
            return;
        }
        m_running.insert(running);
    }
    const bool taken = m_executor.slow([this, job](Database &database) {
        ReadCall call{database, job->info, m_executor.now()};
        const Result<Done> admitted = job->admit(database, call.now);
        if (!admitted) {
            forgetRunning(*job);
            if (admitted.error().kind == ApiError::Kind::Forbidden)
                recordDenial(job, admitted.error());
            else
                job->fail(admitted.error());
            return;
        }
        if (job->isKeyed()) {
            // before the handler: what it checks (the old password) may hold no more once the first one is done
            const Result<std::optional<Encoded>> stored =
                storedAnswer(database, job->info, job->routeName(), job->raw.body, call.now);
            if (!stored || stored.value()) {
                forgetRunning(*job);
                stored ? job->succeed(*stored.value()) : job->fail(stored.error());
                return;
            }
        }
        Result<WriteStep> step = job->route->slow(call, job->raw);
        if (step) {
            runWrite(job, std::move(step).value());
            return;
        }
        forgetRunning(*job);
        job->fail(step.error());
    });
    if (!taken) {
        forgetRunning(*job);
        job->busy();
    }
}

QStringList Router::missing() const
{
    QStringList names;
    for (const OperationInfo &info : operations())
        names.append(info.id());
    for (const auto &route : m_routes)
        names.removeAll(route->info.id());
    return names;
}

} // namespace belvedere::server
