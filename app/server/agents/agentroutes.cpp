// Dispatch of the agent protocol.
#include "server/agents/agentroutes.h"

#include "server/agents/checkin.h"
#include "server/agents/enrol.h"
#include "server/http/problem.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

http::Response jsonResponse(const QJsonObject &object)
{
    http::Response response;
    response.contentType = "application/json";
    response.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return response;
}

void busy(const http::Responder &responder)
{
    responder.send(http::problem(503, u"server.busy"_s, u"Too much work is waiting; try again."_s, 5));
}

// Reads the message in a reading thread, so that the writing one only writes.
template<class Message, class Answer> void serve(Executor &executor, const http::Request &request,
    const http::Responder &responder, std::function<Result<Message>(Database &, const http::Request &)> read,
    std::function<Result<Answer>(Transaction &, const Message &)> write)
{
    const bool taken = executor.read([&executor, request, responder, read, write](Database &database) {
        const Result<Message> message = read(database, request);
        if (!message) {
            responder.send(http::problem(message.error()));
            return;
        }
        auto answer = std::make_shared<QJsonObject>();
        const bool accepted = executor.write(
            [answer, write, message = message.value()](Transaction &transaction) {
                return write(transaction, message).map([&answer](const Answer &value) {
                    *answer = toJson(value);
                    return Done{};
                });
            },
            [answer, responder](const Result<Done> &result) {
                responder.send(result ? jsonResponse(*answer) : http::problem(result.error()));
            });
        if (!accepted)
            busy(responder);
    });
    if (!taken)
        busy(responder);
}

struct Reported {
    Id<Device> device;
    Report report;
};

} // namespace

bool serveAgent(Executor &executor, const Cadence &cadence, const SiteKey &key, const http::Request &request,
    const http::Responder &responder)
{
    const bool isEnrol = request.path == QLatin1StringView(enrolPath);
    if (!isEnrol && request.path != QLatin1StringView(checkInPath))
        return false;
    if (request.method != "POST") {
        responder.send(http::problem(405, u"method.unknown"_s, u"This address takes POST alone."_s));
        return true;
    }
    if (isEnrol) {
        serve<EnrolRequest, EnrolAnswer>(
            executor, request, responder,
            [](Database &, const http::Request &raw) {
                return parseObject(raw.body, maximumAgentMessage).andThen([](const QJsonObject &object) {
                    return fromJson<EnrolRequest>(object);
                });
            },
            [address = request.remoteAddress](Transaction &transaction, const EnrolRequest &message) {
                return enrolDevice(transaction, message, address);
            });
        return true;
    }
    serve<Reported, CheckInAnswer>(
        executor, request, responder,
        [](Database &database, const http::Request &raw) -> Result<Reported> {
            const Result<Id<Device>> device = authenticateDevice(database, raw.header("authorization"));
            if (!device)
                return device.error();
            const Result<QJsonObject> object = parseObject(raw.body, maximumAgentMessage);
            if (!object)
                return object.error();
            return fromJson<CheckIn>(object.value()).andThen(&readReport).map([&device](const Report &report) {
                return Reported{device.value(), report};
            });
        },
        [&cadence, &key](Transaction &transaction, const Reported &reported) {
            return checkIn(transaction, reported.device, reported.report, cadence, key);
        });
    return true;
}

} // namespace belvedere::server
