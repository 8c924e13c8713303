// Revisions and commands of applications, files and certificates.
#include "server/policy/contentitems.h"

#include "api/content.h"
#include "server/store/entitytable.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// Without the names of what is empty: a device is told what there is to know.
QJsonObject contentOf(const QJsonObject &record)
{
    return {{u"sha256"_s, record["sha256"_L1]}, {u"size"_s, record["size"_L1]}};
}

// The named members of a record that it has.
QJsonObject members(const QJsonObject &record, std::initializer_list<const char *> names)
{
    QJsonObject part;
    for (const char *name : names) {
        const QJsonValue value = record.value(QLatin1StringView(name));
        if (!value.isUndefined())
            part.insert(QLatin1StringView(name), value);
    }
    return part;
}

DeployableItem itemOf(const Revision &revision, ItemKind kind)
{
    DeployableItem item;
    item.id = revision.id;
    item.kind = kind;
    item.name = revision.content["name"_L1].toString();
    item.revision = revision.revision;
    item.platform = Coded<Platform>::fromToken(revision.content["platform"_L1].toString());
    return item;
}

QJsonObject installOf(const Revision &revision, const char *kind)
{
    return {{QLatin1StringView(kind), revision.id}, {u"revision"_s, revision.revision}};
}

ApiError corrupt(const Revision &revision)
{
    return storeError(
        u"item.corrupt"_s, u"%1 in revision %2 cannot be read."_s.arg(revision.id).arg(revision.revision));
}

// How the device gets it, in its own words.
QString formatOf(const QJsonObject &application)
{
    const auto kind = Coded<ApplicationKind>::fromToken(application["kind"_L1].toString());
    if (kind.value() == ApplicationKind::Repository)
        return u"apt"_s;
    const bool isDebian = application["platform"_L1] == "linux"_L1;
    return kind.value() == ApplicationKind::Package && isDebian ? u"deb"_s : kind.token();
}

} // namespace

Result<Revision> newestApplication(Transaction &transaction, const QString &id)
{
    static const Table<Application> applications;
    static const Table<ApplicationRelease> releases;
    const Result<Application> application = applications.get(transaction.database(), Id<Application>{id});
    if (!application)
        return application.error();
    const Result<std::vector<ApplicationRelease>> list = releases.list(
        transaction.database(), {u"application_id = ? AND revision = ?"_s, {id, application.value().revision}});
    if (!list)
        return list.error();
    if (list.value().empty())
        return notFound(u"release of %1"_s.arg(id));
    QJsonObject content = members(toJson(application.value()), {"name", "platform", "kind", "identifier"});
    const QJsonObject release = members(toJson(list.value().front()), {"release", "url", "sha256", "size"});
    for (auto it = release.begin(); it != release.end(); ++it)
        content.insert(it.key(), it.value());
    return keepRevision(transaction, id, application.value().revision, content);
}

Result<Revision> newestApplicationItem(Transaction &transaction, const QString &id)
{
    const Result<Revision> newest = newestApplication(transaction, id);
    if (!newest)
        return newest;
    const QJsonObject &content = newest.value().content;
    const auto kind = Coded<ApplicationKind>::fromToken(content["kind"_L1].toString()).value();
    const bool isPackage = kind == ApplicationKind::Package || kind == ApplicationKind::Repository;
    if (content["platform"_L1] == "linux"_L1 && !isPackage)
        return validationError({{u"items"_s, u"%1 is no package; Linux devices install nothing else"_s.arg(id)}});
    return newest;
}

Result<DeployableItem> applicationItem(const Revision &revision)
{
    const QJsonObject &content = revision.content;
    DeployableItem item = itemOf(revision, ItemKind::Application);
    const QString identifier = content["identifier"_L1].toString();
    if (identifier.isEmpty())
        return corrupt(revision);
    item.place = u"application:"_s + identifier;
    item.installKind = CommandKind::ApplicationInstall;
    item.install = installOf(revision, "application");
    item.install.insert(u"format"_s, formatOf(content));
    item.install.insert(u"name"_s, identifier);
    if (const QString release = content["release"_L1].toString(); !release.isEmpty())
        item.install.insert(u"version"_s, release);
    if (content.contains("sha256"_L1))
        item.install.insert(u"content"_s, contentOf(content));
    item.removeKind = CommandKind::ApplicationRemove;
    item.remove = applicationRemoval(revision.id).parameters;
    return item;
}

Command applicationRemoval(const QString &id) { return {{}, CommandKind::ApplicationRemove, {{u"application"_s, id}}}; }

Result<Revision> newestFile(Transaction &transaction, const QString &id)
{
    static const Table<ManagedFile> files;
    const Result<ManagedFile> file = files.get(transaction.database(), Id<ManagedFile>{id});
    if (!file)
        return file.error();
    return keepRevision(transaction, id, file.value().revision,
        members(toJson(file.value()), {"name", "platform", "path", "mode", "sha256", "size"}));
}

Result<DeployableItem> fileItem(const Revision &revision)
{
    const QJsonObject &content = revision.content;
    DeployableItem item = itemOf(revision, ItemKind::File);
    const QString path = content["path"_L1].toString();
    if (path.isEmpty() || !content.contains("sha256"_L1))
        return corrupt(revision);
    item.place = u"custom:"_s + path; // as of a profile of the type "custom", which brings a file there too
    item.installKind = CommandKind::FileInstall;
    item.install = installOf(revision, "file");
    item.install.insert(u"path"_s, path);
    if (content.contains("mode"_L1))
        item.install.insert(u"mode"_s, content["mode"_L1]);
    item.install.insert(u"content"_s, contentOf(content));
    item.removeKind = CommandKind::FileRemove;
    item.remove = fileRemoval(revision.id).parameters;
    return item;
}

Command fileRemoval(const QString &id) { return {{}, CommandKind::FileRemove, {{u"file"_s, id}}}; }

Result<Revision> newestCertificate(Transaction &transaction, const QString &id)
{
    static const Table<Certificate> certificates;
    const Result<Certificate> certificate = certificates.get(transaction.database(), Id<Certificate>{id});
    if (!certificate)
        return certificate.error();
    if (!certificate.value().isCa)
        return validationError({{u"items"_s, u"%1 is no authority; devices cannot be told to trust it"_s.arg(id)}});
    if (certificate.value().notAfter <= transaction.now())
        return validationError({{u"items"_s, u"%1 has run out; devices would refuse it"_s.arg(id)}});
    return keepRevision(transaction, id, certificate.value().revision,
        members(toJson(certificate.value()), {"name", "fingerprint", "sha256", "size"}));
}

Result<DeployableItem> certificateItem(const Revision &revision)
{
    const QJsonObject &content = revision.content;
    DeployableItem item = itemOf(revision, ItemKind::Certificate);
    if (!content.contains("sha256"_L1))
        return corrupt(revision);
    item.place = u"certificate:"_s + content["sha256"_L1].toString();
    item.installKind = CommandKind::CertificateInstall;
    item.install = installOf(revision, "certificate");
    item.install.insert(u"content"_s, contentOf(content));
    item.removeKind = CommandKind::CertificateRemove;
    item.remove = certificateRemoval(revision.id).parameters;
    return item;
}

Command certificateRemoval(const QString &id) { return {{}, CommandKind::CertificateRemove, {{u"certificate"_s, id}}}; }

} // namespace belvedere::server
