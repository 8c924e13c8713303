// The declaration of Device.
#include "domain/device.h"

namespace belvedere {

template<> std::span<const Choice> choices<Platform>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"linux", QT_TRANSLATE_NOOP("Device", "Linux")}, {"windows", QT_TRANSLATE_NOOP("Device", "Windows")},
        {"macos", QT_TRANSLATE_NOOP("Device", "macOS")}, {"ios", QT_TRANSLATE_NOOP("Device", "iOS")},
        {"ipados", QT_TRANSLATE_NOOP("Device", "iPadOS")}, {"android", QT_TRANSLATE_NOOP("Device", "Android")},
        {"chromeos", QT_TRANSLATE_NOOP("Device", "ChromeOS")}};
    return list;
}

template<> std::span<const Choice> choices<FormFactor>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"laptop", QT_TRANSLATE_NOOP("Device", "Laptop")}, {"desktop", QT_TRANSLATE_NOOP("Device", "Desktop")},
        {"server", QT_TRANSLATE_NOOP("Device", "Server")}, {"phone", QT_TRANSLATE_NOOP("Device", "Phone")},
        {"tablet", QT_TRANSLATE_NOOP("Device", "Tablet")}, {"virtual", QT_TRANSLATE_NOOP("Device", "Virtual machine")}};
    return list;
}

template<> std::span<const Choice> choices<Ownership>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"corporate", QT_TRANSLATE_NOOP("Device", "Corporate")}, {"byod", QT_TRANSLATE_NOOP("Device", "Personal")}};
    return list;
}

template<> std::span<const Choice> choices<Management>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"agent", QT_TRANSLATE_NOOP("Device", "Agent")}, {"inventory", QT_TRANSLATE_NOOP("Device", "Inventory only")}};
    return list;
}

template<> std::span<const Choice> choices<Compliance>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"compliant", QT_TRANSLATE_NOOP("Device", "Compliant")},
        {"in_grace", QT_TRANSLATE_NOOP("Device", "In grace period")},
        {"noncompliant", QT_TRANSLATE_NOOP("Device", "Not compliant")},
        {"unknown", QT_TRANSLATE_NOOP("Device", "Not determined")}, {"error", QT_TRANSLATE_NOOP("Device", "Error")},
        {"not_assigned", QT_TRANSLATE_NOOP("Device", "No policy")},
        {"not_applicable", QT_TRANSLATE_NOOP("Device", "Not applicable")}};
    return list;
}

template<> std::span<const Choice> choices<Integrity>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"none", QT_TRANSLATE_NOOP("Device", "No integrity")},
        {"basic", QT_TRANSLATE_NOOP("Device", "Basic integrity")},
        {"device", QT_TRANSLATE_NOOP("Device", "Device integrity")},
        {"strong", QT_TRANSLATE_NOOP("Device", "Strong integrity")}};
    return list;
}

template<> std::span<const Choice> choices<MalwareProtection>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"off", QT_TRANSLATE_NOOP("Device", "Off")}, {"partial", QT_TRANSLATE_NOOP("Device", "Partly on")},
        {"snoozed", QT_TRANSLATE_NOOP("Device", "Snoozed")}, {"on", QT_TRANSLATE_NOOP("Device", "On")}};
    return list;
}

template<> std::span<const Choice> choices<SecureBoot>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Device", "Not known")},
        {"off", QT_TRANSLATE_NOOP("Device", "Off")}, {"medium", QT_TRANSLATE_NOOP("Device", "Medium security")},
        {"full", QT_TRANSLATE_NOOP("Device", "Full security")}};
    return list;
}

template<> std::span<const Field> fields<Device>()
{
    using P = Personal;
    static const Field list[] = {field<&Device::id>("id", QT_TRANSLATE_NOOP("Device", "Id"), Required | ReadOnly),
        field<&Device::name>("name", QT_TRANSLATE_NOOP("Device", "Name"), Required | Searchable, P::Identity),
        field<&Device::platform>("platform", QT_TRANSLATE_NOOP("Device", "Platform"), Facet | ReadOnly),
        field<&Device::osName>(
            "os.name", QT_TRANSLATE_NOOP("Device", "Operating system"), Searchable | Facet | ReadOnly),
        field<&Device::osVersion>(
            "os.version", QT_TRANSLATE_NOOP("Device", "OS version"), Facet | ReadOnly, P::No, nullptr, "os"),
        field<&Device::manufacturer>("manufacturer", QT_TRANSLATE_NOOP("Device", "Manufacturer"),
            Searchable | Facet | ReadOnly, P::No, nullptr, "maker"),
        field<&Device::model>("model", QT_TRANSLATE_NOOP("Device", "Model"), Searchable | Facet | ReadOnly),
        field<&Device::serial>(
            "serial", QT_TRANSLATE_NOOP("Device", "Serial number"), Searchable | ReadOnly, P::Identity),
        field<&Device::formFactor>(
            "form", QT_TRANSLATE_NOOP("Device", "Form"), Facet | ReadOnly, P::No, nullptr, "device.form_factor"),
        field<&Device::ownership>(
            "ownership", QT_TRANSLATE_NOOP("Device", "Ownership"), Facet, P::No, nullptr, "device.ownership"),
        field<&Device::management>("management", QT_TRANSLATE_NOOP("Device", "Management"), Facet | ReadOnly),
        field<&Device::person>("person.id", QT_TRANSLATE_NOOP("Device", "Person (id)"), Hidden, P::Identity),
        field<&Device::personName>(
            "person", QT_TRANSLATE_NOOP("Device", "Person"), Searchable | ReadOnly, P::Identity, nullptr, "user"),
        field<&Device::tags>("tags", QT_TRANSLATE_NOOP("Device", "Tags"), Searchable | Facet, P::No, nullptr, "tag"),
        field<&Device::compliance>(
            "compliance", QT_TRANSLATE_NOOP("Device", "Compliance"), Facet | ReadOnly, P::No, nullptr, "state"),
        field<&Device::storageEncrypted>("storage.encrypted", QT_TRANSLATE_NOOP("Device", "Storage encrypted"),
            Facet | ReadOnly, P::No, nullptr, "encrypted"),
        field<&Device::firewallEnabled>("firewall.enabled", QT_TRANSLATE_NOOP("Device", "Firewall on"),
            Facet | ReadOnly, P::No, nullptr, "firewall"),
        field<&Device::securityUpdates>("updates.security", QT_TRANSLATE_NOOP("Device", "Security updates pending"),
            ReadOnly, P::No, nullptr, "updates"),
        field<&Device::storageTotal>(
            "storage.total", QT_TRANSLATE_NOOP("Device", "Storage"), ReadOnly, P::No, "B", "storage"),
        field<&Device::storageFree>(
            "storage.free", QT_TRANSLATE_NOOP("Device", "Storage free"), ReadOnly, P::No, "B", "free"),
        field<&Device::memory>("memory", QT_TRANSLATE_NOOP("Device", "Memory"), ReadOnly, P::No, "B", "ram"),
        field<&Device::enrolled>(
            "enrolled", QT_TRANSLATE_NOOP("Device", "Enrolled"), ReadOnly, P::No, nullptr, "device.enrolled"),
        field<&Device::seen>(
            "seen", QT_TRANSLATE_NOOP("Device", "Last seen"), ReadOnly, P::Usage, nullptr, "device.last_seen"),
        field<&Device::simulated>("simulated", QT_TRANSLATE_NOOP("Device", "Simulated"), Facet | ReadOnly),

        field<&Device::kernel>("os.kernel", QT_TRANSLATE_NOOP("Device", "Kernel"), Detail | ReadOnly),
        field<&Device::processor>("processor", QT_TRANSLATE_NOOP("Device", "Processor"), Detail | ReadOnly),
        field<&Device::processorCores>(
            "processor.cores", QT_TRANSLATE_NOOP("Device", "Processor cores"), Detail | ReadOnly),
        field<&Device::updates>("updates.all", QT_TRANSLATE_NOOP("Device", "Updates pending"), Detail | ReadOnly),
        field<&Device::updatesChecked>(
            "updates.checked", QT_TRANSLATE_NOOP("Device", "Updates checked"), Detail | ReadOnly),
        field<&Device::booted>("booted", QT_TRANSLATE_NOOP("Device", "Started"), Detail | ReadOnly, P::Usage),
        field<&Device::bootId>("boot.id", QT_TRANSLATE_NOOP("Device", "Boot id"), Detail | ReadOnly | Hidden),
        field<&Device::hardwareId>(
            "hardware.id", QT_TRANSLATE_NOOP("Device", "Hardware id"), Detail | ReadOnly, P::Identity),
        field<&Device::agentVersion>("agent.version", QT_TRANSLATE_NOOP("Device", "Agent"), Detail | ReadOnly),
        field<&Device::sources>("sources", QT_TRANSLATE_NOOP("Device", "Reported by"), Detail | ReadOnly),
        field<&Device::installsPackages>(
            "agent.packages", QT_TRANSLATE_NOOP("Device", "Agent may install packages"), Detail | ReadOnly),
        field<&Device::commands>(
            "agent.commands", QT_TRANSLATE_NOOP("Device", "Commands that the agent may run"), Detail | ReadOnly),
        field<&Device::osBuild>("os.build", QT_TRANSLATE_NOOP("Device", "OS build"), Detail | ReadOnly),
        field<&Device::updateAvailableSince>(
            "os.update_available_since", QT_TRANSLATE_NOOP("Device", "Update pending since"), Detail | ReadOnly),
        field<&Device::securityPatchLevel>(
            "os.security_patch_level", QT_TRANSLATE_NOOP("Device", "Security patch level"), Detail | ReadOnly),
        field<&Device::supervised>("device.supervised", QT_TRANSLATE_NOOP("Device", "Supervised"), Detail | ReadOnly),
        field<&Device::passcodePresent>(
            "passcode.present", QT_TRANSLATE_NOOP("Device", "Passcode set"), Detail | ReadOnly),
        field<&Device::passcodeCompliant>(
            "passcode.compliant", QT_TRANSLATE_NOOP("Device", "Passcode meets its policy"), Detail | ReadOnly),
        field<&Device::passcodeMinimumLength>(
            "passcode.policy_min_length", QT_TRANSLATE_NOOP("Device", "Minimum passcode length"), Detail | ReadOnly),
        field<&Device::passcodeSimpleBlocked>("passcode.policy_simple_blocked",
            QT_TRANSLATE_NOOP("Device", "Simple passcodes refused"), Detail | ReadOnly),
        field<&Device::passcodeMaximumFailed>(
            "passcode.policy_max_failed", QT_TRANSLATE_NOOP("Device", "Failed attempts allowed"), Detail | ReadOnly),
        field<&Device::passcodeGrace>("passcode.grace", QT_TRANSLATE_NOOP("Device", "Passcode asked after locking"),
            Detail | ReadOnly, P::No, "s"),
        field<&Device::screenLockTimeout>(
            "screen.lock_timeout", QT_TRANSLATE_NOOP("Device", "Screen locks after"), Detail | ReadOnly, P::No, "s"),
        field<&Device::compromised>(
            "device.compromised", QT_TRANSLATE_NOOP("Device", "Jailbroken or rooted"), Detail | ReadOnly),
        field<&Device::integrity>(
            "device.integrity", QT_TRANSLATE_NOOP("Device", "Attested integrity"), Detail | ReadOnly),
        field<&Device::unknownSources>(
            "apps.unknown_sources", QT_TRANSLATE_NOOP("Device", "Apps from unknown sources"), Detail | ReadOnly),
        field<&Device::verifyApps>(
            "apps.verify_enabled", QT_TRANSLATE_NOOP("Device", "Apps verified"), Detail | ReadOnly),
        field<&Device::usbDebugging>(
            "debug.usb_enabled", QT_TRANSLATE_NOOP("Device", "USB debugging"), Detail | ReadOnly),
        field<&Device::developerMode>(
            "debug.developer_mode", QT_TRANSLATE_NOOP("Device", "Developer mode"), Detail | ReadOnly),
        field<&Device::backupEncryptionForced>(
            "backup.encryption_forced", QT_TRANSLATE_NOOP("Device", "Encrypted backups enforced"), Detail | ReadOnly),
        field<&Device::cloudBackup>(
            "backup.cloud_enabled", QT_TRANSLATE_NOOP("Device", "Cloud backup"), Detail | ReadOnly),
        field<&Device::openManagedToUnmanaged>("data.open_managed_to_unmanaged",
            QT_TRANSLATE_NOOP("Device", "Work data opens in private apps"), Detail | ReadOnly),
        field<&Device::openUnmanagedToManaged>("data.open_unmanaged_to_managed",
            QT_TRANSLATE_NOOP("Device", "Private data opens in work apps"), Detail | ReadOnly),
        field<&Device::lockScreenNotifications>("lockscreen.notifications",
            QT_TRANSLATE_NOOP("Device", "Notifications on the lock screen"), Detail | ReadOnly),
        field<&Device::lockScreenControlCenter>(
            "lockscreen.control_center", QT_TRANSLATE_NOOP("Device", "Controls on the lock screen"), Detail | ReadOnly),
        field<&Device::malwareProtection>(
            "av.status", QT_TRANSLATE_NOOP("Device", "Malware protection"), Detail | ReadOnly),
        field<&Device::signaturesCurrent>(
            "av.signature_current", QT_TRANSLATE_NOOP("Device", "Malware signatures current"), Detail | ReadOnly),
        field<&Device::signatureAge>("av.signature_age", QT_TRANSLATE_NOOP("Device", "Age of malware signatures"),
            Detail | ReadOnly, P::No, "s"),
        field<&Device::secureBoot>("boot.secure", QT_TRANSLATE_NOOP("Device", "Secure boot"), Detail | ReadOnly),
        field<&Device::integrityProtection>("system.integrity_protection",
            QT_TRANSLATE_NOOP("Device", "System integrity protection"), Detail | ReadOnly),
        field<&Device::managementRemovable>(
            "mdm.removable", QT_TRANSLATE_NOOP("Device", "Management removable"), Detail | ReadOnly),
        field<&Device::nextCertificateExpiry>(
            "certs.next_expiry", QT_TRANSLATE_NOOP("Device", "Next certificate expiry"), Detail | ReadOnly),
        field<&Device::absent>(
            "facts.absent", QT_TRANSLATE_NOOP("Device", "Reported as absent"), Detail | ReadOnly | Hidden),
        field<&Device::accessBlocked>(
            "access.blocked", QT_TRANSLATE_NOOP("Device", "Access blocked"), Detail | ReadOnly),
        field<&Device::note>("note", QT_TRANSLATE_NOOP("Device", "Note"), Detail | ReadOnly),
        field<&Device::version>("version", QT_TRANSLATE_NOOP("Device", "Version"), Detail | ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
