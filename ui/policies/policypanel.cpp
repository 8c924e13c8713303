// Fields of a policy and the progress of its deployments.
#include "ui/policies/policypanel.h"

#include "table/display.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/propertylist.h"
#include "ui/policies/countsrow.h"
#include "ui/policies/policypage.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/scopestep.h"
#include "ui/records/looks.h"

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int installedIndex = 1 + int(DeploymentState::Installed) - 1; // in the tallies, after all of them

} // namespace

PolicyPanel::PolicyPanel(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_deployments(site.list<Deployment>())
    , m_progressText(new Label({}, Label::Style::Body))
    , m_bar(new QProgressBar)
    , m_states(new CountsRow(2))
    , m_open(linkButton(tr("Show deployments")))
    , m_page(linkButton(tr("Open policy")))
    , m_progress(new QWidget)
    , m_list(new PropertyList)
{
    m_bar->setTextVisible(false);
    m_progressText->setWordWrap(true);
    auto *inner = new QVBoxLayout(m_progress);
    inner->setContentsMargins(space::l, space::s, space::l, 0);
    inner->setSpacing(space::s);
    inner->addWidget(new Label(tr("Progress"), Label::Style::Strong));
    inner->addWidget(m_bar);
    inner->addWidget(m_progressText);
    inner->addWidget(m_states);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(-space::s, 0, 0, 0); // what stands around the text of a link lies outside
    below->addWidget(m_open);
    below->addStretch(1);
    inner->addLayout(below);
    auto *links = new QHBoxLayout;
    links->setContentsMargins(space::s, space::s, space::l, 0);
    links->addWidget(m_page);
    links->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(links);
    layout->addWidget(m_progress);
    layout->addWidget(m_list);
    layout->addStretch(1);
    connect(m_open, &QPushButton::clicked, this, &PolicyPanel::deploymentsRequested);
    connect(m_page, &QPushButton::clicked, this, [this] { Q_EMIT pageRequested(PolicyPage::Overview); });
    connect(&m_deployments, &Tallies::changed, this, &PolicyPanel::showProgress);
    // names of items may arrive after the policy
    for (LiveList *list : {&site.list<ConfigurationProfile>(), &site.list<ComplianceRule>()})
        connect(list, &LiveList::stateChanged, this, &PolicyPanel::showFields);
    open(std::nullopt);
}

void PolicyPanel::open(const std::optional<BusinessPolicy> &policy)
{
    const bool isOther = (policy ? policy->id.text : QString()) != (m_policy ? m_policy->id.text : QString());
    m_policy = policy;
    m_page->setVisible(policy.has_value());
    showFields();
    if (!isOther)
        return;
    QStringList queries;
    if (policy) {
        queries.append(u"policies:%1"_s.arg(policy->id.text));
        for (const Choice &state : choices<DeploymentState>().subspan(1))
            queries.append(u"policies:%1 state:%2"_s.arg(policy->id.text, QLatin1StringView(state.token)));
    }
    m_deployments.setQueries(queries);
    showProgress();
}

qint64 PolicyPanel::deployments() const { return m_deployments.size() > 0 ? m_deployments.count(0) : 0; }

qint64 PolicyPanel::installed() const
{
    return m_deployments.size() > installedIndex ? m_deployments.count(installedIndex) : 0;
}

void PolicyPanel::showFields()
{
    if (!m_policy) {
        m_list->set({});
        return;
    }
    const Display display("BusinessPolicy", std::make_shared<SystemClock>());
    const auto none = [](const QStringList &names) { return names.isEmpty() ? tr("None") : names.join(u'\n'); };
    QList<Property> rows{{tr("Applies to"), scopeInWords(*m_policy)}};
    if (!m_policy->scope.isEmpty())
        rows.append({tr("As a query"), scopeInLines(m_policy->scope)});
    rows.append({tr("Profiles"), none(namesOf(m_site.list<ConfigurationProfile>(), m_policy->profiles))});
    rows.append({tr("Rules"), none(namesOf(m_site.list<ComplianceRule>(), m_policy->rules))});
    for (const char *name : {"state", "mode", "rollout.state", "in_force", "number", "needs_approval", "approved_by",
             "outdated", "devices", "edited", "edited_by", "activated", "activated_by", "created", "description"}) {
        const Field &field = *findField(fields<BusinessPolicy>(), QString::fromLatin1(name));
        const Cell cell = field.get(&*m_policy);
        const bool isDraft = m_policy->state == PolicyState::Draft;
        const bool isNothing =
            !isKnown(cell) || cell == Cell(qint64(0)) || cell == Cell(false) || cell == Cell(QString());
        if (isNothing || (isDraft && QLatin1StringView(name) == "devices"_L1))
            continue;
        rows.append({display.label(field), display.detail(cell, field), field.personal != Personal::No});
    }
    m_list->set(rows);
}

void PolicyPanel::showProgress()
{
    const qint64 all = deployments();
    m_progress->setVisible(m_policy && all > 0);
    if (m_progress->isHidden())
        return;
    const QLocale locale;
    const int percent = int(installed() * 100 / all);
    m_bar->setValue(percent);
    m_progressText->setText(tr("%1 of %n deployment(s) installed (%2 %)", nullptr, int(all))
                                .arg(locale.toString(installed()))
                                .arg(percent));
    m_bar->setAccessibleName(m_progressText->text());
    const Display display("Deployment", std::make_shared<SystemClock>());
    const Field &state = *findField(fields<Deployment>(), u"state");
    QList<StateCount> counts;
    const auto states = choices<DeploymentState>().subspan(1);
    for (size_t i = 0; i < states.size(); ++i) {
        const QString token = QString::fromLatin1(states[i].token);
        counts.append({display.text(token, state), m_deployments.count(qsizetype(i) + 1), *deploymentLook(token)});
    }
    m_states->set(counts);
}

} // namespace belvedere
