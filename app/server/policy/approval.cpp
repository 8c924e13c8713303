// The setting of approval.
#include "server/policy/approval.h"

#include "base/apierror.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char settingName[] = "policies.approval";

} // namespace

Result<PolicySettings> policySettings(Database &database)
{
    const Result<QVariant> stored =
        database.value(u"SELECT value FROM settings WHERE name = ?"_s, {QString::fromLatin1(settingName)});
    const Result<QVariant> administrators =
        database.value(u"SELECT COUNT(*) FROM accounts WHERE role = 'administrator' AND disabled = 0"_s);
    const Result<QVariant> waiting =
        database.value(u"SELECT COUNT(*) FROM versions WHERE state = 'draft' AND needs_approval = 1"_s);
    for (const Result<QVariant> *value : {&stored, &administrators, &waiting}) {
        if (!*value)
            return value->error();
    }
    PolicySettings settings;
    const auto approval = Coded<ApprovalRule>::fromToken(stored.value().toString());
    if (approval.isKnown())
        settings.approval = approval;
    settings.administrators = administrators.value().toLongLong();
    settings.waiting = waiting.value().toLongLong();
    settings.isRequired = settings.approval.value() == ApprovalRule::Always
        || (settings.approval.value() == ApprovalRule::Automatic && settings.administrators >= 2);
    return settings;
}

Result<PolicySettings> storePolicySettings(Transaction &transaction, const PolicySettings &settings)
{
    if (settings.approval.value() == ApprovalRule::Always && settings.administrators < 2) {
        ApiError error =
            validationError({{u"approval"_s, u"there is no second Administrator who could approve anything"_s}});
        error.code = u"policy.administrators"_s;
        return error;
    }
    const Result<QSqlQuery *> stored =
        transaction.database().run(u"INSERT INTO settings (name, value) VALUES (?, ?) "
                                   "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
            {QString::fromLatin1(settingName), settings.approval.token()});
    return stored ? policySettings(transaction.database()) : stored.error();
}

} // namespace belvedere::server
