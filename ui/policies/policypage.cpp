// The page of one policy.
#include "ui/policies/policypage.h"

#include "table/display.h"
#include "ui/common/badge.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/propertylist.h"
#include "ui/common/statestack.h"
#include "ui/policies/deploymentmatrix.h"
#include "ui/policies/policywords.h"
#include "ui/policies/retryrun.h"
#include "ui/policies/rolloutstep.h"
#include "ui/policies/rolloutstrip.h"
#include "ui/policies/scopestep.h"
#include "ui/policies/versionstab.h"
#include "ui/records/looks.h"

#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>
#include <tuple>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int mostRetries = 1'000; // at once; more are a matter for the list of deployments

QVBoxLayout *column(QWidget *parent)
{
    auto *layout = new QVBoxLayout(parent);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::m);
    return layout;
}

} // namespace

PolicyPage::PolicyPage(Site &site, const Allowed &allowed, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_allowed(allowed)
    , m_header(new PageHeader({}))
    , m_state(new Badge)
    , m_draft(new InlineMessage)
    , m_outdated(new InlineMessage)
    , m_tabs(new QTabWidget)
    , m_leftTitle(new Label({}, Label::Style::Heading))
    , m_rightTitle(new Label({}, Label::Style::Heading))
    , m_left(new PropertyList)
    , m_right(new PropertyList)
    , m_strip(new RolloutStrip)
    , m_matrix(new DeploymentMatrix(site))
    , m_retry(plainButton({}))
    , m_open(linkButton(tr("Show deployments")))
    , m_versions(new VersionsTab(site, allowed(Permission::PoliciesWrite)))
    , m_run(new RetryRun(site, this))
{
    QToolButton *back = iconButton(Icon::ChevronLeft, tr("Back to all policies"));
    connect(back, &QToolButton::clicked, this, &PolicyPage::backRequested);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(space::l, 0, 0, 0);
    top->setSpacing(0); // the header keeps its own distance
    top->addWidget(back);
    top->addWidget(m_header, 1);
    m_header->addWidget(m_state);
    m_tabs->setAccessibleName(tr("Parts of the policy"));
    m_tabs->addTab(makeOverview(), tr("Overview"));
    m_tabs->addTab(makeDeployments(), tr("Deployments"));
    m_tabs->addTab(m_versions, tr("Versions"));
    m_states = new StateStack(m_tabs);
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(space::l, 0, space::l, 0);
    notes->setSpacing(space::s);
    for (InlineMessage *note : {m_draft, m_outdated}) {
        note->setDismissable(false);
        notes->addWidget(note);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(top);
    layout->addLayout(notes);
    layout->addWidget(m_states, 1);
    connect(m_states, &StateStack::retryRequested, this, &PolicyPage::load);
    connect(m_outdated, &InlineMessage::actionTriggered, this, &PolicyPage::editRequested);
    connect(m_draft, &InlineMessage::actionTriggered, this, [this] {
        if (m_policy && m_policy->needsApproval && mayApprove())
            Q_EMIT approveRequested();
        else if (m_policy && !m_policy->needsApproval)
            Q_EMIT previewRequested();
        else
            showTab(Versions);
    });
    connect(m_strip, &RolloutStrip::continueRequested, this, &PolicyPage::continueRequested);
    connect(m_strip, &RolloutStrip::rollBackRequested, this, [this] {
        // what devices have that are not reached, if it is one version; which of several is for the person to say
        const bool isOne = m_policy && m_policy->replaced.empty() && m_policy->base != m_policy->inForce;
        if (isOne && m_policy->base > 0)
            Q_EMIT rollBackRequested(m_policy->base);
        else
            showTab(Versions);
    });
    connect(m_versions, &VersionsTab::rollBackRequested, this, &PolicyPage::rollBackRequested);
    connect(m_matrix, &DeploymentMatrix::opened, this, &PolicyPage::deploymentsRequested);
    connect(m_matrix, &DeploymentMatrix::changed, this, &PolicyPage::showProgress);
    connect(m_retry, &QPushButton::clicked, this, &PolicyPage::retryFailed);
    connect(
        m_open, &QPushButton::clicked, this, [this] { Q_EMIT deploymentsRequested(DeploymentMatrix::queryOf(m_id)); });
    connect(m_run, &RetryRun::refused, this, &PolicyPage::failed);
    connect(m_run, &RetryRun::finished, this, [this](int done) {
        showProgress();
        Q_EMIT retried(done);
    });
    // waves, counts and edits of others
    connect(&site, &Site::eventArrived, this, [this](const ChangeEvent &event) {
        if (event.id != m_id.text || !isVisible())
            return;
        if (event.removed)
            Q_EMIT backRequested(); // there is nothing left to show
        else
            load();
    });
}

QWidget *PolicyPage::makeOverview()
{
    auto *content = new QWidget;
    auto *sides = new QHBoxLayout(content);
    sides->setContentsMargins(0, space::m, 0, space::m);
    sides->setSpacing(space::l);
    auto *leftSide = new QWidget;
    m_rightSide = new QWidget;
    for (const auto &[side, title, list] :
        {std::tuple(leftSide, m_leftTitle, m_left), std::tuple(m_rightSide, m_rightTitle, m_right)}) {
        auto *layout = new QVBoxLayout(side);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::s);
        title->setContentsMargins(space::l, 0, 0, 0); // as the list below
        layout->addWidget(title);
        layout->addWidget(list);
        layout->addStretch(1);
        sides->addWidget(side, 1);
    }
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("Overview")); // takes the keyboard, so that it can be scrolled without a mouse
    return area;
}

QWidget *PolicyPage::makeDeployments()
{
    auto *content = new QWidget;
    auto *layout = column(content);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(new Label(tr("Items and states"), Label::Style::Strong));
    buttons->addStretch(1);
    buttons->addWidget(m_open);
    buttons->addWidget(m_retry);
    layout->addWidget(m_strip);
    layout->addLayout(buttons);
    layout->addWidget(m_matrix, 1);
    return content;
}

void PolicyPage::open(const Id<BusinessPolicy> &id, const QString &name)
{
    if (id.text != m_id.text) {
        m_policy.reset();
        m_states->showLoading(tr("Loading the policy…"));
        m_draft->hide();
        m_outdated->hide();
    }
    m_id = id;
    if (!m_policy)
        m_header->setTitle(name);
    load();
}

void PolicyPage::showTab(Tab tab) { m_tabs->setCurrentIndex(tab); }

bool PolicyPage::isSettled() const { return m_waiting == 0 && m_matrix->isSettled() && m_versions->isSettled(); }

void PolicyPage::load()
{
    m_scope.abortAll();
    m_waiting = 1;
    Get<BusinessPolicy> read;
    read.id = m_id;
    m_scope.add(m_site.send(read)).then(this, [this](const Result<BusinessPolicy> &policy) {
        // aborted for another load(), which counts anew
        if (!policy && policy.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!policy) {
            m_states->showError(policy.error());
            return;
        }
        ++m_waiting;
        ListPolicyVersions list;
        list.id = m_id;
        m_scope.add(m_site.send(list))
            .then(this, [this, policy = policy.value()](const Result<Page<PolicyVersion>> &versions) {
                if (!versions && versions.error().kind == ApiError::Kind::Cancelled)
                    return;
                --m_waiting;
                if (!versions) {
                    m_states->showError(versions.error());
                    return;
                }
                m_policy = policy;
                m_all = versions.value().items;
                show();
            });
    });
}

const PolicyVersion *PolicyPage::version(qint64 number) const
{
    const auto found = std::find_if(
        m_all.begin(), m_all.end(), [number](const PolicyVersion &version) { return version.number == number; });
    return found != m_all.end() ? &*found : nullptr;
}

bool PolicyPage::mayApprove() const
{
    const PolicyVersion *newest = m_policy ? version(m_policy->number) : nullptr;
    const std::optional<Identity> &me = m_site.identity();
    return newest && me && m_allowed(Permission::PoliciesWrite) && !newest->editors.contains(me->account.text);
}

void PolicyPage::show()
{
    const BusinessPolicy &policy = *m_policy;
    const Display display("BusinessPolicy", std::make_shared<SystemClock>());
    m_header->setTitle(policy.name);
    const QString token = policy.state.token();
    m_state->set(display.text(token, *findField(fields<BusinessPolicy>(), u"state")), *policyLook(token));
    const bool isOver = policy.state.value() == PolicyState::Retired;
    m_header->setCounts(policy.inForce > 0 ? tr("%n device(s) in scope", nullptr, int(policy.devices)) : QString());
    const bool hasDraft = policy.inForce > 0 && policy.inForce != policy.number;
    m_leftTitle->setText(policy.inForce > 0 ? tr("In force: version %1").arg(policy.inForce)
            : isOver                        ? tr("Last version: %1").arg(policy.number)
                                            : tr("Draft: version %1").arg(policy.number));
    m_rightTitle->setText(tr("Draft: version %1").arg(policy.number));
    m_rightSide->setVisible(hasDraft);
    showSide(m_left, version(policy.inForce > 0 ? policy.inForce : policy.number));
    showSide(m_right, hasDraft ? version(policy.number) : nullptr);
    showNotes();
    BusinessPolicy shown = policy; // as the devices have it
    if (const PolicyVersion *inForce = version(policy.inForce))
        setPolicyContent(shown, inForce->content);
    std::vector<PolicyVersion> earlier;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(earlier),
        [](const PolicyVersion &version) { return version.activated.isValid(); });
    m_matrix->open(policy.id, shown.items, earlier);
    m_strip->show(shown, m_allowed(Permission::PoliciesWrite));
    m_versions->show(policy, m_all);
    showProgress();
    m_states->showContent();
    Q_EMIT loaded();
}

void PolicyPage::showNotes()
{
    const BusinessPolicy &policy = *m_policy;
    const bool isOver = policy.state.value() == PolicyState::Retired;
    const bool isNew = policy.inForce != policy.number && !isOver;
    const bool mayWrite = m_allowed(Permission::PoliciesWrite);
    m_draft->setVisible(isNew);
    if (isNew && policy.needsApproval) {
        const QString text = mayApprove()
            ? tr("Version %1 waits for the approval of a second person. You have not edited it, so you can approve it.")
            : tr("Version %1 waits for the approval of a second person. Whoever has edited it cannot approve it.");
        m_draft->showMessage(Severity::Warning, text.arg(policy.number));
        m_draft->setAction(mayApprove() ? tr("Approve…") : tr("Show what differs"));
    } else if (isNew) {
        const RolloutState rollout = policy.rollout.value();
        const bool areSeveral = rollout != RolloutState::Unknown && rollout != RolloutState::Done;
        QString text = policy.inForce == 0
            ? tr("Version %1 is a draft. It does nothing until it is activated.").arg(policy.number)
            : areSeveral
            ? tr("Version %1 is a draft. Devices keep what they have until it is put in force.").arg(policy.number)
            : tr("Version %1 is a draft. Devices keep version %2 until it is put in force.")
                  .arg(policy.number)
                  .arg(policy.inForce);
        if (!policy.approvedBy.isEmpty())
            text = policy.inForce == 0
                ? tr("Version %1 is a draft, approved by %2. It does nothing until it is activated.")
                      .arg(policy.number)
                      .arg(policy.approvedBy)
                : areSeveral
                ? tr("Version %1 is a draft, approved by %2. Devices keep what they have until it is put in force.")
                      .arg(policy.number)
                      .arg(policy.approvedBy)
                : tr("Version %1 is a draft, approved by %2. Devices keep version %3 until it is put in force.")
                      .arg(policy.number)
                      .arg(policy.approvedBy)
                      .arg(policy.inForce);
        m_draft->showMessage(Severity::Info, text);
        m_draft->setAction(mayWrite ? tr("Preview and activate…") : QString());
    }
    m_outdated->setVisible(policy.outdated > 0 && !isOver);
    if (policy.outdated > 0 && !isOver) {
        m_outdated->showMessage(Severity::Info,
            tr("Newer revisions are available of %n item(s) or rule(s). Devices keep the older ones until the policy "
               "takes the newer up.",
                nullptr, int(policy.outdated)));
        m_outdated->setAction(mayWrite ? tr("Take them up…") : QString());
    }
}

void PolicyPage::showProgress()
{
    const qint64 failures = m_matrix->count(DeploymentState::Failed);
    m_strip->setProgress(
        m_matrix->wanted(DeploymentState::Installed), m_matrix->wanted(DeploymentState::Failed), m_matrix->wanted());
    m_retry->setText(tr("Try %n failed again", nullptr, int(failures)));
    m_retry->setVisible(m_allowed(Permission::PoliciesWrite) && failures > 0);
    m_retry->setEnabled(!m_run->isRunning());
    m_open->setVisible(m_matrix->total() > 0);
}

void PolicyPage::showSide(PropertyList *list, const PolicyVersion *version)
{
    if (!version) {
        list->set({});
        return;
    }
    BusinessPolicy policy;
    policy.id = m_id;
    setPolicyContent(policy, version->content);
    const Display display("PolicyVersion", std::make_shared<SystemClock>());
    const auto field = [](const char *name) -> const Field & {
        return *findField(fields<PolicyVersion>(), QString::fromLatin1(name));
    };
    QList<Property> rows{{tr("Applies to"), scopeInWords(policy)}};
    if (!policy.scope.isEmpty())
        rows.append({tr("As a query"), scopeInLines(policy.scope)});
    for (const char *name : {"items", "rule_pins", "mode"})
        rows.append({policyFieldLabel(QString::fromLatin1(name)),
            policyValueText(QString::fromLatin1(name), version->content.value(QLatin1StringView(name)))});
    rows.append({tr("Roll-out"), rolloutInWords(policy)});
    if (!policy.waves.empty())
        rows.append({policyFieldLabel(u"rollout.threshold"),
            policy.failureThreshold > 0
                ? tr("%1 %, once %2 have ended").arg(policy.failureThreshold).arg(policy.failureMinimum)
                : tr("Never")});
    if (!policy.description.isEmpty())
        rows.append({policyFieldLabel(u"description"), policy.description});
    rows.append({tr("Version"), {}, false, true});
    for (const char *name :
        {"made", "made_by", "reason", "restores", "approved", "approved_by", "activated", "activated_by"}) {
        const Cell cell = field(name).get(version);
        const bool isNothing = !isKnown(cell) || cell == Cell(qint64(0)) || cell == Cell(QString());
        if (!isNothing)
            rows.append(
                {display.label(field(name)), display.detail(cell, field(name)), field(name).personal != Personal::No});
    }
    // in two lines: both versions stand beside each other
    const qsizetype half = version->hash.size() / 2;
    rows.append({display.label(field("hash")), QString(version->hash.left(half) + u'\n' + version->hash.mid(half))});
    list->set(rows);
}

void PolicyPage::retryFailed()
{
    // the list is in memory; looking through it takes a few milliseconds
    const SnapshotPointer &known = m_site.list<Deployment>().store().snapshot();
    const std::array columns = {known->columnOf(u"policies"), known->columnOf(u"former_policies")};
    const int item = known->columnOf(u"item");
    const int state = known->columnOf(u"state");
    QStringList ids;
    for (quint32 row = 0; row < known->rowCount() && ids.size() < mostRetries; ++row) {
        if (known->cell(row, state) != Cell(u"failed"_s))
            continue;
        const bool isOurs = std::any_of(columns.begin(), columns.end(), [&](int column) {
            const Cell held = known->cell(row, column);
            const auto *set = std::get_if<QStringList>(&held);
            return set && set->contains(m_id.text);
        });
        if (isOurs && m_matrix->hasItem(known->cell(row, item)))
            ids.append(known->id(row));
    }
    m_run->add(ids);
    showProgress();
}

} // namespace belvedere
