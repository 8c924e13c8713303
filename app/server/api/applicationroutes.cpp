// Applications, their releases, and where they are installed.
#include "domain/packagename.h"
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/blobs.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/content/uploads.h"
#include "server/policy/contentitems.h"
#include "server/policy/versions.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumIdentifier = 255; // characters

bool isPlain(const QString &text)
{
    return std::none_of(text.begin(), text.end(),
        [](QChar c) { return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format; });
}

bool isWebAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return text.size() <= 2'000 && url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty()
        && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
}

bool needsUrl(ApplicationKind kind) { return kind == ApplicationKind::Url; }

// What an agent hands to apt.
bool isDebianPackage(const Application &application)
{
    const ApplicationKind kind = application.kind.value();
    return application.platform.value() == Platform::Linux
        && (kind == ApplicationKind::Package || kind == ApplicationKind::Repository);
}

QList<FieldError> problems(const Application &application)
{
    QList<FieldError> errors = textProblems(application.name, {{u"description"_s, application.description}});
    if (!isPlain(application.name))
        errors.append({u"name"_s, u"no control characters"_s});
    const bool isSpaced =
        std::any_of(application.identifier.begin(), application.identifier.end(), [](QChar c) { return c.isSpace(); });
    if (application.identifier.isEmpty() || application.identifier.size() > maximumIdentifier
        || !isPlain(application.identifier) || isSpaced)
        errors.append({u"identifier"_s, u"1 to %1 characters without spaces"_s.arg(maximumIdentifier)});
    else if (isDebianPackage(application) && !isPackageName(application.identifier))
        errors.append({u"identifier"_s, u"not the name of a package, such as hello"_s});
    if (application.publisher.size() > 200 || !isPlain(application.publisher))
        errors.append({u"publisher"_s, u"at most 200 characters"_s});
    if (!application.url.isEmpty() && !isWebAddress(application.url))
        errors.append({u"url"_s, u"not an address of the web"_s});
    if (needsUrl(application.kind.value()) && application.url.isEmpty())
        errors.append({u"url"_s, u"needed for this kind"_s});
    if (application.kind.value() == ApplicationKind::Repository && application.platform.value() != Platform::Linux)
        errors.append({u"kind"_s, u"only Linux has package sources"_s});
    return errors;
}

Result<Application> create(WriteCall &call, const Create<Application> &operation)
{
    Application application = operation.body;
    const QList<FieldError> errors = problems(application);
    if (!errors.isEmpty())
        return validationError(errors);
    application.created = call.now();
    application.edited = call.now();
    const Result<Application> made = createRecord(call, application, "application.created", application.name);
    const Result<Done> scan = made ? scanInstalls(call.transaction, made.value().id) : made.error();
    return scan ? made : scan.error();
}

Result<Done> renameReleases(WriteCall &call, const Application &application)
{
    static const Table<ApplicationRelease> releases;
    const Result<std::vector<ApplicationRelease>> list =
        releases.list(call.database(), {u"application_id = ?"_s, {application.id.text}});
    if (!list)
        return list.error();
    for (const ApplicationRelease &before : list.value()) {
        ApplicationRelease after = before;
        after.applicationName = application.name;
        const Result<ApplicationRelease> renamed = releases.refresh(call.transaction, after, before);
        if (!renamed)
            return renamed.error();
    }
    return renameApplicationOfLicences(call.transaction, application.id, application.name, false);
}

Result<Application> update(WriteCall &call, const Update<Application> &operation)
{
    const Result<std::pair<Application, Application>> both = patched(call, operation);
    if (!both)
        return both.error();
    const Application &before = both.value().first;
    Application after = both.value().second;
    QList<FieldError> errors = problems(after);
    if (after.revision > 0 && after.kind != before.kind)
        errors.append({u"kind"_s, u"stays, for there are releases of it"_s});
    if (after.revision > 0 && after.platform != before.platform)
        errors.append({u"platform"_s, u"stays, for there are releases of it"_s});
    if (after.revision > 0 && after.identifier != before.identifier)
        errors.append({u"identifier"_s, u"stays, for there are releases of it"_s});
    if (!errors.isEmpty())
        return validationError(errors);
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    const Result<Application> changed = changeRecord(call, before, after, "application.edited", after.name);
    if (!changed)
        return changed;
    Result<Done> done = Done{};
    if (before.name != after.name)
        done = renameReleases(call, after);
    if (done && (before.identifier != after.identifier || before.platform != after.platform))
        done = scanInstalls(call.transaction, after.id);
    return done ? changed : done.error();
}

Result<None> remove(WriteCall &call, const Remove<Application> &operation)
{
    static const Table<ApplicationRelease> releases;
    const Result<Application> application = takeOut(call, operation.id, u"application.in-use"_s);
    if (!application)
        return application.error();
    const Result<std::vector<ApplicationRelease>> list =
        releases.list(call.database(), {u"application_id = ?"_s, {operation.id.text}});
    if (!list)
        return list.error();
    Result<Done> done = Done{};
    for (const ApplicationRelease &release : list.value()) {
        if (done)
            done = releases.remove(call.transaction, release.id);
    }
    if (done)
        done = unuseBlobs(call.transaction, operation.id.text);
    if (done)
        done = removeInstalls(call.transaction, operation.id);
    if (done)
        done = renameApplicationOfLicences(call.transaction, operation.id, {}, true);
    return done ? removeRecord(call, operation.id, "application.deleted", application.value().name) : done.error();
}

QList<FieldError> problems(const Application &application, const NewRelease &wanted)
{
    const ApplicationKind kind = application.kind.value();
    QList<FieldError> errors;
    const bool mayBeOpen =
        kind == ApplicationKind::Repository || kind == ApplicationKind::Store || kind == ApplicationKind::ManagedStore;
    if (wanted.release.size() > 100 || !isPlain(wanted.release) || (wanted.release.isEmpty() && !mayBeOpen))
        errors.append({u"release"_s, u"1 to 100 characters"_s});
    else if (!wanted.release.isEmpty() && isDebianPackage(application) && !isPackageVersion(wanted.release))
        errors.append({u"release"_s, u"not the version of a package, such as 1.2-3"_s});
    if (wanted.notes.size() > 4'000)
        errors.append({u"notes"_s, u"at most 4000 characters"_s});
    if (kind == ApplicationKind::Package && wanted.upload.isEmpty())
        errors.append({u"upload"_s, u"the package is missing"_s});
    if (kind != ApplicationKind::Package && !wanted.upload.isEmpty())
        errors.append({u"upload"_s, u"only an own package has a content"_s});
    if (!wanted.url.isEmpty() && !isWebAddress(wanted.url))
        errors.append({u"url"_s, u"not an address of the web"_s});
    return errors;
}

Result<ApplicationRelease> addRelease(WriteCall &call, const AddRelease &operation)
{
    static const Table<Application> applications;
    const Result<Application> application = applications.get(call.database(), operation.id);
    if (!application)
        return application.error();
    const QList<FieldError> errors = problems(application.value(), operation.body);
    if (!errors.isEmpty())
        return validationError(errors);
    Application after = application.value();
    ++after.revision;
    after.release = operation.body.release;
    after.edited = call.now();
    ApplicationRelease release;
    release.application = operation.id;
    release.applicationName = after.name;
    release.revision = after.revision;
    release.release = operation.body.release;
    release.url = operation.body.url;
    release.notes = operation.body.notes;
    release.created = call.now();
    release.createdBy = call.info.actor.name;
    if (!operation.body.upload.isEmpty()) {
        const Result<Upload> upload = takeUpload(call.transaction, call.info.actor.account, operation.body.upload);
        if (!upload)
            return upload.error();
        release.fileName = upload.value().name;
        release.sha256 = upload.value().sha256;
        release.size = upload.value().size;
        const Result<Done> used = useBlob(call.transaction, operation.id.text, release.revision, release.sha256);
        if (!used)
            return used.error();
    }
    const Result<ApplicationRelease> made =
        createRecord(call, release, "application.released", u"%1 %2"_s.arg(after.name, release.release).trimmed());
    if (!made)
        return made;
    const Result<Application> raised = applications.update(call.transaction, after);
    // devices keep the release that their policies name
    const Result<Revision> kept = raised ? newestApplication(call.transaction, after.id.text) : raised.error();
    const Result<Done> counted = kept ? countOutdated(call.transaction, after.id.text) : kept.error();
    return counted ? made : counted.error();
}

} // namespace

void serveApplications(Router &router)
{
    serveReading<Application>(router);
    serveReading<ApplicationRelease>(router);
    router.write<Create<Application>>(create);
    router.write<Update<Application>>(update);
    router.write<Remove<Application>>(remove);
    router.write<AddRelease>(addRelease);
    static const Table<Application> table;
    router.read<ListInstalledVersions>(
        [](ReadCall &call, const ListInstalledVersions &operation) -> Result<Page<InstalledVersion>> {
            const Result<Application> application = table.get(call.database, operation.id);
            return application ? installedVersions(call.database, operation.id) : application.error();
        });
    router.read<ListInstalledDevices>([](ReadCall &call,
                                          const ListInstalledDevices &operation) -> Result<Page<InstalledDevice>> {
        const Result<Application> application = table.get(call.database, operation.id);
        return application ? installedDevices(call.database, operation.id, operation.parameters) : application.error();
    });
}

} // namespace belvedere::server
