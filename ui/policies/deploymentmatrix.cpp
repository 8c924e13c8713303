// A table of counts; a cell leads to the deployments that it counts.
#include "ui/policies/deploymentmatrix.h"

#include "table/display.h"
#include "ui/common/label.h"
#include "ui/records/looks.h"

#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// What is being removed belongs to no policy any more.
constexpr DeploymentState shownStates[] = {DeploymentState::Queued, DeploymentState::Waiting,
    DeploymentState::Delivered, DeploymentState::Installing, DeploymentState::Installed, DeploymentState::Failed,
    DeploymentState::Postponed, DeploymentState::NotPossible};
constexpr int states = int(std::size(shownStates));
constexpr int columns = 1 + states; // the first: all

QString wordOf(DeploymentState state)
{
    const Display display("Deployment", std::make_shared<SystemClock>());
    return display.text(Coded<DeploymentState>(state).token(), *findField(fields<Deployment>(), u"state"));
}

} // namespace

DeploymentMatrix::DeploymentMatrix(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_tallies(site.list<Deployment>())
    , m_table(new QTableWidget(0, columns))
    , m_none(new Label({}, Label::Style::Body, Tone::Muted))
{
    m_none->setWordWrap(true);
    m_table->setAccessibleName(tr("Items and states"));
    m_table->setAccessibleDescription(tr("Enter shows the deployments that a cell counts."));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalHeaderItem(0, new QTableWidgetItem(tr("All")));
    for (int i = 0; i < states; ++i) {
        const BadgeLook look = *deploymentLook(Coded<DeploymentState>(shownStates[i]).token());
        m_table->setHorizontalHeaderItem(i + 1,
            new QTableWidgetItem(
                icon(look.icon.value_or(iconOf(look.severity)), toneOf(look.severity)), wordOf(shownStates[i])));
    }
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_none);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    connect(&m_tallies, &Tallies::changed, this, &DeploymentMatrix::refresh);
    connect(m_table, &QTableWidget::cellActivated, this, [this](int row, int column) {
        if (size_t(row) < m_items.size())
            Q_EMIT opened(query(size_t(row), column));
    });
}

void DeploymentMatrix::open(const Id<BusinessPolicy> &policy, const std::vector<PolicyItem> &items)
{
    const auto names = [](const std::vector<PolicyItem> &list) {
        QStringList names;
        for (const PolicyItem &item : list)
            names += {item.item, item.name};
        return names;
    };
    if (policy == m_policy && names(items) == names(m_items))
        return;
    m_policy = policy;
    m_items = items;
    m_table->setRowCount(int(items.size()));
    QStringList queries;
    for (size_t i = 0; i < items.size(); ++i) {
        m_table->setVerticalHeaderItem(
            int(i), new QTableWidgetItem(items[i].name.isEmpty() ? items[i].item : items[i].name));
        for (int column = 0; column < columns; ++column) {
            auto *cell = new QTableWidgetItem;
            cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(int(i), column, cell);
            queries.append(query(i, column));
        }
    }
    m_tallies.setQueries(queries);
    refresh();
}

QString DeploymentMatrix::query(size_t item, int column) const
{
    const QString all = u"policies:%1 item=%2"_s.arg(m_policy.text, m_items[item].item);
    return column == 0 ? all : u"%1 state:%2"_s.arg(all, Coded<DeploymentState>(shownStates[column - 1]).token());
}

qint64 DeploymentMatrix::count(size_t item, DeploymentState state) const
{
    const auto *const found = std::find(std::begin(shownStates), std::end(shownStates), state);
    const qsizetype at = qsizetype(item) * columns + 1 + (found - std::begin(shownStates));
    return found != std::end(shownStates) && at < m_tallies.size() ? m_tallies.count(at) : 0;
}

qint64 DeploymentMatrix::count(DeploymentState state) const
{
    qint64 sum = 0;
    for (size_t item = 0; item < m_items.size(); ++item)
        sum += count(item, state);
    return sum;
}

qint64 DeploymentMatrix::total() const
{
    qint64 sum = 0;
    for (size_t item = 0; item < m_items.size(); ++item) {
        const qsizetype at = qsizetype(item) * columns;
        sum += at < m_tallies.size() ? m_tallies.count(at) : 0;
    }
    return sum;
}

bool DeploymentMatrix::hasItem(const Cell &id) const
{
    return std::any_of(m_items.begin(), m_items.end(), [&id](const PolicyItem &item) { return id == Cell(item.item); });
}

void DeploymentMatrix::refresh()
{
    const QLocale locale;
    for (size_t item = 0; item < m_items.size(); ++item) {
        for (int column = 0; column < columns; ++column) {
            const qsizetype at = qsizetype(item) * columns + column;
            const qint64 number = at < m_tallies.size() ? m_tallies.count(at) : 0;
            QTableWidgetItem *cell = m_table->item(int(item), column);
            const QString text = number > 0 ? locale.toString(number) : tr("–", "none in this state");
            if (cell->text() == text)
                continue;
            cell->setText(text);
            const QString what = column == 0 ? tr("All") : wordOf(shownStates[column - 1]);
            cell->setData(Qt::AccessibleTextRole,
                tr("%1, %2: %3", "item, state, number of devices")
                    .arg(m_table->verticalHeaderItem(int(item))->text(), what, locale.toString(number)));
        }
    }
    m_none->setText(m_items.empty() ? tr("The policy has no items. Nothing is installed.")
                                    : tr("Nothing has been ordered on any device yet."));
    m_none->setVisible(m_items.empty() || total() == 0);
    m_table->setVisible(!m_items.empty() && total() > 0);
    Q_EMIT changed();
}

} // namespace belvedere
