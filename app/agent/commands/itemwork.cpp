// Carrying out of the commands about items.
#include "agent/commands/itemwork.h"

#include "agent/items/authority.h"
#include "agent/items/itemrecord.h"
#include "agent/items/profileplan.h"
#include "api/agentprotocol.h"
#include "domain/json.h"
#include "domain/managedpath.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumAuthority = 256 * 1024; // bytes

// The parameter that names the item, by the kind; nullptr: the command is about no item.
const char *itemKey(CommandKind kind)
{
    switch (kind) {
    case CommandKind::ProfileInstall:
    case CommandKind::ProfileRemove:
        return "profile";
    case CommandKind::ApplicationInstall:
    case CommandKind::ApplicationRemove:
        return "application";
    case CommandKind::FileInstall:
    case CommandKind::FileRemove:
        return "file";
    case CommandKind::CertificateInstall:
    case CommandKind::CertificateRemove:
        return "certificate";
    default:
        return nullptr;
    }
}

bool isRemoval(CommandKind kind)
{
    return kind == CommandKind::ProfileRemove || kind == CommandKind::ApplicationRemove
        || kind == CommandKind::FileRemove || kind == CommandKind::CertificateRemove;
}

// An id becomes a part of paths.
bool isItemId(const QString &id)
{
    return !id.isEmpty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

QString itemOf(const Command &command)
{
    const char *key = itemKey(command.kind.value());
    return key ? command.parameters.value(QLatin1StringView(key)).toString() : QString();
}

CommandEnd badParameters(const ApiError &error)
{
    return CommandEnd::failed(u"command.parameters"_s, error.detail.isEmpty() ? error.code : error.detail);
}

CommandEnd endOf(const Result<QJsonObject> &proof)
{
    return proof ? CommandEnd::done(proof.value()) : CommandEnd::failed(proof.error());
}

// Newer servers may say more than we know of.
template<class P> Result<P> parametersOf(const Command &command)
{
    return fromJson<P>(command.parameters, u"$"_s).andThen([&command](const P &parameters) -> Result<P> {
        if (isItemId(itemOf(command)))
            return parameters;
        return decodeError(u"decode.type"_s, u"$"_s, u"not an id"_s);
    });
}

} // namespace

ItemWork::ItemWork(const WorkSetup &setup)
    : m_clock(setup.clock)
    , m_followUps(setup.root, setup.computerItself, setup.run, setup.runLong)
    , m_items(
          setup.root, setup.state, [this](const QString &name) { return m_followUps.run(name); },
          [this](const ItemRecord &record) { return m_followUps.lacking(record); }, setup.checkpoint)
    , m_files(setup.root, setup.state, setup.checkpoint)
    , m_packages(setup.state, Apt(setup.root, setup.state, setup.computerItself, setup.run, setup.runLong),
          setup.allowPackages, setup.checkpoint)
    , m_content(setup.state)
{
}

bool ItemWork::takes(CommandKind kind) { return itemKey(kind) || kind == CommandKind::UpdatesInstall; }

std::optional<ContentReference> ItemWork::contentOf(const Command &command)
{
    const CommandKind kind = command.kind.value();
    if (kind != CommandKind::ApplicationInstall && kind != CommandKind::FileInstall
        && kind != CommandKind::CertificateInstall)
        return std::nullopt;
    const QJsonObject object = command.parameters.value("content"_L1).toObject();
    const ContentReference content{object.value("sha256"_L1).toString(), object.value("size"_L1).toInteger(-1)};
    return content.sha256.isEmpty() ? std::nullopt : std::optional(content);
}

Result<Done> ItemWork::recover(int patience)
{
    Result<Done> result = m_items.recover();
    Result<Done> packages = m_packages.recover(patience);
    m_isUnsettled = !packages && packages.error().code == "packages.busy"_L1;
    if (m_isUnsettled)
        packages = Done{};
    for (const Result<Done> &other : {m_files.recover(), packages}) {
        if (result && !other)
            result = other;
    }
    return result;
}

QJsonObject ItemWork::before(const Command &command) const
{
    if (command.kind.value() == CommandKind::UpdatesInstall)
        return {}; // there is nothing to observe it by
    const char *revision = command.kind.value() == CommandKind::ProfileInstall ? "version" : "revision";
    return {{u"item"_s, itemOf(command)}, {u"revision"_s, command.parameters.value(QLatin1StringView(revision))}};
}

CommandEnd ItemWork::perform(const Command &command)
{
    if (isRemoval(command.kind.value())) {
        const QString item = itemOf(command);
        return isItemId(item) ? remove(QString::fromLatin1(itemKey(command.kind.value())), item)
                              : CommandEnd::failed(u"command.parameters"_s, u"id of an item: required"_s);
    }
    switch (command.kind.value()) {
    case CommandKind::ProfileInstall:
        return installProfile(command);
    case CommandKind::ApplicationInstall:
        return installApplication(command);
    case CommandKind::FileInstall:
        return installFile(command);
    case CommandKind::CertificateInstall:
        return installCertificate(command);
    case CommandKind::UpdatesInstall:
        return installUpdates(command);
    default:
        return CommandEnd::failed(u"command.unknown-kind"_s, u"This is no command about items."_s);
    }
}

CommandEnd ItemWork::installProfile(const Command &command)
{
    const Result<ProfileParameters> parameters = parametersOf<ProfileParameters>(command);
    if (!parameters)
        return badParameters(parameters.error());
#ifndef Q_OS_LINUX
    return CommandEnd::failed(u"platform.unsupported"_s, u"Profiles are applied on Linux only."_s);
#else
    const Result<ProfilePlan> plan = planProfile(parameters.value(), m_clock.now());
    if (!plan)
        return CommandEnd::failed(plan.error());
    Result<QJsonObject> proof = QJsonObject();
    if (const auto *files = std::get_if<ItemPlan>(&plan.value()))
        proof = m_items.install(*files);
    else
        proof = m_packages.install({std::get<PackageItem>(plan.value()), {}});
    return endOf(proof.map([&parameters](QJsonObject object) {
        object.insert(u"profile"_s, parameters.value().profile);
        object.insert(u"version"_s, parameters.value().version);
        return object;
    }));
#endif
}

CommandEnd ItemWork::installApplication(const Command &command)
{
    const Result<ApplicationParameters> read = parametersOf<ApplicationParameters>(command);
    if (!read)
        return badParameters(read.error());
    const ApplicationParameters &parameters = read.value();
    PackagePlan plan;
    plan.item = {parameters.application, u"application"_s, {}, parameters.revision,
        {{parameters.name, parameters.version}}, {}, false};
    if (parameters.format == "deb"_L1) {
        const Result<bool> whole = m_content.has(parameters.content);
        if (!whole || !whole.value())
            return CommandEnd::failed(u"content.missing"_s, u"The content of this command has not been fetched."_s);
        // apt takes a file for a package by its name
        plan.archive = m_content.absolutePath(parameters.content.sha256) + u".deb"_s;
        QFile::remove(plan.archive);
        if (!QFile::link(m_content.absolutePath(parameters.content.sha256), plan.archive))
            return CommandEnd::failed(u"file.failed"_s, u"The package cannot be made ready."_s);
    } else if (parameters.format != "apt"_L1) {
        return CommandEnd::failed(
            u"application.format"_s, u"This agent installs the formats apt and deb, not %1."_s.arg(parameters.format));
    }
    return endOf(m_packages.install(plan));
}

CommandEnd ItemWork::installFile(const Command &command)
{
    const Result<FileParameters> read = parametersOf<FileParameters>(command);
    if (!read)
        return badParameters(read.error());
    const FileParameters &parameters = read.value();
    const std::optional<int> mode = managedMode(parameters.mode);
    if (!mode)
        return CommandEnd::failed(
            u"command.parameters"_s, u"mode: up to 0755, and readable by the owner, is expected"_s);
    const QString problem = managedPathProblem(parameters.path);
    if (!problem.isEmpty())
        return CommandEnd::failed(u"path.not-allowed"_s, problem);
    const Result<bool> whole = m_content.has(parameters.content);
    if (!whole || !whole.value())
        return CommandEnd::failed(u"content.missing"_s, u"The content of this command has not been fetched."_s);
    return endOf(m_files.install({parameters.file, parameters.revision, parameters.path, *mode,
        parameters.content.sha256, ContentStore::path(parameters.content.sha256)}));
}

CommandEnd ItemWork::installCertificate(const Command &command)
{
    const Result<CertificateParameters> read = parametersOf<CertificateParameters>(command);
    if (!read)
        return badParameters(read.error());
    const CertificateParameters &parameters = read.value();
    const Result<QByteArray> bytes = m_content.read(parameters.content, maximumAuthority);
    if (!bytes)
        return CommandEnd::failed(bytes.error());
    const auto files = authorityFiles(parameters.certificate, bytes.value(), m_clock.now());
    if (!files)
        return CommandEnd::failed(files.error());
    return endOf(m_items.install({parameters.certificate, u"certificate"_s, {}, parameters.revision, files.value(),
        {QString::fromLatin1(followup::authorities)}}));
}

CommandEnd ItemWork::installUpdates(const Command &command)
{
    const Result<UpdatesParameters> read = fromJson<UpdatesParameters>(command.parameters, u"$"_s);
    if (!read)
        return badParameters(read.error());
    QList<PackageWish> wishes;
    for (const PackageUpdate &update : read.value().packages)
        wishes.append({update.name, update.version});
    if (wishes.isEmpty() || wishes.size() > maximumUpdates)
        return CommandEnd::failed(u"command.parameters"_s, u"1 to %1 packages are expected"_s.arg(maximumUpdates));
    return endOf(m_packages.update(wishes));
}

CommandEnd ItemWork::remove(const QString &key, const QString &item)
{
    QJsonObject proof{{u"removed"_s, item}, {u"was_installed"_s, true}};
    const auto ended = [&](const QString &part, const Result<QJsonObject> &removed) {
        if (!removed)
            return CommandEnd::failed(removed.error());
        if (!removed.value().isEmpty())
            proof.insert(part, removed.value());
        return CommandEnd::done(proof);
    };
    const Result<bool> files = m_items.isInstalled(item);
    const Result<bool> file = m_files.isInstalled(item);
    const Result<bool> packages = m_packages.isInstalled(item);
    for (const Result<bool> &one : {files, file, packages}) {
        if (!one)
            return CommandEnd::failed(one.error());
    }
    if (files.value())
        return ended(u"follow_ups"_s, m_items.remove(item));
    if (file.value())
        return ended(key, m_files.remove(item));
    if (packages.value())
        return ended(u"packages"_s, m_packages.remove(item));
    proof.insert(u"was_installed"_s, false);
    return CommandEnd::done(proof);
}

Result<std::optional<QJsonObject>> ItemWork::verified(const QString &item) const
{
    auto found = m_items.verified(item);
    if (found && !found.value())
        found = m_files.verified(item);
    if (found && !found.value())
        found = m_packages.holds(item);
    return found;
}

Result<bool> ItemWork::isInstalled(const QString &item) const
{
    for (const Result<bool> &one :
        {m_items.isInstalled(item), m_files.isInstalled(item), m_packages.isInstalled(item)}) {
        if (!one || one.value())
            return one;
    }
    return false;
}

CommandEnd ItemWork::observed(CommandKind kind, const QJsonObject &before) const
{
    const QString item = before.value("item"_L1).toString();
    if (isRemoval(kind)) {
        const Result<bool> there = isInstalled(item);
        return there && !there.value() ? CommandEnd::done({{u"removed"_s, item}}) : CommandEnd::interrupted();
    }
    if (kind == CommandKind::UpdatesInstall)
        return CommandEnd::interrupted(); // that a version is there does not tell who brought it
    const auto now = verified(item);
    const bool same =
        now && now.value() && now.value()->value(u"revision"_s) == before.value("revision"_L1) && !item.isEmpty();
    return same ? CommandEnd::done(*now.value()) : CommandEnd::interrupted();
}

Result<QList<InstalledItem>> ItemWork::items() const
{
    QList<InstalledItem> all;
    for (const auto &some : {m_items.items(), m_files.items(), m_packages.items()}) {
        if (!some)
            return some.error();
        all += some.value();
    }
    std::sort(all.begin(), all.end(), [](const InstalledItem &a, const InstalledItem &b) { return a.item < b.item; });
    return all.mid(0, maximumInstalledItems);
}

} // namespace belvedere
