// Recognition, storing and merging of an inventory.
#include "server/agents/inventory.h"

#include "api/agentprotocol.h"
#include "api/operations.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/policy/reconcile.h"
#include "server/store/auditlog.h"
#include "server/store/enrolments.h"
#include "server/store/entitytable.h"
#include "server/store/sections.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumTags = 64;

struct Subject {
    Device device; // without an id when it is new
    QString enrolment; // the id of the one that was spent; empty when the DEVICEID is known
};

ApiError nameless()
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = 400;
    error.code = u"inventory.name"_s;
    error.detail = u"The inventory does not tell the computer's name."_s;
    return error;
}

// The device of the report; the token is looked at again, because others may have spent it since.
Result<Subject> subjectOf(Transaction &transaction, const QString &token, const InventoryReport &report)
{
    static const Table<Device> devices;
    const Identity &identity = report.identity;
    const Result<Match> match = matchDevice(transaction.database(), identity);
    const Result<bool> known = isKnownSource(transaction.database(), identity.source, identity.foreignId);
    if (!match || !known)
        return match ? known.error() : match.error();
    // a clone carries a known DEVICEID, but is another computer
    const bool isNew = !match.value().device || !known.value();
    const Result<Enrolment> enrolment = isNew ? spendEnrolment(transaction, token)
                                              : usableEnrolment(transaction.database(), token, transaction.now(), true);
    if (!enrolment)
        return enrolment.error();
    Subject subject;
    if (match.value().device) {
        const Result<Device> stored = devices.get(transaction.database(), *match.value().device);
        if (!stored)
            return stored.error();
        subject.device = stored.value();
    } else {
        subject.device.name = identity.name;
        subject.device.enrolled = transaction.now();
        if (match.value().isClone)
            subject.device.note = u"identity.clone %1"_s.arg(identity.foreignId);
    }
    if (isNew) {
        subject.enrolment = enrolment.value().id.text;
        const QStringList tags = canonicalSet(subject.device.tags + enrolment.value().tags + QStringList{report.tag});
        if (tags.size() <= maximumTags)
            subject.device.tags = tags;
    }
    return subject;
}

// Stores the sections and merges them with those of the other sources.
Result<Done> mergeReport(Transaction &transaction, const InventoryReport &report, Device &device)
{
    const Identity &identity = report.identity;
    for (auto it = report.sections.begin(); it != report.sections.end(); ++it) {
        const Result<Done> stored =
            storeSection(transaction, device.id, identity.source, it.key(), it.value(), transaction.now());
        if (!stored)
            return stored;
    }
    const Result<QList<StoredSection>> sections = mergedSections(transaction.database(), device.id);
    if (!sections)
        return sections.error();
    // a name that any agent told is not one that an operator chose
    QString lastName;
    for (const QString &source : {identity.source, QString::fromLatin1(agentSource)}) {
        const Result<QString> name = reportedName(transaction.database(), device.id, source);
        if (!name)
            return name.error();
        if (name.value() == device.name)
            lastName = device.name;
    }
    mergeSections(sections.value(), lastName, transaction.now(), device);
    if (device.management == Management::Agent) // enrolled, though its first check-in may still be to come
        device.sources = canonicalSet(device.sources + QStringList{QString::fromLatin1(agentSource)});
    return noteSource(transaction, device.id, identity);
}

Result<Done> audit(Transaction &transaction, const Device &device, const QString &enrolment, const QString &address)
{
    AuditContext context;
    context.actorType = AuditActorType::Device;
    context.actorId = device.id.text;
    context.actorName = device.name;
    context.address = address;
    AuditNote note{.action = "device.enrolled"};
    note.targetType = u"device"_s;
    note.targetId = device.id.text;
    note.targetName = device.name;
    note.correlationId = enrolment;
    return appendAudit(transaction, context, note);
}

} // namespace

Result<Device> takeInventory(
    Transaction &transaction, const QString &token, const InventoryReport &report, const QString &address)
{
    if (report.identity.name.isEmpty())
        return nameless();
    static const Table<Device> devices;
    const Result<Subject> found = subjectOf(transaction, token, report);
    if (!found)
        return found.error();
    Device device = found.value().device;
    device.seen = transaction.now();
    if (device.management != Management::Agent) {
        device.management = Management::Inventory;
        device.agentVersion = report.agentVersion;
    }
    if (device.id.isEmpty()) {
        const Result<Device> inserted = devices.insert(transaction, device);
        if (!inserted)
            return inserted;
        device = inserted.value();
    }
    Result<Done> merged = mergeReport(transaction, report, device);
    const auto packages = report.sections.find(QString::fromLatin1(section::packages));
    if (merged && packages != report.sections.end())
        merged = noteInstalls(
            transaction, device, report.identity.source, QJsonDocument::fromJson(packages->text.toUtf8()).object());
    if (merged && device.name != found.value().device.name)
        merged = renameHolder(transaction, device.id.text, device.name);
    if (!merged)
        return merged.error();
    const Result<Done> reconciled = reconcileNow(transaction, device);
    if (!reconciled)
        return reconciled.error();
    const bool isEdited = device.name != found.value().device.name || device.tags != found.value().device.tags
        || !found.value().enrolment.isEmpty();
    const Result<Device> stored = isEdited ? devices.update(transaction, device) : devices.refresh(transaction, device);
    if (!stored || found.value().enrolment.isEmpty())
        return stored;
    const Result<Done> audited = audit(transaction, stored.value(), found.value().enrolment, address);
    return audited ? stored : audited.error();
}

} // namespace belvedere::server
