// Dispatch and answers of the inventory agents' protocol.
#include "server/agents/inventoryroutes.h"

#include "server/agents/inventory.h"
#include "server/agents/inventorybody.h"
#include "server/http/problem.h"
#include "server/store/enrolments.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char sendIt[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<REPLY><PROLOG_FREQ>24</PROLOG_FREQ><RESPONSE>SEND</RESPONSE></REPLY>\n";
constexpr char tookIt[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<REPLY><RESPONSE>NO_ACCOUNT_UPDATE</RESPONSE></REPLY>\n";

http::Response reply(const char *xml)
{
    http::Response response;
    response.contentType = "application/x-compress-zlib";
    response.body = packReply(xml);
    return response;
}

void busy(const http::Responder &responder)
{
    responder.send(http::problem(503, u"server.busy"_s, u"Too much work is waiting; try again."_s, 5));
}

ApiError unknownQuery()
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = 400;
    error.code = u"inventory.query"_s;
    error.detail = u"QUERY is neither PROLOG nor INVENTORY."_s;
    return error;
}

// The message, if its token lets it in as far as that can be told without spending.
Result<InventoryXml> admit(Database &database, const QString &token, const http::Request &request, const QDateTime &now)
{
    const Result<Enrolment> anyone = usableEnrolment(database, token, now, true);
    if (!anyone)
        return anyone.error();
    const Result<QByteArray> xml = unpackInventory(request.body);
    if (!xml)
        return xml.error();
    Result<InventoryXml> message = readInventoryXml(xml.value());
    if (!message)
        return message;
    if (message.value().query != "PROLOG"_L1 && message.value().query != "INVENTORY"_L1)
        return unknownQuery();
    const Result<bool> known = isKnownSource(
        database, inventorySource(message.value(), request.header("user-agent")), message.value().deviceId);
    if (!known)
        return known.error();
    const Result<Enrolment> usable = usableEnrolment(database, token, now, known.value());
    return usable ? message : usable.error();
}

} // namespace

bool serveInventory(Executor &executor, const http::Request &request, const http::Responder &responder)
{
    if (request.segments.size() != 2 || !request.path.startsWith(QLatin1StringView(inventoryPath)))
        return false;
    if (request.method != "POST") {
        responder.send(http::problem(405, u"method.unknown"_s, u"This address takes POST alone."_s));
        return true;
    }
    const bool taken = executor.read([&executor, request, responder](Database &database) {
        const QString token = request.segments.at(1);
        const Result<InventoryXml> message = admit(database, token, request, executor.now());
        if (!message) {
            responder.send(http::problem(message.error()));
            return;
        }
        if (message.value().query == "PROLOG"_L1) {
            responder.send(reply(sendIt));
            return;
        }
        const bool accepted = executor.write(
            [token, address = request.remoteAddress,
                report = mapInventory(message.value(), request.header("user-agent"))](Transaction &transaction) {
                return takeInventory(transaction, token, report, address).map([](const Device &) { return Done{}; });
            },
            [responder](const Result<Done> &result) {
                responder.send(result ? reply(tookIt) : http::problem(result.error()));
            });
        if (!accepted)
            busy(responder);
    });
    if (!taken)
        busy(responder);
    return true;
}

} // namespace belvedere::server
