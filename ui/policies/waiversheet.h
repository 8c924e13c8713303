// WaiverSheet: asking for an exception from a rule.
#pragma once

#include "api/operations.h"
#include "ui/records/savingsheet.h"

#include <QCoreApplication>

namespace belvedere {

class WaiverSheet final : public SavingSheet<Waiver> {
    Q_DECLARE_TR_FUNCTIONS(WaiverSheet)
public:
    // `waiver` names the rule, and may name the device; without one the sheet asks for a query. `site` outlives it.
    WaiverSheet(Site &site, const Waiver &waiver, QWidget *window);

private:
    static std::vector<Part> parts(const Waiver &waiver);
};

} // namespace belvedere
