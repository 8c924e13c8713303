// Business policies as a table, with the wizard that makes, changes and activates them.
#include "ui/policies/policiesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/policies/policypage.h"
#include "ui/policies/policypanel.h"
#include "ui/policies/policysteps.h"
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
        const QString policy = arguments.value(u"policy"_s).toString();
        if (!policy.isEmpty()) {
            showPolicy(policy, arguments.value(u"tab"_s));
            return;
        }
        showDetail(false);
        ListPlace::shown(arguments);
        showPicture(arguments);
        follow();
    }
    void hidden() override
    {
        m_reading.abortAll();
        m_isReading = false;
        m_steps->closeSheet();
        if (m_wizard)
            m_wizard->dismiss();
    }
    bool isSettled() const override
    {
        const bool isReady = showsDetail() ? m_detail->isSettled() : ListPlace::isSettled() && m_panel->isSettled();
        return isReady && !m_isReading && (!m_wizard || m_wizard->isSettled());
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        QList<std::pair<QString, QVariantMap>> states{{u"inspector"_s, {{u"!open"_s, true}}}};
        static constexpr std::pair<const char *, PolicyWizard::Step> steps[] = {{"wizard-name", PolicyWizard::Name},
            {"wizard-devices", PolicyWizard::Devices}, {"wizard-items", PolicyWizard::Items},
            {"wizard-rollout", PolicyWizard::Rollout}, {"wizard-preview", PolicyWizard::Preview},
            {"wizard-activate", PolicyWizard::Activate}};
        for (const auto &[name, step] : steps)
            states.append({QString::fromLatin1(name), {{u"!step"_s, int(step)}}});
        static constexpr std::pair<const char *, PolicyPage::Tab> tabs[] = {{"policy", PolicyPage::Overview},
            {"policy-deployments", PolicyPage::Deployments}, {"policy-versions", PolicyPage::Versions}};
        for (const auto &[name, tab] : tabs)
            states.append({QString::fromLatin1(name), {{u"!tab"_s, int(tab)}}});
        return states;
    }

private:
    // `tab` invalid: the one that was seen last.
    void showPolicy(const QString &policy, const QVariant &tab)
    {
        makeDetail();
        m_detail->open({policy}, row<BusinessPolicy>(policy).value_or(BusinessPolicy()).name);
        if (tab.isValid())
            m_detail->showTab(PolicyPage::Tab(tab.toInt()));
        showDetail(true);
        follow();
    }

    // The id of one that has something to show; empty where there is none.
    QString policyWithItems() const
    {
        const SnapshotPointer &known = site().list<BusinessPolicy>().store().snapshot();
        const int profiles = known->columnOf(u"profiles");
        const int state = known->columnOf(u"state");
        for (quint32 row = 0; row < known->rowCount(); ++row) {
            const Cell held = known->cell(row, profiles);
            const auto *items = std::get_if<QStringList>(&held);
            if (items && items->size() > 1 && known->cell(row, state) == Cell(u"active"_s))
                return known->id(row);
        }
        return known->rowCount() > 0 ? known->id(0) : QString();
    }

    PoliciesPlace(PlaceContext &context, PolicyPanel *panel)
        : ListPlace(context, "policies", "BusinessPolicy", context.site.list<BusinessPolicy>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
        , m_steps(new PolicySteps(context, this))
    {
        page().setUsualColumns({u"name"_s, u"scope"_s, u"state"_s, u"devices"_s, u"in_force"_s, u"number"_s,
            u"rollout.state"_s, u"outdated"_s, u"edited_by"_s, u"description"_s});
        page().setBadges(u"state"_s, policyLook);
        page().setBadges(u"rollout.state"_s, rolloutLook);
        page().model().setNothing(u"in_force"_s, u"–"_s);
        sortByFirst();
        addCommands();
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this](const QString &id) { openPage(id, PolicyPage::Overview); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { open({}, PolicyWizard::Name); });
        connect(m_panel, &PolicyPanel::deploymentsRequested, this, [this] { showDeployments({}); });
        connect(m_panel, &PolicyPanel::pageRequested, this,
            [this](int tab) { openPage(currentId(), PolicyPage::Tab(tab)); });
        connect(m_steps, &PolicySteps::failed, this, [this](const ApiError &error) { showError(error); });
        connect(m_steps, &PolicySteps::rolledBack, this,
            [this](const BusinessPolicy &draft) { open(draft, PolicyWizard::Preview); });
        connect(m_steps, &PolicySteps::removed, this, [this] {
            if (showsDetail())
                this->context().navigator.go(u"policies"_s);
        });
        follow();
    }

    void addCommands()
    {
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New policy…"), Icon::Plus, writes, [this] { open({}, PolicyWizard::Name); });
        m_open = addCommand(tr("Open policy"), Icon::Policy, Permission::PoliciesRead,
            [this] { openPage(currentId(), PolicyPage::Overview); });
        m_activate = addCommand(tr("Activate…"), Icon::Check, writes,
            [this] { withWhole([this](const BusinessPolicy &policy) { open(policy, PolicyWizard::Preview); }); });
        m_approve = addCommand(tr("Approve…"), Icon::Ok, writes,
            [this] { withWhole([this](const BusinessPolicy &policy) { m_steps->approve(policy); }); });
        m_pause = addCommand(tr("Pause…"), Icon::Clock, writes, [this] {
            withWhole([this](const BusinessPolicy &policy) { m_steps->pause(policy, m_panel->installed()); });
        });
        m_edit = addCommand(tr("Edit…"), Icon::Edit, writes, [this] { edit(PolicyWizard::Name); });
        m_versions = addCommand(tr("Versions"), Icon::Clock, Permission::PoliciesRead,
            [this] { openPage(concerned(), PolicyPage::Versions); });
        m_deployments = addCommand(
            tr("Show deployments"), Icon::Deployment, Permission::PoliciesRead, [this] { showDeployments({}); });
        m_retire = addCommand(tr("Retire…"), Icon::Lock, writes,
            [this] { withWhole([this](const BusinessPolicy &policy) { m_steps->retire(policy); }); });
        m_remove = addCommand(tr("Remove…"), Icon::Trash, writes,
            [this] { withWhole([this](const BusinessPolicy &policy) { m_steps->remove(policy); }); });
        page().header()->addAction(create, true);
        for (QAction *action : {m_activate, m_pause, m_edit, m_remove})
            page().header()->addAction(action);
        for (QAction *action : {m_open, m_edit, m_versions, m_deployments, m_pause, m_retire, m_remove})
            offerForRows(action);
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

    // The page of one policy is a good part of this place, and the list should not wait for it.
    void makeDetail()
    {
        if (m_detail)
            return;
        m_detail = new PolicyPage(site(), context().allowed);
        setDetail(m_detail);
        for (QAction *action : {m_activate, m_pause, m_edit, m_retire, m_remove})
            m_detail->header()->addAction(action);
        connect(m_detail, &PolicyPage::backRequested, this, [this] { context().navigator.go(u"policies"_s); });
        connect(m_detail, &PolicyPage::loaded, this, [this] { follow(); });
        connect(m_detail, &PolicyPage::editRequested, this, [this] { edit(PolicyWizard::Items); });
        connect(m_detail, &PolicyPage::approveRequested, m_approve, &QAction::trigger);
        connect(m_detail, &PolicyPage::previewRequested, m_activate, &QAction::trigger);
        connect(m_detail, &PolicyPage::continueRequested, this,
            [this] { withWhole([this](const BusinessPolicy &policy) { m_steps->goOn(policy); }); });
        connect(m_detail, &PolicyPage::rollBackRequested, this, [this](qint64 number) {
            withWhole([this, number](const BusinessPolicy &policy) { m_steps->rollBack(policy, number); });
        });
        connect(m_detail, &PolicyPage::deploymentsRequested, this,
            [this](const QString &query) { showDeployments(query); });
        connect(m_detail, &PolicyPage::failed, this, [this](const ApiError &error) { showError(error); });
        connect(m_detail, &PolicyPage::retried, this, [this](int done) {
            if (done > 0)
                say(tr("%n deployment(s) will be tried again.", nullptr, done));
        });
    }

    // The policy that commands are about: the open one, else the current row's.
    QString concerned() { return showsDetail() ? m_detail->id().text : currentId(); }

    void follow()
    {
        const std::optional<BusinessPolicy> current = row<BusinessPolicy>(concerned());
        m_panel->open(current);
        if (current)
            page().panel()->setTitle(current->name);
        else
            page().panel()->showNothing();
        const PolicyState state = current ? current->state.value() : PolicyState::Unknown;
        const bool hasDraft = current && current->number != current->inForce;
        const bool isOver = state == PolicyState::Retired;
        const bool mayWrite = context().allowed(Permission::PoliciesWrite);
        const bool canActivate = current && !isOver && (state != PolicyState::Active || hasDraft);
        m_activate->setText(hasDraft && current->inForce > 0 ? tr("Preview draft…") : tr("Activate…"));
        m_activate->setVisible(mayWrite && (!current || canActivate));
        m_activate->setEnabled(canActivate);
        m_approve->setVisible(mayWrite && current && current->needsApproval && !isOver);
        m_pause->setVisible(mayWrite && state == PolicyState::Active);
        m_edit->setEnabled(current && !isOver);
        m_retire->setEnabled(current && !isOver && current->activated.isValid());
        for (QAction *action : {m_open, m_versions, m_deployments, m_remove})
            action->setEnabled(current.has_value());
    }

    // For the tour of pictures: the inspector, the page of a policy, or the wizard of the first one at a step. Which
    // policy that is turns out here: the list may have been empty when the states were asked for.
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
        const QVariant tab = arguments.value(u"!tab"_s);
        const QVariant step = arguments.value(u"!step"_s);
        if (!tab.isValid() && !step.isValid())
            return;
        const QString shown = policyWithItems();
        if (tab.isValid() && !shown.isEmpty())
            showPolicy(shown, tab);
        if (!step.isValid())
            return;
        const auto which = PolicyWizard::Step(step.toInt());
        if (!shown.isEmpty())
            withWhole(shown, [this, which](const BusinessPolicy &policy) { open(policy, which); });
        else if (which < PolicyWizard::Preview)
            open({}, which);
    }

    // As the server has it now; lists hold a part of it.
    void withWhole(const QString &id, const std::function<void(const BusinessPolicy &)> &then)
    {
        if (id.isEmpty())
            return;
        Get<BusinessPolicy> read;
        read.id = {id};
        m_reading.abortAll();
        m_isReading = true;
        m_reading.add(site().send(read)).then(this, [this, then](const Result<BusinessPolicy> &policy) {
            // whoever aborted it has set m_isReading for what came in its place
            if (!policy && policy.error().kind == ApiError::Kind::Cancelled)
                return;
            m_isReading = false;
            if (policy)
                then(policy.value());
            else
                showError(policy.error());
        });
    }
    void withWhole(const std::function<void(const BusinessPolicy &)> &then) { withWhole(concerned(), then); }

    void open(const BusinessPolicy &policy, PolicyWizard::Step step)
    {
        if (m_wizard)
            m_wizard->dismiss();
        auto *wizard = new PolicyWizard(site(), context().prompts, policy, window());
        m_wizard = wizard;
        connect(wizard, &PolicyWizard::saved, this, [this](const BusinessPolicy &saved) {
            if (!showsDetail())
                selectWhenThere(saved.id.text);
            context().toasts.show(Severity::Info,
                saved.inForce > 0
                    ? tr("Version %1 of “%2” is kept as a draft. Devices keep version %3.")
                          .arg(saved.number)
                          .arg(saved.name)
                          .arg(saved.inForce)
                    : tr("“%1” is kept as a draft. It does nothing until it is activated.").arg(saved.name));
        });
        connect(wizard, &PolicyWizard::activated, this, [this](const BusinessPolicy &policy, qint64 devices) {
            say(tr("“%1” is active on %n device(s).", nullptr, int(devices)).arg(policy.name));
            if (showsDetail())
                return;
            selectWhenThere(policy.id.text);
            page().panel()->setOpen(true);
        });
        connect(wizard, &PolicyWizard::deviceRequested, this, [this](const QString &id) {
            context().navigator.go(u"devices"_s, {{u"device"_s, id}, {u"tab"_s, u"policies"_s}});
        });
        if (step != PolicyWizard::Name)
            wizard->go(step);
        wizard->open();
    }

    void edit(PolicyWizard::Step step)
    {
        withWhole([this, step](const BusinessPolicy &policy) { open(policy, step); });
    }

    void openPage(const QString &id, PolicyPage::Tab tab)
    {
        if (!id.isEmpty())
            context().navigator.go(u"policies"_s, {{u"policy"_s, id}, {u"tab"_s, int(tab)}});
    }

    void showDeployments(const QString &query)
    {
        const QString id = concerned();
        if (!id.isEmpty())
            context().navigator.go(
                u"deployments"_s, {{u"query"_s, query.isEmpty() ? QString(u"policies:"_s + id) : query}});
    }

    PolicyPanel *m_panel;
    PolicySteps *m_steps;
    PolicyPage *m_detail = nullptr;
    QAction *m_open;
    QAction *m_activate;
    QAction *m_approve;
    QAction *m_pause;
    QAction *m_edit;
    QAction *m_versions;
    QAction *m_deployments;
    QAction *m_retire;
    QAction *m_remove;
    QPointer<PolicyWizard> m_wizard;
    bool m_isPicture = false; // the inspector is open for a picture, not for a person
    bool m_isReading = false; // a policy, for a command
    RequestScope m_reading;
};

} // namespace

const PlaceEntry policiesPlace{"policies", QT_TRANSLATE_NOOP("Place", "Business policies"), PlaceGroup::Management,
    Icon::Policy, Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new PoliciesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in business policies"), &viewBranches<BusinessPolicy>};

} // namespace belvedere
