// A table of counts; a cell leads to the deployments that it counts.
#include "ui/policies/deploymentmatrix.h"

#include "table/display.h"
#include "ui/common/label.h"
#include "ui/records/looks.h"

#include <QHeaderView>
#include <QSet>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr DeploymentState shownStates[] = {DeploymentState::Queued, DeploymentState::Waiting,
    DeploymentState::Delivered, DeploymentState::Installing, DeploymentState::Installed, DeploymentState::Failed,
    DeploymentState::Postponed, DeploymentState::NotPossible, DeploymentState::Removing, DeploymentState::Left};
constexpr int states = int(std::size(shownStates));
constexpr int columns = 1 + states; // the first: all
// Counted for each item in force, and not shown.
constexpr int wantedColumn = columns;
constexpr int wantedFailures = columns + 1;
constexpr int counted = columns + 2;

// Of what a policy wants no more; most policies have none of it.
bool isEnd(int column)
{
    const DeploymentState state = column > 0 ? shownStates[column - 1] : DeploymentState::Unknown;
    return state == DeploymentState::Removing || state == DeploymentState::Left;
}

int columnOf(DeploymentState state)
{
    return 1 + int(std::find(std::begin(shownStates), std::end(shownStates), state) - std::begin(shownStates));
}

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
    connect(&m_tallies, &Tallies::changed, this, [this] {
        if (!m_isAsking)
            askMore();
        refresh();
    });
    connect(m_table, &QTableWidget::cellActivated, this, [this](int row, int column) {
        if (size_t(row) < m_items.size())
            Q_EMIT opened(query(size_t(row), column));
    });
}

void DeploymentMatrix::open(
    const Id<BusinessPolicy> &policy, const std::vector<PolicyItem> &items, const std::vector<PolicyVersion> &earlier)
{
    QStringList given{policy.text};
    for (const PolicyItem &item : items)
        given += {item.item, item.name};
    for (const PolicyVersion &version : earlier)
        given.append(QString::number(version.number));
    if (given == m_given)
        return;
    m_given = given;
    m_policy = policy;
    m_items.clear();
    QSet<QString> known;
    const auto add = [this, &known](const std::vector<PolicyItem> &list, qint64 version) {
        for (const PolicyItem &item : list) {
            if (known.contains(item.item))
                continue;
            known.insert(item.item);
            m_items.push_back({item.item, item.name.isEmpty() ? item.item : item.name, version});
        }
    };
    add(items, 0);
    for (const PolicyVersion &version : earlier) {
        BusinessPolicy then;
        if (setPolicyContent(then, version.content))
            add(then.items, version.number);
    }
    m_table->setRowCount(int(m_items.size()));
    m_queries.clear();
    if (!m_items.empty())
        m_queries.append(queryOf(policy)); // what no item in force accounts for is of earlier ones
    for (size_t i = 0; i < m_items.size(); ++i) {
        const Item &row = m_items[i];
        m_table->setVerticalHeaderItem(int(i),
            new QTableWidgetItem(row.version == 0 ? row.name
                                                  : tr("%1 (version %2)", "item, version of the policy that brought it")
                                                        .arg(row.name, QLocale().toString(row.version))));
        for (int column = 0; column < columns; ++column) {
            auto *cell = new QTableWidgetItem;
            cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(int(i), column, cell);
        }
        if (row.version == 0) {
            addAll(i);
            addParts(i, counted);
        }
    }
    ask();
    refresh();
}

void DeploymentMatrix::addAll(size_t item)
{
    m_items[item].all = m_queries.size();
    m_queries.append(query(item, 0));
}

void DeploymentMatrix::addParts(size_t item, int endColumn)
{
    m_items[item].parts = m_queries.size();
    for (int column = 1; column < endColumn; ++column)
        m_queries.append(query(item, column));
}

// By what has been counted: of earlier items how many devices have each once any has one, and the states of those
// that some have.
void DeploymentMatrix::askMore()
{
    const bool hasEarlier = m_tallies.size() > 0 && m_tallies.count(0) > sumInForce(0);
    for (size_t item = 0; item < m_items.size(); ++item) {
        if (m_items[item].all < 0 && hasEarlier)
            addAll(item);
        else if (m_items[item].parts < 0 && number(item, 0) > 0)
            addParts(item, columns);
    }
    if (m_queries.size() > m_tallies.size())
        ask();
}

void DeploymentMatrix::ask()
{
    m_isAsking = true; // it tells of itself, with the counts of before
    m_tallies.setQueries(m_queries);
    m_isAsking = false;
}

QString DeploymentMatrix::queryOf(const Id<BusinessPolicy> &policy)
{
    return u"(policies:%1 or former_policies:%1)"_s.arg(policy.text);
}

QString DeploymentMatrix::query(size_t item, int column) const
{
    const QString &id = m_items[item].id;
    if (column >= wantedColumn) {
        const QString wanted = u"policies:%1 item=%2"_s.arg(m_policy.text, id);
        return column == wantedFailures ? QString(wanted + u" state:failed"_s) : wanted;
    }
    const QString all = u"%1 item=%2"_s.arg(queryOf(m_policy), id);
    return column == 0 ? all : u"%1 state:%2"_s.arg(all, Coded<DeploymentState>(shownStates[column - 1]).token());
}

qint64 DeploymentMatrix::number(size_t item, int column) const
{
    const Item &row = m_items[item];
    const qsizetype first = column == 0 ? row.all : row.parts;
    const qsizetype at = column == 0 ? first : first + column - 1;
    return first >= 0 && at < m_tallies.size() ? m_tallies.count(at) : 0;
}

qint64 DeploymentMatrix::count(size_t item, DeploymentState state) const
{
    const int column = columnOf(state);
    return column < columns ? number(item, column) : 0;
}

qint64 DeploymentMatrix::count(DeploymentState state) const
{
    const int column = columnOf(state);
    return column < columns ? sum(column) : 0;
}

qint64 DeploymentMatrix::total() const { return sum(0); }

qint64 DeploymentMatrix::wanted() const { return sumInForce(wantedColumn); }

qint64 DeploymentMatrix::wanted(DeploymentState state) const
{
    return sumInForce(state == DeploymentState::Failed ? wantedFailures : columnOf(state));
}

qint64 DeploymentMatrix::sum(int column) const
{
    qint64 sum = 0;
    for (size_t item = 0; item < m_items.size(); ++item)
        sum += number(item, column);
    return sum;
}

qint64 DeploymentMatrix::sumInForce(int column) const
{
    qint64 sum = 0;
    for (size_t item = 0; item < m_items.size() && m_items[item].version == 0; ++item)
        sum += number(item, column);
    return sum;
}

bool DeploymentMatrix::hasItem(const Cell &id) const
{
    return std::any_of(m_items.begin(), m_items.end(), [&id](const Item &item) { return id == Cell(item.id); });
}

void DeploymentMatrix::refresh()
{
    const QLocale locale;
    for (size_t item = 0; item < m_items.size(); ++item) {
        for (int column = 0; column < columns; ++column) {
            const qint64 devices = number(item, column);
            QTableWidgetItem *cell = m_table->item(int(item), column);
            const QString text = devices > 0 ? locale.toString(devices) : tr("–", "none in this state");
            if (cell->text() == text)
                continue;
            cell->setText(text);
            const QString what = column == 0 ? tr("All") : wordOf(shownStates[column - 1]);
            cell->setData(Qt::AccessibleTextRole,
                tr("%1, %2: %3", "item, state, number of devices")
                    .arg(m_table->verticalHeaderItem(int(item))->text(), what, locale.toString(devices)));
        }
        m_table->setRowHidden(int(item), m_items[item].version > 0 && number(item, 0) == 0);
    }
    for (int column = 1; column < columns; ++column)
        m_table->setColumnHidden(column, isEnd(column) && sum(column) == 0);
    const bool isBare = m_items.empty() || (m_items.front().version > 0 && total() == 0);
    m_none->setText(isBare ? tr("The policy has no items. Nothing is installed.")
                           : tr("Nothing has been ordered on any device yet."));
    m_none->setVisible(total() == 0);
    m_table->setVisible(total() > 0);
    Q_EMIT changed();
}

} // namespace belvedere
