// Drawing of the ring.
#include "ui/reports/ringchart.h"

#include "ui/reports/chartcolours.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QLocale>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>
#include <QtCharts/QPieSeries>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace belvedere {

RingChart::RingChart(QWidget *parent)
    : QChartView(parent)
    , m_series(new QPieSeries)
{
    m_series->setHoleSize(0.62);
    m_series->setPieSize(0.94);
    m_series->setPieStartAngle(0);
    chart()->addSeries(m_series);
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
    const int side = qMax(220, fontMetrics().height() * 13);
    setFixedSize(side, side);
    connect(m_series, &QPieSeries::clicked, this, [this](const QPieSlice *slice) {
        const qsizetype at = m_series->slices().indexOf(slice);
        if (at >= 0)
            Q_EMIT chosen(m_chart.series[size_t(at)].points[0].query);
    });
    connect(m_series, &QPieSeries::hovered, this, &RingChart::point);
}

void RingChart::setChart(const ChartData &chart, const QString &middle, const QString &below)
{
    m_chart = chart;
    m_middle = middle;
    m_below = below;
    // slices are kept while the words are the same, so that nothing flickers
    while (m_series->count() > int(chart.series.size()))
        m_series->remove(m_series->slices().constLast());
    while (m_series->count() < int(chart.series.size()))
        m_series->append({}, 0);
    QStringList words;
    for (size_t i = 0; i < chart.series.size(); ++i) {
        const ChartSeries &part = chart.series[i];
        QPieSlice *slice = m_series->slices()[qsizetype(i)];
        slice->setLabel(tr("%1: %2", "state, number").arg(part.label, QLocale().toString(part.points[0].value)));
        slice->setValue(double(part.points[0].value));
        words.append(slice->label());
    }
    setAccessibleName(chart.title);
    setAccessibleDescription(words.join(u", "_s));
    refresh();
}

void RingChart::refresh()
{
    const Tokens &tokens = tokensFor(palette());
    const QList<QPieSlice *> slices = m_series->slices();
    for (qsizetype i = 0; i < slices.size(); ++i) {
        slices[i]->setColor(colourOf(m_chart.series[size_t(i)].tone, tokens));
        slices[i]->setBorderColor(tokens.surface);
        slices[i]->setBorderWidth(slices[i]->value() > 0 ? 2 : 0);
    }
    viewport()->update();
}

void RingChart::point(QPieSlice *slice, bool on)
{
    viewport()->setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (on)
        QToolTip::showText(QCursor::pos(), slice->label(), this);
    else
        QToolTip::hideText();
}

void RingChart::drawForeground(QPainter *painter, const QRectF &)
{
    const Tokens &tokens = tokensFor(palette());
    const QRectF area = mapToScene(viewport()->rect()).boundingRect();
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 2.1);
    large.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(large);
    const QFontMetricsF small(font());
    QRectF line(
        area.left(), area.center().y() - (metrics.height() + small.height()) / 2, area.width(), metrics.height());
    painter->setFont(large);
    painter->setPen(tokens.text);
    painter->drawText(line, Qt::AlignCenter, m_middle);
    painter->setFont(font());
    painter->setPen(tokens.muted);
    painter->drawText(QRectF(line.left(), line.bottom(), line.width(), small.height()), Qt::AlignCenter, m_below);
}

void RingChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

} // namespace belvedere
