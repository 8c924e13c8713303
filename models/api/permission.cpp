// What each built-in role may do.
#include "api/permission.h"

namespace belvedere {

namespace {

constexpr Permission lastPermission = Permission::TargetsManage;

} // namespace

bool allows(Role role, Permission permission)
{
    using P = Permission;
    const bool reads = permission == P::DevicesRead || permission == P::PersonsRead || permission == P::EnrolmentRead
        || permission == P::PoliciesRead || permission == P::ActionsRead || permission == P::ReportsRead;
    switch (role) {
    case Role::Unknown:
        return permission == P::Public;
    case Role::Administrator:
        return true;
    case Role::Helpdesk:
        return reads || permission == P::Public || permission == P::Self || permission == P::DevicesWrite
            || permission == P::PersonsWrite || permission == P::EnrolmentWrite || permission == P::ActionsRun
            || permission == P::ViewsShare;
    case Role::Auditor:
        return reads || permission == P::Public || permission == P::Self || permission == P::AccountsRead
            || permission == P::AuditRead;
    }
    return false;
}

const char *permissionName(Permission permission)
{
    static constexpr const char *names[] = {"public", "self", "devices.read", "devices.write", "persons.read",
        "persons.write", "enrolment.read", "enrolment.write", "policies.read", "policies.write", "actions.read",
        "actions.run", "reports.read", "accounts.read", "accounts.write", "audit.read", "views.share",
        "targets.manage"};
    static_assert(std::size(names) == size_t(lastPermission) + 1);
    return names[size_t(permission)];
}

QStringList permissionNames(Role role)
{
    QStringList names;
    for (int number = 0; number <= int(lastPermission); ++number) {
        if (const auto permission = Permission(number); allows(role, permission))
            names.append(QString::fromLatin1(permissionName(permission)));
    }
    return names;
}

} // namespace belvedere
