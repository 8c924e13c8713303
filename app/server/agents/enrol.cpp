// Enrolment of a device.
#include "server/agents/enrol.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/policy/deployments.h"
#include "server/policy/queue.h"
#include "server/store/actionruns.h"
#include "server/store/auditlog.h"
#include "server/store/enrolments.h"
#include "server/store/entitytable.h"
#include "server/store/identity.h"
#include "server/store/sections.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

ApiError badRequest(const QString &detail)
{
    ApiError error = validationError({{u"name"_s, detail}});
    error.code = u"enrolment.request"_s;
    return error;
}

Identity identityOf(const EnrolRequest &request)
{
    Identity identity;
    identity.source = QString::fromLatin1(agentSource);
    identity.hardwareId = request.hardwareId;
    identity.serial = isPlaceholder(request.serial) ? QString() : request.serial;
    identity.macs = canonicalSet(request.macs);
    identity.name = request.name;
    return identity;
}

// The device of the same computer, or a new record.
Result<Device> deviceFor(Transaction &transaction, const EnrolRequest &request, const Identity &identity)
{
    static const Table<Device> devices;
    const Result<Match> match = matchDevice(transaction.database(), identity);
    if (!match)
        return match.error();
    if (match.value().device)
        return devices.get(transaction.database(), *match.value().device);
    Device device;
    device.name = request.name;
    device.enrolled = transaction.now();
    device.simulated = request.simulated;
    return device;
}

} // namespace

Result<EnrolAnswer> enrolDevice(Transaction &transaction, const EnrolRequest &request, const QString &address)
{
    if (request.name.trimmed().isEmpty() || request.name.size() > 200 || request.macs.size() > maximumInterfaces)
        return badRequest(u"1 to 200 characters"_s);
    const Result<Enrolment> enrolment = spendEnrolment(transaction, request.token);
    if (!enrolment)
        return enrolment.error();
    const Identity identity = identityOf(request);
    const Result<Device> found = deviceFor(transaction, request, identity);
    if (!found)
        return found.error();
    Device device = found.value();
    device.management = Management::Agent;
    device.platform = request.platform;
    device.agentVersion = request.agentVersion;
    device.seen = transaction.now();
    device.tags = canonicalSet(device.tags + enrolment.value().tags);
    device.sources = canonicalSet(device.sources + QStringList{identity.source});
    static const Table<Device> devices;
    const Result<Device> stored =
        device.id.isEmpty() ? devices.insert(transaction, device) : devices.update(transaction, device);
    if (!stored)
        return stored.error();
    Result<Done> noted = noteSource(transaction, stored.value().id, identity);
    if (noted)
        noted = reorderDeployments(transaction, stored.value().id);
    if (noted)
        noted = enqueueDevice(transaction, stored.value().id);
    if (!noted)
        return noted.error();
    const Result<Done> interrupted = interruptRunsOf(transaction, stored.value().id);
    if (!interrupted)
        return interrupted.error();
    const EnrolAnswer answer{stored.value().id.text, randomToken()};
    const Result<QSqlQuery *> secret =
        transaction.database().run(u"INSERT INTO device_secrets (device, hash) VALUES (?, ?) "
                                   "ON CONFLICT (device) DO UPDATE SET hash = excluded.hash"_s,
            {answer.device, sha256Hex(answer.secret.toUtf8())});
    if (!secret)
        return secret.error();
    AuditContext context;
    context.actorType = AuditActorType::Device;
    context.actorId = answer.device;
    context.actorName = device.name;
    context.address = address;
    AuditNote note{.action = "device.enrolled"};
    note.targetType = u"device"_s;
    note.targetId = answer.device;
    note.targetName = device.name;
    note.correlationId = enrolment.value().id.text;
    const Result<Done> audited = appendAudit(transaction, context, note);
    return audited ? Result<EnrolAnswer>(answer) : audited.error();
}

} // namespace belvedere::server
