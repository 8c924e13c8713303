// The stream of change events.
#include "server/api/routes.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

ApiError expired()
{
    ApiError error = notFound(u"change with that token any more; load everything again"_s);
    error.code = u"changes.expired"_s;
    error.http = 410;
    return error;
}

} // namespace

void serveEvents(Router &router, Site &site)
{
    router.stream<FollowEvents>(
        [&site](ReadCall &call, const RawOperation &raw, const http::Responder &responder) -> Result<Done> {
            const Result<FollowEvents> operation = decodeOperation<FollowEvents>(raw);
            if (!operation)
                return operation.error();
            const QString text = call.info.lastEventId.isEmpty() ? operation.value().parameters.since
                                                                 : QString::fromLatin1(call.info.lastEventId);
            std::optional<qint64> since;
            if (!text.isEmpty()) {
                bool isNumber = false;
                since = text.toLongLong(&isNumber);
                // a token from another instance, or one that was read before the commit was told of
                const Result<Done> told = site.catchUp(call.database);
                if (!told)
                    return told;
                if (!isNumber || !site.events.canResume(*since))
                    return expired();
            }
            std::shared_ptr<http::StreamWriter> writer = responder.stream(200, "text/event-stream");
            EventListener listener;
            listener.write = [writer](const QByteArray &bytes) { return writer->write(bytes); };
            listener.end = [writer] { writer->finish(); };
            listener.reader = call.info.actor.reader();
            listener.session = call.info.actor.session;
            listener.expires = call.info.actor.accessExpires;
            if (!site.events.add(listener, since))
                writer->finish(); // the token went stale in between; the client asks again and is told so
            return Done{};
        });
}

} // namespace belvedere::server
