// The form of a configuration profile with the settings of its type.
#pragma once

#include "api/policies.h"
#include "ui/records/savingsheet.h"

namespace belvedere {

using ProfileSheet = SavingSheet<ConfigurationProfile>;

// A profile without an id is new. `site` outlives the sheet.
ProfileSheet *makeProfileSheet(Site &site, const ConfigurationProfile &profile, QWidget *window);
// What a person starts from.
ConfigurationProfile newProfile();
// Label and value of each setting that the profile decides, in words.
QList<std::pair<QString, QString>> settingsInWords(const ConfigurationProfile &profile);

} // namespace belvedere
