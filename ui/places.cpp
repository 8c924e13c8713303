// The registry of places: a new place is one line here.
#include "ui/places.h"

#include "ui/accounts/accountsplace.h"
#include "ui/actions/actionsplace.h"
#include "ui/audit/auditplace.h"
#include "ui/devices/devicesplace.h"
#include "ui/enrolment/enrolmentplace.h"
#include "ui/home/homeplace.h"
#include "ui/persons/personsplace.h"
#include "ui/reports/reportplace.h"
#include "ui/settings/settingsplace.h"

namespace belvedere {

std::span<const PlaceEntry> places()
{
    static const PlaceEntry list[] = {
        homePlace,
        enrolmentPlace,
        devicesPlace,
        personsPlace,
        actionsPlace,
        compliancePlace,
        auditPlace,
        accountsPlace,
        settingsPlace,
    };
    return list;
}

} // namespace belvedere
