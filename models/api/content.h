// Applications, files, certificates and licences over the API.
#pragma once

#include "api/resource.h"
#include "api/uploads.h"
#include "domain/application.h"
#include "domain/certificate.h"
#include "domain/licence.h"
#include "domain/managedfile.h"

namespace belvedere {

template<> struct TypeName<Application> {
    static constexpr char value[] = "Application";
};
template<> struct TypeName<ApplicationRelease> {
    static constexpr char value[] = "ApplicationRelease";
};
template<> struct TypeName<InstalledVersion> {
    static constexpr char value[] = "InstalledVersion";
};
template<> struct TypeName<InstalledDevice> {
    static constexpr char value[] = "InstalledDevice";
};
template<> struct TypeName<ManagedFile> {
    static constexpr char value[] = "ManagedFile";
};
template<> struct TypeName<FileRevision> {
    static constexpr char value[] = "FileRevision";
};
template<> struct TypeName<Certificate> {
    static constexpr char value[] = "Certificate";
};
template<> struct TypeName<LicencePool> {
    static constexpr char value[] = "LicencePool";
};
template<> struct TypeName<LicenceSeat> {
    static constexpr char value[] = "LicenceSeat";
};

template<> struct Resource<Application> {
    static constexpr char path[] = "applications";
    static constexpr char singular[] = "application";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<ApplicationRelease> {
    static constexpr char path[] = "releases";
    static constexpr char singular[] = "release";
    static constexpr Permission read = Permission::PoliciesRead;
};
template<> struct Resource<ManagedFile> {
    static constexpr char path[] = "files";
    static constexpr char singular[] = "file";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<Certificate> {
    static constexpr char path[] = "certificates";
    static constexpr char singular[] = "certificate";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<LicencePool> {
    static constexpr char path[] = "licences";
    static constexpr char singular[] = "licence";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<LicenceSeat> {
    static constexpr char path[] = "seats";
    static constexpr char singular[] = "seat";
    static constexpr Permission read = Permission::PoliciesRead;
};

// The package of an own one is the upload; the other kinds have a name or an address alone.
struct NewRelease {
    QString release; // the version in the words of its publisher; of Repository empty for "whatever is newest there"
    QString url;
    QString notes;
    QString upload; // id of a finished upload
};
template<> struct TypeName<NewRelease> {
    static constexpr char value[] = "NewRelease";
};
struct AddRelease : Operation<Application, None, NewRelease, ApplicationRelease> {
    static constexpr Spec spec{"addRelease", Verb::Post, "applications", "/{id}/releases", Permission::PoliciesWrite,
        "Makes another release of an application, which is then its newest."};
};

struct ListInstalledVersions : Operation<Application, None, None, Page<InstalledVersion>> {
    static constexpr Spec spec{"listInstalledVersions", Verb::Get, "applications", "/{id}/versions",
        Permission::PoliciesRead, "Which version of an application is on how many devices, the most frequent first."};
};
struct InstalledParameters {
    QString release; // empty: any
    std::optional<qint64> limit; // 1 to maximumPageSize; default 100
    QString cursor; // from the page before
};
struct ListInstalledDevices : Operation<Application, InstalledParameters, None, Page<InstalledDevice>> {
    static constexpr Spec spec{"listInstalledDevices", Verb::Get, "applications", "/{id}/devices",
        Permission::DevicesRead, "The devices that have an application, or one version of it."};
};

struct NewFile {
    QString name;
    QString description;
    Coded<Platform> platform;
    QString path;
    QString mode;
    QString upload; // id of a finished upload
};
template<> struct TypeName<NewFile> {
    static constexpr char value[] = "NewFile";
};
struct CreateFile : Operation<None, None, NewFile, ManagedFile> {
    static constexpr Spec spec{
        "createFile", Verb::Post, "files", "", Permission::PoliciesWrite, "Makes a file of what was uploaded."};
};
struct FileContent {
    QString upload; // id of a finished upload
    qint64 version = 0; // of the record that is changed
};
template<> struct TypeName<FileContent> {
    static constexpr char value[] = "FileContent";
};
struct ReplaceFile : Operation<ManagedFile, None, FileContent, ManagedFile> {
    static constexpr Spec spec{"replaceFile", Verb::Post, "files", "/{id}/content", Permission::PoliciesWrite,
        "Gives a file another content, in a new revision."};
};
struct ListFileRevisions : Operation<ManagedFile, None, None, Page<FileRevision>> {
    static constexpr Spec spec{"listFileRevisions", Verb::Get, "files", "/{id}/revisions", Permission::PoliciesRead,
        "What a file was, the newest revision first."};
};

inline constexpr qsizetype maximumCertificateFile = 48 * 1024; // bytes
struct NewCertificate {
    QString name; // empty: the certificate's common name
    QString description;
    QString content; // PEM, or DER or PKCS#12 as Base64
    QString password; // of PKCS#12; not kept
};
template<> struct TypeName<NewCertificate> {
    static constexpr char value[] = "NewCertificate";
};
struct CreateCertificate : Operation<None, None, NewCertificate, Certificate> {
    static constexpr Spec spec{"createCertificate", Verb::Post, "certificates", "", Permission::PoliciesWrite,
        "Takes the certificates out of a file; a private key is not kept."};
};

// One of the two.
struct LicenceHolder {
    QString device; // id
    QString person; // id
};
template<> struct TypeName<LicenceHolder> {
    static constexpr char value[] = "LicenceHolder";
};
struct AssignLicence : Operation<LicencePool, None, LicenceHolder, LicenceSeat> {
    static constexpr Spec spec{"assignLicence", Verb::Post, "licences", "/{id}/assign", Permission::PoliciesWrite,
        "Gives a free seat to a device or a person."};
};
struct WithdrawLicence : Operation<LicenceSeat, None, None, None> {
    static constexpr Spec spec{"withdrawLicence", Verb::Post, "seats", "/{id}/withdraw", Permission::PoliciesWrite,
        "Takes a seat back, which is then free."};
};

} // namespace belvedere
