// The API: fields of the request and answer types, and the list of operations.
#include "api/operations.h"

#include "api/dryrun.h"

using namespace Qt::StringLiterals;

namespace belvedere {

QString OperationInfo::id() const
{
    const QString action = QString::fromLatin1(spec.action);
    const QLatin1StringView suffix(spec.suffix);
    const QString root = QString::fromLatin1(spec.root);
    if (root.isEmpty() || (!suffix.isEmpty() && suffix != "/{id}"_L1 && suffix != "/stream"_L1))
        return action;
    if (std::any_of(action.begin(), action.end(), [](QChar c) { return c.isUpper(); }))
        return action; // "createAccount" says its resource already
    return action + root.left(1).toUpper() + root.mid(1);
}

QString OperationInfo::path() const
{
    const QString root = QString::fromLatin1(spec.root);
    const QString prefix = root.isEmpty() ? QString() : QString(u'/' + root);
    return prefix + QLatin1StringView(spec.suffix);
}

bool OperationInfo::needsMatch() const
{
    return idPrefix && (spec.verb == Verb::Patch || spec.verb == Verb::Delete) && body.shape != Shape::Bytes;
}

template<> std::span<const Field> fields<ListParameters>()
{
    static const Field list[] = {field<&ListParameters::query>("query", "Query"),
        field<&ListParameters::sort>("sort", "Sort order"), field<&ListParameters::limit>("limit", "Page size"),
        field<&ListParameters::cursor>("cursor", "Cursor of the next page")};
    return list;
}

template<> std::span<const Field> fields<StreamParameters>()
{
    static const Field list[] = {field<&StreamParameters::since>("since", "Change token")};
    return list;
}

template<> std::span<const Field> fields<EventParameters>()
{
    static const Field list[] = {field<&EventParameters::since>("since", "Change token")};
    return list;
}

template<> std::span<const Field> fields<DeviceChange>()
{
    static const Field list[] = {field<&DeviceChange::devices>("devices", "Devices", Required),
        field<&DeviceChange::addTags>("add_tags", "Tags to add"),
        field<&DeviceChange::removeTags>("remove_tags", "Tags to remove")};
    return list;
}

template<> std::span<const Field> fields<DeviceRemoval>()
{
    static const Field list[] = {field<&DeviceRemoval::devices>("devices", "Devices", Required)};
    return list;
}

template<> std::span<const Field> fields<ChangeCount>()
{
    static const Field list[] = {field<&ChangeCount::matched>("matched", "Records named", Required),
        field<&ChangeCount::changed>("changed", "Records changed", Required)};
    return list;
}

template<> std::span<const Field> fields<DeviceCommands>()
{
    static const Field list[] = {field<&DeviceCommands::names>("names", "Commands", Required)};
    return list;
}

template<> std::span<const Field> fields<EnrolmentGrant>()
{
    static const Field list[] = {field<&EnrolmentGrant::id>("id", "Id", Required),
        field<&EnrolmentGrant::token>("token", "Token", Required),
        field<&EnrolmentGrant::enrolment>("enrolment", "Enrolment string", Required),
        field<&EnrolmentGrant::command>("command", "Command for the computer", Required)};
    return list;
}

template<> std::span<const Field> fields<NewAccount>()
{
    static const Field list[] = {field<&NewAccount::email>("email", "E-mail", Required, Personal::Contact),
        field<&NewAccount::name>("name", "Name", Required, Personal::Identity),
        field<&NewAccount::role>("role", "Role", Required),
        field<&NewAccount::password>("password", "First password", Required)};
    return list;
}

template<> std::span<const Field> fields<PasswordReset>()
{
    static const Field list[] = {field<&PasswordReset::password>("password", "New password", Required)};
    return list;
}

namespace {

template<class... E> struct Resources {
    static QHash<QString, Permission> permissions()
    {
        return {{QString::fromLatin1(Resource<E>::singular), Resource<E>::read}...};
    }
    static QHash<QString, QString> tables()
    {
        return {{QString::fromLatin1(Resource<E>::singular), QString::fromLatin1(Resource<E>::path)}...};
    }
    static QSet<QString> guarded()
    {
        QSet<QString> kinds;
        ((isGuarded<E> ? void(kinds.insert(QString::fromLatin1(Resource<E>::singular))) : void()), ...);
        return kinds;
    }
    static const ListInfo *list(QStringView path)
    {
        static constexpr ListInfo all[] = {
            {Resource<E>::path, Resource<E>::singular, E::idPrefix, Resource<E>::read, &fields<E>}...};
        const auto *found = std::find_if(std::begin(all), std::end(all),
            [path](const ListInfo &info) { return path == QLatin1StringView(info.path); });
        return found == std::end(all) ? nullptr : found;
    }
};
using AllResources = Resources<Device, Person, Enrolment, Account, AuditRecord, ConfigurationProfile, ComplianceRule,
    RuleResult, Waiver, RuleStep, BusinessPolicy, PolicyVersion, Deployment, Action, ActionRun, SavedView, Application,
    ApplicationRelease, ManagedFile, Certificate, LicencePool, LicenceSeat, SoftwarePatch, PatchBlock, OutsideTarget>;

} // namespace

QHash<QString, Permission> resourcePermissions() { return AllResources::permissions(); }

QHash<QString, QString> resourceTables() { return AllResources::tables(); }

QSet<QString> guardedResources() { return AllResources::guarded(); }

const ListInfo *findList(QStringView path)
{
    // a view of views would have to be understood twice
    return path == QLatin1StringView(Resource<SavedView>::path) ? nullptr : AllResources::list(path);
}

std::span<const OperationInfo> operations()
{
    static const OperationInfo list[] = {
        describe<GetSite>(),
        describe<SignIn>(),
        describe<RefreshSession>(),
        describe<SignOut>(),
        describe<ChangePassword>(),
        describe<FollowEvents>(),
        describe<List<Device>>(),
        describe<Stream<Device>>(),
        describe<Get<Device>>(),
        describe<Update<Device>>(),
        describe<Remove<Device>>(),
        describe<ChangeDevices>(),
        describe<RemoveDevices>(),
        describe<ListDeviceCommands>(),
        describe<ListOwned<Package>>(),
        describe<ListOwned<NetworkInterface>>(),
        describe<ListOwned<DeviceUser>>(),
        describe<ListOwned<InstalledItem>>(),
        describe<ListOwned<InstalledCertificate>>(),
        describe<ListOwned<PendingUpdate>>(),
        describe<ListOwned<Fact>>(),
        describe<List<Person>>(),
        describe<Stream<Person>>(),
        describe<Get<Person>>(),
        describe<Create<Person>>(),
        describe<Update<Person>>(),
        describe<Remove<Person>>(),
        describe<List<Enrolment>>(),
        describe<Stream<Enrolment>>(),
        describe<Get<Enrolment>>(),
        describe<CreateEnrolment>(),
        describe<RevokeEnrolment>(),
        describe<List<Account>>(),
        describe<Stream<Account>>(),
        describe<Get<Account>>(),
        describe<CreateAccount>(),
        describe<Update<Account>>(),
        describe<ResetPassword>(),
        describe<List<OutsideTarget>>(),
        describe<Stream<OutsideTarget>>(),
        describe<Get<OutsideTarget>>(),
        describe<CreateTarget>(),
        describe<Update<OutsideTarget>>(),
        describe<Remove<OutsideTarget>>(),
        describe<SetTargetSecret>(),
        describe<TestTarget>(),
        describe<List<ConfigurationProfile>>(),
        describe<Stream<ConfigurationProfile>>(),
        describe<Get<ConfigurationProfile>>(),
        describe<Create<ConfigurationProfile>>(),
        describe<Update<ConfigurationProfile>>(),
        describe<Remove<ConfigurationProfile>>(),
        describe<GetProfileRendering>(),
        describe<List<ComplianceRule>>(),
        describe<Stream<ComplianceRule>>(),
        describe<Get<ComplianceRule>>(),
        describe<Create<ComplianceRule>>(),
        describe<Update<ComplianceRule>>(),
        describe<Remove<ComplianceRule>>(),
        describe<GetRuleRevision>(),
        describe<TryRule>(),
        describe<AddStarterRules>(),
        describe<DryRunRule>(),
        describe<List<RuleResult>>(),
        describe<Stream<RuleResult>>(),
        describe<Get<RuleResult>>(),
        describe<List<Waiver>>(),
        describe<Stream<Waiver>>(),
        describe<Get<Waiver>>(),
        describe<Create<Waiver>>(),
        describe<ApproveWaiver>(),
        describe<RefuseWaiver>(),
        describe<WithdrawWaiver>(),
        describe<List<RuleStep>>(),
        describe<Stream<RuleStep>>(),
        describe<Get<RuleStep>>(),
        describe<ApproveStep>(),
        describe<RefuseStep>(),
        describe<List<BusinessPolicy>>(),
        describe<Stream<BusinessPolicy>>(),
        describe<Get<BusinessPolicy>>(),
        describe<Create<BusinessPolicy>>(),
        describe<Update<BusinessPolicy>>(),
        describe<DeletePolicy>(),
        describe<PreviewPolicy>(),
        describe<ApprovePolicy>(),
        describe<ActivatePolicy>(),
        describe<PausePolicy>(),
        describe<ContinueRollout>(),
        describe<RollBackPolicy>(),
        describe<RetirePolicy>(),
        describe<ListPolicyVersions>(),
        describe<DiffPolicy>(),
        describe<List<PolicyVersion>>(),
        describe<Stream<PolicyVersion>>(),
        describe<Get<PolicyVersion>>(),
        describe<GetPolicySettings>(),
        describe<SetPolicySettings>(),
        describe<List<Deployment>>(),
        describe<Stream<Deployment>>(),
        describe<Get<Deployment>>(),
        describe<RetryDeployment>(),
        describe<ListPartialProfiles>(),
        describe<TakeOffDeployment>(),
        describe<List<Action>>(),
        describe<Stream<Action>>(),
        describe<Get<Action>>(),
        describe<PreviewAction>(),
        describe<RunAction>(),
        describe<CancelAction>(),
        describe<List<ActionRun>>(),
        describe<Stream<ActionRun>>(),
        describe<Get<ActionRun>>(),
        describe<GetUploadLimits>(),
        describe<SetUploadLimits>(),
        describe<CreateUpload>(),
        describe<ListUploads>(),
        describe<GetUpload>(),
        describe<AppendUpload>(),
        describe<FinishUpload>(),
        describe<CancelUpload>(),
        describe<List<Application>>(),
        describe<Stream<Application>>(),
        describe<Get<Application>>(),
        describe<Create<Application>>(),
        describe<Update<Application>>(),
        describe<Remove<Application>>(),
        describe<AddRelease>(),
        describe<ListInstalledVersions>(),
        describe<ListInstalledDevices>(),
        describe<List<ApplicationRelease>>(),
        describe<Stream<ApplicationRelease>>(),
        describe<Get<ApplicationRelease>>(),
        describe<List<ManagedFile>>(),
        describe<Stream<ManagedFile>>(),
        describe<Get<ManagedFile>>(),
        describe<CreateFile>(),
        describe<Update<ManagedFile>>(),
        describe<Remove<ManagedFile>>(),
        describe<ReplaceFile>(),
        describe<ListFileRevisions>(),
        describe<List<Certificate>>(),
        describe<Stream<Certificate>>(),
        describe<Get<Certificate>>(),
        describe<CreateCertificate>(),
        describe<Update<Certificate>>(),
        describe<Remove<Certificate>>(),
        describe<List<LicencePool>>(),
        describe<Stream<LicencePool>>(),
        describe<Get<LicencePool>>(),
        describe<Create<LicencePool>>(),
        describe<Update<LicencePool>>(),
        describe<Remove<LicencePool>>(),
        describe<AssignLicence>(),
        describe<List<LicenceSeat>>(),
        describe<Stream<LicenceSeat>>(),
        describe<Get<LicenceSeat>>(),
        describe<WithdrawLicence>(),
        describe<List<SoftwarePatch>>(),
        describe<Stream<SoftwarePatch>>(),
        describe<Get<SoftwarePatch>>(),
        describe<DecidePatches>(),
        describe<ListPatchDevices>(),
        describe<List<PatchBlock>>(),
        describe<Stream<PatchBlock>>(),
        describe<Get<PatchBlock>>(),
        describe<Create<PatchBlock>>(),
        describe<Remove<PatchBlock>>(),
        describe<List<SavedView>>(),
        describe<Stream<SavedView>>(),
        describe<Get<SavedView>>(),
        describe<Create<SavedView>>(),
        describe<Update<SavedView>>(),
        describe<Remove<SavedView>>(),
        describe<CountView>(),
        describe<GetComplianceReport>(),
        describe<List<AuditRecord>>(),
        describe<Stream<AuditRecord>>(),
        describe<Get<AuditRecord>>(),
    };
    return list;
}

} // namespace belvedere
