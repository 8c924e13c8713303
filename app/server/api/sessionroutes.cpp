// Signing in and out, and the site's own card.
#include "server/api/routes.h"

#include "base/fold.h"
#include "server/api/records.h"
#include "server/api/sessions.h"
#include "server/auth/password.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

struct Found {
    std::optional<Account> account;
    QString hash;
};

Result<Found> findAccount(Database &database, const QString &email)
{
    static const Table<Account> accounts;
    const Result<std::vector<Account>> list = accounts.list(database, {u"email_f = ?"_s, {folded(email.trimmed())}});
    if (!list)
        return list.error();
    if (list.value().empty())
        return Found{};
    const Account &account = list.value().front();
    return database.value(u"SELECT hash FROM account_passwords WHERE account = ?"_s, {account.id.text})
        .map([&account](const QVariant &hash) {
            return Found{account, hash.toString()};
        });
}

AuditNote signInNote(const QString &account, const QString &email)
{
    return recordNote("session.sign_in", Resource<Account>::singular, account, email);
}

// A refused sign-in is on record, and answers the same for a wrong address and a wrong password.
Result<Session> refuseSignIn(WriteCall &call, const QString &account, const QString &email)
{
    AuditNote note = signInNote(account, email.left(200));
    note.outcome = AuditOutcome::Failure;
    note.error = u"auth.failed"_s;
    const Result<Done> audited = call.audit(note);
    if (!audited)
        return audited.error();
    ApiError error;
    error.kind = ApiError::Kind::Unauthorized;
    error.code = u"auth.failed"_s;
    error.detail = u"E-mail address or password is wrong."_s;
    call.answerInstead = error;
    return error;
}

Result<Session> acceptSignIn(WriteCall &call, Account account, const QString &client)
{
    static const Table<Account> accounts;
    account.signedIn = call.now();
    const Result<Account> updated = accounts.refresh(call.transaction, account);
    if (!updated)
        return updated.error();
    const Result<Session> session = openSession(call.transaction, account, client);
    if (!session)
        return session;
    CallInfo info = call.info;
    info.actor = {account.id, account.email, account.name, account.role.value(), 0, {}};
    const Result<Done> audited =
        appendAudit(call.transaction, info.auditContext(), signInNote(account.id.text, account.email));
    return audited ? session : audited.error();
}

} // namespace

void serveSessions(Router &router, Site &site)
{
    router.read<GetSite>([&site](ReadCall &, const GetSite &) -> Result<SiteInfo> { return site.card; });

    using SignInStep = std::function<Result<Session>(WriteCall &)>;
    router.slow<SignIn>([&site](ReadCall &call, const SignIn &operation) -> Result<SignInStep> {
        const Credentials &given = operation.body;
        const Result<Done> free = site.guard.check(given.email, call.info.address, call.now);
        if (!free)
            return free.error();
        const Result<Found> found = findAccount(call.database, given.email);
        if (!found)
            return found.error();
        const Found &known = found.value();
        const bool right = given.password.size() <= maximumPassword && verifyPassword(given.password, known.hash)
            && known.account && !known.account->disabled;
        site.guard.note(given.email, call.info.address, call.now, right);
        const QString id = known.account ? known.account->id.text : QString();
        if (!right) {
            return SignInStep([id, email = given.email](WriteCall &write) { return refuseSignIn(write, id, email); });
        }
        return SignInStep([account = *known.account, client = given.client](
                              WriteCall &write) { return acceptSignIn(write, account, client); });
    });

    router.write<RefreshSession>([&site](WriteCall &call, const RefreshSession &operation) -> Result<Session> {
        const Result<Refreshed> refreshed = refreshSession(call.transaction, operation.body.refreshToken);
        if (!refreshed)
            return refreshed.error();
        if (refreshed.value().session)
            return *refreshed.value().session;
        if (refreshed.value().endedSession != 0) {
            site.events.endSession(refreshed.value().endedSession);
            AuditNote note = recordNote("session.revoked", "session", {}, {});
            note.outcome = AuditOutcome::Denied;
            note.error = refreshed.value().error->code;
            const Result<Done> audited = call.audit(note);
            if (!audited)
                return audited.error();
        }
        call.answerInstead = refreshed.value().error;
        return *refreshed.value().error;
    });

    router.write<SignOut>([&site](WriteCall &call, const SignOut &) -> Result<None> {
        const Result<Done> ended = endSession(call.transaction, call.info.actor.session);
        if (!ended)
            return ended.error();
        site.events.endSession(call.info.actor.session);
        const Actor &actor = call.info.actor;
        const Result<Done> audited =
            call.audit(recordNote("session.sign_out", Resource<Account>::singular, actor.account.text, actor.name));
        return audited ? Result<None>(None{}) : audited.error();
    });

    using PasswordStep = std::function<Result<None>(WriteCall &)>;
    router.slow<ChangePassword>([&site](ReadCall &call, const ChangePassword &operation) -> Result<PasswordStep> {
        const Actor &actor = call.info.actor;
        const QString problem = passwordProblem(operation.body.newPassword, actor.email);
        if (!problem.isEmpty())
            return validationError({{u"new_password"_s, problem}});
        const Result<Done> free = site.guard.check(actor.email, call.info.address, call.now);
        if (!free)
            return free.error();
        const Result<Found> found = findAccount(call.database, actor.email);
        if (!found)
            return found.error();
        const bool right = verifyPassword(operation.body.oldPassword, found.value().hash);
        site.guard.note(actor.email, call.info.address, call.now, right);
        if (!right)
            return validationError({{u"old_password"_s, u"is not the password"_s}});
        const Result<QString> hash = hashPassword(operation.body.newPassword);
        if (!hash)
            return hash.error();
        return PasswordStep([&site, hash = hash.value()](WriteCall &write) {
            return storePassword(write, site, write.info.actor.account, hash, false, write.info.actor.session);
        });
    });
}

Result<None> storePassword(
    WriteCall &call, Site &site, const Id<Account> &account, const QString &hash, bool changeDue, qint64 keepSession)
{
    const Result<QSqlQuery *> stored = call.database().run(
        u"INSERT INTO account_passwords (account, hash, change_due) VALUES (?, ?, ?) "
        "ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, change_due = excluded.change_due"_s,
        {account.text, hash, changeDue ? 1 : 0});
    if (!stored)
        return stored.error();
    const Result<QList<qint64>> ended = endSessions(call.transaction, account, keepSession);
    if (!ended)
        return ended.error();
    for (const qint64 session : ended.value())
        site.events.endSession(session);
    const Result<Done> audited =
        call.audit(recordNote("account.password.changed", Resource<Account>::singular, account.text, {}));
    return audited ? Result<None>(None{}) : audited.error();
}

} // namespace belvedere::server
