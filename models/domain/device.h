// Device: a managed or inventoried computer or phone, in its list form and with its details.
#pragma once

#include "domain/person.h"

namespace belvedere {

enum class Platform : quint8 { Unknown, Linux, Windows, MacOs, Ios, IpadOs, Android, ChromeOs };
enum class FormFactor : quint8 { Unknown, Laptop, Desktop, Server, Phone, Tablet, Virtual };
enum class Ownership : quint8 { Unknown, Corporate, Byod };
// Who tells us about the device and what can be done with it.
enum class Management : quint8 { Unknown, Agent, Inventory };
// Roll-up of the rules over a device (compliance rules, section 7).
enum class Compliance : quint8 {
    Unknown,
    Compliant,
    InGrace,
    Noncompliant,
    Undetermined,
    Error,
    NotAssigned,
    NotApplicable
};

// Of what an attested device is proved to be, weakest first.
enum class Integrity : quint8 { Unknown, None, Basic, Device, Strong };
enum class MalwareProtection : quint8 { Unknown, Off, Partial, Snoozed, On };
enum class SecureBoot : quint8 { Unknown, Off, Medium, Full };

struct Device {
    static constexpr char idPrefix[] = "dev";

    Id<Device> id;
    QString name;
    Coded<Platform> platform;
    QString osName;
    Version osVersion;
    QString manufacturer;
    QString model;
    QString serial;
    Coded<FormFactor> formFactor;
    Coded<Ownership> ownership;
    Coded<Management> management;
    Id<Person> person;
    QString personName; // kept by the server beside `person`
    QStringList tags;
    Coded<Compliance> compliance = Compliance::NotAssigned;
    std::optional<bool> storageEncrypted;
    std::optional<bool> firewallEnabled;
    std::optional<qint64> securityUpdates; // pending
    std::optional<qint64> storageTotal; // bytes
    std::optional<qint64> storageFree; // bytes
    std::optional<qint64> memory; // bytes
    QDateTime enrolled;
    QDateTime seen;
    bool simulated = false;

    // Details, not in the list form.
    QString kernel;
    QString processor;
    std::optional<qint64> processorCores;
    std::optional<qint64> updates; // pending, of any sort
    QDateTime updatesChecked; // when the device last asked which updates there are
    QDateTime booted;
    QString bootId;
    QString hardwareId; // DMI system UUID
    QString agentVersion;
    QStringList sources; // "belvedere-agent", "fusioninventory-agent"
    std::optional<bool> installsPackages; // whether its agent may change packages; not told by older agents
    std::optional<QStringList> commands; // names of those that its agent may run; not told: it runs none

    // What compliance rules ask about, as far as the platform has it: see compliance/registry.h. Details as well.
    QString osBuild;
    QDateTime updateAvailableSince; // of the oldest update that is pending; reported absent: the device is up to date
    QDateTime securityPatchLevel; // Android
    std::optional<bool> supervised;
    std::optional<bool> passcodePresent;
    std::optional<bool> passcodeCompliant;
    std::optional<qint64> passcodeMinimumLength; // characters, by the policy in force
    std::optional<bool> passcodeSimpleBlocked;
    std::optional<qint64> passcodeMaximumFailed; // attempts, by the policy in force; 0: no limit
    std::optional<qint64> passcodeGrace; // seconds from locking until the passcode is asked for
    std::optional<qint64> screenLockTimeout; // seconds without use until the screen locks; 0: never
    std::optional<bool> compromised;
    Coded<Integrity> integrity;
    std::optional<bool> unknownSources;
    std::optional<bool> verifyApps;
    std::optional<bool> usbDebugging;
    std::optional<bool> developerMode;
    std::optional<bool> backupEncryptionForced;
    std::optional<bool> cloudBackup;
    std::optional<bool> openManagedToUnmanaged;
    std::optional<bool> openUnmanagedToManaged;
    std::optional<bool> lockScreenNotifications;
    std::optional<bool> lockScreenControlCenter;
    Coded<MalwareProtection> malwareProtection;
    std::optional<bool> signaturesCurrent;
    std::optional<qint64> signatureAge; // seconds
    Coded<SecureBoot> secureBoot;
    std::optional<bool> integrityProtection;
    std::optional<bool> managementRemovable;
    QDateTime nextCertificateExpiry; // the earliest of the certificates that the device told of
    // Names of fields of which the device says that there is no value; never of what it merely could not measure.
    std::optional<QStringList> absent;
    bool accessBlocked = false; // by an action of a rule, for identity providers to act on
    QString note; // why a person should look at the record, e.g. a suspected clone
    qint64 version = 0; // of the record; the entity tag
};

} // namespace belvedere
