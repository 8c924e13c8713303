// Drawing of the bars.
#include "ui/reports/barchart.h"

#include "ui/reports/chartcolours.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QLocale>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>
#include <QtCharts/QHorizontalPercentBarSeries>
#include <QtCharts/QLegend>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr double barShare = 0.72; // of the height of a row

} // namespace

BarChart::BarChart(QWidget *parent)
    : QChartView(parent)
    , m_series(new QHorizontalPercentBarSeries)
    , m_names(new QBarCategoryAxis)
{
    m_series->setBarWidth(barShare);
    chart()->addSeries(m_series);
    chart()->addAxis(m_names, Qt::AlignLeft);
    m_series->attachAxis(m_names);
    m_names->setGridLineVisible(false);
    m_names->setLineVisible(false);
    m_names->setLabelsVisible(false); // painted here: the axis shortens them to dots though there is room
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setAnimationOptions(QChart::NoAnimation);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setFocusPolicy(Qt::NoFocus);
    setMinimumWidth(320);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(m_series, &QAbstractBarSeries::clicked, this, [this](int bar, const QBarSet *set) {
        const qsizetype at = m_series->barSets().indexOf(set);
        if (at >= 0)
            Q_EMIT chosen(m_chart.series[size_t(at)].points[category(bar)].query);
    });
    connect(m_series, &QAbstractBarSeries::hovered, this, [this](bool on, int bar, const QBarSet *set) {
        viewport()->setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (on)
            QToolTip::showText(QCursor::pos(),
                tr("%1: %2 %3", "rule, state, number")
                    .arg(m_chart.categories[qsizetype(category(bar))], set->label(),
                        QLocale().toString(qint64(set->at(bar)))),
                this);
        else
            QToolTip::hideText();
    });
}

void BarChart::setChart(const ChartData &chart)
{
    const bool isNew = !chart.hasShapeOf(m_chart);
    m_chart = chart;
    setAccessibleName(chart.title);
    if (isNew)
        rebuild();
    const QList<QBarSet *> sets = m_series->barSets();
    for (qsizetype i = 0; i < sets.size(); ++i) {
        for (int bar = 0; bar < sets[i]->count(); ++bar)
            sets[i]->replace(bar, double(chart.series[size_t(i)].points[category(bar)].value));
    }
    viewport()->update();
}

void BarChart::rebuild()
{
    m_series->clear();
    m_names->clear();
    // an axis takes every name once only, and nobody sees these
    QStringList names;
    for (qsizetype i = 0; i < m_chart.categories.size(); ++i)
        names.append(QString::number(i));
    for (const ChartSeries &part : m_chart.series) {
        auto *set = new QBarSet(part.label);
        set->append(QList<qreal>(m_chart.categories.size(), 0.0));
        m_series->append(set);
    }
    m_names->append(names);
    fit();
    refresh();
}

void BarChart::fit()
{
    int widest = 0;
    for (const QString &name : m_chart.categories)
        widest = qMax(widest, fontMetrics().horizontalAdvance(name));
    m_gutter = qMin(widest, width() * 2 / 5) + space::m;
    chart()->setMargins({m_gutter, 0, 0, 0});
    setFixedHeight(qMax(1, int(m_chart.categories.size())) * (fontMetrics().height() * 2) + 16);
}

void BarChart::refresh()
{
    const Tokens &tokens = tokensFor(palette());
    const QList<QBarSet *> sets = m_series->barSets();
    for (qsizetype i = 0; i < sets.size(); ++i) {
        sets[i]->setColor(colourOf(m_chart.series[size_t(i)].tone, tokens));
        sets[i]->setBorderColor(tokens.surface);
    }
    viewport()->update();
}

QRectF BarChart::partRect(size_t series, int bar) const
{
    const size_t at = category(bar);
    const double total = qMax(1.0, double(m_chart.total(at)));
    double before = 0;
    for (size_t i = 0; i < series; ++i)
        before += double(m_chart.series[i].points[at].value);
    const QRectF area = chart()->plotArea();
    const double row = area.height() / double(m_chart.categories.size());
    const double top = area.bottom() - row * (bar + 1) + row * (1 - barShare) / 2;
    const double width = area.width() * double(m_chart.series[series].points[at].value) / total;
    return {area.left() + area.width() * before / total, top, width, row * barShare};
}

void BarChart::drawForeground(QPainter *painter, const QRectF &)
{
    const QFontMetricsF metrics(font());
    const Tokens &tokens = tokensFor(palette());
    painter->setFont(font());
    for (int bar = 0; bar < m_chart.categories.size(); ++bar) {
        const QRectF row = partRect(0, bar);
        painter->setPen(tokens.text);
        painter->drawText(QRectF(0, row.top(), m_gutter - space::s, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(m_chart.categories[qsizetype(category(bar))], Qt::ElideRight, m_gutter - space::s));
        for (size_t i = 0; i < m_chart.series.size(); ++i) {
            const ChartSeries &part = m_chart.series[i];
            const qint64 value = part.points[category(bar)].value;
            if (value == 0)
                continue;
            const QRectF rect = partRect(i, bar);
            const QString number = QLocale().toString(value);
            const QString whole = tr("%1 %2", "state, number").arg(part.label, number);
            const double room = rect.width() - 2 * space::xs;
            const QString text = metrics.horizontalAdvance(whole) <= room ? whole
                : metrics.horizontalAdvance(number) <= room               ? number
                                                                          : QString();
            const QColor ground = colourOf(part.tone, tokens);
            painter->setPen(contrastRatio(tokens.raised, ground) >= contrastRatio(tokens.text, ground) ? tokens.raised
                                                                                                       : tokens.text);
            painter->drawText(rect, Qt::AlignCenter, text);
        }
    }
}

void BarChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    fit();
}

void BarChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refresh();
}

} // namespace belvedere
