// The registry of places: a new place is one line here.
#include "ui/places.h"

#include "ui/accounts/accountsplace.h"
#include "ui/actions/actionsplace.h"
#include "ui/audit/auditplace.h"
#include "ui/content/applicationsplace.h"
#include "ui/content/certificatesplace.h"
#include "ui/content/filesplace.h"
#include "ui/content/licencesplace.h"
#include "ui/devices/devicesplace.h"
#include "ui/enrolment/enrolmentplace.h"
#include "ui/home/homeplace.h"
#include "ui/patches/patchblocksplace.h"
#include "ui/patches/patchesplace.h"
#include "ui/persons/personsplace.h"
#include "ui/policies/deploymentsplace.h"
#include "ui/policies/policiesplace.h"
#include "ui/policies/profilesplace.h"
#include "ui/policies/resultsplace.h"
#include "ui/policies/rulesplace.h"
#include "ui/policies/stepsplace.h"
#include "ui/policies/waiversplace.h"
#include "ui/reports/reportplace.h"
#include "ui/settings/settingsplace.h"
#include "ui/targets/targetsplace.h"

namespace belvedere {

std::span<const PlaceEntry> places()
{
    static const PlaceEntry list[] = {
        homePlace,
        enrolmentPlace,
        devicesPlace,
        personsPlace,
        policiesPlace,
        profilesPlace,
        applicationsPlace,
        filesPlace,
        certificatesPlace,
        licencesPlace,
        patchesPlace,
        patchBlocksPlace,
        rulesPlace,
        waiversPlace,
        deploymentsPlace,
        stepsPlace,
        actionsPlace,
        compliancePlace,
        resultsPlace,
        auditPlace,
        accountsPlace,
        targetsPlace,
        settingsPlace,
    };
    return list;
}

} // namespace belvedere
