// Arrangement of a report.
#include "ui/reports/reportview.h"

#include "ui/common/label.h"
#include "ui/reports/barchart.h"
#include "ui/reports/chartcolours.h"
#include "ui/reports/charttable.h"
#include "ui/reports/ringchart.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ReportView::ReportView(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new Label({}, Label::Style::Heading))
    , m_more(new Label({}, Label::Style::Body, Tone::Muted))
    , m_top(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_ring(new RingChart)
    , m_states(new ChartTable)
    , m_rulesTitle(new Label({}, Label::Style::Heading))
    , m_bars(new BarChart)
    , m_rules(new ChartTable)
{
    m_sentence->setObjectName(u"headline"_s);
    m_states->setObjectName(u"states"_s);
    m_rules->setObjectName(u"rules"_s);
    for (Label *label : {m_sentence, m_more}) {
        label->setWordWrap(true);
        label->setSelectable(true);
    }
    m_top->setSpacing(space::xl);
    m_top->addWidget(m_ring, 0, Qt::AlignCenter);
    m_top->addWidget(m_states, 1, Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(m_sentence);
    layout->addWidget(m_more);
    layout->addLayout(m_top);
    layout->addSpacing(space::m);
    layout->addWidget(m_rulesTitle);
    layout->addWidget(m_bars);
    layout->addWidget(m_rules);
    layout->addStretch(1);
    const auto toStates = [this](const QString &query) { Q_EMIT chosen(m_statesPlace, query); };
    const auto toRules = [this](const QString &query) { Q_EMIT chosen(m_rulesPlace, query); };
    connect(m_ring, &RingChart::chosen, this, toStates);
    connect(m_states, &ChartTable::chosen, this, toStates);
    connect(m_bars, &BarChart::chosen, this, toRules);
    connect(m_rules, &ChartTable::chosen, this, toRules);
}

void ReportView::show(const Report &report, const QString &sentence, const QString &more)
{
    const ChartData &states = report.charts[0];
    const ChartData &rules = report.charts[1];
    m_statesPlace = states.place;
    m_rulesPlace = rules.place;
    m_sentence->setText(sentence);
    m_more->setText(more);
    const std::optional<qint64> share = report.headline.perMille();
    ChartData counted = states; // the ring is the whole of which the share in its middle is a part
    std::erase_if(counted.series, [](const ChartSeries &state) { return state.tone == ChartTone::Outside; });
    m_ring->setChart(counted, share ? percentText(*share) : u"–"_s, states.series[0].label);
    m_states->setChart(states);
    m_rulesTitle->setText(rules.title);
    m_bars->setChart(rules);
    m_rules->setChart(rules);
    for (QWidget *part :
        {static_cast<QWidget *>(m_rulesTitle), static_cast<QWidget *>(m_bars), static_cast<QWidget *>(m_rules)})
        part->setVisible(!rules.categories.isEmpty());
}

void ReportView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < m_ring->width() + m_states->minimumSizeHint().width() + 4 * space::xl;
    m_top->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace belvedere
