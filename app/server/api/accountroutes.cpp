// Accounts: made, changed, disabled and given another password by an administrator.
#include "base/fold.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/api/sessions.h"
#include "server/auth/password.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QList<FieldError> problems(const Account &account)
{
    QList<FieldError> errors;
    if (account.email.size() < 3 || account.email.size() > 254 || !account.email.contains(u'@'))
        errors.append({u"email"_s, u"not an e-mail address"_s});
    if (account.name.trimmed().isEmpty() || account.name.size() > 200)
        errors.append({u"name"_s, u"1 to 200 characters"_s});
    return errors;
}

Result<Done> emailIsFree(Database &database, const QString &email, const Id<Account> &self)
{
    // a null text would be NULL, from which nothing differs
    const QString but = self.text.isEmpty() ? u""_s : self.text;
    return database.value(u"SELECT COUNT(*) FROM accounts WHERE email_f = ? AND id <> ?"_s, {folded(email), but})
        .andThen([](const QVariant &count) -> Result<Done> {
            if (count.toInt() > 0)
                return validationError({{u"email"_s, u"belongs to another account"_s}});
            return Done{};
        });
}

bool isActiveAdministrator(const Account &account) { return account.role == Role::Administrator && !account.disabled; }

// Somebody must stay who can give rights again.
Result<Done> keepsAnAdministrator(Database &database, const Account &before, const Account &after)
{
    if (!isActiveAdministrator(before) || isActiveAdministrator(after))
        return Done{};
    return database
        .value(u"SELECT COUNT(*) FROM accounts WHERE role = 'administrator' AND disabled = 0 AND id <> ?"_s,
            {after.id.text})
        .andThen([](const QVariant &others) -> Result<Done> {
            if (others.toInt() == 0)
                return conflict(u"account.last-administrator"_s, u"This is the last active administrator."_s);
            return Done{};
        });
}

AuditActionName editAction(const Account &before, const Account &after)
{
    if (before.disabled != after.disabled)
        return after.disabled ? AuditActionName("account.disabled") : AuditActionName("account.enabled");
    return before.role == after.role ? AuditActionName("account.edited") : AuditActionName("role.assigned");
}

Result<Account> updateAccount(WriteCall &call, Site &site, const Update<Account> &operation)
{
    const Result<std::pair<Account, Account>> both = patched(call, operation);
    if (!both)
        return both.error();
    const auto &[before, after] = both.value();
    const QList<FieldError> errors = problems(after);
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<Done> free = emailIsFree(call.database(), after.email, after.id);
    if (!free)
        return free.error();
    const Result<Done> kept = keepsAnAdministrator(call.database(), before, after);
    if (!kept)
        return kept.error();
    if (before.role != after.role || after.disabled) {
        // A running session would go on with the old rights.
        const Result<QList<qint64>> ended = endSessions(call.transaction, after.id);
        if (!ended)
            return ended.error();
        for (const qint64 session : ended.value())
            site.events.endSession(session);
    }
    return changeRecord(call, before, after, editAction(before, after), after.name);
}

} // namespace

void serveAccounts(Router &router, Site &site)
{
    serveReading<Account>(router);
    using CreateStep = std::function<Result<Account>(WriteCall &)>;
    router.slow<CreateAccount>([](ReadCall &, const CreateAccount &operation) -> Result<CreateStep> {
        const NewAccount &given = operation.body;
        Account account;
        account.email = given.email.trimmed();
        account.name = given.name.trimmed();
        account.role = given.role;
        QList<FieldError> errors = problems(account);
        const QString problem = passwordProblem(given.password, given.email);
        if (!problem.isEmpty())
            errors.append({u"password"_s, problem});
        if (!errors.isEmpty())
            return validationError(errors);
        const Result<QString> hash = hashPassword(given.password);
        if (!hash)
            return hash.error();
        return CreateStep([account, hash = hash.value()](WriteCall &call) -> Result<Account> {
            return createAccount(call.transaction, call.info.auditContext(), account, hash, true);
        });
    });
    router.write<Update<Account>>(
        [&site](WriteCall &call, const Update<Account> &operation) { return updateAccount(call, site, operation); });
    using ResetStep = std::function<Result<Account>(WriteCall &)>;
    router.slow<ResetPassword>([&site](ReadCall &, const ResetPassword &operation) -> Result<ResetStep> {
        const QString problem = passwordProblem(operation.body.password, {});
        if (!problem.isEmpty())
            return validationError({{u"password"_s, problem}});
        const Result<QString> hash = hashPassword(operation.body.password);
        if (!hash)
            return hash.error();
        return ResetStep([&site, id = operation.id, hash = hash.value()](WriteCall &call) -> Result<Account> {
            static const Table<Account> accounts;
            const Result<Account> account = accounts.get(call.database(), id);
            if (!account)
                return account;
            const Result<None> stored = storePassword(call, site, id, hash, true, 0);
            return stored ? account : stored.error();
        });
    });
}

Result<Account> createAccount(
    Transaction &transaction, const AuditContext &context, Account account, const QString &passwordHash, bool changeDue)
{
    const Result<Done> free = emailIsFree(transaction.database(), account.email, {});
    if (!free)
        return free.error();
    static const Table<Account> accounts;
    account.created = transaction.now();
    const Result<Account> made = accounts.insert(transaction, account);
    if (!made)
        return made;
    const Result<QSqlQuery *> stored =
        transaction.database().run(u"INSERT INTO account_passwords (account, hash, change_due) VALUES (?, ?, ?)"_s,
            {made.value().id.text, passwordHash, changeDue ? 1 : 0});
    if (!stored)
        return stored.error();
    AuditNote note = recordNote("account.created", Resource<Account>::singular, made.value().id.text, account.name);
    const Account empty;
    note.changes = auditChanges(fields<Account>(), &empty, &made.value());
    const Result<Done> audited = appendAudit(transaction, context, note);
    return audited ? made : audited.error();
}

} // namespace belvedere::server
