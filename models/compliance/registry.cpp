// The table of facts.
#include "compliance/registry.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr quint32 bit(Platform platform) { return 1U << quint32(platform); }
constexpr quint32 everywhere = 0xFFFFFFFF;
constexpr quint32 apple = bit(Platform::Ios) | bit(Platform::IpadOs);
constexpr quint32 android = bit(Platform::Android);
constexpr quint32 mac = bit(Platform::MacOs);
constexpr quint32 windows = bit(Platform::Windows);
constexpr quint32 gnu = bit(Platform::Linux);
constexpr quint32 mobile = apple | android;
constexpr quint32 computers = mac | windows | gnu;

struct Entry {
    const char *field;
    FactOrigin source;
    quint32 platforms;
};
using S = FactOrigin;

// Fields that do not stand here are told everywhere, by the inventory.
constexpr Entry entries[] = {
    {"name", S::Server, everywhere},
    {"ownership", S::Server, everywhere},
    {"management", S::Server, everywhere},
    {"person", S::Server, everywhere},
    {"person.id", S::Server, everywhere},
    {"tags", S::Server, everywhere},
    {"enrolled", S::Server, everywhere},
    {"seen", S::Server, everywhere},
    {"simulated", S::Server, everywhere},
    {"access.blocked", S::Server, everywhere},
    {"device.supervised", S::Inventory, mobile | mac},
    {"os.kernel", S::Inventory, computers},
    {"os.update_available_since", S::Inventory, mobile | computers},
    {"os.security_patch_level", S::Inventory, android},
    {"updates.security", S::Inventory, computers},
    {"updates.all", S::Inventory, computers},
    {"updates.checked", S::Inventory, computers},
    {"storage.encrypted", S::Inventory, mobile | computers},
    {"passcode.present", S::Inventory, mobile | mac | windows},
    {"passcode.compliant", S::Inventory, mobile | mac | windows},
    {"passcode.policy_min_length", S::Profile, mobile | computers},
    {"passcode.policy_simple_blocked", S::Profile, mobile | mac | windows},
    {"passcode.policy_max_failed", S::Profile, mobile | mac | windows},
    {"passcode.grace", S::Profile, apple | mac},
    {"screen.lock_timeout", S::Profile, mobile | computers},
    {"device.compromised", S::Attestation, mobile | windows | mac},
    {"device.integrity", S::Attestation, android | windows},
    {"apps.unknown_sources", S::Restriction, mobile | mac},
    {"apps.verify_enabled", S::Inventory, android | mac},
    {"debug.usb_enabled", S::Inventory, android},
    {"debug.developer_mode", S::Inventory, android},
    {"backup.encryption_forced", S::Restriction, apple},
    {"backup.cloud_enabled", S::Inventory, apple},
    {"data.open_managed_to_unmanaged", S::Restriction, mobile},
    {"data.open_unmanaged_to_managed", S::Restriction, mobile},
    {"lockscreen.notifications", S::Restriction, mobile},
    {"lockscreen.control_center", S::Restriction, apple},
    {"av.status", S::Inventory, windows | mac},
    {"av.signature_current", S::Inventory, windows | mac},
    {"av.signature_age", S::Inventory, windows | mac},
    {"firewall.enabled", S::Inventory, computers},
    {"boot.secure", S::Attestation, android | computers},
    {"system.integrity_protection", S::Inventory, mac},
    {"mdm.removable", S::Inventory, mobile | windows | mac},
    {"apps.installed", S::Lists, everywhere},
    {"certs.installed", S::Lists, everywhere},
};

struct Facts {
    std::vector<Field> fields;
    std::vector<Entry> entries; // by field
};

Field listField(const char *name, const char *label, std::span<const Field> (*parts)())
{
    return {name, nullptr, label, nullptr, Kind::List, Detail | ReadOnly, Personal::No, {}, parts,
        [](const void *) { return Cell(); }, [](void *, const Cell &) { return false; }};
}

std::span<const Field> noParts() { return {}; }

const Facts &facts()
{
    static const Facts all = [] {
        Facts made;
        const std::span<const Field> device = fields<Device>();
        made.fields.assign(device.begin(), device.end());
        made.fields.push_back(
            listField("apps.installed", QT_TRANSLATE_NOOP("Device", "Installed applications"), &noParts));
        made.fields.push_back(
            listField("certs.installed", QT_TRANSLATE_NOOP("Device", "Installed certificates"), &noParts));
        made.entries.reserve(made.fields.size());
        for (const Field &field : made.fields) {
            const auto *found = std::find_if(std::begin(entries), std::end(entries), [&field](const Entry &entry) {
                return QLatin1StringView(entry.field) == QLatin1StringView(field.name);
            });
            made.entries.push_back(found == std::end(entries) ? Entry{field.name, S::Inventory, everywhere} : *found);
        }
        return made;
    }();
    return all;
}

} // namespace

std::span<const Field> ruleFields() { return facts().fields; }
size_t installedAppsField() { return fields<Device>().size(); }
size_t installedCertificatesField() { return fields<Device>().size() + 1; }

FactOrigin factOrigin(size_t field) { return facts().entries[field].source; }

bool hasFact(size_t field, Platform platform)
{
    return platform == Platform::Unknown || (facts().entries[field].platforms & bit(platform)) != 0;
}

QList<Platform> factPlatforms(size_t field)
{
    QList<Platform> list;
    const size_t count = choices<Platform>().size();
    for (size_t i = 1; i < count; ++i) {
        if (hasFact(field, Platform(i)))
            list.append(Platform(i));
    }
    return list.size() == qsizetype(count) - 1 ? QList<Platform>() : list;
}

} // namespace belvedere
