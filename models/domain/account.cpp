// The declaration of Account.
#include "domain/account.h"

namespace belvedere {

template<> std::span<const Choice> choices<Role>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Account", "Not known")},
        {"administrator", QT_TRANSLATE_NOOP("Account", "Administrator")},
        {"helpdesk", QT_TRANSLATE_NOOP("Account", "Helpdesk")}, {"auditor", QT_TRANSLATE_NOOP("Account", "Auditor")}};
    return list;
}

template<> std::span<const Field> fields<Account>()
{
    using P = Personal;
    static const Field list[] = {field<&Account::id>("id", QT_TRANSLATE_NOOP("Account", "Id"), Required | ReadOnly),
        field<&Account::email>("email", QT_TRANSLATE_NOOP("Account", "E-mail"), Required | Searchable, P::Contact),
        field<&Account::name>("name", QT_TRANSLATE_NOOP("Account", "Name"), Required | Searchable, P::Identity),
        field<&Account::role>("role", QT_TRANSLATE_NOOP("Account", "Role"), Required | Facet),
        field<&Account::disabled>("disabled", QT_TRANSLATE_NOOP("Account", "Disabled"), Facet),
        field<&Account::created>("created", QT_TRANSLATE_NOOP("Account", "Created"), ReadOnly),
        field<&Account::signedIn>("signed_in", QT_TRANSLATE_NOOP("Account", "Last sign-in"), ReadOnly, P::Usage),
        field<&Account::version>("version", QT_TRANSLATE_NOOP("Account", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
