// Targets outside: made, changed and tested by an administrator; their secrets go in and never come out.
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/http/listen.h"
#include "server/policy/deliveries.h"
#include "server/policy/targets.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 mostTargets = 200;

bool isHere(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || http::isLoopbackAddress(host);
}

QString urlProblem(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (text.size() > maximumTargetUrl || !url.isValid() || url.host().isEmpty())
        return u"an address of at most %1 characters"_s.arg(maximumTargetUrl);
    if (url.scheme() != "https"_L1 && !(url.scheme() == "http"_L1 && isHere(url.host())))
        return u"https, or http to this computer alone"_s;
    if (!url.userInfo().isEmpty() || url.hasFragment())
        return u"without a user, a password and a fragment"_s;
    return {};
}

QString secretProblem(const QString &secret)
{
    const qsizetype size = secret.toUtf8().size();
    const bool fits = size >= minimumTargetSecret && size <= maximumTargetSecret;
    return fits ? QString() : u"%1 to %2 bytes"_s.arg(minimumTargetSecret).arg(maximumTargetSecret);
}

QList<FieldError> problems(const OutsideTarget &target)
{
    QList<FieldError> errors = textProblems(target.name, {});
    if (!target.kind.isKnown())
        errors.append({u"kind"_s, u"webhook or ticket"_s});
    if (const QString problem = urlProblem(target.url); !problem.isEmpty())
        errors.append({u"url"_s, problem});
    return errors;
}

// What follows the host of an address often is what lets one in: the log keeps that it was changed.
QJsonValue withoutPath(const QJsonValue &address)
{
    const QUrl url(address.toString());
    return address.isString() ? QJsonValue(url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString()) : address;
}

Result<OutsideTarget> audited(
    WriteCall &call, const OutsideTarget &before, const Result<OutsideTarget> &after, AuditActionName action)
{
    if (!after)
        return after;
    const OutsideTarget &target = after.value();
    AuditNote note = recordNote(action, Resource<OutsideTarget>::singular, target.id.text, target.name);
    note.changes = auditChanges(fields<OutsideTarget>(), &before, &target);
    for (AuditChange &change : note.changes) {
        if (change.field == "url"_L1)
            change = {change.field, withoutPath(change.before), withoutPath(change.after)};
    }
    const Result<Done> kept = call.audit(note);
    return kept ? after : kept.error();
}

Result<OutsideTarget> create(WriteCall &call, const SiteKey &key, const CreateTarget &operation)
{
    static const Table<OutsideTarget> table;
    const NewTarget &wanted = operation.body;
    OutsideTarget target;
    target.name = wanted.name.trimmed();
    target.kind = wanted.kind;
    target.url = wanted.url;
    target.enabled = wanted.enabled;
    target.created = target.edited = call.now();
    QList<FieldError> errors = problems(target);
    if (const QString problem = secretProblem(wanted.secret); !problem.isEmpty())
        errors.append({u"secret"_s, problem});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<qint64> others = table.untyped().count(call.database(), {});
    if (!others)
        return others.error();
    if (others.value() >= mostTargets)
        return conflict(u"target.too-many"_s, u"A site has at most %1 targets."_s.arg(mostTargets));
    const Result<OutsideTarget> made = audited(call, {}, table.insert(call.transaction, target), "target.created");
    const Result<Done> kept =
        made ? keepTargetSecret(call.transaction, key, made.value().id, wanted.secret) : made.error();
    return kept ? made : kept.error();
}

Result<OutsideTarget> update(WriteCall &call, const Update<OutsideTarget> &operation)
{
    static const Table<OutsideTarget> table;
    const Result<std::pair<OutsideTarget, OutsideTarget>> both = patched(call, operation);
    if (!both)
        return both.error();
    const OutsideTarget &before = both.value().first;
    OutsideTarget after = both.value().second;
    after.name = after.name.trimmed();
    QList<FieldError> errors = problems(after);
    if (after.kind != before.kind)
        errors.append({u"kind"_s, u"stays as it was made"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    return audited(call, before, table.update(call.transaction, after), "target.edited");
}

Result<OutsideTarget> setSecret(WriteCall &call, const SiteKey &key, const SetTargetSecret &operation)
{
    static const Table<OutsideTarget> table;
    if (const QString problem = secretProblem(operation.body.secret); !problem.isEmpty())
        return validationError({{u"secret"_s, problem}});
    const Result<OutsideTarget> target = table.get(call.database(), operation.id);
    if (!target)
        return target;
    Result<Done> done = keepTargetSecret(call.transaction, key, operation.id, operation.body.secret);
    if (done)
        done = call.audit(
            recordNote("target.secret.set", Resource<OutsideTarget>::singular, operation.id.text, target.value().name));
    return done ? target : done.error();
}

Result<OutsideTarget> test(WriteCall &call, const TestTarget &operation)
{
    static const Table<OutsideTarget> table;
    const Result<OutsideTarget> target = table.get(call.database(), operation.id);
    if (!target)
        return target;
    Result<Done> done = queueTest(call.transaction, target.value());
    if (done)
        done = call.audit(
            recordNote("target.tested", Resource<OutsideTarget>::singular, operation.id.text, target.value().name));
    return done ? target : done.error();
}

Result<None> remove(WriteCall &call, const Remove<OutsideTarget> &operation)
{
    static const Table<OutsideTarget> table;
    const Result<OutsideTarget> target = table.get(call.database(), operation.id);
    if (!target)
        return target.error();
    Result<Done> done = call.info.match(target.value().version);
    const Result<QStringList> rules = done ? rulesThatTell(call.database(), operation.id) : done.error();
    if (!rules)
        return rules.error();
    if (!rules.value().isEmpty())
        return conflict(u"target.in-use"_s, u"Rules name it: %1."_s.arg(rules.value().mid(0, 5).join(u", "_s)));
    done = forgetTarget(call.transaction, operation.id);
    return done ? removeRecord(call, operation.id, "target.deleted", target.value().name) : done.error();
}

} // namespace

void serveTargets(Router &router, const Site &site)
{
    serveReading<OutsideTarget>(router);
    router.write<CreateTarget>(
        [&site](WriteCall &call, const CreateTarget &operation) { return create(call, site.key, operation); });
    router.write<Update<OutsideTarget>>(update);
    router.write<Remove<OutsideTarget>>(remove);
    router.write<SetTargetSecret>(
        [&site](WriteCall &call, const SetTargetSecret &operation) { return setSecret(call, site.key, operation); });
    router.write<TestTarget>(test);
}

} // namespace belvedere::server
