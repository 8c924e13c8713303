// A table of versions above the differences of two of them.
#include "ui/policies/versionstab.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/devices/partstable.h"
#include "ui/policies/differencelist.h"
#include "ui/records/looks.h"

#include <algorithm>
#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

std::span<const Field> shownFields()
{
    static const std::vector<Field> list = [] {
        std::vector<Field> shown;
        for (const char *name :
            {"number", "state", "made", "made_by", "reason", "restores", "approved_by", "activated", "hash"})
            shown.push_back(*findField(fields<PolicyVersion>(), QString::fromLatin1(name)));
        return shown;
    }();
    return list;
}

std::optional<BadgeLook> versionLook(const QString &token)
{
    if (token == "approved"_L1)
        return BadgeLook{Severity::Info, Icon::Check};
    if (token == "superseded"_L1 || token == "retired"_L1)
        return BadgeLook{Severity::Neutral, Icon::Clock};
    return policyLook(token);
}

} // namespace

VersionsTab::VersionsTab(Site &site, bool mayWrite, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_mayWrite(mayWrite)
    , m_table(new PartsTable(shownFields(), Display("PolicyVersion", std::make_shared<SystemClock>()), tr("Versions"),
          tr("Find a version"), tr("The policy has no versions.")))
    , m_back(plainButton({}))
    , m_from(new QComboBox)
    , m_to(new QComboBox)
    , m_differences(new DifferenceList)
    , m_states(new StateStack(m_differences))
{
    m_table->setBadges(u"state"_s, versionLook);
    m_table->sortBy(0, Qt::DescendingOrder);
    m_from->setAccessibleName(tr("Compare this version"));
    m_to->setAccessibleName(tr("With this version"));
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(space::l, space::s, space::l, 0);
    bar->setSpacing(space::s);
    bar->addWidget(new Label(tr("Compare"), Label::Style::Strong));
    bar->addWidget(m_from);
    bar->addWidget(new Label(tr("with", "compare a version with another")));
    bar->addWidget(m_to);
    bar->addStretch(1);
    bar->addWidget(m_back);
    auto *below = new QWidget;
    auto *lower = new QVBoxLayout(below);
    lower->setContentsMargins(0, 0, 0, 0);
    lower->setSpacing(space::s);
    lower->addLayout(bar);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(space::l, 0, space::l, space::m);
    inner->addWidget(m_states);
    lower->addLayout(inner, 1);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->addWidget(m_table);
    halves->addWidget(below);
    halves->setChildrenCollapsible(false);
    halves->setSizes({300, 400});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(halves);
    for (QComboBox *box : {m_from, m_to})
        connect(box, &QComboBox::activated, this, &VersionsTab::ask);
    connect(m_table, &PartsTable::currentChanged, this, &VersionsTab::follow);
    connect(m_table, &PartsTable::opened, this, [this](int row) {
        const qint64 number = m_versions[size_t(row)].number;
        compare(number - 1, number);
    });
    connect(m_states, &StateStack::retryRequested, this, &VersionsTab::ask);
    connect(m_back, &QPushButton::clicked, this, [this] {
        if (const PolicyVersion *version = current())
            Q_EMIT rollBackRequested(version->number);
    });
    follow();
}

void VersionsTab::show(const BusinessPolicy &policy, const std::vector<PolicyVersion> &versions)
{
    const bool isSame = policy.id == m_policy.id && !m_versions.empty();
    const qint64 from = m_from->currentData().toLongLong();
    const qint64 to = m_to->currentData().toLongLong();
    const bool followsNewest = !isSame || to == m_policy.number;
    const qint64 chosen = isSame && current() ? current()->number : 0;
    m_policy = policy;
    m_versions = versions;
    std::vector<std::vector<Cell>> rows;
    rows.reserve(versions.size());
    for (const PolicyVersion &version : versions) {
        std::vector<Cell> row;
        row.reserve(shownFields().size());
        for (const Field &field : shownFields()) {
            const Cell cell = field.get(&version);
            row.push_back(cell == Cell(qint64(0)) ? Cell() : cell); // takes up none
        }
        rows.push_back(std::move(row));
    }
    m_table->model().setRows(std::move(rows));
    const auto again = std::find_if(
        versions.begin(), versions.end(), [chosen](const PolicyVersion &version) { return version.number == chosen; });
    if (again != versions.end())
        m_table->setCurrentRow(int(again - versions.begin()));
    for (QComboBox *box : {m_from, m_to}) {
        box->clear();
        for (const PolicyVersion &version : versions)
            box->addItem(tr("version %1").arg(version.number), version.number);
    }
    m_from->addItem(tr("nothing"), 0);
    follow();
    if (followsNewest) {
        const bool hasDraft = policy.inForce > 0 && policy.inForce != policy.number;
        compare(hasDraft ? policy.inForce : policy.number - 1, policy.number);
    } else {
        compare(from, to);
    }
}

void VersionsTab::compare(qint64 from, qint64 to)
{
    m_from->setCurrentIndex(m_from->findData(from));
    m_to->setCurrentIndex(m_to->findData(to));
    ask();
}

void VersionsTab::ask()
{
    m_scope.abortAll();
    m_waiting = 0;
    if (m_from->currentIndex() < 0 || m_to->currentIndex() < 0)
        return;
    DiffPolicy operation;
    operation.id = m_policy.id;
    operation.parameters.from = m_from->currentData().toLongLong();
    operation.parameters.to = m_to->currentData().toLongLong();
    if (operation.parameters.from == operation.parameters.to) {
        m_differences->showNothing(tr("Choose two different versions."));
        m_states->showContent();
        return;
    }
    ++m_waiting;
    if (m_states->state() != StateStack::State::Content)
        m_states->showLoading(tr("Comparing the versions…"));
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<PolicyDiff> &diff) {
        // aborted for another comparison, which counts anew
        if (!diff && diff.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!diff) {
            m_states->showError(diff.error());
            return;
        }
        m_differences->show(diff.value());
        m_states->showContent();
    });
}

const PolicyVersion *VersionsTab::current() const
{
    const int row = m_table->currentRow();
    return row >= 0 && size_t(row) < m_versions.size() ? &m_versions[size_t(row)] : nullptr;
}

void VersionsTab::follow()
{
    const PolicyVersion *version = current();
    m_back->setVisible(m_mayWrite && m_policy.state.value() != PolicyState::Retired);
    m_back->setEnabled(version && version->hash != m_policy.hash);
    m_back->setText(version && version->hash != m_policy.hash ? tr("Roll back to version %1…").arg(version->number)
                                                              : tr("Roll back…"));
    m_back->setToolTip(tr("Choose a version in the table. It becomes a new draft, which you see in a preview before "
                          "anything changes."));
}

} // namespace belvedere
