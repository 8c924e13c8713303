// Questions, requests and what is said when they are done.
#include "ui/policies/policysteps.h"

#include "api/operations.h"
#include "sites/site.h"
#include "ui/common/toasts.h"
#include "ui/policies/policywords.h"

using namespace Qt::StringLiterals;

namespace belvedere {

PolicySteps::PolicySteps(const PlaceContext &context, QWidget *place)
    : QObject(place)
    , m_context(context)
    , m_place(place)
{
}

void PolicySteps::closeSheet()
{
    m_counting.abortAll();
    if (m_sheet)
        m_sheet->dismiss();
}

StepSheet *PolicySteps::ask(const StepSheet::Step &step)
{
    closeSheet();
    m_sheet = new StepSheet(step, m_place->window());
    // the sheet lies over the window and would outlive the place
    connect(m_place, &QObject::destroyed, m_sheet.data(), &Overlay::dismiss);
    m_sheet->open();
    return m_sheet;
}

template<class Op> void PolicySteps::send(const Op &operation, const QString &done)
{
    m_scope.add(m_context.site.send(operation)).then(this, [this, done](const Result<BusinessPolicy> &result) {
        if (result)
            m_context.toasts.show(Severity::Ok, done);
        else
            Q_EMIT failed(result.error());
    });
}

void PolicySteps::approve(const BusinessPolicy &policy)
{
    StepSheet::Step step;
    step.question.title = tr("Approve version %1 of “%2”?").arg(policy.number).arg(policy.name);
    step.question.text = tr("You approve exactly the content with the fingerprint %1…").arg(shortHash(policy.hash));
    step.question.effects = {{Severity::Info, tr("It can then be put in force. That is a step of its own.")},
        {Severity::Info, tr("Any further edit voids the approval.")},
        {Severity::Info, tr("The version and the audit log keep that you approved it.")}};
    step.question.accept = tr("Approve version %1").arg(policy.number);
    connect(ask(step), &StepSheet::accepted, this, [this, policy] {
        ApprovePolicy operation;
        operation.id = policy.id;
        operation.body = {policy.version, policy.hash};
        send(operation, tr("Version %1 of “%2” is approved.").arg(policy.number).arg(policy.name));
    });
}

void PolicySteps::pause(const BusinessPolicy &policy, qint64 installed)
{
    StepSheet::Step step;
    step.question.title = tr("Pause “%1”?").arg(policy.name);
    step.question.effects = {{Severity::Info, tr("Nothing new starts on any device.")},
        {Severity::Info, tr("What is installed stays: %n deployment(s) now.", nullptr, int(installed))},
        {Severity::Warning, tr("Its rules are not evaluated until it is activated again.")}};
    step.question.accept = tr("Pause policy");
    connect(ask(step), &StepSheet::accepted, this, [this, policy] {
        PausePolicy operation;
        operation.id = policy.id;
        operation.body.version = policy.version;
        send(operation, tr("“%1” is paused.").arg(policy.name));
    });
}

void PolicySteps::goOn(const BusinessPolicy &policy)
{
    const bool isHalted = policy.rollout == RolloutState::Halted;
    StepSheet::Step step;
    step.question.title = isHalted ? tr("Go on with “%1” in spite of the failures?").arg(policy.name)
                                   : tr("Open the next wave of “%1”?").arg(policy.name);
    if (isHalted)
        step.question.effects = {{Severity::Warning,
                                     tr("What has failed so far in this wave no longer counts towards the "
                                        "threshold; new failures do.")},
            {Severity::Info, tr("Devices of this wave that have not begun are reached now.")}};
    else
        step.question.effects = {
            {Severity::Info, tr("The devices of wave %1 are reached from now on.").arg(policy.wave + 1)}};
    step.question.effects.append({Severity::Info, tr("The audit log keeps that you decided so.")});
    step.question.accept = isHalted ? tr("Go on") : tr("Open wave %1").arg(policy.wave + 1);
    connect(ask(step), &StepSheet::accepted, this, [this, policy] {
        ContinueRollout operation;
        operation.id = policy.id;
        operation.body.version = policy.version;
        send(operation, tr("The roll-out of “%1” goes on.").arg(policy.name));
    });
}

void PolicySteps::rollBack(const BusinessPolicy &policy, qint64 number)
{
    StepSheet::Step step;
    step.question.title = tr("Roll “%1” back to version %2?").arg(policy.name).arg(number);
    step.question.effects = {
        {Severity::Info,
            tr("Version %1 is a new draft that says what version %2 said, with the same revisions of "
               "its items and rules.")
                .arg(policy.number + 1)
                .arg(number)},
        {Severity::Info, tr("No device changes yet: you see the preview next, and put it in force there.")}};
    if (policy.inForce != policy.number)
        step.question.effects.append({Severity::Warning,
            tr("The draft, version %1, is superseded. It stays among the versions.").arg(policy.number)});
    step.question.accept = tr("Make the draft");
    step.asksReason = true;
    StepSheet *sheet = ask(step);
    connect(sheet, &StepSheet::accepted, this, [this, policy, number, sheet] {
        RollBackPolicy operation;
        operation.id = policy.id;
        operation.body = {policy.version, number, sheet->reason()};
        m_scope.add(m_context.site.send(operation)).then(this, [this](const Result<BusinessPolicy> &draft) {
            if (draft)
                Q_EMIT rolledBack(draft.value());
            else
                Q_EMIT failed(draft.error());
        });
    });
}

void PolicySteps::count(const BusinessPolicy &policy, const std::function<void(qint64)> &then)
{
    List<Deployment> operation;
    operation.parameters.query = u"policies:"_s + policy.id.text;
    operation.parameters.limit = 1;
    m_counting.abortAll();
    m_counting.add(m_context.site.send(operation)).then(this, [this, then](const Result<Page<Deployment>> &page) {
        if (page)
            then(page.value().total);
        else
            Q_EMIT failed(page.error());
    });
}

void PolicySteps::retire(const BusinessPolicy &policy)
{
    count(policy, [this, policy](qint64 deployments) { askToRetire(policy, deployments); });
}

void PolicySteps::remove(const BusinessPolicy &policy)
{
    // what a retired policy brought was decided when it ended
    if (policy.state.value() == PolicyState::Retired)
        askToRemove(policy, -1);
    else
        count(policy, [this, policy](qint64 deployments) { askToRemove(policy, deployments); });
}

void PolicySteps::askToRetire(const BusinessPolicy &policy, qint64 deployments)
{
    StepSheet::Step step;
    step.question.title = tr("Retire “%1”?").arg(policy.name);
    step.question.effects = {
        {Severity::Warning, tr("The policy ends for good. Its rules no longer count for the devices in its scope.")},
        {Severity::Info, tr("Its record and its versions are kept.")}};
    step.question.accept = tr("Retire policy");
    step.question.destructive = true;
    step.asksReason = true;
    step.installed = deployments;
    StepSheet *sheet = ask(step);
    connect(sheet, &StepSheet::accepted, this, [this, policy, sheet] {
        RetirePolicy operation;
        operation.id = policy.id;
        operation.body = {policy.version, sheet->installed(), sheet->reason()};
        send(operation, tr("“%1” is retired.").arg(policy.name));
    });
}

void PolicySteps::askToRemove(const BusinessPolicy &policy, qint64 deployments)
{
    StepSheet::Step step;
    step.question.title = tr("Remove the policy “%1”?").arg(policy.name);
    step.question.effects = {
        {Severity::Warning, tr("Its record and all its versions go: there is no way back to them.")},
        {Severity::Warning, tr("Its rules no longer count for the devices in its scope.")},
        {Severity::Info, tr("The audit log keeps that it was removed.")}};
    step.question.accept = tr("Remove policy");
    step.question.destructive = true;
    step.installed = deployments;
    StepSheet *sheet = ask(step);
    connect(sheet, &StepSheet::accepted, this, [this, policy, sheet] {
        DeletePolicy operation;
        operation.id = policy.id;
        operation.parameters.installed = sheet->installed();
        CallOptions options;
        options.ifMatch = QString::number(policy.version);
        const QString done = tr("“%1” is removed.").arg(policy.name);
        m_scope.add(m_context.site.send(operation, options)).then(this, [this, done](const Result<Done> &gone) {
            if (!gone) {
                Q_EMIT failed(gone.error());
                return;
            }
            m_context.toasts.show(Severity::Ok, done);
            Q_EMIT removed();
        });
    });
}

} // namespace belvedere
