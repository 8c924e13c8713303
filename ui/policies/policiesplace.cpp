// Business policies as a table, with the wizard that makes, changes and activates them.
#include "ui/policies/policiesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/policies/policypanel.h"
#include "ui/policies/policywizard.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class PoliciesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(PoliciesPlace)
public:
    explicit PoliciesPlace(PlaceContext &context)
        : PoliciesPlace(context, new PolicyPanel(context.site))
    {
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        showPicture(arguments);
    }
    void hidden() override
    {
        if (m_wizard)
            m_wizard->dismiss();
    }
    bool isSettled() const override
    {
        return ListPlace::isSettled() && m_panel->isSettled() && (!m_wizard || m_wizard->isSettled());
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"inspector"_s, {{u"!open"_s, true}}}, {u"wizard-name"_s, {{u"!step"_s, int(PolicyWizard::Name)}}},
            {u"wizard-devices"_s, {{u"!step"_s, int(PolicyWizard::Devices)}}},
            {u"wizard-items"_s, {{u"!step"_s, int(PolicyWizard::Items)}}},
            {u"wizard-preview"_s, {{u"!step"_s, int(PolicyWizard::Preview)}}},
            {u"wizard-activate"_s, {{u"!step"_s, int(PolicyWizard::Activate)}}}};
    }

private:
    PoliciesPlace(PlaceContext &context, PolicyPanel *panel)
        : ListPlace(context, "policies", "BusinessPolicy", context.site.list<BusinessPolicy>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
    {
        page().setUsualColumns(
            {u"name"_s, u"state"_s, u"devices"_s, u"scope"_s, u"all_devices"_s, u"activated"_s, u"description"_s});
        page().setBadges(u"state"_s, policyLook);
        sortByFirst();
        addCommands();
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { open({}, PolicyWizard::Name); });
        connect(m_panel, &PolicyPanel::deploymentsRequested, this, [this] { showDeployments(); });
        follow();
    }

    void addCommands()
    {
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New policy…"), Icon::Plus, writes, [this] { open({}, PolicyWizard::Name); });
        m_activate = addCommand(tr("Activate…"), Icon::Check, writes, [this] {
            if (m_current)
                open(*m_current, PolicyWizard::Preview);
        });
        m_pause = addCommand(tr("Pause…"), Icon::Clock, writes, [this] { askToPause(false); });
        m_edit = addCommand(tr("Edit…"), Icon::Edit, writes, [this] { edit(); });
        m_deployments =
            addCommand(tr("Show deployments"), Icon::Download, Permission::PoliciesRead, [this] { showDeployments(); });
        m_remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] { remove(); });
        page().header()->addAction(create, true);
        for (QAction *action : {m_activate, m_pause, m_edit, m_remove})
            page().header()->addAction(action);
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Business policies");
        texts.loading = tr("Loading business policies…");
        texts.placeholder = tr("Filter, e.g. state:active");
        texts.icon = Icon::Policy;
        texts.emptyTitle = tr("No business policies yet");
        texts.emptyText = tr("A policy says which devices get which configuration profiles and which compliance rules "
                             "they must meet. Before it does anything, it shows what it would do.");
        if (mayCreate)
            texts.emptyAction = tr("New policy…");
        return texts;
    }

    void follow()
    {
        m_current = row<BusinessPolicy>(currentId());
        m_panel->open(m_current);
        if (m_current)
            page().panel()->setTitle(m_current->name);
        else
            page().panel()->showNothing();
        const bool isActive = m_current && m_current->state == PolicyState::Active;
        const bool mayWrite = context().allowed(Permission::PoliciesWrite);
        m_activate->setVisible(mayWrite && !isActive);
        m_activate->setEnabled(m_current && !isActive);
        m_pause->setVisible(mayWrite && isActive);
        for (QAction *action : {m_edit, m_deployments, m_remove})
            action->setEnabled(m_current.has_value());
    }

    // For the tour of pictures: the inspector, or the wizard of the first policy at a step.
    void showPicture(const QVariantMap &arguments)
    {
        TableModel &model = page().model();
        if (arguments.value(u"!open"_s).toBool() && model.rowCount() > 0) {
            page().view()->setCurrentIndex(model.index(0, 0));
            page().panel()->setOpen(true);
            m_isPicture = true;
        } else if (m_isPicture) {
            page().panel()->setOpen(false);
            m_isPicture = false;
        }
        const QVariant step = arguments.value(u"!step"_s);
        if (!step.isValid())
            return;
        const QString id = model.rowCount() > 0 ? model.idAt(0) : QString();
        const bool mayShow = step.toInt() < int(PolicyWizard::Preview) || !id.isEmpty();
        if (mayShow)
            open(row<BusinessPolicy>(id).value_or(BusinessPolicy()), PolicyWizard::Step(step.toInt()));
    }

    void open(const BusinessPolicy &policy, PolicyWizard::Step step)
    {
        auto *wizard = new PolicyWizard(site(), context().prompts, policy, window());
        m_wizard = wizard;
        connect(wizard, &PolicyWizard::saved, this, [this](const BusinessPolicy &saved) {
            selectWhenThere(saved.id.text);
            context().toasts.show(Severity::Info,
                saved.state == PolicyState::Draft
                    ? tr("“%1” is kept as a draft. It does nothing until it is activated.").arg(saved.name)
                    : tr("“%1” is saved. It is paused.").arg(saved.name));
        });
        connect(wizard, &PolicyWizard::activated, this, [this](const BusinessPolicy &policy, qint64 devices) {
            selectWhenThere(policy.id.text);
            page().panel()->setOpen(true);
            context().toasts.show(
                Severity::Ok, tr("“%1” is active on %n device(s).", nullptr, int(devices)).arg(policy.name));
        });
        if (step != PolicyWizard::Name)
            wizard->go(step);
        wizard->open();
    }

    void edit()
    {
        if (!m_current)
            return;
        if (m_current->state == PolicyState::Active)
            askToPause(true);
        else
            open(*m_current, PolicyWizard::Name);
    }

    void askToPause(bool thenEdit)
    {
        if (!m_current)
            return;
        Question question;
        question.title = tr("Pause “%1”?").arg(m_current->name);
        if (thenEdit)
            question.text = tr("An active policy cannot be changed; it has to be paused first.");
        question.effects = {{Severity::Info, tr("Nothing new starts on any device.")},
            {Severity::Info, tr("What is installed stays: %n deployment(s) now.", nullptr, int(m_panel->installed()))},
            {Severity::Warning, tr("Its rules are not evaluated until it is activated again.")}};
        question.accept = thenEdit ? tr("Pause and edit") : tr("Pause policy");
        context().prompts.confirm(this, question, [this, policy = *m_current, thenEdit](bool accepted) {
            if (accepted)
                pause(policy, thenEdit);
        });
    }

    void pause(const BusinessPolicy &policy, bool thenEdit)
    {
        PausePolicy operation;
        operation.id = policy.id;
        operation.body.version = policy.version;
        m_scope.add(site().send(operation)).then(this, [this, thenEdit](const Result<BusinessPolicy> &paused) {
            if (!paused)
                showError(paused.error());
            else if (thenEdit)
                open(paused.value(), PolicyWizard::Name);
            else
                context().toasts.show(Severity::Ok, tr("“%1” is paused.").arg(paused.value().name));
        });
    }

    void remove()
    {
        if (!m_current)
            return;
        const qint64 deployments = m_panel->deployments();
        Question question;
        question.title = tr("Remove the policy “%1”?").arg(m_current->name);
        if (deployments > 0) {
            question.effects = {{Severity::Warning,
                                    tr("Its profiles are taken off again where no other policy wants them: up to %n "
                                       "deployment(s).",
                                        nullptr, int(deployments))},
                {Severity::Warning, tr("Its rules no longer count for the devices in its scope.")}};
        } else {
            question.effects = {{Severity::Info, tr("It has no deployments. No device changes.")}};
        }
        question.effects.append({Severity::Info, tr("The audit log keeps that it was removed.")});
        question.accept = tr("Remove policy");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, policy = *m_current](bool accepted) {
            if (accepted)
                end(policy);
        });
    }

    void end(const BusinessPolicy &policy)
    {
        DeletePolicy operation;
        operation.id = policy.id;
        operation.parameters.installed = Installed::Remove;
        CallOptions options;
        options.ifMatch = QString::number(policy.version);
        m_scope.add(site().send(operation, options)).then(this, [this](const Result<Done> &done) {
            if (!done)
                showError(done.error());
        });
    }

    void showDeployments()
    {
        if (m_current)
            context().navigator.go(u"deployments"_s, {{u"query"_s, u"policies:%1"_s.arg(m_current->id.text)}});
    }

    PolicyPanel *m_panel;
    QAction *m_activate;
    QAction *m_pause;
    QAction *m_edit;
    QAction *m_deployments;
    QAction *m_remove;
    std::optional<BusinessPolicy> m_current;
    QPointer<PolicyWizard> m_wizard;
    bool m_isPicture = false; // the inspector is open for a picture, not for a person
    RequestScope m_scope;
};

} // namespace

const PlaceEntry policiesPlace{"policies", QT_TRANSLATE_NOOP("Place", "Business policies"), PlaceGroup::Management,
    Icon::Policy, Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new PoliciesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in business policies"), &viewBranches<BusinessPolicy>};

} // namespace belvedere
