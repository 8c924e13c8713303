// Results and deliveries of commands.
#include "server/agents/commandresults.h"

#include "domain/deployment.h"
#include "domain/rulestep.h"
#include "server/agents/deploymentresults.h"
#include "server/agents/stepresults.h"
#include "server/patches/updateorders.h"
#include "server/policy/profilesecrets.h"
#include "server/store/actionruns.h"

#include <QJsonDocument>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.server")

constexpr qint64 toleratedSkewSeconds = 300;
constexpr qsizetype maximumProof = 16 * 1024; // bytes
constexpr qsizetype maximumCode = 64; // characters
constexpr qsizetype maximumDetail = 500;

// Who is told about the commands of an origin.
struct Owner {
    const char *prefix; // of the origin's id
    Result<Done> (*delivered)(Transaction &, const QString &origin); // the first time
    Result<Done> (*reported)(Transaction &, const QString &origin, const CommandResult &);
    Result<Done> (*withheld)(Transaction &, const QString &origin, const ApiError &); // null: never is
};

// One line for each kind of thing that commands are for.
constexpr Owner owners[] = {
    {ActionRun::idPrefix, &runDelivered, &runReported, nullptr},
    {Deployment::idPrefix, &deploymentDelivered, &deploymentReported, &deploymentWithheld},
    {RuleStep::idPrefix, &stepDelivered, &stepReported, nullptr},
};

const Owner *ownerOf(const QString &origin)
{
    const auto *owner = std::find_if(std::begin(owners), std::end(owners),
        [&origin](const Owner &candidate) { return idNumber(origin, candidate.prefix).has_value(); });
    return owner == std::end(owners) ? nullptr : owner;
}

bool isSkewed(const CheckIn &message, const QDateTime &now)
{
    return qAbs(message.asOf.secsTo(now)) > toleratedSkewSeconds;
}

// The result as it can be believed.
CommandResult checked(CommandResult result, const CheckIn &message, const QDateTime &now)
{
    const auto fail = [&result](const QString &code, const QString &detail) {
        result.outcome = CommandOutcome::Failed;
        result.code = code;
        result.detail = detail;
    };
    if (isSkewed(message, now) || result.asOf > now)
        result.asOf = now;
    result.code.truncate(maximumCode);
    result.detail.truncate(maximumDetail);
    if (QJsonDocument(result.proof).toJson(QJsonDocument::Compact).size() > maximumProof) {
        result.proof = {};
        fail(u"proof.too-large"_s, u"The device sent a proof that is too large to be kept."_s);
    }
    if (!result.outcome.isKnown())
        fail(u"outcome.unknown"_s, u"The device reported an end that this server does not know."_s);
    if (result.outcome.value() == CommandOutcome::Done && result.proof.isEmpty())
        fail(u"proof.missing"_s, u"The device reported this as done, without proof."_s);
    return result;
}

} // namespace

QDateTime measuredAt(const CheckIn &message, const QDateTime &now)
{
    return isSkewed(message, now) ? now : message.asOf;
}

QString clockNote(const CheckIn &message, const QDateTime &now)
{
    return isSkewed(message, now) ? u"clock.skew %1 s"_s.arg(now.secsTo(message.asOf)) : QString();
}

Result<Done> takeResults(Transaction &transaction, const Id<Device> &device, const CheckIn &message)
{
    for (const CommandResult &raw : message.results) {
        const Result<std::optional<OpenCommand>> open = commandOf(transaction.database(), device, raw.command);
        if (!open)
            return open.error();
        const Owner *owner = open.value() ? ownerOf(open.value()->origin) : nullptr;
        if (!owner)
            continue;
        CommandResult result = checked(raw, message, transaction.now());
        if (open.value()->kind == CommandKind::UpdatesInstall) {
            const Result<QJsonObject> order = parametersOf(transaction.database(), raw.command);
            if (!order)
                return order.error();
            result = provenUpdates(order.value(), result);
        }
        const bool isStart = result.outcome.value() == CommandOutcome::Started;
        Result<Done> done = isStart ? markStarted(transaction, raw.command) : endCommand(transaction, raw.command);
        if (done)
            done = owner->reported(transaction, open.value()->origin, result);
        if (!done)
            return done;
    }
    return Done{};
}

namespace {

bool isHeld(const std::optional<UpdateWindow> &window, const QDateTime &local)
{
    return window && !isOpen(*window, local);
}

struct Complaint {
    QDateTime told;
};

// Once a minute: every device of the site may be waiting.
void complain(Transaction &transaction, const QString &command, const ApiError &error)
{
    QDateTime &told = transaction.database().kept<Complaint>().told;
    if (told.isValid() && told.secsTo(transaction.now()) < 60)
        return;
    told = transaction.now();
    qCCritical(lc, "%s is not delivered: %s", qPrintable(command), qPrintable(error.detail));
}

// Whether the order may go out as it is now; what must not is taken out of it, and an order of which nothing is left is
// taken back.
Result<bool> isFit(Transaction &transaction, const Id<Device> &device, DueCommand &order)
{
    if (order.command.kind.value() != CommandKind::UpdatesInstall)
        return true;
    const Result<bool> left = keepApproved(transaction, device, order.command);
    if (!left || left.value() || !order.isFirst)
        return left;
    const OpenCommand command{order.command.id, order.origin, false, false, {}};
    return cancelRun(transaction, command, u"updates.withdrawn"_s,
        u"The device waits for none of the updates any more, or none is approved; nothing was sent."_s)
        .map([](Done) { return false; });
}

// Secrets that cannot be opened: the order waits for their key, or has failed where no key can help.
Result<Done> keepBack(Transaction &transaction, const DueCommand &order, const ApiError &error)
{
    const Owner *owner = ownerOf(order.origin);
    if (error.code.startsWith("secret.key-"_L1)) {
        complain(transaction, order.command.id, error);
        return owner && owner->withheld ? owner->withheld(transaction, order.origin, error) : Result<Done>(Done{});
    }
    if (error.code != "secret.corrupt"_L1)
        return error;
    CommandResult result;
    result.command = order.command.id;
    result.outcome = CommandOutcome::Failed;
    result.code = error.code;
    result.detail = error.detail;
    result.asOf = transaction.now();
    const Result<Done> ended = endCommand(transaction, order.command.id);
    return ended && owner ? owner->reported(transaction, order.origin, result) : ended;
}

// Whether the answer carries the order, which is noted then.
Result<bool> carry(
    Transaction &transaction, const Id<Device> &device, const SiteKey &key, DueCommand &order, QList<Command> &answer)
{
    const Result<bool> fit = isFit(transaction, device, order);
    if (!fit || !fit.value())
        return fit;
    const Result<Command> opened = openedCommand(transaction.database(), key, order.command);
    if (!opened)
        return keepBack(transaction, order, opened.error()).map([](Done) { return false; });
    answer.append(opened.value());
    if (!order.isFirst)
        return true;
    Result<Done> marked = markDelivered(transaction, order.command.id);
    if (const Owner *owner = ownerOf(order.origin); marked && owner)
        marked = owner->delivered(transaction, order.origin);
    return marked.map([](Done) { return true; });
}

} // namespace

Result<Delivery> deliverCommands(
    Transaction &transaction, const Id<Device> &device, const CheckIn &message, const SiteKey &key)
{
    Delivery delivery;
    Result<QList<OpenCommand>> open = openCommands(transaction.database(), device);
    if (!open)
        return open.error();
    if (open.value().isEmpty())
        return delivery;
    // a full list of results may not have been all
    if (message.results.size() < maximumResults) {
        const Result<Done> expired = expireRunsOf(transaction, open.value());
        if (!expired)
            return expired.error();
        open = openCommands(transaction.database(), device);
        if (!open)
            return open.error();
    }
    // by the device's own clock, or the right time where that cannot be right
    const QDateTime local = measuredAt(message, transaction.now()).toOffsetFromUtc(message.utcOffset);
    QSet<QString> withheld;
    qint64 last = 0; // looked at
    for (bool isMore = true; isMore;) { // what waits holds back nothing behind it
        Result<QList<DueCommand>> due =
            dueCommands(transaction.database(), device, maximumCommands, transaction.now(), last);
        if (!due)
            return due.error();
        isMore = due.value().size() == maximumCommands;
        for (DueCommand &order : due.value()) {
            if (delivery.commands.size() == maximumCommands) {
                isMore = false;
                break;
            }
            last = order.number;
            // also what was handed over and has not begun: the answer may have been lost
            const Result<bool> carried = isHeld(order.window, local)
                ? Result<bool>(false)
                : carry(transaction, device, key, order, delivery.commands);
            if (!carried)
                return carried.error();
            if (!carried.value())
                withheld.insert(order.command.id);
        }
    }
    delivery.isBusy = std::any_of(open.value().begin(), open.value().end(), [&](const OpenCommand &command) {
        return command.isStarted || (!withheld.contains(command.id) && !isHeld(command.window, local));
    });
    return delivery;
}

} // namespace belvedere::server
