// Painting of the bar and its legends.
#include "ui/actions/progressstrip.h"

#include <numeric>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int barHeight = 8;
constexpr int iconSide = 16;

} // namespace

ProgressStrip::ProgressStrip(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ProgressStrip::setParts(const QList<Part> &parts)
{
    m_parts = parts;
    m_parts.removeIf([](const Part &part) { return part.count == 0; });
    QStringList texts;
    for (const Part &part : m_parts)
        texts.append(part.text);
    setAccessibleName(texts.join(u", "_s));
    updateGeometry();
    update();
}

int ProgressStrip::layOut(int width, QList<QPoint> *places) const
{
    const int line = qMax(iconSide, fontMetrics().height());
    int x = 0;
    int y = barHeight + space::s;
    for (const Part &part : m_parts) {
        const int needed = iconSide + space::xs + fontMetrics().horizontalAdvance(part.text);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += line + space::xs;
        }
        if (places)
            places->append(QPoint(x, y));
        x += needed + space::l;
    }
    return m_parts.isEmpty() ? barHeight : y + line;
}

int ProgressStrip::heightForWidth(int width) const { return layOut(width, nullptr); }

QSize ProgressStrip::sizeHint() const { return {fontMetrics().averageCharWidth() * 60, layOut(10'000, nullptr)}; }

void ProgressStrip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto sum = double(std::accumulate(
        m_parts.begin(), m_parts.end(), qint64(0), [](qint64 all, const Part &part) { return all + part.count; }));
    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, width(), barHeight), barHeight / 2.0, barHeight / 2.0);
    painter.fillPath(outline, tokens.border);
    painter.save();
    painter.setClipPath(outline);
    double x = 0;
    for (const Part &part : m_parts) {
        const double share = width() * double(part.count) / sum;
        const QColor colour =
            part.severity == Severity::Neutral ? tokens.strongBorder : tokens.of(toneOf(part.severity));
        painter.fillRect(QRectF(x, 0, qMax(1.0, share - 1), barHeight), colour);
        x += share;
    }
    painter.restore();
    QList<QPoint> places;
    layOut(width(), &places);
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        const QColor colour = tokens.of(toneOf(m_parts[i].severity));
        painter.drawPixmap(places[i], iconPixmap(iconOf(m_parts[i].severity), iconSide, colour, devicePixelRatioF()));
        painter.setPen(tokens.text);
        painter.drawText(places[i] + QPoint(iconSide + space::xs, fontMetrics().ascent()), m_parts[i].text);
    }
}

} // namespace belvedere
