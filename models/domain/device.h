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
    QString note; // why a person should look at the record, e.g. a suspected clone
    qint64 version = 0; // of the record; the entity tag
};

} // namespace belvedere
