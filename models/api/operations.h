// Every operation of our API. Operations of one place stand together; the list at the end is the API.
#pragma once

#include "api/actions.h"
#include "api/audit.h"
#include "api/content.h"
#include "api/patches.h"
#include "api/policies.h"
#include "api/reports.h"
#include "api/resource.h"
#include "api/rules.h"
#include "api/session.h"
#include "api/targets.h"
#include "api/views.h"
#include "domain/enrolment.h"
#include "domain/inventory.h"

#include <QHash>
#include <QSet>

namespace belvedere {

template<> struct TypeName<Device> {
    static constexpr char value[] = "Device";
};
template<> struct TypeName<Person> {
    static constexpr char value[] = "Person";
};
template<> struct TypeName<Account> {
    static constexpr char value[] = "Account";
};
template<> struct TypeName<Enrolment> {
    static constexpr char value[] = "Enrolment";
};
template<> struct TypeName<Package> {
    static constexpr char value[] = "Package";
};
template<> struct TypeName<NetworkInterface> {
    static constexpr char value[] = "NetworkInterface";
};
template<> struct TypeName<DeviceUser> {
    static constexpr char value[] = "DeviceUser";
};
template<> struct TypeName<InstalledItem> {
    static constexpr char value[] = "InstalledItem";
};
template<> struct TypeName<InstalledCertificate> {
    static constexpr char value[] = "InstalledCertificate";
};
template<> struct TypeName<Fact> {
    static constexpr char value[] = "Fact";
};

template<> struct Resource<Device> {
    static constexpr char path[] = "devices";
    static constexpr char singular[] = "device";
    static constexpr Permission read = Permission::DevicesRead;
    static constexpr Permission write = Permission::DevicesWrite;
};
template<> struct Resource<Person> {
    static constexpr char path[] = "persons";
    static constexpr char singular[] = "person";
    static constexpr Permission read = Permission::PersonsRead;
    static constexpr Permission write = Permission::PersonsWrite;
};
template<> struct Resource<Account> {
    static constexpr char path[] = "accounts";
    static constexpr char singular[] = "account";
    static constexpr Permission read = Permission::AccountsRead;
    static constexpr Permission write = Permission::AccountsWrite;
};
template<> struct Resource<Enrolment> {
    static constexpr char path[] = "enrolments";
    static constexpr char singular[] = "enrolment";
    static constexpr Permission read = Permission::EnrolmentRead;
    static constexpr Permission write = Permission::EnrolmentWrite;
};

template<class Part> struct OwnedPath;
template<> struct OwnedPath<Package> {
    static constexpr char value[] = "/{id}/packages";
    static constexpr char action[] = "listPackages";
};
template<> struct OwnedPath<NetworkInterface> {
    static constexpr char value[] = "/{id}/interfaces";
    static constexpr char action[] = "listInterfaces";
};
template<> struct OwnedPath<DeviceUser> {
    static constexpr char value[] = "/{id}/users";
    static constexpr char action[] = "listUsers";
};
template<> struct OwnedPath<InstalledItem> {
    static constexpr char value[] = "/{id}/items";
    static constexpr char action[] = "listInstalledItems";
};
template<> struct OwnedPath<InstalledCertificate> {
    static constexpr char value[] = "/{id}/certificates";
    static constexpr char action[] = "listDeviceCertificates";
};
template<> struct OwnedPath<PendingUpdate> {
    static constexpr char value[] = "/{id}/updates";
    static constexpr char action[] = "listPendingUpdates";
};
template<> struct OwnedPath<Fact> {
    static constexpr char value[] = "/{id}/facts";
    static constexpr char action[] = "listFacts";
};

template<class Part> struct ListOwned : Operation<Device, None, None, Page<Part>> {
    static constexpr Spec spec{OwnedPath<Part>::action, Verb::Get, "devices", OwnedPath<Part>::value,
        Permission::DevicesRead, "What one device reports, from each source."};
};

// One change to many devices at once; which ones is named by ids, so that what was shown is what is changed.
struct DeviceChange {
    QStringList devices; // ids, 1 to maximumSetSize
    QStringList addTags;
    QStringList removeTags;
};
struct ChangeCount {
    qint64 matched = 0;
    qint64 changed = 0;
};
template<> struct TypeName<DeviceChange> {
    static constexpr char value[] = "DeviceChange";
};
template<> struct TypeName<ChangeCount> {
    static constexpr char value[] = "ChangeCount";
};
struct ChangeDevices : Operation<None, None, DeviceChange, ChangeCount> {
    static constexpr Spec spec{"changeDevices", Verb::Post, "devices", "/change", Permission::DevicesWrite,
        "Adds and removes tags on several devices."};
};
// What can be chosen where a command is to be run.
struct DeviceCommands {
    QStringList names; // see isCommandName(); at most maximumSetSize
};
template<> struct TypeName<DeviceCommands> {
    static constexpr char value[] = "DeviceCommands";
};
struct ListDeviceCommands : Operation<None, None, None, DeviceCommands> {
    static constexpr Spec spec{"listDeviceCommands", Verb::Get, "devices", "/commands", Permission::DevicesRead,
        "Names of the commands that the agents of devices may run, of all devices together."};
};
struct DeviceRemoval {
    QStringList devices;
};
template<> struct TypeName<DeviceRemoval> {
    static constexpr char value[] = "DeviceRemoval";
};
struct RemoveDevices : Operation<None, None, DeviceRemoval, ChangeCount> {
    static constexpr Spec spec{"removeSeveralDevices", Verb::Post, "devices", "/remove", Permission::DevicesWrite,
        "Removes the records of several devices; their agents are no longer known."};
};

// The token itself is in this answer and nowhere else.
struct EnrolmentGrant {
    QString id;
    QString token;
    QString enrolment; // url#token#sha256; without certificate url#token
    QString command; // what to run on the computer that is to enrol
};
template<> struct TypeName<EnrolmentGrant> {
    static constexpr char value[] = "EnrolmentGrant";
};
struct CreateEnrolment : Operation<None, None, Enrolment, EnrolmentGrant> {
    static constexpr Spec spec{"createEnrolment", Verb::Post, "enrolments", "", Permission::EnrolmentWrite,
        "Makes an enrolment token and answers it, once."};
};
struct RevokeEnrolment : Operation<Enrolment, None, None, Enrolment> {
    static constexpr Spec spec{"revokeEnrolment", Verb::Post, "enrolments", "/{id}/revoke", Permission::EnrolmentWrite,
        "No further device can enrol with the token."};
};

// Accounts: the first password is chosen by whoever makes the account and must be changed by its owner.
struct NewAccount {
    QString email;
    QString name;
    Coded<Role> role;
    QString password;
};
template<> struct TypeName<NewAccount> {
    static constexpr char value[] = "NewAccount";
};
struct CreateAccount : Operation<None, None, NewAccount, Account> {
    static constexpr Spec spec{"createAccount", Verb::Post, "accounts", "", Permission::AccountsWrite,
        "Makes an account with a first password."};
};
struct PasswordReset {
    QString password;
};
template<> struct TypeName<PasswordReset> {
    static constexpr char value[] = "PasswordReset";
};
struct ResetPassword : Operation<Account, None, PasswordReset, Account> {
    static constexpr Spec spec{"resetPassword", Verb::Post, "accounts", "/{id}/password", Permission::AccountsWrite,
        "Sets another password and ends every session of the account."};
};

struct EventParameters {
    QString since; // change token, as in Last-Event-ID
};
struct FollowEvents : Operation<None, EventParameters, None, Events> {
    static constexpr Spec spec{"followEvents", Verb::Get, "", "/events", Permission::Self,
        "Server-sent events: which record changed, never its content."};
};

// Kinds of change events and the permission that reading such a record takes.
QHash<QString, Permission> resourcePermissions();
// The same kinds, and the last part of their path, which is also the name of their table.
QHash<QString, QString> resourceTables();
// Those of them whose records are not for everybody who may read the kind, see Resource.
QSet<QString> guardedResources();

// A list that saved views may be made of.
struct ListInfo {
    const char *path; // "devices"
    const char *kind;
    const char *idPrefix;
    Permission read;
    std::span<const Field> (*fields)();
};
// Null when there is none at that path.
const ListInfo *findList(QStringView path);

// The whole API, in the order of the document.
std::span<const OperationInfo> operations();

} // namespace belvedere
