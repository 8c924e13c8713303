// What the wizard sends: drafts, previews, the activation, and how it takes the answers.
#include "api/operations.h"
#include "domain/policymerge.h"
#include "ui/common/formsheet.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/statestack.h"
#include "ui/common/usertext.h"
#include "ui/policies/checklist.h"
#include "ui/policies/policywizard.h"
#include "ui/policies/previewview.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/rulevalues.h"
#include "ui/policies/scopestep.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QJsonObject withoutNulls(const QJsonObject &object)
{
    QJsonObject kept;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it.value().isNull())
            kept.insert(it.key(), it.value());
    }
    return kept;
}

} // namespace

void PolicyWizard::save(const std::function<void()> &then)
{
    if (!isDirty() && !m_policy.id.isEmpty()) {
        then();
        return;
    }
    m_busy = true;
    m_message->hide();
    m_previewStates->showLoading(tr("Saving the draft…"));
    refresh();
    const auto take = [this, then](const Result<BusinessPolicy> &result) { takeSaved(result, then); };
    if (m_policy.id.isEmpty()) {
        Create<BusinessPolicy> operation;
        operation.body = entered();
        m_scope.add(m_site.send(operation)).then(this, take);
        return;
    }
    Update<BusinessPolicy> operation;
    operation.id = m_policy.id;
    operation.body.changes = changes();
    const QString reason = entered().reason;
    if (!reason.isEmpty())
        operation.body.changes.insert(u"reason"_s, reason);
    CallOptions options;
    options.ifMatch = QString::number(m_policy.version);
    m_scope.add(m_site.send(operation, options)).then(this, take);
}

void PolicyWizard::takeSaved(const Result<BusinessPolicy> &result, const std::function<void()> &then)
{
    m_busy = false;
    if (result) {
        load(result.value());
        refresh();
        then();
        return;
    }
    if (result.error().http != 412) {
        refuse(result.error());
        return;
    }
    Get<BusinessPolicy> read;
    read.id = m_policy.id;
    m_busy = true;
    m_scope.add(m_site.send(read)).then(this, [this](const Result<BusinessPolicy> &newer) {
        m_busy = false;
        if (newer)
            merge(newer.value());
        else
            refuse(newer.error());
    });
}

void PolicyWizard::merge(const BusinessPolicy &theirs)
{
    if (m_step == Preview)
        go(Rollout);
    refresh();
    const std::vector<MergeField> fields =
        mergePolicies(policyContent(m_policy), policyContent(entered()), policyContent(theirs));
    m_merge = new MergeSheet(fields, theirs.editedBy, parentWidget());
    const QString still = tr("Somebody else changed this policy in the meantime. What you entered is still here; "
                             "saving asks again what is to become of both.");
    connect(m_merge, &MergeSheet::postponed, this, [this, still] { m_message->showMessage(Severity::Warning, still); });
    connect(m_merge, &MergeSheet::mineDiscarded, this, [this, theirs] {
        load(theirs);
        refresh();
        m_message->showMessage(Severity::Info, tr("This is version %1, as somebody else saved it.").arg(theirs.number));
    });
    connect(m_merge, &MergeSheet::merged, this, [this, theirs, fields, sheet = m_merge.data()] {
        QJsonObject content = policyContent(theirs);
        const QJsonObject mine = mergedChanges(fields, sheet->mineOfBoth());
        for (auto it = mine.begin(); it != mine.end(); ++it)
            content.insert(it.key(), it.value());
        content = withoutNulls(content);
        BusinessPolicy shown = theirs;
        shown.reason = entered().reason;
        setPolicyContent(shown, content);
        load(theirs, shown);
        refresh();
        m_message->showMessage(
            Severity::Info, tr("Both changes are in the form now. They are saved when you save or preview."));
    });
    openOver(m_merge);
}

void PolicyWizard::refuse(const ApiError &error)
{
    m_busy = false;
    QList<FieldError> named;
    QList<FieldError> ofRules;
    QStringList others;
    Step step = m_step == Preview ? Rollout : m_step;
    for (const FieldError &refused : error.fields) {
        if (m_form->has(refused.field)) {
            named.append(refused);
            step = Name;
        } else if (refused.field.startsWith("rule_pins."_L1)) {
            ofRules.append(refused);
            step = qMin(step, Items);
        } else {
            others.append(refused.message);
            if (refused.field == "scope"_L1 || refused.field == "query"_L1 || refused.field == "all_devices"_L1)
                step = qMin(step, Devices);
            else if (!refused.field.startsWith("rollout"_L1))
                step = qMin(step, Items);
        }
    }
    if (m_step != step)
        go(step);
    m_form->setErrors(named);
    others += m_values->setErrors(ofRules);
    if (named.isEmpty() || !others.isEmpty())
        m_message->showMessage(Severity::Danger, others.isEmpty() ? userText(error) : others.join(u'\n'));
    refresh();
}

void PolicyWizard::askPreview()
{
    m_preview.reset();
    m_line = {};
    m_busy = true;
    m_previewStates->showLoading(tr("Working out what the policy would do…"));
    refresh();
    PreviewPolicy operation;
    operation.id = m_policy.id;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<PolicyPreview> &preview) {
        m_busy = false;
        if (preview) {
            m_preview = preview.value();
            m_view->show(*m_preview);
            m_previewStates->showContent();
            if (m_throughPreview)
                go(Activate);
        } else {
            m_previewStates->showError(preview.error());
        }
        refresh();
        if (isVisible() && m_preview && m_step == Preview)
            m_next->setFocus(Qt::OtherFocusReason);
    });
}

void PolicyWizard::askDevices(const PreviewParameters &line)
{
    m_line = line;
    m_message->hide();
    m_view->showWaiting(line);
    PreviewPolicy operation;
    operation.id = m_policy.id;
    operation.parameters = line;
    m_scope.add(m_site.send(operation)).then(this, [this, line](const Result<PolicyPreview> &answer) {
        if (!m_preview || line != m_line)
            return; // something else is shown by now
        if (!answer) {
            m_view->show(*m_preview);
            if (const QString text = userText(answer.error()); !text.isEmpty())
                m_message->showMessage(Severity::Danger, text);
        } else if (answer.value().version != m_preview->version || answer.value().hash != m_preview->hash) {
            askPreview(); // the policy was changed meanwhile
        } else {
            m_view->showDevicesOf(answer.value());
        }
    });
}

void PolicyWizard::activate()
{
    m_busy = true;
    refresh();
    ActivatePolicy operation;
    operation.id = m_policy.id;
    operation.body.version = m_preview->version;
    operation.body.hash = m_preview->hash;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<BusinessPolicy> &result) {
        m_busy = false;
        if (result) {
            const qint64 devices = m_preview->enter + m_preview->stay;
            dismiss();
            Q_EMIT activated(result.value(), devices);
        } else if (result.error().http == 412) {
            takeNewer(tr("The policy was changed after this preview, so it has not been activated. This is what it "
                         "would do now."));
        } else {
            refuse(result.error());
        }
    });
}

void PolicyWizard::takeNewer(const QString &why)
{
    m_busy = true;
    refresh();
    Get<BusinessPolicy> read;
    read.id = m_policy.id;
    m_scope.add(m_site.send(read)).then(this, [this, why](const Result<BusinessPolicy> &newer) {
        m_busy = false;
        if (!newer) {
            refuse(newer.error());
            return;
        }
        load(newer.value());
        go(Preview);
        m_message->showMessage(Severity::Warning, why);
    });
}

void PolicyWizard::makeProfile()
{
    auto *types = new ProfileTypeSheet(m_prompts, parentWidget());
    connect(types, &ProfileTypeSheet::chosen, this, [this](const ConfigurationProfile &profile) {
        ProfileSheet *sheet = ProfileSheet::make(m_site, m_prompts, profile, parentWidget());
        if (!sheet)
            return;
        sheet->onSaved = [wizard = QPointer(this)](const ConfigurationProfile &made) {
            if (wizard)
                wizard->m_profiles->model().tick(made.id.text);
        };
        openOver(sheet);
    });
    openOver(types);
}

void PolicyWizard::makeRule()
{
    auto *sheet = new RuleSheet(m_site, {}, parentWidget());
    sheet->onSaved = [wizard = QPointer(this)](const ComplianceRule &made) {
        if (wizard)
            wizard->m_rules->model().tick(made.id.text);
    };
    openOver(sheet);
}

void PolicyWizard::openOver(Overlay *sheet)
{
    // it lies over the window and would outlive the wizard that it answers to
    connect(this, &QObject::destroyed, sheet, &Overlay::dismiss);
    sheet->open();
}

} // namespace belvedere
