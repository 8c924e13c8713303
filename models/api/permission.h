// Permissions and what each built-in role may do. The server enforces them; the window mirrors them.
#pragma once

#include "domain/account.h"

namespace belvedere {

enum class Permission : quint8 {
    Public, // nobody has to be signed in
    Self, // any signed-in account, about itself
    DevicesRead,
    DevicesWrite,
    PersonsRead,
    PersonsWrite,
    EnrolmentRead,
    EnrolmentWrite,
    PoliciesRead, // configuration profiles, rules, business policies, deployments
    PoliciesWrite,
    ActionsRead,
    ActionsRun,
    ReportsRead,
    AccountsRead,
    AccountsWrite,
    AuditRead,
    ViewsShare, // makes and changes views for everybody, and removes those of others
    TargetsManage, // places outside that rules tell something
};

// Administrator: everything. Helpdesk: acts, but changes no policy or account. Auditor: reads only.
bool allows(Role role, Permission permission);
// Stable word for API answers and documents: "devices.write".
const char *permissionName(Permission permission);
// Every permission of a role, by name.
QStringList permissionNames(Role role);

} // namespace belvedere
