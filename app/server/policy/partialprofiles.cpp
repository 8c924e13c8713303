// Reading what a device holds against what it is.
#include "server/policy/partialprofiles.h"

#include "api/operations.h"
#include "server/policy/deployments.h"
#include "server/policy/items.h"
#include "server/store/entitytable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere::server {

IneffectiveSetting ineffectiveSetting(const DeployableItem &item, const SettingLack &lack)
{
    IneffectiveSetting line;
    line.setting = lack.setting->key;
    line.label = lack.setting->label;
    line.revision = item.revision;
    line.reason = lack.code;
    if (lack.code == "minimum-os"_L1)
        line.minimumOs = lack.setting->needs.minimumOs.text();
    line.devices = 1;
    return line;
}

Result<std::vector<PartialProfile>> partialProfiles(Database &database, const Id<Device> &device)
{
    static const Table<Device> devices;
    const Result<Device> record = devices.get(database, device);
    if (!record)
        return record.error();
    const Result<std::vector<Deployment>> present = storedDeployments(database, device);
    if (!present)
        return present.error();
    const PlanSubject subject = subjectOf(record.value());
    std::vector<PartialProfile> profiles;
    for (const Deployment &deployment : present.value()) {
        const qint64 revision = mayBeOnDevice(deployment) ? provenRevision(deployment) : 0;
        if (revision == 0 || itemKind(deployment.item) != ItemKind::Profile)
            continue;
        const Result<std::optional<DeployableItem>> item = loadItem(database, deployment.item, revision);
        if (!item && item.error().code != "item.corrupt"_L1)
            return item.error();
        if (!item || !item.value()) // nobody can read what it says
            continue;
        PartialProfile profile{deployment.item, item.value()->name, revision, {}};
        for (const SettingLack &lack : settingsWithoutEffect(*item.value(), subject))
            profile.settings.push_back(ineffectiveSetting(*item.value(), lack));
        if (!profile.settings.empty())
            profiles.push_back(std::move(profile));
    }
    std::sort(profiles.begin(), profiles.end(), [](const PartialProfile &a, const PartialProfile &b) {
        return std::tie(a.name, a.profile) < std::tie(b.name, b.profile);
    });
    return profiles;
}

} // namespace belvedere::server
